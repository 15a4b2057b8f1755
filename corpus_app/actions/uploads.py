"""The queue of files to be read: brought by people, claimed by readers, and read part by part, each part once."""

import codecs
from collections.abc import Container, Iterable
from contextlib import suppress
from datetime import timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from corpus_app.actions import bringing
from corpus_app.fetching.fetch import Page
from corpus_app.ids import new_id
from corpus_app.importing.encodings import ENCODINGS
from corpus_app.importing.reading import Outcome
from corpus_app.models import ArticleDraft, Project, Upload, UploadFile, User

LEASE = timedelta(seconds=15)  # a reader who has not said for so long that it is there, is gone
State = UploadFile.State
# As Python calls them; what claims to be Latin-1 is read as browsers read it.
NAMES = {codecs.lookup(name).name: name for name in ENCODINGS} | dict.fromkeys(("iso8859-1", "ascii"), "cp1252")
NAME_LENGTH = UploadFile._meta.get_field("name").max_length


def bring(
    *, project: Project, added_by: User, files: Iterable[tuple[str, bytes]] = (), url: str = "", source: str = ""
) -> Upload:
    """Put files into the queue, or a page to be fetched.

    Of this person's earlier uploads, what is read to its end is forgotten.
    """
    with transaction.atomic():
        mine = Upload.objects.filter(project=project, added_by=added_by)
        mine.exclude(files__in=UploadFile.objects.unread()).delete()
        upload = Upload.objects.create(project=project, added_by=added_by, source=source)
        for position, (name, content) in enumerate(files, 1):
            UploadFile.objects.create(
                upload=upload, position=position, name=name, content=content, size=len(content)
            )  # one by one, so that no two are in memory
        if url:
            UploadFile.objects.create(upload=upload, position=1, name=url[:NAME_LENGTH], content=b"", size=0, url=url)
    return upload


def cancel(*, upload: Upload) -> int:
    """Nothing more of it is read; what was read is kept. Returns how many files had not been read to their end."""
    return upload.files.unread().update(state=State.CANCELLED, claim="", content=b"")


def claim() -> UploadFile | None:
    """The file to be read next, for this reader alone: everybody's first file, then everybody's second."""
    with transaction.atomic():
        gone = Q(state=State.READING, claimed_at__lt=timezone.now() - LEASE)
        free = UploadFile.objects.filter(Q(state=State.QUEUED) | gone).order_by("position", "upload")
        free = free.select_related("upload__project", "upload__added_by")
        file = free.select_for_update(skip_locked=True, of=("self",)).first()
        if file is not None:
            file.state, file.claim, file.claimed_at = State.READING, new_id(), timezone.now()
            file.save(update_fields=["state", "claim", "claimed_at"])
    return file


def renew(*, claim: str) -> None:
    UploadFile.objects.filter(claim=claim, state=State.READING).update(claimed_at=timezone.now())


def release(*, claim: str) -> None:
    """For a reader who has to go: others need not wait until it is missed."""
    UploadFile.objects.filter(claim=claim, state=State.READING).update(state=State.QUEUED, claim="")


def fetched(*, file: UploadFile, page: Page) -> bool:
    """Keep what came from its address, to be read as a file; false where it is not this reader's any more."""
    file.name, file.url, file.content, file.size = page.name[-NAME_LENGTH:], page.url, page.content, len(page.content)
    file.charset = charset_of(page)
    columns = ("name", "url", "content", "size", "charset")
    return bool(_still_mine(file).update(**{name: getattr(file, name) for name in columns}))


def charset_of(page: Page) -> str:
    """What the site says, if the bytes can be that and are not UTF-8; what they say themselves is asked first."""
    with suppress(UnicodeDecodeError):
        page.content.decode("utf-8")
        return ""
    with suppress(LookupError, UnicodeDecodeError):
        name = NAMES[codecs.lookup(page.charset).name]
        page.content.decode(name)
        return name
    return ""


def has_room(file: UploadFile) -> bool:
    """Whether its drafts can wait, or wait already; else it is left out unread."""
    if _room(file.upload) > 0 or _waiting(file.upload).filter(name=file.name).exists():
        return True
    if _still_mine(file).update(state=State.LEFT_OUT, claim="", content=b""):
        Upload.objects.filter(pk=file.upload_id).update(left_out=F("left_out") + 1)
    return False


def keep(*, file: UploadFile, outcome: Outcome, saved: Container[str]) -> bool:
    """Store what became of the next part of a file, in one step with how far it is read; whether to go on with it.

    `saved` are the files of archives that became articles before. False also when somebody has cancelled it, or has
    taken it over from a reader that was thought gone.
    """
    upload, room = file.upload, _room(file.upload)
    is_saved = bool(outcome.member and outcome.sha256 in saved)
    drafts = [] if is_saved else bringing.prepared(
        project=upload.project, added_by=upload.added_by, outcome=outcome, content=bytes(file.content),
        source=upload.source, room=room, upload=upload, url=file.url if file.size else "",
    )
    with transaction.atomic():
        mine = _still_mine(file).filter(done=file.done)
        if not mine.update(done=F("done") + 1, total=file.done + 1 + outcome.behind, claimed_at=timezone.now()):
            return False
        file.done += 1
        if is_saved:
            Upload.objects.filter(pk=file.upload_id).update(saved_before=F("saved_before") + 1)
        elif room > 0 or _waiting(file.upload).filter(file_sha256=outcome.sha256).exists():
            _store(file, drafts)
        else:
            Upload.objects.filter(pk=file.upload_id).update(left_out=F("left_out") + 1 + outcome.behind)
            _still_mine(file).update(state=State.LEFT_OUT, claim="", content=b"")
            return False
        if not outcome.behind:
            _still_mine(file).update(state=State.READ, claim="", content=b"")
    return bool(outcome.behind)


def _store(file: UploadFile, prepared: list[ArticleDraft]) -> None:
    drafts = bringing.store(drafts=prepared)
    bad = sum(bool(draft.problem and not draft.asks) for draft in drafts)
    _still_mine(file).update(articles=F("articles") + len(drafts) - bad, problems=F("problems") + bad)


def _still_mine(file: UploadFile) -> QuerySet[UploadFile]:
    return UploadFile.objects.filter(pk=file.pk, claim=file.claim, state=State.READING)


def _waiting(upload: Upload) -> QuerySet[ArticleDraft]:
    return ArticleDraft.objects.waiting().filter(project=upload.project, added_by=upload.added_by)


def _room(upload: Upload) -> int:
    return bringing.MAX_WAITING - _waiting(upload).count()
