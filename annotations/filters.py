"""Which rows of annotations.csv somebody asked for: one filter for browse and export, and its URL."""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import QueryDict

from annotations.models import Entity, Facet, Highlight, HolderKind, Tag, Tagging
from annotations.stages import Stage, Stages
from annotations.tagtree import TagTree
from corpus_app.ids import is_id
from corpus_app.importing.fold import fold
from corpus_app.models import Article, Project, User
from corpus_app.partial_dates import first_moment, is_partial_date, moment_after

LONGEST_TEXT = 500  # SQLite refuses longer patterns at some point; nobody types them
ORDER = ("article", "start", "end", "id")
OF_ARTICLES = {"source": Q(article__source=""), "date": Q(article__published="")}
OF_TAGGINGS = {"target": Q(target=None), "holder": Q(holder=None), "voice": Q(holder_kind="")}
WITHOUT = {name: f"a {name}" for name in (*OF_ARTICLES, *OF_TAGGINGS)}


@dataclass(frozen=True)
class PassageFilter:
    """The unit is a row of annotations.csv: one tagging (a highlight's tag by a coder) or one untagged highlight.

    Parts are joined by AND; several tags by OR. The parts about a tagging leave out untagged highlights; `coder` and
    the time of making mean the highlight's own for those. No part at all: everything visible.
    """

    tags: tuple[Tag, ...] = ()
    children: bool = True  # a tag means also the tags below it
    facet: Facet | None = None
    value: str = ""
    target: Entity | None = None
    holder: Entity | None = None
    holder_kind: str = ""
    coder: User | None = None
    article: Article | None = None
    source: str = ""
    published_from: str = ""
    published_to: str = ""
    created_from: str = ""
    created_to: str = ""
    text: str = ""
    coded: str = ""  # before or after the reveal: annotations.stages
    untagged_only: bool = False
    also: Tag | None = None  # on the same highlight, whoever put it there
    also_children: bool = True  # it means also the tags below it
    without: tuple[str, ...] = ()  # keys of WITHOUT: what the article or the tagging does not say
    tag_pks: frozenset[int] | None = None  # what tags, children, facet and value come to; None where none is set
    also_pks: frozenset[int] = frozenset()  # what also comes to

    def pairs(self) -> list[tuple[str, str]]:
        """The URL's keys and values in one fixed order; what is not set is not there."""
        found = [("tag", tag.uid) for tag in self.tags]
        if self.tags and not self.children:
            found.append(("children", "0"))
        for field in fields(self):
            if field.name in ("tags", "children", "also_children", "without", "tag_pks", "also_pks"):
                continue
            value = getattr(self, field.name)
            if value:
                found.append(("untagged" if value is True else field.name, _as_text(value)))
        if self.also and not self.also_children:
            found.append(("also_children", "0"))
        return found + [("without", name) for name in self.without]

    def query_string(self) -> str:
        """Canonical: equal filters give equal texts, whatever order they were asked in."""
        return urlencode(self.pairs())

    def __bool__(self) -> bool:
        return bool(self.pairs())

    @property
    def is_about_taggings(self) -> bool:
        """Whether untagged highlights are left out."""
        parts = (self.tags, self.facet, self.value, self.target, self.holder, self.holder_kind, self.also)
        return any(parts) or not OF_TAGGINGS.keys().isdisjoint(self.without)

    def taggings(
        self, user: User, project: Project, articles: Iterable[int] | None = None
    ) -> QuerySet[Tagging]:
        """The visible taggings asked for, in order of article, start, end, highlight, tagging.

        With `articles` only in these articles of the project.
        """
        rows = Tagging.objects.visible_in(project, user, self._within(articles))
        rows = self._of_article(rows).filter(self._made()).order_by(
            "article", "highlight__start", "highlight__end", "highlight", "id"
        )
        if self.untagged_only:
            return rows.none()
        if self.tag_pks is not None:
            rows = rows.filter(tag__in=self.tag_pks)
        if self.target:
            rows = rows.filter(target=self.target)
        if self.holder:
            rows = rows.filter(holder=self.holder)
        if self.holder_kind:
            rows = rows.filter(holder_kind=self.holder_kind)
        if self.also:
            rows = rows.filter(Exists(Tagging.objects.visible_on(OuterRef("highlight"), project, user).filter(
                tag__in=self.also_pks
            )))
        for name in OF_TAGGINGS.keys() & self.without:
            rows = rows.filter(OF_TAGGINGS[name])
        if self.coder:
            rows = rows.filter(coder=self.coder)
        if self.text:
            rows = rows.filter(highlight__folded__contains=fold(self.text))
        return rows.filter(Stages.of(project).made(self.coded, "coder")) if self.coded else rows

    def untagged(
        self, user: User, project: Project, articles: Iterable[int] | None = None
    ) -> QuerySet[Highlight]:
        """The visible highlights asked for on which the person sees no tagging at all, in order."""
        rows = self.highlights(user, project, articles)
        if self.is_about_taggings:
            return rows.none()
        tagged = Tagging.objects.visible_on(OuterRef("pk"), project, user)
        rows = rows.filter(self._made(), ~Exists(tagged))
        if self.coded:
            rows = rows.filter(Stages.of(project).made(self.coded, "author"))
        return rows.filter(author=self.coder) if self.coder else rows

    def highlights(
        self, user: User, project: Project, articles: Iterable[int] | None = None
    ) -> QuerySet[Highlight]:
        """The visible highlights that the parts about article and text ask for, tagged or not, in order."""
        rows = self._of_article(Highlight.objects.visible_in(project, user, self._within(articles))).order_by(*ORDER)
        return rows.filter(folded__contains=fold(self.text)) if self.text else rows

    def _within(self, articles: Iterable[int] | None) -> list[int] | None:
        """The articles that rows are looked for in; None for all of the project."""
        if self.article is None:
            return None if articles is None else list(articles)
        return [pk for pk in (self.article.pk,) if articles is None or pk in articles]

    def _of_article(self, rows: QuerySet) -> QuerySet:
        if self.source:
            rows = rows.filter(article__source=self.source)
        if self.published_from or self.published_to:
            rows = rows.filter(published_within(self.published_from, self.published_to))
        for name in OF_ARTICLES.keys() & self.without:
            rows = rows.filter(OF_ARTICLES[name])
        return rows

    def _made(self) -> Q:
        made = Q()
        if self.created_from:
            made &= Q(created_at__gte=first_moment(self.created_from))
        if self.created_to:
            made &= Q(created_at__lt=moment_after(self.created_to))
        return made


