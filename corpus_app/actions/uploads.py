"""The queue of files to be read: brought by people, claimed by readers, and read part by part, each part once."""

import codecs
from collections.abc import Container, Iterable
from contextlib import suppress
from datetime import timedelta
from itertools import takewhile

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
TOGETHER, SMALL = 8, 100_000  # files claimed at once, and the most bytes of each of them
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
    return next(iter(claim_some(1)), None)


def claim_some(most: int = TOGETHER) -> list[UploadFile]:
    """The files to be read next, for this reader alone: everybody's first file, then everybody's second.

    Several only where they are small, so that others who read find something to do, too.
    """
    with transaction.atomic():
        gone = Q(state=State.READING, claimed_at__lt=timezone.now() - LEASE)
        free = UploadFile.objects.filter(Q(state=State.QUEUED) | gone).order_by("position", "upload_id")
        found = list(free.select_for_update(skip_locked=True).values_list("pk", "size", "url")[:most])
        small = takewhile(lambda one: one[1] <= SMALL and not one[2], found)
        taken = [pk for pk, _, _ in small] or [pk for pk, _, _ in found[:1]]
        if not taken:
            return []
        mine = UploadFile.objects.filter(pk__in=taken)
        mine.update(state=State.READING, claim=new_id(), claimed_at=timezone.now())
    return list(mine.select_related("upload__project", "upload__added_by").order_by("position", "upload_id"))


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


def room_for(file: UploadFile) -> int | None:
    """How many drafts more can wait; none where its own wait already. None: it is left out unread."""
    room = _room(file.upload)
    if room > 0 or _waiting(file.upload).filter(name=file.name).exists():
        return room
    if _still_mine(file).update(state=State.LEFT_OUT, claim="", content=b""):
        Upload.objects.filter(pk=file.upload_id).update(left_out=F("left_out") + 1)
    return None


def keep(*, file: UploadFile, outcome: Outcome, saved: Container[str], room: int | None = None) -> bool:
    """Store what became of the next part of a file, in one step with how far it is read; whether to go on with it.

    `saved` are the files of archives that became articles before, `room` what there is where it was just counted.
    False also when somebody has cancelled it, or has taken it over from a reader that was thought gone.
    """
    upload, room = file.upload, _room(file.upload) if room is None else room
    is_saved = bool(outcome.member and outcome.sha256 in saved)
    drafts = [] if is_saved else bringing.prepared(
        project=upload.project, added_by=upload.added_by, outcome=outcome, content=bytes(file.content),
        source=upload.source, room=room, upload=upload, url=file.url if file.size else "",
    )
    with transaction.atomic():
        mine = _still_mine(file).filter(done=file.done).order_by()
        if not list(mine.select_for_update().values_list("pk")):
            return False
        file.done += 1
        goes_on = outcome.behind > 0
        new = {"done": file.done, "total": file.done + outcome.behind, "claimed_at": timezone.now()}
        if is_saved:
            Upload.objects.filter(pk=file.upload_id).update(saved_before=F("saved_before") + 1)
        elif room > 0 or _waiting(file.upload).filter(file_sha256=outcome.sha256).exists():
            new |= _stored(drafts)
        else:
            Upload.objects.filter(pk=file.upload_id).update(left_out=F("left_out") + 1 + outcome.behind)
            goes_on = False
        if not goes_on:
            left_out = not is_saved and "articles" not in new
            new |= {"state": State.LEFT_OUT if left_out else State.READ, "claim": "", "content": b""}
        UploadFile.objects.filter(pk=file.pk).update(**new)  # once, for its content is written with it
    return goes_on


def _stored(prepared: list[ArticleDraft]) -> dict[str, F]:
    drafts = bringing.store(drafts=prepared)
    bad = sum(bool(draft.problem and not draft.asks) for draft in drafts)
    return {"articles": F("articles") + len(drafts) - bad, "problems": F("problems") + bad}


def _still_mine(file: UploadFile) -> QuerySet[UploadFile]:
    return UploadFile.objects.filter(pk=file.pk, claim=file.claim, state=State.READING)


def _waiting(upload: Upload) -> QuerySet[ArticleDraft]:
    return ArticleDraft.objects.waiting().filter(project=upload.project, added_by=upload.added_by)


def _room(upload: Upload) -> int:
    return bringing.MAX_WAITING - _waiting(upload).count()
