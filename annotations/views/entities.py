"""Targets and holders: all of them, one of them, changing and merging."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from annotations import access, actions
from annotations.access import Permission
from annotations.forms.entities import EntityForm, MergeEntitiesForm
from annotations.pages.entities import EntityMerge, entity_page, merge_preview, names
from annotations.views.parts import undo_address
from corpus_app.actions.seen import EditedMeanwhile
from corpus_app.models import Project


@require_safe
def show_entities(request: HttpRequest, slug: str) -> HttpResponse:
    project = access.project(request, slug, Permission.READ)
    kind, words = request.GET.get("kind", ""), request.GET.get("words", "")[:200]
    context = {
        "project": project, "names": names(project, request.user, kind, words), "kind": kind, "words": words,
        "may_manage": access.may(project, Permission.MANAGE),
    }
    return render(request, "annotations/entities.html", context)


@require_safe
def show_entity(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    entity = access.entity(request, slug, uid, Permission.READ)
    if entity.merged_into_id:
        return redirect("annotations:entity", slug, entity.merged_into.uid)
    context = {
        "project": entity.project, "page": entity_page(entity, request.user),
        "may_manage": access.may(entity.project, Permission.MANAGE),
    }
    return render(request, "annotations/entity.html", context)


def edit_entity(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    entity = access.entity(request, slug, uid, Permission.MANAGE)
    posted = request.method == "POST"
    form = EntityForm(request.POST if posted else None, entity=entity)
    status = 422 if posted else 200
    if posted and form.is_valid():
        try:
            entity = actions.edit_entity(entity=entity, actor=request.user, **form.cleaned_data)
        except EditedMeanwhile as refusal:
            form.tell(refusal, EntityForm(entity=refusal.present))
            status = 409
        except actions.Refused as reason:
            form.add_error(None, str(reason))
            status = 409
        else:
            undo = undo_address(request, entity.project, entity.change)
            messages.success(request, f"“{entity.name}” has been changed.", extra_tags=undo)
            return redirect("annotations:entity", slug, uid)
    context = {"project": entity.project, "entity": entity, "form": form}
    return render(request, "annotations/entity_edit.html", context, status=status)


def merge_entities(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose those that are the same and the one that stays, see what would change, then do it."""
    project = access.project(request, slug, Permission.MANAGE)
    posted = request.method == "POST"
    form = MergeEntitiesForm(request.POST if posted else request.GET, project=project)
    if not posted and "into" not in request.GET:
        return _merge(request, project, form)
    if not form.is_valid():
        return _merge(request, project, form, status=422, refused=next(iter(form.errors.values()))[0])
    said = form.cleaned_data
    try:
        preview = merge_preview(project, request.user, said["into"], said["entity"])
        if not posted:
            return _merge(request, project, form, preview)
        into = actions.merge_entities(entities=said["entity"], into=said["into"], actor=request.user)
    except actions.Refused as reason:
        return _merge(request, project, form, preview, status=409, refused=str(reason))
    undo = undo_address(request, project, into.change)
    messages.success(request, f"What was said of them is said of “{into.name}” now.", extra_tags=undo)
    return redirect("annotations:entity", slug, into.uid)


def _merge(
    request: HttpRequest, project: Project, form: MergeEntitiesForm, preview: EntityMerge | None = None, *,
    status: int = 200, refused: str = "",
) -> HttpResponse:
    context = {
        "project": project, "preview": preview, "refused": refused, "names": names(project, request.user),
        "ticked": form.data.getlist("entity"), "into": form.data.get("into", ""),
    }
    return render(request, "annotations/entities_merge.html", context, status=status)