def published_within(first: str, last: str) -> Q:
    """Articles whose date overlaps the range: one of "2025" lies in March 2025 to May 2025, and in 2024 to 2025.

    Dates are texts of one width per part, so comparing texts compares dates, and a shorter text stands before all it
    contains. An article without a date lies in no range.
    """
    within = ~Q(article__published="")
    if first:
        day = f"{first}-01-01"[:10]
        within &= Q(article__published__gte=day) | Q(article__published__in=(day[:4], day[:7]))
    if last:
        within &= Q(article__published__lte=last + "-12-31"[len(last) - 4 :])
    return within


class _Parser:
    """Reads the keys one by one; collects a sentence for each that means nothing in this project."""

    def __init__(self, project: Project, data: QueryDict) -> None:
        self.project, self.data = project, data
        self.errors: dict[str, str] = {}
        self.tree: TagTree | None = None

    def text(self, key: str) -> str:
        return self.data.get(key, "").strip()

    def flag(self, key: str) -> bool:
        return self.text(key) in ("1", "on", "true")

    def one(self, key: str, rows: QuerySet, refusal: str, by: str = "uid"):
        """The row with this id, or None with a sentence."""
        uid = self.text(key)
        if not uid:
            return None
        found = rows.filter(**{by: uid}).first() if is_id(uid) else None
        if found is None:
            self.errors[key] = refusal
        return found

    def tags(self) -> tuple[Tag, ...]:
        uids = list(dict.fromkeys(uid for uid in self.data.getlist("tag") if uid.strip()))
        nodes = [self._tree().by_uid(uid.strip()) for uid in uids]
        if None in nodes:
            self.errors["tag"] = "There is no such tag in this project. Choose one from the codebook."
        return tuple(sorted((node.tag for node in nodes if node), key=lambda tag: tag.pk))

    def value(self) -> str:
        value = self.text("value")
        if value and not self._tree().of_value(value):
            self.errors["value"] = f"No stance in this project has the value “{value}”. Choose one from the list."
        return value

    def tag_pks(self, found: PassageFilter) -> frozenset[int] | None:
        parts = []
        if found.tags:
            own = frozenset(tag.pk for tag in found.tags)
            parts.append(self._tree().with_descendants(own) if found.children else own)
        if found.facet:
            parts.append(self._tree().of_facet(found.facet.pk))
        if found.value:
            parts.append(self._tree().of_value(found.value))
        return frozenset.intersection(*parts) if parts else None

    def also(self) -> Tag | None:
        uid = self.text("also")
        node = self._tree().by_uid(uid) if uid else None
        if uid and node is None:
            self.errors["also"] = "There is no such tag in this project. Choose one from the codebook."
        return node.tag if node else None

    def also_pks(self, found: PassageFilter) -> frozenset[int]:
        own = frozenset({found.also.pk}) if found.also else frozenset()
        return self._tree().with_descendants(own) if own and found.also_children else own

    def facet(self) -> Facet | None:
        """By its slug, as in the CSV, or by its id."""
        name = self.text("facet")
        if not name:
            return None
        found = Facet.objects.filter(Q(slug=name) | Q(uid=name), project=self.project).first()
        if found is None:
            self.errors["facet"] = "There is no such facet in this project. Choose one from the list."
        return found

    def holder_kind(self) -> str:
        kind = self.text("holder_kind")
        if kind and kind not in HolderKind.values:
            self.errors["holder_kind"] = f"Whose stance it is must be one of {', '.join(HolderKind.values)}."
            return ""
        return kind

    def coded(self) -> str:
        stage = self.text("coded")
        if stage and stage not in Stage.values:
            self.errors["coded"] = f"When it was coded must be one of {', '.join(Stage.values)}."
            return ""
        return stage

    def without(self) -> tuple[str, ...]:
        names = {name.strip() for name in self.data.getlist("without")} - {""}
        if not names <= WITHOUT.keys():
            self.errors["without"] = f"What is not said must be one of {', '.join(WITHOUT)}."
        return tuple(name for name in WITHOUT if name in names)

    def source(self) -> str:
        source = self.text("source")
        if source and not Article.objects.filter(project=self.project, source=source, removed_at=None).exists():
            self.errors["source"] = f"No article here comes from “{source}”. Choose a source from the list."
        return source

    def date(self, key: str) -> str:
        text = self.text(key)
        if text and not is_partial_date(text):
            self.errors[key] = f"“{text}” is not a date. Write 2025, 2025-03 or 2025-03-14."
            return ""
        return text

    def quote(self) -> str:
        text = self.text("text")
        if len(text) > LONGEST_TEXT:
            self.errors["text"] = f"Search for at most {LONGEST_TEXT} characters of a passage."
            return ""
        return text if fold(text) else ""

    def _tree(self) -> TagTree:
        self.tree = self.tree or TagTree.of(self.project)
        return self.tree


