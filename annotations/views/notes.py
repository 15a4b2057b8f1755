"""Notes on passages and articles: writing, answering, correcting, resolving; and the place of one of them."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from annotations import access, actions, audience
from annotations.access import Permission
from annotations.forms.highlights import NoteForm
from annotations.forms.notes import EditNoteForm
from annotations.models import Comment
from annotations.pages import answers, history, panel, talk, touched
from annotations.pages.threads import Conflict
from annotations.views import parts
from corpus_app.models import Article


@require_POST
def write_note(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    highlight = access.highlight(request, slug, uid, Permission.ANNOTATE)
    highlight.article.project = highlight.project
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _refusal(request, _first_error(form), 422)
    try:
        note = actions.write_note(highlight=highlight, author=request.user, is_form=True, **form.cleaned_data)
    except actions.Refused as reason:
        return _refusal(request, str(reason), 422)
    return _changed(request, note, "Note saved.")


@require_GET
def show_talk(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    """The notes and memos of an article as a whole; with its script the reading page shows them beside the text."""
    return _talk(request, access.article(request, slug, uid, Permission.READ))


@require_POST
def write_article_note(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    article = access.talk(request, slug, uid, Permission.ANNOTATE)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _refused(request, article, _first_error(form), 422)
    try:
        note = actions.write_note(article=article, author=request.user, is_form=True, **form.cleaned_data)
    except actions.Refused as reason:
        return _refused(request, article, str(reason), 422)
    return _changed(request, note, "Note saved.")


@require_POST
def reply_to_note(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    note = access.thread(request, slug, uid, Permission.ANNOTATE)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _refused_note(request, note, _first_error(form), 422)
    try:
        reply = actions.write_note(
            parent=note, highlight=note.highlight, author=request.user, is_form=True, **form.cleaned_data
        )
    except actions.Refused as reason:
        return _refused_note(request, note, str(reason), 422)
    return _changed(request, reply, "Reply saved.")


@require_POST
def edit_note(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    note = _own_note(request, slug, uid)
    form = EditNoteForm(request.POST)
    if not form.is_valid():
        return _refused_note(request, note, _first_error(form), 422)
    text, version_no = form.cleaned_data["text"], form.cleaned_data["version_no"]
    try:
        edited = actions.edit_note(note=note, actor=request.user, text=text, version_no=version_no)
    except actions.ChangedNote as reason:
        return _conflict(request, note, text, str(reason))
    except actions.Refused as reason:
        return _refused_note(request, note, str(reason), 422)
    return _changed(request, edited, "Note saved.")


@require_POST
def remove_note(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    return _became(request, _own_note(request, slug, uid), actions.remove_note, "Note deleted.")


@require_POST
def resolve_note(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    note = access.thread(request, slug, uid, Permission.ANNOTATE)
    return _became(request, note, actions.resolve_note, "Resolved.")


@require_POST
def reopen_note(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    note = access.thread(request, slug, uid, Permission.ANNOTATE)
    return _became(request, note, actions.reopen_note, "Open again.")


@require_GET
def show_note(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    """To where it stands: what links to a note need not know its place, which may change."""
    note = access.thread(request, slug, uid, Permission.READ)
    return redirect(_place(note))


@require_GET
def people(request: HttpRequest, slug: str, uid: str) -> JsonResponse:
    """Whom one can mention beside this article."""
    article = access.talk(request, slug, uid, Permission.ANNOTATE)
    offered = audience.offered(article.project, article, request.user)
    return JsonResponse({"people": [{"name": person.name, "initials": person.initials} for person in offered]})


def _own_note(request: HttpRequest, slug: str, uid: str) -> Comment:
    note = access.comment(request, slug, uid, Permission.ANNOTATE)
    if note.author_id != request.user.pk:
        raise PermissionDenied("Somebody else wrote this note. Only they can change it.")
    return note


def _became(request: HttpRequest, note: Comment, verb: Callable[..., Comment], message: str) -> HttpResponse:
    try:
        return _changed(request, verb(note=note, actor=request.user), message)
    except actions.Refused as reason:
        return _refused_note(request, note, str(reason), 409)


def _changed(request: HttpRequest, note: Comment, message: str) -> HttpResponse:
    """The parts that look different now: of the passage and its panel, or what is said of the article."""
    change = getattr(note, "change", None)
    if note.highlight_id is None:
        if change:
            messages.success(request, message, parts.undo_address(request, note.project, change))
        return _talk(request, note.article)
    highlight = access.highlight(request, note.project.slug, note.highlight.uid, Permission.READ)
    highlight.article.project = highlight.project
    answer = answers.after(
        article=highlight.article, user=request.user, highlights=[highlight],
        tags=touched.tags_of(change) if change else [], message=message, change=change, show=highlight,
    )
    context = {
        "answer": answer, "panel": answer.panel, "project": highlight.project,
        "history": history.after(change, highlight) if change else None,
    }
    return render(request, "annotations/_answer.html", context)


def _talk(
    request: HttpRequest, article: Article, *, conflict: Conflict | None = None, status: int = 200
) -> HttpResponse:
    if request.method == "POST" and status == 200 and not parts.by_script(request):
        return redirect("annotations:talk", article.project.slug, article.uid)
    page = talk.of(article, request.user, conflict)
    context = {
        "talk": page, "article": article, "project": article.project,
        "may_annotate": access.may(article.project, Permission.ANNOTATE),
    }
    template = "_talk_answer" if parts.by_script(request) else "talk"
    return render(request, f"annotations/{template}.html", context, status=status)


def _conflict(request: HttpRequest, note: Comment, text: str, message: str) -> HttpResponse:
    """409 with both: what the note says by now, and what the person wanted it to say."""
    conflict = Conflict(note.pk, text)
    if note.highlight_id is None:
        messages.error(request, message)
        return _talk(request, note.article, conflict=conflict, status=409)
    highlight = access.highlight(request, note.project.slug, note.highlight.uid, Permission.READ)
    context = {
        "message": message, "panel": panel.of(highlight, request.user, conflict), "project": highlight.project,
    }
    return render(request, "annotations/_refusal.html", context, status=409)


def _refused_note(request: HttpRequest, note: Comment, message: str, status: int) -> HttpResponse:
    if note.highlight_id is not None:
        return _refusal(request, message, status)
    return _refused(request, note.article, message, status)


def _refused(request: HttpRequest, article: Article, message: str, status: int) -> HttpResponse:
    if parts.by_script(request):
        return _refusal(request, message, status)
    messages.error(request, message)
    return _talk(request, article, status=status)


def _refusal(request: HttpRequest, message: str, status: int) -> HttpResponse:
    return render(request, "annotations/_refusal.html", {"message": message}, status=status)


def _first_error(form: NoteForm) -> str:
    return next(iter(form.errors.values()))[0]


def _place(note: Comment) -> str:
    """The article with the thread open: static/js/talk.js reads `note`."""
    slug, article = note.project.slug, note.article.uid
    if note.highlight_id is None:
        return f"{reverse('annotations:talk', args=[slug, article])}#n-{note.uid}"
    return f"{reverse('annotations:article', args=[slug, article])}?note={note.uid}#h-{note.highlight.uid}"
