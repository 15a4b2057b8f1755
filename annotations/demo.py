"""The demo: a team of five, ten articles about one argument, a codebook, and what three coders made of it."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.utils import timezone

from annotations import actions
from annotations.actions import NewTagging
from annotations.examples import one_line
from annotations.models import Comment, Entity, Highlight, Memo, Tag, Tagging
from corpus_app.actions import create_project, join
from corpus_app.actions.drafts import import_article
from corpus_app.ids import new_id
from corpus_app.importing.blocks import ROLES, Kind
from corpus_app.importing.blocks import Role as BlockRole
from corpus_app.importing.draft import Draft
from corpus_app.importing.fold import fold
from corpus_app.importing.reader import read
from corpus_app.models import Article, Change, Project, Role, User

FOLDER = settings.BASE_DIR / "fixtures" / "demo"
NAME = "The Old Harbour"
OWNER = "demo@corpus.example"
SIGN_IN_WITH = "corpus-demo"  # public on purpose: docs/guide/import.md says so
DAYS = 6  # since the team began, as the demo tells it
TALKED, PAUSE = timedelta(hours=124), timedelta(minutes=41)
STILL_READING = {  # all others have been read to the end by those who marked something in them
    "amina@corpus.example": {"09-garage-that-cannot-lose.txt": 14, "10-what-the-mud-remembers.txt": 9},
    "jiho@corpus.example": {"10-what-the-mud-remembers.txt": 11},
    OWNER: {"01-casting-vote.txt": 0, "02-hands-off-our-handbrakes.txt": 0, "03-the-street-is-a-room.txt": 6},
}


def is_loaded() -> bool:
    """Whether it was ever loaded here: the owner stays, whatever became of the project."""
    return User.objects.filter(email=OWNER).exists()


def is_open() -> bool:
    """Whether the demo's owner can still sign in with the password that everybody knows."""
    return check_password(SIGN_IN_WITH, User.objects.get(email=OWNER).password)


