"""Every key of the reading page, as a page of its own; the reading page shows its list over the text."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from annotations import keys


@require_safe
def show_keys(request: HttpRequest) -> HttpResponse:
    return render(request, "annotations/keys.html", {"sections": keys.rows()})
