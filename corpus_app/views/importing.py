"""Adding articles by pasting or by files, and the list of drafts that wait to be looked at and saved."""

from collections.abc import Iterator

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from corpus_app import access
from corpus_app.access import Permission
from corpus_app.actions import bringing, uploads
from corpus_app.actions import drafts as verbs
from corpus_app.forms.importing import MAX_FILES, AddArticlesForm, ManyDraftsForm
from corpus_app.importing.controls import visible
from corpus_app.importing.reading import MAX_FILE
from corpus_app.models import Article, Project
from corpus_app.pages import drafts as pages
from corpus_app.pages import uploads as progress
from corpus_app.server.reader import reader

NAME_LENGTH = 255
READ_AT_ONCE = 200_000  # characters; a longer paste would keep others waiting
FULL = f"{bringing.MAX_WAITING} drafts wait already. Save or discard some of them, then add more."


def add_articles(request: HttpRequest, slug: str) -> HttpResponse:
    project = access.project(request, slug, Permission.ADD_ARTICLES)
    posted = request.method == "POST"
    given = (request.POST, request.FILES) if posted else (None, None)
    form = AddArticlesForm(*given, fetches=settings.FETCH_PAGES)
    waiting = pages.waiting(project, request.user).count()
    unread = progress.unread(project, request.user)
    if posted and form.is_valid():
        if max(1, len(form.cleaned_data["files"])) + waiting + unread.files <= bringing.MAX_WAITING:
            return taken(request, project, form.cleaned_data)
        form.add_error(None, FULL)
    reader.wake()  # while files are chosen, it gets ready
    context = {
        "project": project,
        "form": form,
        "waiting": waiting,
        "unread": unread,
        "max_files": MAX_FILES,
        "max_bytes": MAX_FILE,
        "sources": Article.objects.visible_to(request.user).filter(project=project).sources(),
    }
    return render(request, "corpus_app/import/add.html", context, status=422 if posted else 200)


def taken(request: HttpRequest, project: Project, brought: dict) -> HttpResponse:
    """A pasted text is shown at once; files are read by a process of their own, and their page tells how far it is."""
    if brought.get("url"):
        upload = uploads.bring(
            project=project, added_by=request.user, url=brought["url"], source=brought["source"]
        )
        reader.wake()
        return redirect("upload", project.slug, upload.uid)
    if not brought["files"] and len(brought["text"]) < READ_AT_ONCE:
        draft = bringing.add_draft(
            project=project, added_by=request.user, name="", content=brought["text"].encode(), source=brought["source"]
        )
        return redirect("draft", project.slug, draft.uid)
    upload = uploads.bring(
        project=project, added_by=request.user, files=contents(brought), source=brought["source"]
    )
    reader.wake()
    return redirect("upload", project.slug, upload.uid)


def contents(brought: dict) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of all that was brought; of a file that is too large just enough to be refused."""
    if brought["text"].strip():
        yield "", brought["text"].encode()
    for file in brought["files"]:
        yield name_of(file), file.read(MAX_FILE + 1)


def name_of(file: UploadedFile) -> str:
    """Browsers send a quotation mark in a file's name as %22."""
    return visible(file.name.replace("%22", '"'))[0][-NAME_LENGTH:]


@require_safe
def drafts(request: HttpRequest, slug: str) -> HttpResponse:
    project = access.project(request, slug, Permission.ADD_ARTICLES)
    return listed(request, project)


def listed(request: HttpRequest, project: Project, form: ManyDraftsForm | None = None) -> HttpResponse:
    found = pages.draft_list(project, request.user, only_look="look" in request.GET)
    context = {
        "project": project,
        "list": found,
        "last_import": pages.last_import(project, request.user),
        "unread": progress.unread(project, request.user),
        "form": form or ManyDraftsForm(uids=()),
        "chosen": set(request.POST.getlist("draft")),
        "sources": Article.objects.visible_to(request.user).filter(project=project).sources(),
    }
    return render(request, "corpus_app/import/drafts.html", context, status=422 if form else 200)


@require_POST
def set_many(request: HttpRequest, slug: str) -> HttpResponse:
    """One source, date or language for the drafts that are chosen."""
    project = access.project(request, slug, Permission.ADD_ARTICLES)
    only_look = "look" in request.GET
    rows = pages.draft_list(project, request.user, only_look=only_look).rows
    readable = {row.draft.uid: row.draft for row in rows if not row.draft.problem}
    form = ManyDraftsForm(request.POST, uids=list(readable))
    if not form.is_valid():
        return listed(request, project, form)
    chosen = [readable[uid] for uid in form.cleaned_data["chosen"]]
    count = verbs.set_metadata(drafts=chosen, **form.cleaned_data["values"])
    messages.success(request, f"Set for {count:,} draft{'' if count == 1 else 's'}.")
    return redirect(reverse("drafts", args=[slug]) + ("?look" if only_look else ""))


@require_POST
def save_drafts(request: HttpRequest, slug: str) -> HttpResponse:
    """All that need no look; the others stay."""
    project = access.project(request, slug, Permission.ADD_ARTICLES)
    ready = [row.draft for row in pages.draft_list(project, request.user).rows if not row.needs_look]
    for draft in ready:
        draft.project = project
    saved_in, count = verbs.save_drafts(drafts=ready, actor=request.user)
    left = pages.waiting(project, request.user).count()
    messages.success(
        request, f"{count:,} article{'' if count == 1 else 's'} imported.",
        extra_tags=reverse("annotations:undo-import", args=[slug, saved_in]) if count else "",
    )
    return redirect("drafts", slug) if left else redirect("annotations:library", slug)


@require_POST
def confirm_suggestions(request: HttpRequest, slug: str) -> HttpResponse:
    """A person has read the authors, dates and sources in the list and says that they are right."""
    project = access.project(request, slug, Permission.ADD_ARTICLES)
    for row in pages.draft_list(project, request.user).rows:
        if row.pending:
            values = {found["field"]: found["value"] for found in row.pending}
            verbs.keep_metadata(draft=row.draft, **values)
    return redirect("drafts", slug)


@require_POST
def discard_drafts(request: HttpRequest, slug: str) -> HttpResponse:
    """Those that cannot be read; nothing readable is thrown away by the dozen."""
    project = access.project(request, slug, Permission.ADD_ARTICLES)
    rows = pages.draft_list(project, request.user).rows
    unreadable = [row.draft for row in rows if row.draft.problem and not row.draft.choices]
    for draft in unreadable:
        verbs.discard_draft(draft=draft)
    return redirect("drafts", slug)