@dataclass
class Demo:
    """Loads a folder step by step; each step returns a line about what it made. Wants one transaction around all."""

    folder: Path = FOLDER
    began: datetime = field(default_factory=lambda: timezone.now() - timedelta(days=DAYS))
    people: dict[str, User] = field(default_factory=dict)
    articles: dict[str, Article] = field(default_factory=dict)
    tags: dict[tuple[str, ...], Tag] = field(default_factory=dict)
    entities: dict[str, Entity] = field(default_factory=dict)
    examples: dict[int, str] = field(default_factory=dict)  # ids of passages that show what a tag means, by entry
    notes: dict[tuple[str, str], Comment] = field(default_factory=dict)  # by article and words
    project: Project | None = None

    def load(self) -> Iterator[str]:
        yield self.load_people()
        yield self.load_articles()
        yield self.load_codebook()
        yield self.load_highlights()
        yield self.load_talk()
        yield self.load_readings()

    @property
    def owner(self) -> User:
        return self.people[OWNER]

    @cached_property
    def entries(self) -> list[dict]:
        return self.fixture("taggings.json")

    def fixture(self, name: str) -> list | dict:
        return json.loads((self.folder / name).read_text(encoding="utf-8"))

    def load_people(self) -> str:
        """The people and their project. Somebody who is here already keeps their name and password."""
        wanted, same_for_all = self.fixture("people.json"), make_password(SIGN_IN_WITH)
        for person in wanted:
            user = User.objects.filter(email=person["email"]).first()
            if user is None:
                user = User.objects.create_user(person["email"], display_name=person["display_name"])
                user.password = same_for_all
                user.save(update_fields=["password"])
            self.people[user.email] = user
        self.project = create_project(owner=self.owner, name=NAME)
        for person in wanted:
            if person["role"] != Role.OWNER:
                user = self.people[person["email"]]
                join(project=self.project, user=user, role=person["role"], actor=self.owner)
        return f"Made the project “{NAME}” with {len(wanted)} people."

    def load_articles(self) -> str:
        for metadata in self.fixture("articles.json"):
            file = metadata.pop("file")
            found = with_title(read((self.folder / "articles" / file).read_bytes(), file), metadata["title"])
            self.articles[file] = import_article(
                project=self.project, added_by=self.owner, found=found, **metadata
            )
        return f"Imported {len(self.articles)} articles."

    def load_codebook(self) -> str:
        for facet in self.fixture("codebook.json")["facets"]:
            tags = facet.pop("tags")
            there = actions.add_facet(project=self.project, actor=self.owner, **facet)
            self.add_tags(there, None, (facet["name"],), tags)
        for entity in self.fixture("entities.json"):
            entity["aliases"] = tuple(entity["aliases"])
            self.entities[entity["name"]] = actions.add_entity(project=self.project, actor=self.owner, **entity)
        Change.objects.filter(project=self.project).update(at=self.began)
        Article.objects.filter(project=self.project).update(created_at=self.began)
        return f"Made {len(self.tags)} tags and {len(self.entities)} entities."

    def add_tags(self, facet: object, parent: Tag | None, path: tuple[str, ...], tags: list[dict]) -> None:
        for columns in tags:
            children = columns.pop("children", [])
            picked = columns.get("examples", [])
            columns["examples"] = [self.example(quote, [*path, columns["name"]]) for quote in picked]
            tag = actions.add_tag(facet=facet, actor=self.owner, parent=parent, **columns)
            self.tags[*path, tag.name] = tag
            self.add_tags(facet, tag, (*path, tag.name), children)

    def example(self, quote: str, path: list[str]) -> dict[str, str]:
        """A passage of the tag at the path, whose id is decided before it is marked."""
        number = next(
            number for number, entry in enumerate(self.entries)
            if entry["quote"] == quote and any(tag["path"] == path for tag in entry["tags"])
        )
        return {"text": one_line(quote), "highlight": self.examples.setdefault(number, new_id())}

    def load_highlights(self) -> str:
        """In the order of the hours at which the demo says they were made, so that the diary reads like one."""
        marked = sorted(zip(hours(self.entries), self.entries, strict=True), key=lambda pair: pair[0])
        ids = {id(self.entries[number]): uid for number, uid in self.examples.items()}
        for after, entry in marked:
            self.add_highlight(entry, self.began + after, ids.get(id(entry), ""))
        taggings = sum(len(entry["tags"]) for _, entry in marked)
        return f"Marked {len(marked)} passages, with {taggings} taggings."

    def add_highlight(self, entry: dict, at: datetime, uid: str) -> None:
        article, coder = self.articles[entry["file"]], self.people[entry["coder"]]
        start, end = place(article.version.text, entry)
        highlight = actions.add_highlight(
            article=article, author=coder, start=start, end=end, quote=article.version.text[start:end],
            uid=uid, taggings=[self.tagging(tag) for tag in entry["tags"]],
        )
        Highlight.objects.filter(pk=highlight.pk).update(created_at=at, updated_at=at)
        Tagging.objects.filter(highlight=highlight).update(created_at=at, updated_at=at)
        Change.objects.filter(pk=highlight.change.pk).update(at=at)
        if "note" in entry:
            note = actions.write_note(highlight=highlight, author=coder, text=entry["note"])
            self.say_when(note, at)
            self.notes[entry["file"], entry["note"]] = note

    def tagging(self, tag: dict) -> NewTagging:
        return NewTagging(
            tag=self.tags[*tag["path"]],
            target=self.entities[tag["target"]] if "target" in tag else None,
            holder=self.entities[tag["holder"]] if "holder" in tag else None,
            holder_kind=tag.get("holder_kind", ""),
        )

    def load_talk(self) -> str:
        """What they said to each other about passages and articles, and their memos; on the day after the last mark."""
        talk, at = self.fixture("talk.json"), self.began + TALKED
        threads = [(self.notes[said["file"], said["note"]], said) for said in talk["threads"]]
        for said in talk["articles"]:
            at += PAUSE
            note = actions.write_note(
                article=self.articles[said["file"]], author=self.people[said["by"]], text=said["text"]
            )
            self.say_when(note, at)
            threads.append((note, said))
        for note, said in threads:
            for reply in said["replies"]:
                at += PAUSE
                author = self.people[reply["by"]]
                self.say_when(actions.write_note(parent=note, author=author, text=reply["text"]), at)
            if "resolved_by" in said:
                at += PAUSE
                resolved = actions.resolve_note(note=note, actor=self.people[said["resolved_by"]])
                Change.objects.filter(pk=resolved.change.pk).update(at=at)
        for said in talk["memos"]:
            at += PAUSE
            memo = actions.write_memo(
                project=self.project, author=self.people[said["by"]], text=said["text"], is_shared=True,
                article=self.articles.get(said.get("file", "")), tag=self.tags.get(tuple(said.get("tag", ()))),
            )
            self.say_when(memo, at)
        return f"Wrote {len(threads)} threads and {len(talk['memos'])} memos."

    def say_when(self, written: Comment | Memo, at: datetime) -> None:
        type(written).objects.filter(pk=written.pk).update(created_at=at, updated_at=at)
        Change.objects.filter(pk=written.change.pk).update(at=at)

    def load_readings(self) -> str:
        finished = {(entry["coder"], entry["file"]) for entry in self.entries}
        finished.update((OWNER, file) for file, position in STILL_READING[OWNER].items() if not position)
        opened = {(email, file): at for email, files in STILL_READING.items() for file, at in files.items() if at}
        for (email, file), position in opened.items():
            actions.keep_position(article=self.articles[file], coder=self.people[email], position=position)
        for email, file in sorted(finished - set(opened)):
            actions.finish_reading(article=self.articles[file], coder=self.people[email])
        return f"Noted who has read what: {len(finished - set(opened))} finished, {len(opened)} begun."


