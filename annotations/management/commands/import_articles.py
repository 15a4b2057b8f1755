"""manage.py import_articles PROJECT FILE… --as EMAIL: add files of any format to a project from the shell.

It stands here and not in corpus_app because --create starts a project with its codebook.
"""

import json
import math
import os
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email, validate_slug
from django.db import transaction

from annotations.actions import start_project
from corpus_app.access import GRANTS, Permission
from corpus_app.actions import join
from corpus_app.actions.drafts import folded_sha256, import_article
from corpus_app.importing.columns import FIELDS, Unmapped
from corpus_app.importing.draft import Draft, Rows
from corpus_app.importing.encodings import ENCODINGS
from corpus_app.importing.problems import ImportProblem, Undecodable
from corpus_app.importing.reading import MAX_FILE, Outcome, Reading
from corpus_app.models import Article, Membership, Project, Role, User


class Command(BaseCommand):
    help = (
        "Import files as articles of a project: text, web pages, Word, e-books, Nexis deliveries, tables. Title, author"
        " and date are stored only where the source states them; what is in the project already is skipped."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("project", metavar="PROJECT", help="the project's name in its address")
        parser.add_argument("files", metavar="FILE", nargs="+", help="files, each with one or many articles")
        parser.add_argument("--as", dest="email", metavar="EMAIL", required=True, help="who adds them")
        parser.add_argument("--create", action="store_true", help="make the project and the person where missing")
        parser.add_argument("--json", dest="as_json", action="store_true", help="print a line of JSON for each article")
        parser.add_argument("--encoding", choices=list(ENCODINGS), help="how to read the files; else UTF-8")
        parser.add_argument(
            "--columns", type=columns_of, default={}, metavar="FIELD=NAME,…",
            help="what the columns of a table hold, as in title=Headline,text=Body; else found by their names",
        )
        parser.add_argument("--again", action="store_true", help="import a file that is in the project once more")

    def handle(
        self, project: str, files: list[str], email: str, create: bool, as_json: bool, encoding: str | None,
        again: bool, columns: dict[str, str], **options: object,
    ) -> None:
        with transaction.atomic():
            person = find_person(email, create)
            opened = find_project(project, person, create)
        failed = 0
        with Reading(seconds=math.inf) as reading:
            for file in files:
                try:
                    data = content_of(Path(file))
                except Unreadable as problem:
                    failed += 1
                    self.tell_problem(shown(file), problem)
                    continue
                bad = False
                for outcome in reading.outcomes(data, Path(file).name, encoding):
                    name = shown(file) + outcome.name.removeprefix(Path(file).name)
                    if isinstance(outcome.found, Unmapped):
                        asked = TableAsked(data, outcome, encoding, columns)
                        bad |= self.import_table(asked, reading, name, (opened, person, again), as_json)
                        continue
                    if isinstance(outcome.found, ImportProblem):
                        bad = True
                        self.tell_problem(name, outcome.found)
                        continue
                    with transaction.atomic():  # all articles of a file or none
                        brought = [bring(found, opened, person, again) for found in outcome.found]
                    for article, warnings in brought:
                        self.tell(name, article, warnings, as_json)
                failed += bad
        if failed:
            raise CommandError(f"{failed} of {len(files)} files could not be imported.")

    def import_table(
        self, asked: "TableAsked", reading: Reading, name: str, where: tuple[Project, User, bool], as_json: bool
    ) -> bool:
        """In parts, each stored at once; wrong rows are told with their number. True if there was anything wrong."""
        start, without_text, bad = 0, 0, False
        while True:
            try:
                rows = asked.rows(reading, start)
            except ImportProblem as problem:
                self.tell_problem(name, problem)
                return True
            with transaction.atomic():
                brought = [(found.position, *bring(found, *where)) for found in rows.drafts]
            for number, article, warnings in brought:
                self.tell(f"{name}, row {number}", article, warnings, as_json)
            for number, sentence in rows.wrong:
                bad = True
                self.stderr.write(f"{name}, row {number}: {sentence}")
            without_text += rows.without_text
            start = rows.following
            if not start:
                break
        if without_text:
            how = "1 row has no text and is" if without_text == 1 else f"{without_text} rows have no text and are"
            self.stderr.write(f"{name}: Metadata only: {how} left out.")
        return bad

    def tell(self, file: str, article: Article, warnings: list[str], as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(described(file, article, warnings)))
            return
        title = article.title or "(no title)"
        self.stdout.write(f"{file}: a-{article.uid} {title}, {article.words} words")
        for warning in warnings:
            self.stdout.write(f"  {warning}")

    def tell_problem(self, file: str, problem: ImportProblem) -> None:
        message = str(problem)
        if isinstance(problem, Undecodable) and problem.choices:
            names = ", ".join(f"--encoding {choice.encoding} (“{choice.sample}”)" for choice in problem.choices)
            message = f"{message} Run the import again for this file with one of: {names}."
        self.stderr.write(f"{file}: {message}")


@dataclass(frozen=True)
class TableAsked:
    """A table among the files, and what is known about its columns."""

    data: bytes
    outcome: Outcome
    encoding: str | None
    columns: dict[str, str]

    def rows(self, reading: Reading, start: int) -> Rows:
        """Raises ImportProblem."""
        member = self.outcome.member
        name = member or self.outcome.name
        return reading.rows(self.data, name, self.columns, encoding=self.encoding, member=member, start=start)


def columns_of(text: str) -> dict[str, str]:
    """title=Headline,text=Body as names of columns by field."""
    pairs = [pair.partition("=") for pair in text.split(",")]
    wrong = [field.strip() for field, _, name in pairs if field.strip() not in FIELDS or not name.strip()]
    if wrong:
        raise ArgumentTypeError(f"write it as title=Headline,text=Body; the fields are {', '.join(FIELDS)}")
    if "text" not in {field.strip() for field, _, _ in pairs}:
        raise ArgumentTypeError("say which column holds the text, as in text=Body")
    return {field.strip(): name.strip() for field, _, name in pairs}


class Unreadable(ImportProblem):
    """The file cannot be opened."""


def find_person(email: str, create: bool) -> User:
    email = email.strip().lower()
    person = User.objects.filter(email=email).first()
    if person is not None:
        return person
    if not create:
        raise CommandError(f"Nobody here has the address {email}. Check it, or add --create to make the person.")
    try:
        validate_email(email)
    except ValidationError:
        raise CommandError(f"“{email}” is no e-mail address. Write it like anna@example.org.") from None
    return User.objects.create_user(email)


def find_project(slug: str, person: User, create: bool) -> Project:
    """The project, if the person may add articles to it; with create, the person is made its owner or a coder."""
    project = Project.objects.filter(slug=slug).first()
    if project is None:
        return new_project(slug, person, create)
    membership = Membership.objects.current().filter(project=project, user=person).first()
    if membership is None and create:
        membership = join(project=project, user=person, role=Role.CODER, actor=person)
    if membership is None or Permission.ADD_ARTICLES not in GRANTS[Role(membership.role)]:
        raise CommandError(f"{person.email} cannot add articles to “{slug}”. An owner can make them a coder there.")
    return project


def new_project(slug: str, person: User, create: bool) -> Project:
    if not create:
        raise CommandError(f"There is no project “{slug}”. Check the name in its address, or add --create to make it.")
    try:
        validate_slug(slug)
    except ValidationError:
        slug_is_good = False
    else:
        slug_is_good = slug != "new" and len(slug) <= Project._meta.get_field("slug").max_length
    if not slug_is_good:
        raise CommandError(f"“{slug}” cannot be an address. Use up to 60 letters, digits and hyphens, and not “new”.")
    return start_project(owner=person, name=slug.replace("-", " ").replace("_", " ").strip().capitalize(), slug=slug)


def bring(found: Draft, project: Project, person: User, again: bool) -> tuple[Article, list[str]]:
    """The article of this draft, new or there already, and what a person should know."""
    there = Article.objects.visible_to(person).filter(project=project, source_sha256=found.sha256).first()
    if there is not None and not again:
        what = "This article of the file" if found.position else "This file"
        return there, [f"{what} is in the project already, as a-{there.uid}; it was not imported again."]
    warnings = [*found.warnings, *same_text(found, project, person)]
    return import_article(project=project, added_by=person, found=found), warnings


def same_text(found: Draft, project: Project, person: User) -> Iterator[str]:
    same = Article.objects.visible_to(person).filter(project=project, folded_sha256=folded_sha256(found.blocks))
    for article in same[:1]:
        yield f"The same text is in the project already, as a-{article.uid}."


def content_of(path: Path) -> bytes:
    """One byte more than the limit is enough for the reader to refuse a file that is too large."""
    try:
        with path.open("rb") as file:
            return file.read(MAX_FILE + 1)
    except OSError as error:
        raise Unreadable(f"This file cannot be opened ({error.strerror}). Check its name and rights.") from error


def shown(file: str) -> str:
    """A file name may hold bytes that are no text."""
    return os.fsencode(file).decode("utf-8", "replace")


def described(file: str, article: Article, warnings: list[str]) -> dict[str, object]:
    paragraphs = article.version.paragraphs.values("position", "kind", "role", "text")
    return {
        "file": file,
        "article_id": f"a-{article.uid}",
        "title": article.title or None,
        "author": article.author or None,
        "published": article.published or None,
        "language": article.language or None,
        "warnings": warnings,
        "paragraphs": list(paragraphs),
    }
