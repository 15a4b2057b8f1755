"""The tray of passages that wait for their place in a new text, and what people decide there."""

from itertools import groupby

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from annotations import access, actions, markup
from annotations.access import Permission
from annotations.forms.texts import DecisionForm, PlaceForm
from annotations.models import Placement
from annotations.pages import placing
from annotations.pages.rows import Text
from annotations.views.parts import undo_address
from corpus_app.models import Article, Project

NOWHERE = "These words do not stand in the new text. Copy them from the text below, letter by letter."
SEVERAL = "These words stand in the new text more than once. Choose which you mean."


@require_safe
def show_placing(request: HttpRequest, slug: str) -> HttpResponse:
    project = access.project(request, slug, Permission.READ)
    uid, page = request.GET.get("article", ""), request.GET.get("page", "")
    article = Article.objects.visible_to(request.user).filter(project=project, uid=uid).first() if uid else None
    context = {"project": project, "tray": placing.tray(
        project, request.user, may_manage=access.may(project, Permission.MANAGE), article=article,
        is_left="left" in request.GET, page=int(page) if page.isascii() and page.isdigit() and len(page) < 6 else 1,
    )}
    return render(request, "annotations/placing.html", context)


@require_POST
def decide(request: HttpRequest, slug: str) -> HttpResponse:
    """Accept the places that were found for some passages, or leave these passages in the older text."""
    found = access.placements(request, slug, request.POST.getlist("placement"))
    form = DecisionForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Say whether the places are right, or the passages stay in the older text.")
        return redirect(_back(request, found[0].project))
    accepts = form.cleaned_data["decision"] == "accept"
    verb = actions.place_highlights if accepts else actions.leave_highlights
    try:
        changes = [
            verb(article=article, actor=request.user, placements=list(some))
            for article, some in groupby(found, key=lambda placement: placement.article)
        ]
    except actions.Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(_back(request, found[0].project))
    undo = undo_address(request, found[0].project, changes[0]) if len(changes) == 1 else ""
    messages.success(request, _said(len(found), accepts), extra_tags=undo)
    return redirect(_back(request, found[0].project))


def choose_place(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    """The new text, in which a person says where a passage belongs; with POST, it goes there."""
    (placement,) = access.placements(request, slug, [uid])
    if request.method != "POST":
        form = PlaceForm(initial={"words": placement.quote or placement.highlight.quote})
        return _text(request, placement, form)
    form = PlaceForm(request.POST)
    if not form.is_valid():
        return _text(request, placement, form, 422)
    text = placement.article.version.text
    places = form.places_in(text)
    if len(places) != 1:
        form.add_error("words", SEVERAL if places else NOWHERE)
        return _text(request, placement, form, 422, places)
    (start, end), = places
    try:
        change = actions.place_highlight(
            placement=placement, actor=request.user, start=start, end=end, quote=text[start:end]
        )
    except actions.Refused as refusal:
        form.add_error(None, str(refusal))
        return _text(request, placement, form, 409)
    messages.success(request, _said(1, True), extra_tags=undo_address(request, placement.project, change))
    return redirect("annotations:placing", slug)


def _text(
    request: HttpRequest, placement: Placement, form: PlaceForm, status: int = 200,
    places: list[tuple[int, int]] | None = None,
) -> HttpResponse:
    may_manage = access.may(placement.project, Permission.MANAGE)
    text = placement.article.version.text
    around = [(start, text[max(0, start - 60) : start], text[start:end], text[end : end + 60])
              for start, end in (places or [])[:50]]  # fmt: skip
    context = {
        "project": placement.project, "article": placement.article, "form": form, "places": around,
        "row": placing.row(placement, request.user, may_manage),
        "text": markup.sections(Text.of(placement.article, request.user), bare=True),
    }
    return render(request, "annotations/place.html", context, status=status)


def _said(count: int, accepts: bool) -> str:
    what = "1 passage" if count == 1 else f"{count} passages"
    if accepts:
        return f"{what} moved to the new text."
    stays, its = ("stays", "its") if count == 1 else ("stay", "their")
    return f"{what} {stays} in the older text, with {its} tags."


def _back(request: HttpRequest, project: Project) -> str:
    came_from = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(came_from, allowed_hosts={request.get_host()}):
        return came_from
    return reverse("annotations:placing", args=[project.slug])
