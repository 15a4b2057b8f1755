"""Searching all texts, highlights and notes of a project; the address is the question."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from annotations import access
from annotations.access import Permission
from annotations.forms.search import SearchForm
from annotations.pages.hits_html import hits_html, lines_html
from annotations.pages.search import Where, search
from annotations.search.query import FIELDS


@require_safe
def show_search(request: HttpRequest, slug: str) -> HttpResponse:
    project = access.project(request, slug, Permission.READ)
    wanted = SearchForm(request.GET).wanted()
    found = search(project, request.user, path=reverse("annotations:search", args=(slug,)), **wanted)
    context = {
        "project": project, "search": found, "fields": FIELDS,
        "listed": lines_html(found.lines) if found.lines else hits_html(found.hits),
        "may_tag": access.may(project, Permission.ANNOTATE) and found.where == Where.TEXTS,
    }
    return render(request, "annotations/search.html", context, status=422 if found.error else 200)
