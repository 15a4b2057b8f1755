"""The filter: what is asked, its one address, and the rows it means."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from annotations.filters import brackets as of_brackets
from annotations.filters.brackets import Bracket, InSight
from annotations.filters.dates import created_within, published_within
from annotations.filters.kinds import Choice, Chosen, Subject
from annotations.filters.own_fields import OwnPart, articles_with
from annotations.models import Comment, Facet, Highlight, Tag, Tagging
from annotations.stages import Stages
from annotations.tagtree import TagTree
from corpus_app.importing.fold import fold
from corpus_app.models import Project, Standing, User

ORDER = ("article", "start", "end", "id")
OF_ARTICLES = {"source": Q(article__source=""), "date": Q(article__published="")}
OF_TAGGINGS = {"target": Q(target=None), "holder": Q(holder=None), "voice": Q(holder_kind="")}
WITHOUT = {name: f"a {name}" for name in (*OF_ARTICLES, *OF_TAGGINGS)}


NEAR = {"overlap": "on a passage that overlaps it", "paragraph": "in the same paragraph"}


def near(project: Project, user: User, how: str, highlight: str) -> QuerySet[Tagging]:
    """Those the person sees on passages that lie so beside an outer row's, its own among them, in the same text."""
    path, standing = f"{highlight}__" if highlight else "", Standing.of(user)
    rows = Tagging.objects.filter(article=OuterRef("article"), highlight__version=OuterRef(f"{path}version"))
    if project.pk not in standing.everybodys:
        rows = rows.alias(by=F("coder_id") + 0, of=F("article_id") + 0)  # as in visible_on
        rows = rows.filter(Q(by=user.pk) | Q(of__in=standing.sights))
    if how == "overlap":
        return rows.filter(highlight__start__lt=OuterRef(f"{path}end"), highlight__end__gt=OuterRef(f"{path}start"))
    return rows.filter(
        highlight__first_paragraph__lte=OuterRef(f"{path}last_paragraph"),
        highlight__last_paragraph__gte=OuterRef(f"{path}first_paragraph"),
    )


