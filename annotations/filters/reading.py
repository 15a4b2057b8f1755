"""An address as a filter, and a sentence for each of its keys that means nothing in this project."""

from collections.abc import Iterable
from dataclasses import replace

from django.db.models import Q
from django.http import QueryDict

from annotations.filters.brackets import BracketReader
from annotations.filters.kinds import KINDS, NOT, Choice
from annotations.filters.own_fields import PREFIX, OwnReader
from annotations.filters.passage_filter import NEAR, WITHOUT, PassageFilter
from annotations.models import Facet, Tag
from annotations.stages import Stage
from annotations.tagtree import TagTree
from corpus_app.importing.fold import fold
from corpus_app.models import Project
from corpus_app.partial_dates import is_partial_date

LONGEST_TEXT = 500  # SQLite refuses longer patterns at some point; nobody types them
MOST_VALUES = 100  # of one part
NO_TAG = "There is no such tag in this project. Choose one from the codebook."


class _Parser:
    """Reads the keys one by one; collects a sentence for each that means nothing in this project."""

    def __init__(self, project: Project, data: QueryDict, tree: TagTree | None, but: Tag | None) -> None:
        self.project, self.data, self.tree, self.but = project, data, tree, but
        self.errors: dict[str, str] = {}

    def text(self, key: str) -> str:
        return self.data.get(key, "").strip()

    def several(self, key: str) -> list[str]:
        """Each once."""
        return list(dict.fromkeys(said.strip() for said in self.data.getlist(key) if said.strip()))

    def flag(self, key: str) -> bool:
        return self.text(key) in ("1", "on", "true")

    def tags(self, key: str) -> tuple[Tag, ...]:
        nodes = [self.codebook().by_uid(uid) for uid in self.several(key)]
        if None in nodes:
            self.errors[key] = NO_TAG
        tags = {(node if node.tag == self.but else self.codebook().settled(node)).tag for node in nodes if node}
        return tuple(sorted(tags, key=lambda tag: tag.pk))

    def values(self) -> tuple[str, ...]:
        values = self.several("value")
        for value in values:
            if not self.codebook().of_value(value):
                self.errors["value"] = f"No stance in this project has the value “{value}”. Choose one from the list."
        return tuple(values)

    def choices(self) -> Iterable[Choice]:
        for key, kind in KINDS.items():
            for name in (key, f"{NOT}{key}"):
                said = self.several(name)
                if not said:
                    continue
                found = {one.said: one for one in kind.read(self.project, said[:MOST_VALUES])}
                missing = next((each for each in said if each not in found), None)
                if missing is not None:
                    self.errors[name] = kind.refusal.format(missing)
                if found:
                    chosen = sorted({one.now() for one in found.values()}, key=lambda one: (one.name, one.said))
                    yield Choice(key, tuple(chosen), is_not=name != key)

    def with_those_below(self, tags: Iterable[Tag], is_wanted: bool = True) -> frozenset[int]:
        own = frozenset(tag.pk for tag in tags)
        return self.codebook().with_descendants(own) if own and is_wanted else own

    def facet(self) -> Facet | None:
        """By its slug, as in the CSV, or by its id."""
        name = self.text("facet")
        if not name:
            return None
        found = Facet.objects.filter(Q(slug=name) | Q(uid=name), project=self.project).first()
        if found is None:
            self.errors["facet"] = "There is no such facet in this project. Choose one from the list."
        return found

    def one_of(self, key: str, known: Iterable[str], what: str) -> str:
        said = self.text(key)
        if said and said not in known:
            self.errors[key] = f"{what} must be one of {', '.join(known)}."
            return ""
        return said

    def without(self) -> tuple[str, ...]:
        names = {name for name in self.several("without") if not name.startswith(PREFIX)}
        if not names <= WITHOUT.keys():
            self.errors["without"] = f"What is not said must be one of {', '.join(WITHOUT)}."
        return tuple(name for name in WITHOUT if name in names)

    def date(self, key: str) -> str:
        text = self.text(key)
        if text and not is_partial_date(text):
            self.errors[key] = f"“{text}” is not a date. Write 2025, 2025-03 or 2025-03-14."
            return ""
        return text

    def words(self, key: str) -> str:
        text = self.text(key)
        if len(text) > LONGEST_TEXT:
            self.errors[key] = f"Search for at most {LONGEST_TEXT} characters of a passage."
            return ""
        return text if fold(text) else ""

    def codebook(self) -> TagTree:
        self.tree = self.tree or TagTree.of(self.project)
        return self.tree


def parse(
    project: Project, data: QueryDict, tree: TagTree | None = None, but: Tag | None = None
) -> tuple[PassageFilter, dict[str, str]]:
    """The filter a query string asks for, and a sentence for every key that cannot be understood.

    Show nothing where there are errors: the filter then lacks those parts and would give too many rows. Keys that
    are not the filter's are ignored. At most one query per kind of thing that is named, none for tags with the `tree`.
    What was merged into another means that one, also in what was saved before; only the tag `but` means itself.
    """
    read = _Parser(project, data, tree, but)
    own = OwnReader(project, data, read.errors)
    groups = BracketReader(project, data, read.errors, read.codebook).brackets()
    found = PassageFilter(
        tags=read.tags("tag"),
        children=read.text("children") != "0",
        not_tags=read.tags("not_tag"),
        facet=read.facet(),
        values=read.values(),
        choices=tuple(read.choices()),
        published_from=read.date("published_from"),
        published_to=read.date("published_to"),
        created_from=read.date("created_from"),
        created_to=read.date("created_to"),
        text=read.words("text"),
        not_text=read.words("not_text"),
        note=read.words("note"),
        noted=read.one_of("noted", ("yes", "no"), "Whether there is a note"),
        coded=read.one_of("coded", Stage.values, "When it was coded"),
        untagged_only=read.flag("untagged"),
        also=read.tags("also"),
        also_children=read.text("also_children") != "0",
        near=read.one_of("near", NEAR, "Where the other tag lies"),
        without=read.without(),
        own=tuple(own.parts()),
        brackets=groups,
        is_any=len(groups) > 1 and read.text("fit") == "any",
    )
    also = tuple(read.with_those_below([tag], found.also_children) for tag in found.also)
    not_pks = read.with_those_below(found.not_tags)
    pks = found.tags_in(read.codebook()) if found.tags or found.facet or found.values else None
    return replace(found, tag_pks=pks, also_pks=also, not_pks=not_pks), read.errors
