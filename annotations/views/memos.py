"""Memos on articles, tags and projects: writing, changing with both versions shown in a conflict, removing."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from annotations import access, actions
from annotations.access import Permission
from annotations.forms.notes import EditMemoForm, MemoForm
from annotations.models import Memo, Tag
from annotations.pages import talk
from annotations.pages.memos import place_of
from annotations.views import parts
from corpus_app.models import Article, Project


@require_POST
def write_project_memo(request: HttpRequest, slug: str) -> HttpResponse:
    return _write(request, access.project(request, slug, Permission.ANNOTATE))


@require_POST
def write_article_memo(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    article = access.talk(request, slug, uid, Permission.ANNOTATE)
    return _write(request, article.project, article=article)


@require_POST
def write_tag_memo(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    tag = access.tag(request, slug, uid, Permission.ANNOTATE)
    return _write(request, tag.project, tag=tag)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_memo(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    memo = _own_memo(request, slug, uid)
    if request.method != "POST":
        return _form(request, memo)
    form = EditMemoForm(request.POST)
    if not form.is_valid():
        return _form(request, memo, message=_first_error(form), wanted=form.data.get("text", ""), status=422)
    said = form.cleaned_data
    try:
        edited = actions.edit_memo(
            memo=memo, actor=request.user, text=said["text"], is_shared=said["is_shared"],
            version_no=said["version_no"],
        )
    except actions.ChangedMemo as reason:
        reason.memo.project = memo.project
        return _form(request, reason.memo, message=str(reason), wanted=said["text"], status=409)
    except actions.Refused as reason:
        return _form(request, memo, message=str(reason), wanted=said["text"], status=409)
    return _changed(request, edited, "Memo saved.")


@require_POST
def remove_memo(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    memo = _own_memo(request, slug, uid)
    try:
        return _changed(request, actions.remove_memo(memo=memo, actor=request.user), "Memo deleted.")
    except actions.Refused as reason:
        messages.error(request, str(reason))
        return redirect(place_of(memo))


def _write(
    request: HttpRequest, project: Project, article: Article | None = None, tag: Tag | None = None
) -> HttpResponse:
    memo, form = Memo(project=project, article=article, tag=tag), MemoForm(request.POST)
    if not form.is_valid():
        return _form(request, memo, message=_first_error(form), wanted=form.data.get("text", ""), status=422)
    try:
        memo = actions.write_memo(
            project=project, author=request.user, article=article, tag=tag, is_form=True, **form.cleaned_data
        )
    except actions.Refused as reason:
        return _form(request, memo, message=str(reason), wanted=form.cleaned_data["text"], status=409)
    return _changed(request, memo, "Memo saved.")


def _changed(request: HttpRequest, memo: Memo, message: str) -> HttpResponse:
    if change := getattr(memo, "change", None):
        messages.success(request, message, parts.undo_address(request, memo.project, change))
    if memo.article is None or not parts.by_script(request):
        return redirect(place_of(memo))
    memo.article.project = memo.project
    context = {
        "talk": talk.of(memo.article, request.user), "article": memo.article, "project": memo.project,
        "may_annotate": True,
    }
    return render(request, "annotations/_talk_answer.html", context)


def _form(
    request: HttpRequest, memo: Memo, *, message: str = "", wanted: str | None = None, status: int = 200
) -> HttpResponse:
    """A page of its own, also for what was refused: what somebody has written is in its field again."""
    if parts.by_script(request) and status != 200:
        context = {"message": message, "memo": memo, "wanted": wanted}
        return render(request, "annotations/_memo_refused.html", context, status=status)
    context = {
        "memo": memo, "project": memo.project, "message": message, "wanted": wanted, "place": place_of(memo),
        "is_conflict": status == 409 and memo.pk,
    }
    return render(request, "annotations/memo.html", context, status=status)


def _own_memo(request: HttpRequest, slug: str, uid: str) -> Memo:
    memo = access.memo(request, slug, uid, Permission.ANNOTATE)
    if memo.author_id != request.user.pk:
        raise PermissionDenied("Somebody else wrote this memo. Only they can change it.")
    return memo


def _first_error(form: MemoForm) -> str:
    return next(iter(form.errors.values()))[0]
