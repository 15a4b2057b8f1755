"""Writing, answering, correcting, resolving and removing notes, and telling those whom they concern."""

from collections.abc import Iterable

from django.db import IntegrityError
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from annotations import audience, mentions
from annotations.actions.repeated import Repeated, refuse_repeated
from annotations.models import Comment, Highlight, Notice, NoticeKind
from corpus_app import diary
from corpus_app.actions import Refused
from corpus_app.ids import new_id
from corpus_app.importing.fold import fold
from corpus_app.models import Article, Project, Standing, User


class ChangedNote(Refused):
    """The note is not as the person saw it any more; `note` is what it is now."""

    def __init__(self, note: Comment) -> None:
        super().__init__("This note has been changed in another window since. Look at both, then save yours again.")
        self.note = note


def write_note(
    *, author: User, text: str, highlight: Highlight | None = None, article: Article | None = None,
    parent: Comment | None = None, uid: str = "", is_form: bool = False,
) -> Comment:
    """Begin a thread on a highlight or on an article, or answer in the thread of `parent`.

    The uid is the idempotency key: the same note sent twice is one note, and without a second change. A form without
    script has none; pressed again within seconds, it is one note, too. Raises Refused where somebody is mentioned whom
    it would not reach.
    """
    article = article or (highlight or parent).article
    project = (highlight or parent or article).project
    text, mentioned = _with_ids(text, article, author)
    verb = "write-note" if parent is None else "reply-to-note"
    try:
        with diary.writing(project=project, actor=author, verb=verb, article=article) as change:
            note = Comment(
                project=project, article=article, highlight_id=highlight.pk if highlight else _place_of(parent),
                author=author, text=text, folded=_folded(project, text), parent_id=parent and parent.thread,
                uid=uid or new_id(),
            )
            if is_form and not uid:
                refuse_repeated(note, "project", "article", "highlight_id", "author", "text", "parent_id")
            note.save(force_insert=True)
            change.edits = [diary.appeared(note, change.at)]
            _tell(note, mentioned)
    except Repeated as reason:
        return reason.there
    except IntegrityError as reason:  # asked only now, because a note is nearly never sent twice
        there = Comment.objects.filter(project=project, uid=uid, article=article, author=author).first()
        if there is None:
            raise Refused("This id belongs to another note. Write it again.") from reason
        return there
    note.change = change
    return note


def edit_note(*, note: Comment, actor: User, text: str, version_no: int | None = None) -> Comment:
    """Raises ChangedNote where version_no is not its present one; None overwrites whatever is there."""
    text, mentioned = _with_ids(text, note.article, actor, before=note.text)
    with diary.writing(project=note.project, actor=actor, verb="edit-note", article=note.article) as change:
        present = _as_seen(note, version_no)
        before, present.text = present.text, text
        present.folded, present.version_no = _folded(note.project, text), present.version_no + 1
        present.save(update_fields=["text", "folded", "version_no", "updated_at"])
        change.edits = [_edit(present, {"text": before}, {"text": text})]
        _tell(present, mentioned)
    present.change = change
    return present


def remove_note(*, note: Comment, actor: User) -> Comment:
    """Replies by others stay, below a line that says that a note was here."""
    return _stamp(note, actor, "remove-note", "removed_at", True)


def resolve_note(*, note: Comment, actor: User) -> Comment:
    """What the thread asked is settled: it folds away, and stands no longer beside the text."""
    return _stamp(note, actor, "resolve-note", "resolved_at", True)


def reopen_note(*, note: Comment, actor: User) -> Comment:
    return _stamp(note, actor, "reopen-note", "resolved_at", False)


def read_notices(*, user: User, notice: int | None = None, note: str = "") -> int:
    """One, those of the thread in which a note stands, or all that the person sees now. No change: nobody else's."""
    mine = Notice.objects.visible_to(user).unread()
    if notice:
        mine = mine.filter(pk=notice)
    if note:
        seen = Standing.of(user).projects
        threads = Comment.objects.filter(project__in=seen, uid=note).values(thread=Coalesce("parent", "pk"))
        mine = mine.filter(Q(comment__in=threads) | Q(comment__parent__in=threads))
    keys = list(mine.values_list("pk", flat=True))  # what is updated must not be joined
    return Notice.objects.filter(pk__in=keys).update(read_at=timezone.now())


