"""The project's own fields of its articles, managed by its owners."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from corpus_app import access, actions
from corpus_app.access import Permission
from corpus_app.actions.seen import EditedMeanwhile
from corpus_app.forms.details import FieldForm
from corpus_app.live.cursors import name_of
from corpus_app.models import ArticleField, Project


def show_fields(request: HttpRequest, slug: str) -> HttpResponse:
    """Lists them; with POST, makes one."""
    project = access.project(request, slug, Permission.MANAGE)
    form = FieldForm(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _shown(request, project, form)
    if not form.is_valid():
        return _shown(request, project, form, 422)
    try:
        field = actions.add_field(project=project, actor=request.user, **form.cleaned_data)
    except actions.Refused as refusal:
        form.add_error("name", str(refusal))
        return _shown(request, project, form, 409)
    told = f"The field “{field}” is in the table of articles now."
    messages.success(request, told, extra_tags=_undo(request, field))
    return redirect("own-fields", slug)


def edit_field(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    """Its name and choices; with `archive` or `bring-back` it goes out of all forms, or comes back."""
    field = access.article_field(request, slug, uid, Permission.MANAGE)
    form = FieldForm(request.POST if request.method == "POST" else None, field=field)
    try:
        if request.method == "POST" and request.POST.keys() & {"archive", "bring-back"}:
            put_away = "archive" in request.POST
            actions.archive_field(field=field, actor=request.user, is_archived=put_away)
            told = "put away. Its values stay" if put_away else "back"
            messages.success(request, f"The field “{field}” is {told}.", extra_tags=_undo(request, field))
            return redirect("own-fields", slug)
        if request.method == "POST" and form.is_valid():
            actions.edit_field(field=field, actor=request.user, **form.cleaned_data)
            messages.success(request, f"The field “{field}” is saved.", extra_tags=_undo(request, field))
            return redirect("own-fields", slug)
        status = 422 if request.method == "POST" else 200
    except EditedMeanwhile as refusal:
        form.tell(refusal, FieldForm(field=field))
        status = 409
    except actions.Refused as refusal:
        messages.error(request, str(refusal))
        status = 409
    context = {"project": field.project, "field": field, "form": form}
    return render(request, "corpus_app/articles/field.html", context, status=status)


def _undo(request: HttpRequest, field: ArticleField) -> str:
    project = field.project
    return reverse("annotations:undo", args=[project.slug, name_of(request.user, project, field.change.number)])


def _shown(request: HttpRequest, project: Project, form: FieldForm, status: int = 200) -> HttpResponse:
    fields = ArticleField.objects.visible_to(request.user).filter(project=project)
    context = {
        "project": project, "form": form, "fields": [field for field in fields if field.archived_at is None],
        "archived": [field for field in fields if field.archived_at],
    }
    return render(request, "corpus_app/articles/fields.html", context, status=status)