def with_title(found: Draft, title: str) -> Draft:
    """What a person corrects who knows the title: its paragraph, and the one that was taken for it.

    That one is the name of the site or section where it stands above the title, and else a heading.
    """
    titles = [at for at, block in enumerate(found.blocks) if fold(block.text) == fold(title)]
    true = titles[0] if titles else -1
    kinds = {true: Kind.TITLE}
    for at, block in enumerate(found.blocks):
        if block.kind is Kind.TITLE and at != true:
            kinds[at] = Kind.META if at < true else Kind.HEADING
    blocks = (
        replace(block, kind=kinds[at], role=ROLES.get(kinds[at], BlockRole.CONTENT)) if at in kinds else block
        for at, block in enumerate(found.blocks)
    )
    return replace(found, blocks=tuple(blocks))


def place(text: str, entry: dict) -> tuple[int, int]:
    """Start and end of the highlight; raises IndexError where the quote does not stand in the text as often as said."""
    found = list(spaced(entry["quote"]).finditer(text))[entry.get("occurrence", 1) - 1]
    if "to_quote" not in entry:
        return found.span()
    return found.start(), next(spaced(entry["to_quote"]).finditer(text, found.end())).end()


def spaced(quote: str) -> re.Pattern[str]:
    """The quote, whatever space the file has between its words."""
    return re.compile(r"\s+".join(re.escape(word) for word in quote.split()))


def hours(entries: list[dict]) -> Iterator[timedelta]:
    """When each was made: every coder takes an article a half-day, a few minutes a highlight, not all at one hour."""
    files, coders = sorted({entry["file"] for entry in entries}), sorted({entry["coder"] for entry in entries})
    made: dict[tuple[str, str], int] = {}
    for entry in entries:
        file, coder = entry["file"], entry["coder"]
        nth = made[file, coder] = made.get((file, coder), 0) + 1
        yield timedelta(
            hours=12 * files.index(file) + 2.3 * (1 + coders.index(coder)), minutes=4 * nth + len(entry["quote"]) % 4
        )
