"""Saving a draft as the newest text of an article that it looks like, or as the first of one that waits for it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from corpus_app import access
from corpus_app.access import Permission
from corpus_app.actions import Refused
from corpus_app.actions.versions import save_as_version


@require_POST
def save_draft_as_version(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    draft = access.draft(request, slug, uid)
    article = access.article(request, slug, request.POST.get("article", ""), Permission.ADD_ARTICLES)
    if article.has_text:
        article = access.article(request, slug, article.uid, Permission.MANAGE)
    try:
        version = save_as_version(draft=draft, article=article, actor=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("draft", slug, uid)
    undo = reverse("annotations:undo", args=[slug, version.change.number])
    may_undo = access.may(article.project, Permission.MANAGE)
    told = f"Version {version.number} is the text of this article now."
    messages.success(request, told, extra_tags=undo if may_undo else "")
    return redirect("annotations:article", slug, article.uid)
