"""The codebook taken away as a file, and a file taken into the codebook after a look at what it would do."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from annotations import access, actions
from annotations.access import Permission
from annotations.exchange import codebook_csv, codebook_json, codebook_qdc
from annotations.exchange.outline import Unreadable
from annotations.filling import Plan, plan
from annotations.forms.codebook_files import CodebookFileForm
from annotations.pages.codebook_files import said_codebook
from corpus_app.models import Project

KINDS = {
    "csv": (codebook_csv.written, "text/csv; charset=utf-8"),
    "json": (codebook_json.written, "application/json"),
    "qdc": (codebook_qdc.written, "application/xml"),
}


@require_safe
def export_codebook(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    project = access.project(request, slug, Permission.READ)
    if kind not in KINDS:
        raise Http404
    written, content_type = KINDS[kind]
    try:
        content = written(said_codebook(project))
    except Unreadable as reason:
        messages.error(request, str(reason))
        return redirect("annotations:codebook", slug)
    name = f'attachment; filename="{project.slug}-codebook.{kind}"'
    return HttpResponse(content, content_type=content_type, headers={"Content-Disposition": name})


def import_codebook(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose a file, see what it would do, then do it."""
    project = access.project(request, slug, Permission.MANAGE)
    if request.method != "POST":
        return _page(request, project, CodebookFileForm())
    form = CodebookFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, project, form, 422)
    try:
        if not form.cleaned_data["seen"]:
            return _page(request, project, form, planned=plan(project, form.said))
        change = actions.import_codebook(
            project=project, actor=request.user, said=form.said, seen=form.cleaned_data["seen"]
        )
    except actions.OtherNow as reason:
        return _page(request, project, form, 409, str(reason), plan(project, form.said))
    except actions.Refused as reason:
        return _page(request, project, form, 409, str(reason))
    undo = reverse("annotations:undo", args=(slug, change.number))
    messages.success(request, "The file's codebook is in the project's.", extra_tags=undo)
    return redirect("annotations:codebook", slug)


def _page(
    request: HttpRequest, project: Project, form: CodebookFileForm, status: int = 200, refused: str = "",
    planned: Plan | None = None,
) -> HttpResponse:
    context = {"project": project, "form": form, "refused": refused, "plan": planned}
    if planned:
        context["content"] = codebook_json.written(form.said).decode()
        context["counts"] = [(planned.count(state), state) for state in ("new", "changed", "same")]
    return render(request, "annotations/codebook_import.html", context, status=status)