@dataclass(frozen=True)
class PassageFilter:
    """The unit is a row of annotations.csv: one tagging (a highlight's tag by a coder) or one untagged highlight.

    Parts are joined by AND, several values of one by OR. The parts about a tagging leave out untagged highlights;
    `coder` and the time of making mean the highlight's own for those. No part at all: everything visible.
    """

    tags: tuple[Tag, ...] = ()
    children: bool = True  # a tag means also the tags below it
    not_tags: tuple[Tag, ...] = ()  # the passage carries none of them, nor of those below them, by anybody in sight
    facet: Facet | None = None
    values: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    published_from: str = ""
    published_to: str = ""
    created_from: str = ""
    created_to: str = ""
    text: str = ""
    not_text: str = ""
    note: str = ""  # in a note on the passage
    noted: str = ""  # yes or no
    coded: str = ""  # before or after the reveal: annotations.stages
    untagged_only: bool = False
    also: tuple[Tag, ...] = ()  # each on the same passage, whoever put it there
    also_children: bool = True  # they mean also the tags below them
    near: str = ""  # a key of NEAR: not on the very passage, but on one that overlaps it or stands in its paragraph
    without: tuple[str, ...] = ()  # keys of WITHOUT: what the article or the tagging does not say
    own: tuple[OwnPart, ...] = ()  # of the project's own fields
    brackets: tuple[Bracket, ...] = ()  # about the passage as a whole
    is_any: bool = False  # one of the brackets is enough
    tag_pks: frozenset[int] | None = None  # what tags, children, facet and values come to; None where none is set
    not_pks: frozenset[int] = frozenset()  # what not_tags comes to
    also_pks: tuple[frozenset[int], ...] = ()  # what each of also comes to

    def pairs(self) -> list[tuple[str, str]]:
        """The URL's keys and values in one fixed order; what is not set is not there."""
        flags = {"children": self.tags and not self.children, "also_children": self.also and not self.also_children}
        plain = ("published_from", "published_to", "created_from", "created_to", "text", "not_text", "note", "noted")
        return [
            *(("tag", tag.uid) for tag in self.tags),
            *([("children", "0")] if flags["children"] else []),
            *(("not_tag", tag.uid) for tag in self.not_tags),
            *([("facet", self.facet.slug)] if self.facet else []),
            *(("value", value) for value in self.values),
            *((choice.name, one.said) for choice in self.choices for one in choice.chosen),
            *((name, getattr(self, name)) for name in (*plain, "coded") if getattr(self, name)),
            *([("untagged", "1")] if self.untagged_only else []),
            *(("also", tag.uid) for tag in self.also),
            *([("also_children", "0")] if flags["also_children"] else []),
            *([("near", self.near)] if self.also and self.near else []),
            *(("without", name) for name in self.without),
            *(pair for part in self.own for pair in part.pairs()),
            *of_brackets.pairs(self.brackets, self.is_any),
        ]

    def query_string(self) -> str:
        """Canonical: equal filters give equal texts, whatever order they were asked in."""
        return urlencode(self.pairs())

    def __bool__(self) -> bool:
        return bool(self.pairs())

    @property
    def unsaid(self) -> list[str]:
        """All that stands as `without` in the address."""
        return [said for key, said in self.pairs() if key == "without"]

    @property
    def bracket_pairs(self) -> list[tuple[str, str]]:
        return list(of_brackets.pairs(self.brackets, self.is_any))

    def chosen(self, key: str, *, is_not: bool = False) -> tuple[Chosen, ...]:
        return next((one.chosen for one in self.choices if (one.key, one.is_not) == (key, is_not)), ())

    def about(self, subject: Subject) -> list[Choice]:
        return [choice for choice in self.choices if choice.kind.subject is subject]

    def but_for(self, key: str, tree: TagTree) -> "PassageFilter":
        """Without what is said of this part, as its own choices are counted."""
        left = {"tag": {"tags": (), "not_tags": (), "not_pks": frozenset()}, "value": {"values": ()}}.get(key, {})
        own = (replace(part, any_of=(), none_of=()) if part.name == key else part for part in self.own)
        choices = tuple(one for one in self.choices if one.key != key)
        without = replace(self, choices=choices, own=tuple(part for part in own if part.pairs()), **left)
        return replace(without, tag_pks=without.tags_in(tree))

    def tags_in(self, tree: TagTree) -> frozenset[int] | None:
        """What tags, children, facet and values come to."""
        parts = []
        if self.tags:
            own = frozenset(tag.pk for tag in self.tags)
            parts.append(tree.with_descendants(own) if self.children else own)
        if self.facet:
            parts.append(tree.of_facet(self.facet.pk))
        if self.values:
            parts.append(frozenset().union(*map(tree.of_value, self.values)))
        return frozenset.intersection(*parts) if parts else None

    @property
    def is_about_taggings(self) -> bool:
        """Whether untagged highlights are left out."""
        parts = (self.tags, self.facet, self.values, self.also, self.about(Subject.TAGGING))
        of_brackets = [one.is_about_taggings for one in self.brackets]
        in_brackets = any(of_brackets) and (all(of_brackets) or not self.is_any)
        return any(parts) or in_brackets or not OF_TAGGINGS.keys().isdisjoint(self.without)

    @property
    def is_about_people(self) -> bool:
        """Whether it matters who made a row, or when."""
        return bool(self.about(Subject.PERSON) or self.created_from or self.created_to or self.coded)

    @property
    def is_personal(self) -> bool:
        """Whether those who see the same taggings may find others by it, as they see other notes."""
        return bool(self.note or self.noted or self.coded)

    def taggings(
        self, user: User, project: Project, articles: Iterable[int] | None = None
    ) -> QuerySet[Tagging]:
        """The visible taggings asked for, in order of article, start, end, highlight, tagging.

        With `articles` only in these articles of the project.
        """
        within = self._within(articles)
        rows = self.of_articles(Tagging.objects.visible_in(project, user, within), project)
        rows = self._of_passage(rows, user, project, "highlight", within)
        rows = rows.filter(created_within(self.created_from, self.created_to)).order_by(
            "article", "highlight__start", "highlight__end", "highlight", "id"
        )
        if self.untagged_only:
            return rows.none()
        if self.tag_pks is not None:
            rows = rows.filter(tag__in=self.tag_pks)
        for choice in (*self.about(Subject.TAGGING), *self.about(Subject.PERSON)):
            rows = rows.filter(choice.where())
        for name in OF_TAGGINGS.keys() & self.without:
            rows = rows.filter(OF_TAGGINGS[name])
        return rows.filter(Stages.of(project).made(self.coded, "coder")) if self.coded else rows

    def untagged(
        self, user: User, project: Project, articles: Iterable[int] | None = None
    ) -> QuerySet[Highlight]:
        """The visible highlights asked for on which the person sees no tagging at all, in order."""
        rows = self.highlights(user, project, articles)
        if self.is_about_taggings:
            return rows.none()
        tagged = Tagging.objects.visible_on(OuterRef("pk"), project, user)
        rows = rows.filter(created_within(self.created_from, self.created_to), ~Exists(tagged))
        if self.coded:
            rows = rows.filter(Stages.of(project).made(self.coded, "author"))
        for choice in self.about(Subject.PERSON):
            rows = rows.filter(choice.where("author"))
        return rows

    def highlights(
        self, user: User, project: Project, articles: Iterable[int] | None = None
    ) -> QuerySet[Highlight]:
        """The visible highlights that the parts about article and passage ask for, tagged or not, in order."""
        within = self._within(articles)
        rows = self.of_articles(Highlight.objects.visible_in(project, user, within), project)
        return self._of_passage(rows, user, project, "", within).order_by(*ORDER)

    def _within(self, articles: Iterable[int] | None) -> list[int] | None:
        """The articles that rows are looked for in; None for all of the project."""
        chosen = [one.value for one in self.chosen("article")]
        if not chosen:
            return None if articles is None else list(articles)
        return chosen if articles is None else [pk for pk in chosen if pk in set(articles)]

    def of_articles(self, rows: QuerySet, project: Project) -> QuerySet:
        """What the parts about articles ask for of rows that have one, but for articles that are named."""
        for choice in self.about(Subject.ARTICLE):
            if choice.name != "article":  # which _within has taken already
                rows = rows.filter(choice.where())
        if self.published_from or self.published_to:
            rows = rows.filter(published_within(self.published_from, self.published_to))
        for name in OF_ARTICLES.keys() & self.without:
            rows = rows.filter(OF_ARTICLES[name])
        return rows.filter(articles_with(project, self.own)) if self.own else rows

    def _of_passage(
        self, rows: QuerySet, user: User, project: Project, highlight: str, within: list[int] | None
    ) -> QuerySet:
        """`highlight` is the rows' path to it, empty where they are highlights themselves."""
        folded = f"{highlight}__folded" if highlight else "folded"
        if self.text:
            rows = rows.filter(**{f"{folded}__contains": fold(self.text)})
        if self.not_text:
            rows = rows.exclude(**{f"{folded}__contains": fold(self.not_text)})
        here = Tagging.objects.visible_on(OuterRef(highlight or "pk"), project, user)
        beside = near(project, user, self.near, highlight) if self.near else here
        for pks in self.also_pks:
            rows = rows.filter(Exists(beside.filter(tag__in=pks)))
        if self.not_pks:
            rows = rows.filter(~Exists(here.filter(tag__in=self.not_pks)))
        if self.brackets:
            rows = InSight.of(project, user, within).narrowed(rows, highlight, self.brackets, is_any=self.is_any)
        notes = Comment.objects.visible_to(user).filter(highlight=OuterRef(highlight or "pk"))
        if self.note:
            rows = rows.filter(Exists(notes.filter(folded__contains=fold(self.note))))
        if self.noted:
            rows = rows.filter(Exists(notes) if self.noted == "yes" else ~Exists(notes))
        return rows