def refresh(comments: Iterable[int]) -> None:
    """After an undo: what is searched, the version and the notices follow the text that is there again."""
    for note in Comment.objects.filter(pk__in=list(comments)).select_related("project", "article", "author"):
        note.folded, note.version_no = _folded(note.project, note.text), note.version_no + 1
        note.save(update_fields=["folded", "version_no"])
        uids = mentions.uids_of([note.text])
        _tell(note, set(User.objects.filter(uid__in=uids).values_list("pk", flat=True)))


def _stamp(note: Comment, actor: User, verb: str, column: str, is_set: bool) -> Comment:
    """Give a note the time at which something became of it, or take it back; where it is so already nothing changes."""
    if (getattr(note, column) is not None) == is_set:
        return note
    with diary.writing(project=note.project, actor=actor, verb=verb, article=note.article) as change:
        present = _as_seen(note, None)
        before = diary.row(present)
        if (before[column] is not None) != is_set:
            setattr(present, column, change.at if is_set else None)
            present.save(update_fields=[column])
            change.edits = [diary.changed(present, before)]
    present.change = change
    return present


def _as_seen(note: Comment, version_no: int | None) -> Comment:
    """The row as it is now that nobody else writes in the project; refused if that is not what the person saw."""
    present = Comment.objects.get(pk=note.pk)
    present.project, present.article = note.project, note.article
    if present.removed_at is not None:
        raise Refused("This note has been deleted since. Copy what you have written if you want to keep it.")
    if version_no not in (None, present.version_no):
        raise ChangedNote(present)
    return present


def _place_of(parent: Comment | None) -> int | None:
    return parent and parent.highlight_id


def _edit(note: Comment, before: diary.Row, after: diary.Row) -> diary.Row:
    """Only what was said: the version only ever grows, and is no part of what undo puts back."""
    return {"table": diary.table(note), "id": note.pk, "before": before, "after": after}


def _folded(project: Project, text: str) -> str:
    return fold(mentions.plain(text, audience.names_in(project, [text])))


def _with_ids(text: str, article: Article, author: User, before: str = "") -> tuple[str, set[int]]:
    """The text as it is stored, and whom it mentions. Who was mentioned `before` may stay."""
    if "@" not in text:
        return text, set()
    people = audience.of(article.project, article, author)
    text = mentions.stored(text, {person.name: person.uid for person in people})
    uids, known = mentions.uids_of([text]), mentions.uids_of([before])
    named = [person for person in people if person.uid in uids]
    for person in named:
        if person.refusal and person.uid not in known:
            raise Refused(person.refusal)
    return text, {person.pk for person in named if not person.refusal}


def _tell(note: Comment, mentioned: set[int]) -> None:
    """A notice for who is mentioned, and for who has part in the thread that it answers; none for its author.

    Who is not mentioned any more and has not read it is told of it no longer.
    """
    taking_part: set[int] = set()
    if note.parent_id:
        thread = Comment.objects.filter(pk=note.parent_id) | Comment.objects.filter(parent=note.parent_id)
        thread = thread.filter(removed_at=None, pk__lt=note.pk)
        taking_part |= set(thread.values_list("author", flat=True))
        taking_part |= set(Notice.objects.filter(comment__in=thread).values_list("user", flat=True))
    kinds = dict.fromkeys(taking_part, NoticeKind.REPLY) | dict.fromkeys(mentioned, NoticeKind.MENTION)
    kinds.pop(note.author_id, None)
    Notice.objects.filter(comment=note, read_at=None).exclude(user__in=kinds).delete()
    notices = [
        Notice(project_id=note.project_id, article_id=note.article_id, comment=note, user_id=user, kind=kind)
        for user, kind in kinds.items()
    ]
    Notice.objects.bulk_create(notices, ignore_conflicts=True)
