"""Changing a facet: the form, what would change, and then the change, as one step to undo."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from annotations import access
from annotations.access import Permission
from annotations.actions.facets import edit_facet, seen_of
from annotations.forms.facets import EditFacetForm
from annotations.models import Facet, Tag
from annotations.pages.facets import Effect, effects, seal
from annotations.views.parts import undo_address
from corpus_app.actions import Refused
from corpus_app.actions.seen import EditedMeanwhile


def edit(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    facet = access.facet(request, slug, uid, Permission.MANAGE)
    tags = list(Tag.objects.live().filter(facet=facet).order_by("position", "pk"))
    posted = request.method == "POST"
    form = EditFacetForm(request.POST if posted else None, facet=facet, tags=tags, seen=seen_of(facet, tags))
    if not posted or not form.is_valid():
        return _page(request, facet, form, status=422 if posted else 200)
    columns, numbers, dropped = form.columns(), form.numbers(), form.dropped()
    told = effects(facet, request.user, columns, numbers, form.tags, dropped)
    if told and form.cleaned_data["sure"] != seal(told):
        return _page(request, facet, form, told)
    try:
        facet = edit_facet(
            facet=facet, actor=request.user, seen=form.cleaned_data["seen"], numbers=numbers,
            dropped=[tag.pk for tag in dropped], **columns,
        )
    except EditedMeanwhile as reason:
        return _conflict(request, form, reason)
    except Refused as reason:
        return _page(request, facet, form, refused=str(reason), status=409)
    undo = undo_address(request, facet.project, facet.change)
    messages.success(request, f"“{facet.name}” has been changed.", extra_tags=undo)
    return redirect(reverse("annotations:codebook", args=(slug,)) + f"#facet-{facet.uid}")


def _conflict(request: HttpRequest, form: EditFacetForm, reason: EditedMeanwhile) -> HttpResponse:
    facet, tags = reason.present, list(Tag.objects.live().filter(facet=reason.present).order_by("position", "pk"))
    facet.project = form.project
    form.tell(reason, EditFacetForm(facet=facet, tags=tags, seen=seen_of(facet, tags)))
    return _page(request, facet, form, status=409)


def _page(
    request: HttpRequest, facet: Facet, form: EditFacetForm, told: list[Effect] | None = None, *, refused: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "project": facet.project, "facet": facet, "form": form, "effects": told, "seal": seal(told or []),
        "refused": refused,
    }
    return render(request, "annotations/codebook_facet_edit.html", context, status=status)
