"""annotations.csv: what a person sees of a filter, in pieces, the same bytes from either database."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, closing
from functools import lru_cache
from itertools import islice

from django.conf import settings
from django.urls import reverse

from annotations.copied import Copied
from annotations.exchange.cells import EMPTY, Cell
from annotations.exchange.columns import Flavour
from annotations.exchange.sheet import NO_ENTITY, NO_TAG, Sheet
from annotations.filters import PassageFilter
from annotations.mentions import plain
from annotations.models import Entity
from annotations.stored import Stored, are_copied, stored_rows
from annotations.tagtree import TagTree
from corpus_app.ids import LENGTH
from corpus_app.models import Membership, Project, User

LINES = 400  # in one piece
STATEMENTS = 4_096  # tag, target and holder together, kept encoded
ANY = "0" * LENGTH  # stands for an article's id in an address that is made once


def annotations_csv(
    *, project: Project, user: User, found: PassageFilter, flavour: Flavour, names: bool = False
) -> Iterator[bytes]:
    """The first piece comes before any query; closing the generator ends the work."""
    sheet = Sheet(flavour)
    yield sheet.header().encode()
    with ExitStack() as moment, closing(stored_rows(found, user, project, moment)) as batches:
        writer = Writer(sheet, project, user, names)
        for some in batches:
            yield from writer.copied(some) if are_copied() else writer.pieces(some)


class Writer:
    """Turns what is stored into lines. What many rows share (coders, tags, entities) is encoded once."""

    def __init__(self, sheet: Sheet, project: Project, user: User, names: bool) -> None:
        self.sheet, self.project = sheet, project
        people = Membership.objects.visible_to(user).filter(project=project).select_related("user")
        self.coders = {
            each.user_id: sheet.coder(each.user.uid, each.user.display_name if names else each.pseudonym)
            for each in people
        }
        self.names = {each.user.uid: each.user.display_name if names else each.pseudonym for each in people}
        self.tags = {None: NO_TAG}
        for pk, node in TagTree.of(project).nodes.items():
            tag, facet = node.tag, node.tag.facet
            self.tags[pk] = sheet.tag(
                facet.slug, facet.kind, tag.uid, tag.name, node.path_text, tag.value, tag.value_num
            )
        entities = Entity.objects.visible_to(user).filter(project=project).values_list("pk", "uid", "name")
        self.entities = {None: NO_ENTITY}
        self.entities |= {pk: sheet.entity(uid, name) for pk, uid, name in entities}
        self.statement = lru_cache(STATEMENTS)(self._statement)
        address = reverse("annotations:article", args=(project.slug, ANY))
        self.before_uid, _, self.after_uid = f"{settings.SITE_URL}{address}".rpartition(ANY)

    def copied(self, some: Stored) -> Iterator[bytes]:
        """Of lines that are blocks of COPY's."""
        lines = Copied(self.sheet, self.coders, self.statement)
        return lines.pieces(some.rows, self.articles(some.versions), notes_of(some.comments, self.names))

    def pieces(self, some: Stored) -> Iterator[bytes]:
        lines = self.lines(some)
        while piece := "".join(islice(lines, LINES)):
            yield piece.encode()

    def lines(self, some: Stored) -> Iterator[str]:
        articles, notes = self.articles(some.versions), notes_of(some.comments, self.names)
        text, line, statement, coders = self.sheet.text, self.sheet.line, self.statement, self.coders
        last = None
        for (
            _, start, end, highlight, _, uid, version, first, final, quote, prefix, suffix, coder, created, updated,
            own, tag, target, holder, holder_kind, memo, codebook,
        ) in some.rows:
            if highlight != last:
                passage = self.sheet.passage(uid, *articles[version], first, final, start, end, quote, prefix, suffix)
                last = highlight
            memo = memo or (notes.get((highlight, coder)) if notes else "")
            yield line(
                f"g-{own}" if own else f"h-{uid}", passage, statement(tag, target, holder, holder_kind),
                text(memo) if memo else EMPTY, coders[coder], codebook, created, updated,
            )

    def articles(self, versions: Iterable[tuple]) -> dict[int, tuple[Cell, str]]:
        """By version: project … article_version, and the address of the reading page."""
        slug = self.project.slug
        return {
            pk: (self.sheet.article(slug, uid, *said), f"{self.before_uid}{uid}{self.after_uid}")
            for pk, uid, *said in versions
        }

    def _statement(self, tag: int | None, target: int | None, holder: int | None, holder_kind: str) -> Cell:
        return self.sheet.statement(self.tags[tag], self.entities[target], self.entities[holder], holder_kind)


def notes_of(comments: Iterable[tuple], names: Mapping[str, str]) -> dict[tuple[int, int], str]:
    """By highlight and author: their notes there, oldest first; who is mentioned is called as coders are."""
    found: dict[tuple[int, int], str] = {}
    for _, highlight, author, text in comments:
        text = plain(text, names)
        there = found.get((highlight, author))
        found[highlight, author] = text if there is None else f"{there}\n{text}"
    return found
