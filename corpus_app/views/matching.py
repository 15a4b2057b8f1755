"""Rows of a table that are about articles which are here: what would change, row by row, and writing it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from corpus_app import access
from corpus_app.actions import Refused, bringing
from corpus_app.actions.matching import Stale, Written, matches_of, write_rows
from corpus_app.importing.problems import ImportProblem
from corpus_app.live.cursors import name_of
from corpus_app.matching import Matches
from corpus_app.models import ArticleDraft, Project
from corpus_app.pages.article_table import own_fields
from corpus_app.pages.drafts import waiting
from corpus_app.pages.matching import match_page

NOT_SAID = "Say first what the columns of this table hold, and that its rows are matched to articles."


def match_rows(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    """Shows what would change; with POST and the seal of what was shown, writes it."""
    draft = access.draft(request, slug, uid)
    if "match" not in draft.table:
        messages.error(request, NOT_SAID)
        return redirect("draft", slug, uid)
    own = own_fields(draft.project, request.user)
    try:
        if request.method != "POST":
            return _shown(request, draft, matches_of(draft, request.user, own))
        room = bringing.MAX_WAITING - waiting(draft.project, request.user).count() + 1  # its own place becomes free
        done = write_rows(
            draft=draft, actor=request.user, own=own, seal=request.POST.get("seal", ""), room=max(0, room)
        )
    except Stale as refusal:
        messages.error(request, str(refusal))
        return _shown(request, draft, matches_of(draft, request.user, own), 409)
    except (Refused, ImportProblem) as refusal:
        messages.error(request, str(refusal))
        return redirect("draft", slug, uid)
    _told(request, draft.project, done)
    return redirect("drafts" if done.drafts or done.left else "article-table", slug)


def _told(request: HttpRequest, project: Project, done: Written) -> None:
    if done.change:
        count = len(done.change.edits)
        undo = reverse("annotations:undo", args=[project.slug, name_of(request.user, project, done.change.number)])
        messages.success(request, f"{count:,} article{'' if count == 1 else 's'} changed.", extra_tags=undo)
    if done.drafts:
        messages.success(request, f"{done.drafts:,} draft{'' if done.drafts == 1 else 's'} made of the other rows.")
    if done.left:
        messages.warning(request, f"{done.left:,} more rows found no room. Save or discard drafts, then match again.")


def _shown(request: HttpRequest, draft: ArticleDraft, found: Matches, status: int = 200) -> HttpResponse:
    number = request.GET.get("page", "")
    page = int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 1
    context = {
        "project": draft.project, "draft": draft,
        "page": match_page(draft, found, shown=request.GET.get("show", ""), page=page),
    }
    return render(request, "corpus_app/import/match.html", context, status=status)
