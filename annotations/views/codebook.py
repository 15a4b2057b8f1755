"""The codebook: what its tags mean, how often they are used, and changing them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from annotations import access, actions
from annotations.access import Permission
from annotations.forms.codebook import AddTagForm, EditTagForm, FacetForm, MergeForm, warning_about, warning_of_twins
from annotations.models import Tag, seen_of
from annotations.pages.codebook import MergePreview, codebook, merge_preview, tagged
from annotations.pages.meaning_versions import waiting_counts
from annotations.tagtree import TagTree
from annotations.views.parts import undo_address
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
    form = EditTagForm(
        request.POST if posted else None, tag=tag, seen=seen_of(tag), tree=TagTree.of(tag.project)
    )
    if posted and form.is_valid():
        try:
            tag = actions.edit_tag(tag=tag, actor=request.user, seen=form.cleaned_data["seen"], **form.columns())
        except actions.TagChangedMeanwhile as reason:
            return _edit(request, reason.tag, form.as_it_is(reason.tag), 409, now=reason.tag, refused=str(reason))
        except actions.Refused as reason:
            return _edit(request, tag, form, 409, refused=str(reason))
        _tell(request, tag, f"“{tag.name}” has been changed.")
        _warn(request, tag)
        return redirect("annotations:tag", slug, uid)
    return _edit(request, tag, form, 422 if posted else 200)


@require_POST
def archive_tag(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    tag = access.tag(request, slug, uid, Permission.MANAGE)
    try:
        tag = actions.archive_tag(tag=tag, actor=request.user)
        _tell(request, tag, f"“{tag.name}” is archived: no longer offered, but its passages keep it.")
    except actions.Refused as reason:
        messages.error(request, str(reason))
    return redirect("annotations:codebook", slug)


@require_POST
def unarchive_tag(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    tag = access.tag(request, slug, uid, Permission.MANAGE)
    try:
        tag = actions.unarchive_tag(tag=tag, actor=request.user)
        _tell(request, tag, f"“{tag.name}” is offered again.")
    except actions.Refused as reason:
        messages.error(request, str(reason))
    return redirect("annotations:tag", slug, uid)


def merge_tags(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose tags and the one that stays, see what would change, then do it."""
    project = access.project(request, slug, Permission.MANAGE)
    posted = request.method == "POST"
    tree = TagTree.of(project)
    form = MergeForm(request.POST if posted else request.GET, tree=tree)
    if not posted and "into" not in request.GET:
        return _merge(request, project, form)
    if not form.is_valid():
        return _merge(request, project, form, status=422, refused=next(iter(form.errors.values()))[0])
    said = form.cleaned_data
    try:
        if posted:
            return _merged(request, slug, actions.merge_tags(
                tags=said["tag"], into=said["into"], actor=request.user, although_different=said["although_different"]
            ), said["tag"])
        return _merge(request, project, form, merge_preview(project, request.user, said["into"], said["tag"], tree))
    except actions.SayDifferentThings as reason:
        preview = merge_preview(project, request.user, said["into"], said["tag"], tree)
        return _merge(request, project, form, preview, status=409, refused=str(reason))
    except actions.Refused as reason:
        return _merge(request, project, form, status=409, refused=str(reason))


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


def _edit(
    request: HttpRequest, tag: Tag, form: EditTagForm, status: int, now: Tag | None = None, refused: str = ""
) -> HttpResponse:
    context = {"project": tag.project, "tag": tag, "form": form, "now": now, "refused": refused}
    context["tagged"], context["uses"] = tagged(tag, request.user)
    return render(request, "annotations/tag_edit.html", context, status=status)


def _merge(
    request: HttpRequest, project: Project, form: MergeForm, preview: MergePreview | None = None, *,
    status: int = 200, refused: str = "",
) -> HttpResponse:
    data = form.data
    context = {
        "project": project, "preview": preview, "refused": refused, "parts": codebook(project, request.user),
        "ticked": data.getlist("tag"), "into": data.get("into", ""),
    }
    return render(request, "annotations/codebook_merge.html", context, status=status)


def _merged(request: HttpRequest, slug: str, into: Tag, tags: list[Tag]) -> HttpResponse:
    names = ", ".join(f"“{tag.name}”" for tag in tags)
    _tell(request, into, f"{names} {'is' if len(tags) == 1 else 'are'} merged into “{into.name}”.")
    return redirect("annotations:tag", slug, into.uid)


def _codebook(request: HttpRequest, project: Project, refused: AddTagForm | None = None) -> HttpResponse:
    mine, everybodys = waiting_counts(project, request.user, TagTree.of(project))
    context = {
        "project": project,
        "parts": codebook(project, request.user),
        "refused": refused,
        "waiting": mine,
        "waiting_elsewhere": everybodys - mine,
        "may_annotate": access.may(project, Permission.ANNOTATE),
        "may_manage": access.may(project, Permission.MANAGE),
    }
    return render(request, "annotations/codebook.html", context, status=422 if refused else 200)


def _tell(request: HttpRequest, tag: Tag, sentence: str) -> None:
    """What has been done, with its undo."""
    messages.success(request, sentence, extra_tags=undo_address(request, tag.project, tag.change))


def _warn(request: HttpRequest, tag: Tag) -> None:
    for sentence in (warning_about(tag.name), warning_of_twins(tag)):
        if sentence:
            messages.warning(request, sentence)
