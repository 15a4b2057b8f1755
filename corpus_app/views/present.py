"""Names for the people that a stream says are there: it tells ids only."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from corpus_app import access
from corpus_app.access import Permission
from corpus_app.ids import is_id
from corpus_app.pages import present

MOST = 40


@require_GET
def show_present(request: HttpRequest, slug: str) -> HttpResponse:
    project = access.project(request, slug, Permission.READ)
    people = present.of(project, request.user, ids(request, "here"), ids(request, "elsewhere"))
    return render(request, "corpus_app/_present.html", {"people": people, "project": project})


def ids(request: HttpRequest, name: str) -> list[str]:
    return [uid for uid in request.GET.get(name, "").split(",")[:MOST] if is_id(uid)]
