"""The codebook's versions: what tags meant before, and the taggings that were made then and wait to be looked at."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from annotations import examples
from annotations.models import Highlight, Reading, ReadingState, Tag, Tagging
from annotations.pages.dealing import Card, card
from annotations.tagtree import TagTree
from corpus_app.models import Change, Project, User

BATCH = 50
WORDS = {
    "name": "Name", "brief": "In brief", "definition": "Definition", "use_when": "Use when", "avoid_when": "Not when",
    "examples": "Examples", "counter_example": "Counter-example",
}


@dataclass(frozen=True)
class Said:
    name: str
    before: str
    after: str


@dataclass(frozen=True)
class Version:
    """A change of meaning: what was said of the tag before and after; `waiting` for what is in force now only."""

    number: int
    tag: Tag
    at: datetime
    by: str
    why: str
    said: list[Said]
    waiting: int = 0


def waiting(project: Project, user: User, tags: Iterable[Tag]) -> QuerySet[Tagging]:
    """The taggings that the person sees and that are older than what their tag means now.

    `tags` are those of changed meaning: for each of them the index by tag is read.
    """
    older = Q(pk=None)
    for tag in tags:
        older |= Q(tag=tag, codebook_version__lt=tag.meaning_version)
    return Tagging.objects.visible_in(project, user).filter(older)


def changed_tags(tree: TagTree) -> list[Tag]:
    return [node.tag for node in tree.nodes.values() if node.tag.meaning_version and node.tag.archived_at is None]


def waiting_counts(project: Project, user: User, tree: TagTree) -> tuple[int, int]:
    """The person's own, and everybody's that they see. Queries once where a meaning has changed, else not at all."""
    tags = changed_tags(tree)
    if not tags:
        return 0, 0
    counted = dict(waiting(project, user, tags).order_by().values_list("coder").annotate(Count("pk")))
    return counted.get(user.pk, 0), sum(counted.values())


def versions(project: Project, user: User) -> list[Version]:
    """Newest first. Each tag's change of meaning names the one before it, so there is a query for each step back.

    The codebook is everybody's who is in the project, and so is what it said before.
    """
    tree = TagTree.of(project)
    tags = {node.tag.pk: node.tag for node in tree.nodes.values()}
    live = changed_tags(tree)
    counted = dict(waiting(project, user, live).order_by().values_list("tag").annotate(Count("pk"))) if live else {}
    found, numbers = [], {tag.meaning_change for tag in tags.values() if tag.meaning_change}
    in_force = set(numbers)
    while numbers:
        changes = Change.objects.filter(project=project, number__in=numbers).select_related("actor")
        steps = [(change, edit) for change in changes for edit in _meanings(change)]
        for change, edit in steps:
            count = counted.get(edit["id"], 0) if change.number in in_force else 0
            found.append(replace(_version(change, edit, tags[edit["id"]]), waiting=count))
        numbers = {edit["before"]["meaning_change"] for _, edit in steps} - {0, None}
    return sorted(found, key=lambda version: -version.number)


def _meanings(change: Change) -> Iterator[dict]:
    for edit in change.edits:
        if edit["table"] == Tag._meta.label_lower and edit["before"] and "meaning_change" in edit["before"]:
            yield edit


def _version(change: Change, edit: dict, tag: Tag) -> Version:
    before, after = edit["before"], edit["after"]
    said = [Said(words, _text(before[name]), _text(after[name])) for name, words in WORDS.items() if name in after]
    by = change.actor.display_name
    return Version(after["meaning_version"], tag, change.at, by, after["meaning_note"], said)


def _text(value: object) -> str:
    return "\n".join(examples.texts(value)) if isinstance(value, list) else str(value)


@dataclass(frozen=True)
class Again:
    """A tagging to look at again. `others` are its facet's tags; `is_locked`: its coder has finished the article."""

    tagging: Tagging
    card: Card
    others: list[tuple[str, str]]
    is_own: bool
    is_locked: bool
    begins: Version | None = None  # the tag's change of meaning, before its first card


@dataclass(frozen=True)
class LookAgain:
    rows: list[Again]
    mine: int
    all: int
    is_everybodys: bool


def look_again(project: Project, user: User, everybodys: bool) -> LookAgain:
    """The next ones by tag and place. Queries eight times, and once more for each earlier meaning."""
    tree = TagTree.of(project)
    mine, total = waiting_counts(project, user, tree)
    tags = changed_tags(tree)
    rows = waiting(project, user, tags) if tags else Tagging.objects.none()
    rows = rows if everybodys else rows.filter(coder=user)
    rows = rows.select_related("tag", "coder", "highlight__article", "target", "holder")
    found = list(rows.order_by("tag", "article", "highlight__start", "pk")[:BATCH])
    known = {version.tag.pk: version for version in reversed(versions(project, user))} if found else {}
    locked = set(_finished(user).values_list("article", flat=True)) if found else set()
    places = {tag.facet_id: list(_places(tree, tag.facet_id)) for tag in tags}
    shown, last = [], None
    for row in found:
        mark: Highlight = row.highlight
        shown.append(Again(
            row, card(mark, [row], project.slug), [place for place in places[row.facet_id] if place[0] != row.tag.uid],
            row.coder_id == user.pk, row.coder_id == user.pk and row.article_id in locked,
            known.get(row.tag_id) if row.tag_id != last else None,
        ))
        last = row.tag_id
    return LookAgain(shown, mine, total, everybodys)


def _finished(user: User) -> QuerySet[Reading]:
    return Reading.objects.assigned().filter(coder=user, state=ReadingState.FINISHED)


def _places(tree: TagTree, facet: int) -> Iterator[tuple[str, str]]:
    for node in tree.nodes.values():
        if node.tag.facet_id == facet and node.tag.archived_at is None:
            yield node.tag.uid, node.path_text
