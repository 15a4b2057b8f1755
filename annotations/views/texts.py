"""The versions of an article's text: listed, read and taken away as files, and a new one made by editing."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from annotations import access
from annotations.access import Permission
from annotations.forms.texts import MOST, NewerTextForm, TextForm, whole
from annotations.models import Placement
from annotations.pages import text as pages
from annotations.pages import texts
from annotations.pages.text import TextPart
from corpus_app.actions import Refused, StaleVersion, add_version
from corpus_app.importing.problems import ImportProblem
from corpus_app.models import Article, ArticleVersion


@require_safe
def show_versions(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    article = access.article(request, slug, uid, Permission.READ)
    context = {
        "article": article, "project": article.project, "found": texts.versions_of(article, request.user),
        "may_edit": access.may(article.project, Permission.MANAGE),
    }
    return render(request, "annotations/text_versions.html", context)


@require_safe
def show_version(request: HttpRequest, slug: str, uid: str, number: int) -> HttpResponse:
    article = access.article(request, slug, uid, Permission.READ)
    if number == article.version.number:
        return redirect("annotations:article", slug, uid)
    old = texts.old_version(article, request.user, _version(article, number))
    context = {"old": old, "article": article, "project": article.project}
    return render(request, "annotations/text_version.html", context)


@require_safe
def version_text(request: HttpRequest, slug: str, uid: str, number: int) -> HttpResponse:
    """The very text that the offsets of its highlights count."""
    article = access.article(request, slug, uid, Permission.READ)
    return _file(_version(article, number).text, f"{uid}-version-{number}.txt", "text/plain")


@require_safe
def version_table(request: HttpRequest, slug: str, uid: str, number: int) -> HttpResponse:
    article = access.article(request, slug, uid, Permission.READ)
    names = request.GET.get("names") == "1"
    lines = texts.version_table(article, request.user, _version(article, number), names=names)
    return _file("".join(lines), f"{uid}-version-{number}.csv", "text/csv")


def edit_text(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    """Shows a part of the text; with POST, makes what was edited the next version."""
    article = access.text_of(request, slug, uid)
    part = _part(request, article)
    posted = request.method == "POST"
    initial = {"version": part.version.number}
    form = TextForm(request.POST if posted else None, initial=initial, blocks=part.blocks, first=part.first)
    if not posted or not form.is_valid():
        return _shown(request, article, part, form, 422 if posted else 200)
    said = form.cleaned_data
    try:
        version = add_version(
            article=article, actor=request.user, reason=said["reason"], seen=said["over"] or said["version"],
            paragraphs=[*part.before, *said["paragraphs"], *part.after],
        )
    except StaleVersion as refusal:
        return _shown(request, article, part, form, 409, str(refusal), over=refusal.present.number)
    except Refused as refusal:
        return _shown(request, article, part, form, 422, str(refusal), over=said["over"])
    return _saved(request, article, version)


@require_POST
def read_newer_text(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    """What somebody brought as a newer text, to be looked at and corrected before it is saved."""
    article = access.text_of(request, slug, uid)
    newer = NewerTextForm(request.POST, request.FILES)
    try:
        blocks = pages.read(*newer.brought(), MOST) if newer.is_valid() else None
        problem = ""
    except ImportProblem as reason:
        blocks, problem = None, str(reason)
    part = pages.newer(article.version, blocks) if blocks else pages.part_of(article.version, 1)
    form = TextForm(None, initial={"version": part.version.number}, blocks=part.blocks)
    if blocks is None:
        return _shown(request, article, part, form, 422, problem, newer=newer)
    return _shown(request, article, part, form, 200, is_newer=True)


def _version(article: Article, number: int) -> ArticleVersion:
    found = article.versions.filter(number=number).first() if 0 < number <= access.LARGEST else None
    if found is None:
        raise Http404
    return found


def _saved(request: HttpRequest, article: Article, version: ArticleVersion) -> HttpResponse:
    slug, uid = article.project.slug, article.uid
    undo = reverse("annotations:undo", args=[slug, version.change.number])
    may_undo = access.may(article.project, Permission.MANAGE)
    messages.success(request, pages.told(article, version), extra_tags=undo if may_undo else "")
    if Placement.objects.visible_to(request.user).open().filter(article=article).exists():
        return redirect(f"{reverse('annotations:placing', args=[slug])}?article={uid}")
    return redirect("annotations:article", slug, uid)


def _part(request: HttpRequest, article: Article) -> TextPart:
    """Of the version that the person has edited, also where it is not the present one any more."""
    if request.method != "POST":
        return pages.part_of(article.version, _number(request.GET.get("at", "")))
    seen = _number(request.POST.get("version", ""))
    version = article.versions.filter(number=seen).first() or article.version
    if "whole" in request.POST:
        return pages.newer(version, whole(request.POST))
    return pages.part_of(version, _number(request.POST.get("first", "")))


def _number(said: str) -> int:
    """1 where it is none."""
    return int(said) if said.isascii() and said.isdigit() and len(said) < 9 else 1


def _shown(
    request: HttpRequest, article: Article, part: TextPart, form: TextForm, status: int, refusal: str = "", *,
    over: int | None = None, is_newer: bool = False, newer: NewerTextForm | None = None,
) -> HttpResponse:
    context = {
        "article": article, "project": article.project, "part": part, "form": form, "refusal": refusal, "over": over,
        "is_newer": is_newer or "whole" in request.POST, "newer": newer or NewerTextForm(),
    }
    return render(request, "annotations/edit_text.html", context, status=status)


def _file(text: str, name: str, kind: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(text.encode(), content_type=f"{kind}; charset=utf-8", headers=headers)
