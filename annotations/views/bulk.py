"""Tagging, retagging and untagging passages that were ticked: first what would change, then one save."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from annotations import access, actions
from annotations.access import Permission
from annotations.actions.bulk import Plan, change_passages, plan_passages
from annotations.forms.bulk import MOST, BulkForm
from annotations.models import Entity
from annotations.pages.bulk import Selection, selection
from annotations.tagtree import TagTree
from annotations.views.occurrences import facets
from annotations.views.parts import undo_address
from corpus_app.models import Project


@require_POST
def change_passages_together(request: HttpRequest, slug: str) -> HttpResponse:
    project = access.project(request, slug, Permission.ANNOTATE)
    chosen = selection(project, request.user, request.POST, MOST)
    form = BulkForm(request.POST, tree=TagTree.of(project))
    if not form.is_bound:
        return _page(request, project, chosen, form)
    if not form.is_valid():
        return _page(request, project, chosen, form, status=422)
    said = form.cleaned_data
    target = Entity.objects.filter(project=project, name__iexact=said["target"]).first() if said["target"] else None
    asked = {"project": project, "actor": request.user, "highlights": chosen.highlights}
    asked |= {name: said[name] for name in ("way", "tag", "to")}
    if "save" not in request.POST:
        return _page(request, project, chosen, form, plan_passages(**asked, target=target))
    try:
        with transaction.atomic():
            if said["target"]:
                target = actions.find_or_add_entity(project=project, actor=request.user, name=said["target"])
            change = change_passages(**asked, target=target)
    except actions.Refused as reason:
        form.add_error(None, str(reason))
        return _page(request, project, chosen, form, status=409)
    count = len({side["highlight_id"] for edit in change.edits for side in (edit["before"], edit["after"]) if side})
    told = f"Your tags on {count:,} passage{'' if count == 1 else 's'} were changed."
    messages.success(request, told, extra_tags=undo_address(request, project, change))
    return redirect(f"{reverse('annotations:passages', args=(slug,))}?{chosen.back}")


def _page(
    request: HttpRequest, project: Project, chosen: Selection, form: BulkForm, plan: Plan | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "project": project, "chosen": chosen, "form": form, "plan": plan, "most": MOST, "facets": facets(form.tree),
        "said": request.POST, "way": request.POST.get("way", "add"),
        "entities": Entity.objects.filter(project=project).order_by("name").values_list("name", flat=True)[:300],
    }
    return render(request, "annotations/change_passages.html", context, status=status)
