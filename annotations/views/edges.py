"""Moving a highlight's edges, splitting it, merging it with its neighbour: its author's alone."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from annotations import access, actions
from annotations.access import Permission
from annotations.forms.edges import EdgesForm, MergeForm, SplitForm
from annotations.models import Highlight
from annotations.pages import answers, history
from annotations.views import parts


@require_POST
def move_edges(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    highlight = _own(request, slug, uid)
    form = EdgesForm(request.POST)
    if not form.is_valid():
        return parts.refused(request, parts.first_error(form), 422, highlight.article, highlight)
    said = form.cleaned_data
    try:
        moved = actions.move_edges(highlight=highlight, actor=request.user, **said)
    except actions.ChangedMeanwhile as reason:
        return _conflict(request, reason, wanted=said)
    except actions.Refused as reason:
        return parts.refused(request, str(reason), 409, highlight.article, highlight)
    return parts.changed(request, highlight.article, "Edges moved.", getattr(moved, "change", None), show=moved)


@require_POST
def split_highlight(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    highlight = _own(request, slug, uid)
    form = SplitForm(request.POST)
    if not form.is_valid():
        return parts.refused(request, parts.first_error(form), 422, highlight.article, highlight)
    try:
        first, _ = actions.split_highlight(highlight=highlight, actor=request.user, **form.cleaned_data)
    except actions.ChangedMeanwhile as reason:
        return _conflict(request, reason)
    except actions.Refused as reason:
        return parts.refused(request, str(reason), 409, highlight.article, highlight)
    return parts.changed(request, highlight.article, "Split in two.", getattr(first, "change", None), show=first)


@require_POST
def merge_highlights(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    highlight = _own(request, slug, uid)
    form = MergeForm(request.POST)
    if not form.is_valid():
        return parts.refused(request, parts.first_error(form), 422, highlight.article, highlight)
    said = form.cleaned_data
    other = _own(request, slug, said.pop("other"))
    try:
        merged = actions.merge_highlights(highlight=highlight, other=other, actor=request.user, **said)
    except actions.ChangedMeanwhile as reason:
        return _conflict(request, reason)
    except actions.Refused as reason:
        return parts.refused(request, str(reason), 409, highlight.article, highlight)
    return parts.changed(request, highlight.article, "Merged into one.", merged.change, show=merged)


def _own(request: HttpRequest, slug: str, uid: str) -> Highlight:
    highlight = access.highlight(request, slug, uid, Permission.ANNOTATE)
    if highlight.author_id != request.user.pk:
        raise PermissionDenied("This is another coder's highlight. Only they can change which words it covers.")
    highlight.article.project = highlight.project
    return highlight


def _conflict(
    request: HttpRequest, reason: actions.ChangedMeanwhile, wanted: dict[str, object] | None = None
) -> HttpResponse:
    """The highlight as it is now, beside what was wanted; whoever still wants that says so once more."""
    present = reason.highlight
    if not parts.by_script(request):
        return parts.refused(request, str(reason), 409, present.article, present)
    answer = answers.after(
        article=present.article, user=request.user, highlights=[present], tags=[], show=present
    )
    context = {
        "answer": answer, "panel": answer.panel, "project": present.project, "message": str(reason),
        "highlight": present, "wanted": wanted, "history": history.of(present.article, request.user),
    }
    return render(request, "annotations/_conflict.html", context, status=409)
