"""Working off the queue of files: one after the other, each part stored with how far it is."""

import hashlib
import os
import select
import threading

from django.conf import settings
from django.db import connection

from corpus_app.actions import bringing, uploads
from corpus_app.actions.sketches import sketch_some
from corpus_app.fetching.addresses import NotFetched
from corpus_app.fetching.fetch import Fetching
from corpus_app.importing.reading import Outcome, Reading
from corpus_app.models import UploadFile

BEAT_SECONDS = 3
LOOK_AGAIN_SECONDS = 1  # for what a reader that is gone has left behind
OFF = "This server does not fetch pages. Save the page in your browser and bring the file."
STAY_SECONDS = 20  # who brings one file often brings another
NICE = 5  # to the pages of the same machine; not more, for what waits has a person waiting, and may hold a lock


def be_nice() -> None:
    os.nice(max(0, NICE - os.nice(0)))


class ReadingRoom:
    """Reads until nothing is left to read, or for who may stay, until nothing has come for a while."""

    def __init__(self, bell: int | None = None) -> None:
        """`bell` is a file: a byte from it says that something has come, its end that nobody needs us any more."""
        self.bell = bell
        self.rung = threading.Event()
        self.over = threading.Event()
        self.claim = ""

    def work(self) -> bool:
        """Whether the bell rang when all was read and it was too late to look again."""
        watch = threading.Thread(target=self.watch, name="watch", daemon=True)
        watch.start()
        try:
            with Reading(seconds=float("inf"), text_too=True) as reading:
                reading.begin()
                be_nice()  # the process that was just begun is not, until it has a file: somebody waits for the first
                while self.work_off(reading) or self.rung.wait(STAY_SECONDS if self.bell is not None else 0):
                    self.rung.clear()
        finally:
            self.over.set()
            watch.join()
        return self.rung.is_set()

    def work_off(self, reading: Reading) -> bool:
        """Read some files, or sketch articles from before there were sketches; whether to look again."""
        files = uploads.claim_some()
        if not files:
            if sketch_some():
                return True
            return UploadFile.objects.unread().exists() and not self.over.wait(LOOK_AGAIN_SECONDS)
        self.claim = files[0].claim
        for file in files:
            read(file, reading)
        self.claim = ""
        return True

    def watch(self) -> None:
        """In a thread: say again and again that the file is being read, and listen to the bell."""
        try:
            while self.pause():
                if self.claim:
                    uploads.renew(claim=self.claim)
        finally:
            connection.close()

    def pause(self) -> bool:
        """Until the next beat; false when there is none."""
        if self.bell is None:
            return not self.over.wait(BEAT_SECONDS)
        ready, _, _ = select.select([self.bell], [], [], BEAT_SECONDS)
        if not ready:
            return not self.over.is_set()
        if os.read(self.bell, 4096):
            self.rung.set()
            return not self.over.is_set()
        uploads.release(claim=self.claim)
        os._exit(0)


def fetch(file: UploadFile) -> bool:
    """Whether there is something to read now. What could not be fetched is a draft that says why."""
    try:
        if not settings.FETCH_PAGES:
            raise NotFetched(OFF)
        return uploads.fetched(file=file, page=Fetching().page(file.url))
    except NotFetched as problem:
        which = hashlib.sha256(file.url.encode()).hexdigest()
        uploads.keep(file=file, outcome=Outcome(file.name, which, problem), saved=())
    return False


def read(file: UploadFile, reading: Reading) -> None:
    room = uploads.room_for(file)
    if room is None:
        return
    if file.url and not file.size and not fetch(file):
        return
    saved = bringing.SavedFiles(file.upload.project, file.upload.added_by)
    content = bytes(file.content)
    for outcome in reading.outcomes(content, file.name, file.charset or None, known=saved, after=file.done):
        if not uploads.keep(file=file, outcome=outcome, saved=saved, room=room):
            return
        room = None
