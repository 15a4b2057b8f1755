"""Highlighting and tagging on the reading page; every answer is the parts that look different now."""

from contextlib import nullcontext

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from annotations import access, actions
from annotations.access import Permission
from annotations.forms.highlights import HighlightForm, TaggingForm
from annotations.models import Highlight
from annotations.pages import answers, history, panel
from annotations.views.parts import legend_tags
from corpus_app.models import Change, Project, User


@require_POST
def add_highlight(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    article = access.article(request, slug, uid, Permission.ANNOTATE)
    form = HighlightForm(request.POST, project=article.project, tag_required=False)
    if not form.is_valid():
        return _refusal(request, _first_error(form), 422)
    said = form.cleaned_data
    try:
        if said["version"] != article.version.number:
            raise actions.StaleText("The article has a new version. Reload the page and mark the passage again.")
        with transaction.atomic() if _makes_more(said) else nullcontext():
            highlight = actions.add_highlight(
                article=article, author=request.user, uid=said["uid"], start=said["start"], end=said["end"],
                quote=said["quote"], taggings=_taggings(said, article.project, request.user),
            )
    except actions.Refused as reason:
        return _refusal(request, str(reason), 409)
    # Without the panel: the mark is painted sooner, and the palette asks for the panel afterwards.
    change = getattr(highlight, "change", None)
    return _changed(request, highlight, _with_merged("Highlighted.", form, change), change)


@require_GET
def highlight_panel(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    highlight = access.highlight(request, slug, uid, Permission.READ)
    context = {"panel": panel.of(highlight, request.user), "project": highlight.project}
    return render(request, "annotations/_panel.html", context)


@require_POST
def add_tagging(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    highlight = access.highlight(request, slug, uid, Permission.ANNOTATE)
    form = TaggingForm(request.POST, project=highlight.project)
    if not form.is_valid():
        return _refusal(request, _first_error(form), 422)
    try:
        with transaction.atomic():
            (new,) = _taggings(form.cleaned_data, highlight.project, request.user)
            tagging = actions.add_tagging(highlight=highlight, coder=request.user, new=new)
    except actions.Refused as reason:
        return _refusal(request, str(reason), 409)
    change = getattr(tagging, "change", None)
    return _changed(request, highlight, _with_merged("Tagged.", form, change), change, show=highlight)


@require_POST
def remove_tagging(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    tagging = access.tagging(request, slug, uid, Permission.ANNOTATE)
    _own(tagging.coder_id, request.user, "This is another coder's tag. Only they can take it off.")
    actions.remove_tagging(tagging=tagging, actor=request.user)
    highlight = access.highlight(request, slug, tagging.highlight.uid, Permission.ANNOTATE)
    return _changed(request, highlight, "Tag taken off.", tagging.change, show=highlight)


@require_POST
def remove_highlight(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    highlight = access.highlight(request, slug, uid, Permission.ANNOTATE)
    _own(highlight.author_id, request.user, "This is another coder's highlight. Only they can delete it.")
    try:
        actions.remove_highlight(highlight=highlight, actor=request.user)
    except actions.Refused as reason:
        return _refusal(request, str(reason), 409)
    return _changed(request, highlight, "Highlight deleted.", highlight.change)


def _changed(
    request: HttpRequest, highlight: Highlight, message: str, change: Change | None, show: Highlight | None = None
) -> HttpResponse:
    answer = answers.after(
        article=highlight.article, user=request.user, highlights=[highlight],
        tags=legend_tags(request, change), message=message, change=change, show=show,
    )
    context = {
        "answer": answer, "panel": answer.panel, "project": highlight.project,
        "history": history.after(change, highlight) if change else None,
    }
    return render(request, "annotations/_answer.html", context)


def _with_merged(message: str, form: TaggingForm, change: Change | None) -> str:
    """Tells what became of a tag that was merged while the save was on its way."""
    merged = form.merged or getattr(change, "merged", None)
    if merged is None:
        return message
    old, new = (tag.name for tag in merged)
    return f"{message} “{old}” has been merged into “{new}” since, so the passage has “{new}”."


def _refusal(request: HttpRequest, message: str, status: int) -> HttpResponse:
    return render(request, "annotations/_refusal.html", {"message": message}, status=status)


def _first_error(form: HighlightForm | TaggingForm) -> str:
    field, errors = next(iter(form.errors.items()))
    return errors[0] if field == "__all__" else f"{field.capitalize()}: {errors[0]}"


def _makes_more(said: dict) -> bool:
    """Whether a tag or an entity is made on the way, which must not stay if the rest fails."""
    return any(said[name].strip() for name in ("new_tag", "new_target", "new_holder"))


def _taggings(said: dict, project: Project, user: User) -> list[actions.NewTagging]:
    """The tagging that was asked for, its new tag and entities made; none where no tag was said."""
    tag = said["tag"]
    if said["new_tag"].strip():
        said["facet"].project = project
        tag = actions.add_tag(facet=said["facet"], actor=user, name=said["new_tag"], parent=said["parent"])
    if tag is None:
        return []
    target, holder = (
        said[field] or (actions.find_or_add_entity(project=project, actor=user, name=name) if name.strip() else None)
        for field, name in (("target", said["new_target"]), ("holder", said["new_holder"]))
    )
    kind = said["holder_kind"] or ("quoted" if holder else "")
    return [actions.NewTagging(tag, target, holder, kind, said["memo"])]


def _own(owner: int, user: User, message: str) -> None:
    if owner != user.pk:
        raise PermissionDenied(message)
