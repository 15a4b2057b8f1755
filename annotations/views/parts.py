"""Answers of single parts of the reading page; whoever comes without its script gets a page instead."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from annotations import verbs
from annotations.models import Highlight
from annotations.pages import answers, history, touched
from corpus_app.live.cursors import name_of
from corpus_app.models import Article, Change, Project

READER = "Corpus-Reader"  # the header by which the reading page's own script asks for parts instead of a page
WITH_LEGEND = "legend"  # its value where the page has the legend, which mostly lies folded away until it is fetched


def by_script(request: HttpRequest) -> bool:
    return READER in request.headers


def legend_tags(request: HttpRequest, change: Change | None) -> list[int]:
    """The tags whose entries in the page's legend are to be counted anew."""
    is_shown = change is not None and request.headers.get(READER) == WITH_LEGEND
    return touched.tags_of(change) if is_shown else []


def changed(
    request: HttpRequest, article: Article, message: str, change: Change | None, show: Highlight | None = None
) -> HttpResponse:
    """What looks different after the change, wherever its rows stood and stand; an undo says what it was about.

    Without a change it was done before, and the reply may have been lost: then what there is to show.
    """
    if not by_script(request):
        messages.success(request, message)
        return to_passage(article, show)
    known = history.of(article, request.user)
    if change and change.undoes_id and known.what(change):
        message = f"{message.removesuffix('.')}: {known.what(change)}."
    answer = answers.after(
        article=article, user=request.user, message=message, change=change, show=show,
        highlights=touched.highlights_of(change) if change else [show],
        tags=legend_tags(request, change),
    )
    context = {
        "answer": answer, "panel": answer.panel, "project": article.project,
        "redo": change is not None and verbs.is_undo(change.verb), "history": known,
    }
    return render(request, "annotations/_answer.html", context)


def refused(
    request: HttpRequest, message: str, status: int, article: Article, show: Highlight | None = None,
    undo_of: Change | None = None,
) -> HttpResponse:
    """`undo_of` is the change that could not be taken back: the step to undo is the one before it then."""
    if not by_script(request):
        messages.error(request, message)
        return to_passage(article, show)
    known = history.of(article, request.user, refused=undo_of)
    context = {"message": message, "project": article.project, "history": known}
    return render(request, "annotations/_refusal.html", context, status=status)


def undo_address(request: HttpRequest, project: Project, change: Change) -> str:
    return reverse("annotations:undo", args=[project.slug, name_of(request.user, project, change.number)])


def first_error(form) -> str:
    field, errors = next(iter(form.errors.items()))
    return errors[0] if field == "__all__" else f"{field.replace('_', ' ').capitalize()}: {errors[0]}"


def to_passage(article: Article, highlight: Highlight | None) -> HttpResponse:
    place = f"#h-{highlight.uid}" if highlight else ""
    return redirect(f"{reverse('annotations:article', args=[article.project.slug, article.uid])}{place}")
