"""Articles side by side: the same themes aligned, stances toward the same target facing each other, copied passages."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from django.http import QueryDict
from django.urls import reverse

from annotations.models import FacetKind, HolderKind, Tag, Tagging
from annotations.pages.library import readable_date
from annotations.tagtree import TagTree
from corpus_app.importing.sketch import shingles, words_of
from corpus_app.models import Article, Paragraph, Project, User

LEAST, MOST = 2, 5  # articles beside each other
OFFERED = 300  # articles to choose from
SHOWN = 4  # passages in a cell before “and more”
QUOTED = 180
WORDS, ALIKE = 12, 0.3  # a passage long enough to be told as copied, and the share of its five-word runs
DUPLICATES = 60


@dataclass(frozen=True)
class Column:
    article: Article
    url: str
    portrait: str
    about: str  # source and date


@dataclass(frozen=True)
class Quote:
    text: str
    url: str
    place: str


@dataclass(frozen=True)
class ThemeCell:
    quotes: Sequence[Quote]
    number: int
    url: str  # all its passages

    @property
    def left(self) -> int:
        return self.number - len(self.quotes)


@dataclass(frozen=True)
class ThemeRow:
    tag: Tag
    path: str
    cells: Sequence[ThemeCell | None]


@dataclass(frozen=True)
class Held:
    """One stance of one voice in an article, coded so many times."""

    tag: Tag
    voice: str
    number: int
    url: str


@dataclass(frozen=True)
class StanceRow:
    target: str
    cells: Sequence[Sequence[Held]]


@dataclass(frozen=True)
class Side:
    article: Article
    position: int
    text: str
    url: str


@dataclass(frozen=True)
class Duplicate:
    one: Side
    other: Side
    percent: int


@dataclass(frozen=True)
class Comparison:
    columns: Sequence[Column]
    themes: Sequence[ThemeRow]
    stances: Sequence[StanceRow]
    duplicates: Sequence[Duplicate]
    offered: Sequence[tuple[Article, bool]]  # and whether it is chosen
    problem: str = ""

    @property
    def is_cut(self) -> bool:
        """Whether there may be more articles than can be chosen here."""
        return len(self.offered) >= OFFERED

    @property
    def shared(self) -> int:
        """Themes that all of them have."""
        return sum(all(row.cells) for row in self.themes)

    @property
    def lines(self) -> list[list[str]]:
        """As a sheet: numbers of passages by theme, stances in words by target."""
        head = ["Kind", "Theme or target", *(str(column.article) for column in self.columns)]
        themes = [["theme", row.path, *(str(cell.number if cell else 0) for cell in row.cells)] for row in self.themes]
        stances = [
            ["stance", row.target, *("; ".join(f"{one.tag.name} ({one.voice}) {one.number}" for one in cell)
                                     for cell in row.cells)]
            for row in self.stances
        ]
        return [head, *themes, *stances]


def comparison(project: Project, user: User, data: QueryDict) -> Comparison:
    """Queries five times at most; the first article said stands at the left."""
    said = list(dict.fromkeys(data.getlist("article")))
    visible = Article.objects.visible_to(user).filter(project=project)
    offered = list(visible.order_by("-published", "title", "pk")[:OFFERED])
    known = {article.uid: article for article in visible.filter(uid__in=said[: MOST + 1])} if said else {}
    chosen = [known[uid] for uid in said if uid in known]
    offered = [(article, article.uid in known) for article in [
        *(one for one in chosen if one not in offered), *offered
    ]]
    if len(said) > MOST:
        return Comparison([], [], [], [], offered, f"Choose {MOST} articles at most; more have no room here.")
    if len(chosen) < LEAST:
        problem = "Choose at least two articles." if said and not chosen else ""  # one waits for a second
        return Comparison([], [], [], [], offered, problem)
    columns = [_column(project, article) for article in chosen]
    themes, stances = _coded(project, user, columns)
    return Comparison(columns, themes, stances, list(_duplicates(columns)), offered)


def _column(project: Project, article: Article) -> Column:
    where = (project.slug, article.uid)
    about = " · ".join(part for part in (article.source, readable_date(article.published)) if part)
    url, portrait = (reverse(f"annotations:{name}", args=where) for name in ("article", "portrait"))
    return Column(article, url, portrait, about)


def _coded(
    project: Project, user: User, columns: Sequence[Column]
) -> tuple[list[ThemeRow], list[StanceRow]]:
    keys = [column.article.pk for column in columns]
    rows = Tagging.objects.visible_in(project, user, keys).filter(highlight__removed_at=None)
    rows = rows.select_related("highlight", "target", "holder").defer("highlight__folded")
    tree = TagTree.of(project)
    themes: dict[int, dict[int, dict[int, Tagging]]] = defaultdict(lambda: defaultdict(dict))
    stances: dict[str, dict[int, list[Tagging]]] = defaultdict(lambda: defaultdict(list))
    for tagging in rows.order_by("highlight__start", "highlight__end", "pk"):
        if tree[tagging.tag_id].tag.facet.kind == FacetKind.STANCE:
            stances[tagging.target.name if tagging.target else ""][tagging.article_id].append(tagging)
        else:
            themes[tagging.tag_id][tagging.article_id].setdefault(tagging.highlight_id, tagging)
    passages = reverse("annotations:passages", args=(project.slug,))
    aligned = [
        ThemeRow(tree[pk].tag, tree[pk].path_text, [
            _theme_cell(column, list(themes[pk][column.article.pk].values()), tree[pk].tag, passages)
            for column in columns
        ])
        for pk in tree.nodes if pk in themes
    ]
    aligned.sort(key=lambda row: -sum(cell is not None for cell in row.cells))
    facing = [
        StanceRow(target or "No target", [
            _held(stances[target][column.article.pk], tree, column) for column in columns
        ])
        for target in sorted(stances, key=lambda name: (-len(stances[name]), name))
    ]
    return aligned, facing


def _theme_cell(column: Column, taggings: list[Tagging], tag: Tag, passages: str) -> ThemeCell | None:
    if not taggings:
        return None
    quotes = [_quote(tagging, column) for tagging in taggings[:SHOWN]]
    url = f"{passages}?tag={tag.uid}&children=0&article={column.article.uid}"
    return ThemeCell(quotes, len(taggings), url)


def _quote(tagging: Tagging, column: Column) -> Quote:
    text, first = tagging.highlight.quote, tagging.highlight.first_paragraph
    shown = text if len(text) <= QUOTED else text[:QUOTED].rsplit(" ", 1)[0] + " …"
    return Quote(shown, f"{column.url}#h-{tagging.highlight.uid}", str(first))


def _held(taggings: list[Tagging], tree: TagTree, column: Column) -> list[Held]:
    """By value and voice, most first; each leads to its first passage."""
    groups: dict[tuple[int, str], list[Tagging]] = defaultdict(list)
    for tagging in taggings:
        groups[tagging.tag_id, _voice(tagging)].append(tagging)
    return [
        Held(tree[tag].tag, voice, len(found), f"{column.url}#h-{found[0].highlight.uid}")
        for (tag, voice), found in sorted(groups.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    ]


def _voice(tagging: Tagging) -> str:
    name = tagging.holder.name if tagging.holder else ""
    if tagging.holder_kind == HolderKind.AUTHOR:
        return f"the author, {name}" if name else "the author"
    if tagging.holder_kind in (HolderKind.QUOTED, HolderKind.PARAPHRASED):
        return f"{name or 'somebody'}, {tagging.holder_kind}"
    return name or "nobody named"


def _duplicates(columns: Sequence[Column]) -> Iterator[Duplicate]:
    """Paragraphs of two of the articles that share runs of five words, as exactly as they are told."""
    by_version = {column.article.version_id: column for column in columns}
    rows = Paragraph.objects.filter(version__in=by_version).order_by("version", "position")
    made: dict[int, list[tuple[Paragraph, set[int]]]] = defaultdict(list)
    for paragraph in rows:
        words = words_of(paragraph.text)
        if len(words) >= WORDS:
            made[paragraph.version_id].append((paragraph, shingles(words)))
    found = []
    for one, other in combinations(by_version, 2):
        places: dict[int, list[int]] = defaultdict(list)
        for nth, (_, runs) in enumerate(made[other]):
            for run in runs:
                places[run].append(nth)
        for paragraph, runs in made[one]:
            for nth in {nth for run in runs for nth in places.get(run, ())}:
                beside, there = made[other][nth]
                alike = len(runs & there) / min(len(runs), len(there))
                if alike >= ALIKE:
                    found.append((alike, paragraph, beside))
    found.sort(key=lambda pair: (-pair[0], pair[1].pk, pair[2].pk))
    for alike, paragraph, beside in found[:DUPLICATES]:
        sides = (_side(by_version[one.version_id], one) for one in (paragraph, beside))
        yield Duplicate(*sides, percent=round(100 * alike))


def _side(column: Column, paragraph: Paragraph) -> Side:
    return Side(column.article, paragraph.position, paragraph.text, f"{column.url}#p{paragraph.position}")
