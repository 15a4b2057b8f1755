"""Taking an import back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from annotations import actions
from corpus_app import access


@require_POST
def undo_import(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    project = access.imported(request, slug, uid)
    try:
        articles = actions.undo_import(project=project, actor=request.user, saved_in=uid)
    except actions.Refused as refusal:
        messages.error(request, str(refusal))
    else:
        what = "1 article is a draft" if len(articles) == 1 else f"{len(articles):,} articles are drafts"
        messages.success(request, f"Taken back: {what} again.")
    return redirect("drafts", slug)
