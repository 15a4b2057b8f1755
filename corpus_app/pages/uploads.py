"""How far the reading of files is: each with a bar, and one for all."""

from dataclasses import dataclass

from django.db.models import Count, Min

from corpus_app.models import Project, Upload, UploadFile, User

State = UploadFile.State


@dataclass(frozen=True)
class Unread:
    """A person's files that are still to be read, and the first upload they belong to."""

    files: int
    upload: str


@dataclass(frozen=True)
class FileRow:
    file: UploadFile

    @property
    def is_over(self) -> bool:
        return self.file.state not in (State.QUEUED, State.READING)

    @property
    def is_bad(self) -> bool:
        return bool(self.file.problems) or self.file.state == State.LEFT_OUT

    @property
    def of(self) -> int:
        """What the bar counts to; 0 while that is not known, 1 where it is not of interest."""
        return self.file.total or (0 if self.file.state == State.READING else 1)

    @property
    def words(self) -> str:
        file = self.file
        if file.state == State.QUEUED:
            return "waits"
        if file.state == State.READING:
            if file.url and not file.size:
                return "is being fetched"
            return f"{file.done:,} of {file.total:,} files read" if file.total > 1 else "is being read"
        if file.state == State.READ:
            return self.found
        return "found no room" if file.state == State.LEFT_OUT else "cancelled"

    @property
    def found(self) -> str:
        articles, problems = self.file.articles, self.file.problems
        if not problems:
            return f"{articles:,} article{'' if articles == 1 else 's'}" if articles else "is saved already"
        bad = "cannot be read" if problems == 1 else f"{problems:,} cannot be read"
        return f"{articles:,} article{'' if articles == 1 else 's'}, {bad}" if articles else bad


@dataclass(frozen=True)
class UploadPage:
    rows: list[FileRow]

    @property
    def files(self) -> int:
        return len(self.rows)

    @property
    def read(self) -> int:
        return sum(row.file.state == State.READ for row in self.rows)

    @property
    def cancelled(self) -> int:
        return sum(row.file.state == State.CANCELLED for row in self.rows)

    @property
    def is_over(self) -> bool:
        return all(row.is_over for row in self.rows)

    @property
    def percent(self) -> int:
        """Of all files, those in part counted by their parts."""
        parts = sum(1.0 if row.is_over else row.file.done / max(1, row.file.total) for row in self.rows)
        return int(100 * parts / max(1, self.files))

    @property
    def articles(self) -> int:
        return sum(row.file.articles for row in self.rows)


def upload_page(upload: Upload) -> UploadPage:
    return UploadPage([FileRow(file) for file in upload.files.defer("content")])


def unread(project: Project, user: User) -> Unread:
    mine = Upload.objects.visible_to(user).filter(project=project, files__in=UploadFile.objects.unread())
    found = mine.aggregate(files=Count("files"), first=Min("uid"))
    return Unread(found["files"], found["first"] or "")
