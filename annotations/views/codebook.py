"""The codebook: what its tags mean, how often they are used, and changing them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from annotations import access, actions
from annotations.access import Permission
from annotations.forms.codebook import AddTagForm, EditTagForm, FacetForm, warning_about
from annotations.models import Tag
from annotations.pages.codebook import codebook
from corpus_app.models import Project


@require_safe
def show_codebook(request: HttpRequest, slug: str) -> HttpResponse:
    project = access.project(request, slug, Permission.READ)
    return _codebook(request, project)


@require_POST
def add_tag(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    facet = access.facet(request, slug, uid, Permission.ANNOTATE)
    form = AddTagForm(request.POST, facet=facet)
    if not form.is_valid():
        return _codebook(request, facet.project, form)
    said = form.cleaned_data
    columns = form.value_columns()
    tag = actions.add_tag(facet=facet, actor=request.user, name=said["name"], parent=said["parent"], **columns)
    messages.success(request, f"“{tag.name}” is in the codebook.")
    _warn(request, tag)
    return redirect(reverse("annotations:codebook", args=(slug,)) + f"#tag-{tag.uid}")


def edit_tag(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    tag = access.tag(request, slug, uid, Permission.MANAGE)
    posted = request.method == "POST"
    form = EditTagForm(request.POST if posted else None, tag=tag)
    if posted and form.is_valid():
        tag = actions.edit_tag(tag=tag, actor=request.user, **form.columns())
        _tell(request, tag, f"“{tag.name}” has been changed.")
        _warn(request, tag)
        return redirect("annotations:tag", slug, uid)
    context = {"project": tag.project, "tag": tag, "form": form}
    return render(request, "annotations/tag_edit.html", context, status=422 if posted else 200)


@require_POST
def archive_tag(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    tag = access.tag(request, slug, uid, Permission.MANAGE)
    if tag.archived_at is None:
        tag = actions.archive_tag(tag=tag, actor=request.user)
        _tell(request, tag, f"“{tag.name}” is archived: no longer offered, but its passages keep it.")
    return redirect("annotations:codebook", slug)


def add_facet(request: HttpRequest, slug: str) -> HttpResponse:
    project = access.project(request, slug, Permission.MANAGE)
    posted = request.method == "POST"
    form = FacetForm(request.POST if posted else None, project=project)
    if posted and form.is_valid():
        facet = actions.add_facet(project=project, actor=request.user, **form.cleaned_data)
        messages.success(request, f"“{facet.name}” is in the codebook. Now give it its tags.")
        return redirect(reverse("annotations:codebook", args=(slug,)) + f"#facet-{facet.uid}")
    context = {"project": project, "form": form}
    return render(request, "annotations/codebook_facet.html", context, status=422 if posted else 200)


def _codebook(request: HttpRequest, project: Project, refused: AddTagForm | None = None) -> HttpResponse:
    context = {
        "project": project,
        "parts": codebook(project, request.user),
        "refused": refused,
        "may_annotate": access.may(project, Permission.ANNOTATE),
        "may_manage": access.may(project, Permission.MANAGE),
    }
    return render(request, "annotations/codebook.html", context, status=422 if refused else 200)


def _tell(request: HttpRequest, tag: Tag, sentence: str) -> None:
    """What has been done, with its undo."""
    undo = reverse("annotations:undo", args=(tag.project.slug, tag.change.number))
    messages.success(request, sentence, extra_tags=undo)


def _warn(request: HttpRequest, tag: Tag) -> None:
    if sentence := warning_about(tag.name):
        messages.warning(request, sentence)