def parse(project: Project, data: QueryDict) -> tuple[PassageFilter, dict[str, str]]:
    """The filter a query string asks for, and a sentence for every key that cannot be understood.

    Show nothing where there are errors: the filter then lacks those parts and would give too many rows. Keys that
    are not the filter's are ignored. At most one query per kind of thing that is named.
    """
    read = _Parser(project, data)
    people = User.objects.filter(memberships__project=project)  # also those who left: their work is still here
    entities = Entity.objects.filter(project=project)
    found = PassageFilter(
        tags=read.tags(),
        children=read.text("children") != "0",
        facet=read.facet(),
        value=read.value(),
        target=read.one("target", entities, "There is no such target in this project. Choose one from the list."),
        holder=read.one("holder", entities, "There is no such holder in this project. Choose one from the list."),
        holder_kind=read.holder_kind(),
        coder=read.one("coder", people, "There is no such coder in this project. Choose one from the list."),
        article=read.one(
            "article", Article.objects.filter(project=project, removed_at=None),
            "There is no such article in this project. Choose one from the list.",
        ),
        source=read.source(),
        published_from=read.date("published_from"),
        published_to=read.date("published_to"),
        created_from=read.date("created_from"),
        created_to=read.date("created_to"),
        text=read.quote(),
        coded=read.coded(),
        untagged_only=read.flag("untagged"),
        also=read.also(),
        also_children=read.text("also_children") != "0",
        without=read.without(),
    )
    return replace(found, tag_pks=read.tag_pks(found), also_pks=read.also_pks(found)), read.errors


def _as_text(value: object) -> str:
    if value is True:
        return "1"
    if isinstance(value, Facet):
        return value.slug
    return value if isinstance(value, str) else value.uid
