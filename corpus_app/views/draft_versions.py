"""Saving drafts as the newest text of an article that they look like, or as the first of those that wait for them."""

from contextlib import suppress

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from corpus_app import access
from corpus_app.access import Permission
from corpus_app.actions import Refused
from corpus_app.actions.versions import save_as_version
from corpus_app.pages.drafts import draft_list, to_attach


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


@require_POST
def attach_texts(request: HttpRequest, slug: str) -> HttpResponse:
    """A person has read in the list which draft is the text of which article, and says that it is right."""
    project = access.project(request, slug, Permission.ADD_ARTICLES)
    attached = 0
    for row in to_attach(draft_list(project, request.user).rows):
        row.draft.project = project
        with suppress(Refused):  # saved or discarded meanwhile, or another text was faster
            save_as_version(draft=row.draft, article=row.waits, actor=request.user)
            attached += 1
    messages.success(request, f"{attached:,} article{' has its text' if attached == 1 else 's have their texts'} now.")
    return redirect("drafts", slug)
