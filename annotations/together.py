"""Which tags lie on the same passage: the database puts each passage's tags together, the pairs are counted here.

To join the taggings with themselves cost PostgreSQL ten times as much with a million passages: there are eight pairs to
a passage, with the tags above each, but only one set of tags, and many passages have the same.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import BigIntegerField, F, Func, QuerySet

from annotations.filters import OF_ARTICLES, PassageFilter
from annotations.models import Facet, Tagging
from annotations.tagtree import TagTree
from corpus_app.models import Project, User

# Keys of an address that ask for passages as a whole: what else is tagged on these is asked for, too.
OF_PASSAGES = {"facet", "article", "source", "published_from", "published_to", "text"}
# PostgreSQL goes article by article, so that what it groups stays small; all at once took it twice as long.
EACH = {
    "postgresql": """
SELECT {columns}, COUNT(*) FROM corpus_app_article place CROSS JOIN LATERAL ({passages}) passage
WHERE place.project_id = %s AND place.removed_at IS NULL GROUP BY {columns}""",
    "sqlite": "SELECT {columns}, COUNT(*) FROM ({passages}) passage WHERE %s IS NOT NULL GROUP BY {columns}",
}
TAGS_OF = {
    "postgresql": "SELECT highlight_id, string_agg(tag_id::text, ',') AS tags{further} FROM ({taggings}) tagged "
                  "GROUP BY highlight_id",
    "sqlite": "SELECT highlight_id, group_concat(tag_id) AS tags{further} FROM ({taggings}) tagged "
              "GROUP BY highlight_id",
}
BESIDE = """
SELECT asked.*, other.tags AS others FROM ({passages}) asked
JOIN ({rest}) other ON other.highlight_id = asked.highlight_id"""
NEAR_BY = """
SELECT asked.highlight_id, MIN(asked.tags) AS tags, {gathered} AS others FROM ({passages}) asked
JOIN ({rest}) other ON other.version_id = asked.version_id AND {touching} GROUP BY asked.highlight_id"""
TOUCHING = {
    "overlap": "other.begins < asked.ends AND other.ends > asked.begins",
    "paragraph": "other.first_one <= asked.last_one AND other.last_one >= asked.first_one",
}
GATHERED = {"postgresql": "string_agg(other.tags, ',')", "sqlite": "group_concat(other.tags)"}
POSITIONS = {"version_id": "version", "begins": "start", "ends": "end", "first_one": "first_paragraph",
             "last_one": "last_paragraph"}
PLACE = {"postgresql": "place.id", "sqlite": ""}
Pair = tuple[int, int]


@dataclass(frozen=True)
class Together:
    """Passages, or articles: in all, with each tag, and of these with each other tag, which may be the same."""

    total: int
    rows: Mapping[int, int]
    columns: Mapping[int, int]
    cells: Mapping[Pair, int]


def together(
    project: Project, user: User, found: PassageFilter, facet: Facet, tree: TagTree, *, is_alone: bool,
    of_articles: bool = False, near: str = "",
) -> Together:
    """Of the passages with taggings asked for, which tags of the facet lie on them also, whoever put them there.

    Queries once. Unless `is_alone` a tag counts with those below it, once on each passage. With `near`, a key of
    filters.NEAR, also what lies on passages beside them; articles are then not counted.
    """
    is_whole = found.tag_pks == tree.of_facet(facet.pk)  # then to name each tag would only cost time
    seen = (replace(found, tag_pks=None) if is_whole else found).taggings(user, project).filter(facet=facet)
    others = None
    if near or not _is_of_passages(found):
        others = Tagging.objects.visible_in(project, user).filter(facet=facet)
    try:
        statement, parameters = _statement(seen, others, near, of_articles=of_articles)
    except EmptyResultSet:
        return Together(0, {}, {}, {})
    above, keys = _above(tree, facet, is_alone)
    counting = _Articles(keys) if of_articles else _Passages(keys)
    with connection.cursor() as cursor:
        cursor.execute(statement, [*parameters, project.pk])
        while rows := cursor.fetchmany(5_000):
            counting.take(rows, above, has_others=others is not None)
    return counting.counted()


def _is_of_passages(found: PassageFilter) -> bool:
    return all(key in OF_PASSAGES or (key == "without" and value in OF_ARTICLES) for key, value in found.pairs())


def _statement(
    seen: QuerySet, others: QuerySet | None, near: str, *, of_articles: bool
) -> tuple[str, list[object]]:
    further = ", MIN(article_id) AS article_id" if of_articles else ""
    further += "".join(f", MIN({name}) AS {name}" for name in POSITIONS) if near else ""
    passages, parameters = _tags_of(seen, further)
    columns = "passage.tags"
    if others is not None:
        rest, more = _tags_of(others, further if near else "")
        if near:
            gathered = GATHERED[connection.vendor]
            passages = NEAR_BY.format(passages=passages, rest=rest, touching=TOUCHING[near], gathered=gathered)
        else:
            passages = BESIDE.format(passages=passages, rest=rest)
        parameters += more
        columns += ", passage.others"
    if of_articles:
        columns += ", passage.article_id"
    return EACH[connection.vendor].format(columns=columns, passages=passages), parameters


def _tags_of(taggings: QuerySet, further: str) -> tuple[str, list[object]]:
    place = PLACE[connection.vendor]
    here = taggings.filter(article=Func(template=place, output_field=BigIntegerField())) if place else taggings
    positions = {name: F(f"highlight__{path}") for name, path in POSITIONS.items()} if "begins" in further else {}
    own = here.order_by().values("tag_id", "highlight_id", "article_id", **positions)
    sql, parameters = own.query.sql_with_params()
    return TAGS_OF[connection.vendor].format(taggings=sql, further=further), list(parameters)


def _above(tree: TagTree, facet: Facet, is_alone: bool) -> tuple[dict[str, frozenset[int]], list[int]]:
    """Of each tag, written as the database writes it, all that it counts for, by their places in the list of tags."""
    keys = [pk for pk, node in tree.nodes.items() if node.tag.facet_id == facet.pk]
    own = {pk: {place} for place, pk in enumerate(keys)}
    for place, pk in enumerate(() if is_alone else keys):
        for below in tree[pk].descendants:
            own[below].add(place)
    return {str(pk): frozenset(places) for pk, places in own.items()}, keys


class _Passages:
    """Counted in lists: by keys in dictionaries it took twice as long."""

    def __init__(self, keys: list[int]) -> None:
        self.keys = keys
        self.sets: dict[tuple[frozenset[int], frozenset[int] | None], int] = defaultdict(int)

    def take(self, rows: Iterable[tuple], above: Mapping[str, frozenset[int]], *, has_others: bool) -> None:
        for row in rows:
            self.sets[_all(row[0], above), _all(row[1], above) if has_others else None] += row[-1]

    def counted(self) -> Together:
        rows, columns = [0] * len(self.keys), [0] * len(self.keys)
        cells = [[0] * len(self.keys) for _ in self.keys]
        if all(others is None for _, others in self.sets):
            rows = columns = self._count_halves(cells)
        else:
            self._count_pairs(rows, columns, cells)
        pairs = {
            (tag, other): number for tag, beside in zip(self.keys, cells, strict=True)
            for other, number in zip(self.keys, beside, strict=True) if number
        }
        return Together(sum(self.sets.values()), self._by_key(rows), self._by_key(columns), pairs)

    def _count_pairs(self, rows: list[int], columns: list[int], cells: list[list[int]]) -> None:
        for (own, others), number in self.sets.items():
            for other in others:
                columns[other] += number
            for tag in own:
                rows[tag] += number
                of_tag = cells[tag]
                for other in others:
                    of_tag[other] += number

    def _count_halves(self, cells: list[list[int]]) -> list[int]:
        """Of tags on the same passage: each pair once, then mirrored; a tag with itself is how many it has."""
        for (own, _), number in self.sets.items():
            places = sorted(own)
            for at, tag in enumerate(places):
                of_tag = cells[tag]
                for other in places[at:]:
                    of_tag[other] += number
        for tag, of_tag in enumerate(cells):
            of_tag[:tag] = [cells[other][tag] for other in range(tag)]
        return [of_tag[tag] for tag, of_tag in enumerate(cells)]

    def _by_key(self, numbers: list[int]) -> dict[int, int]:
        return {key: number for key, number in zip(self.keys, numbers, strict=True) if number}


class _Articles:
    def __init__(self, keys: list[int]) -> None:
        self.keys = keys
        self.places: set[int] = set()
        self.rows: dict[int, set[int]] = defaultdict(set)
        self.columns: dict[int, set[int]] = defaultdict(set)
        self.cells: dict[Pair, set[int]] = defaultdict(set)

    def take(self, rows: Iterable[tuple], above: Mapping[str, frozenset[int]], *, has_others: bool) -> None:
        for row in rows:
            own, place = _all(row[0], above), row[-2]
            others = _all(row[1], above) if has_others else own
            self.places.add(place)
            for other in others:
                self.columns[other].add(place)
            for tag in own:
                self.rows[tag].add(place)
                for other in others:
                    self.cells[tag, other].add(place)

    def counted(self) -> Together:
        rows = {self.keys[tag]: len(found) for tag, found in self.rows.items()}
        columns = {self.keys[tag]: len(found) for tag, found in self.columns.items()}
        cells = {(self.keys[tag], self.keys[other]): len(found) for (tag, other), found in self.cells.items()}
        return Together(len(self.places), rows, columns, cells)


def _all(tags: str, above: Mapping[str, frozenset[int]]) -> frozenset[int]:
    found = [above[tag] for tag in tags.split(",")]
    return found[0] if len(found) == 1 else found[0].union(*found[1:])
