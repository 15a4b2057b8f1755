"""The parts of the filter that take values from a list: one of several, or none of some. A new one is a row of KINDS.

In the address `coder=a&coder=b` is either, `not_coder=c` is neither.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum

from django.db.models import Q, QuerySet

from annotations.models import Entity, HolderKind
from corpus_app.ids import is_id
from corpus_app.models import Article, ArticleSet, Project, User
from corpus_app.narrowing import in_set

NOT = "not_"
Value = int | str


class Subject(Enum):
    """What a part is about, and so on which rows it can be asked."""

    ARTICLE = "article"  # `where` is about a row that has an article
    PERSON = "person"  # `where` is about the column `person`: a tagging's coder, or an untagged highlight's author
    TAGGING = "tagging"  # untagged highlights are left out


@dataclass(frozen=True)
class Chosen:
    """`said` is what stands in the address, `value` what the database compares, `name` what people read.

    What was merged into another is said otherwise from now on: `followed` is that one's name in the address.
    """

    said: str
    value: Value
    name: str
    followed: str = ""

    def now(self) -> "Chosen":
        return Chosen(self.followed or self.said, self.value, self.name)


@dataclass(frozen=True)
class Kind:
    """`read` knows of these texts those that mean something in the project, by what was said.

    `column` of a row has what stands in the address; of Subject.PERSON it is `uid` of the person. Empty where no column
    tells it, so that its choices are not counted.
    """

    label: str
    subject: Subject
    column: str
    read: Callable[[Project, list[str]], Iterable[Chosen]]
    where: Callable[[list[Value]], Q]
    refusal: str


@dataclass(frozen=True)
class Choice:
    """Any of the chosen or, if it leaves out, none of them."""

    key: str
    chosen: tuple[Chosen, ...]
    is_not: bool = False

    @property
    def kind(self) -> Kind:
        return KINDS[self.key]

    @property
    def name(self) -> str:
        """Its key in the address."""
        return f"{NOT if self.is_not else ''}{self.key}"

    @property
    def values(self) -> list[Value]:
        return [one.value for one in self.chosen]

    def where(self, person: str = "coder") -> Q:
        found = self.kind.where(self.values)
        if self.kind.subject is Subject.PERSON:
            found = Q(**{f"{person}__in": self.values})
        return ~found if self.is_not else found


def _by_uid(rows: Callable[[Project], QuerySet], name: str) -> Callable[[Project, list[str]], Iterable[Chosen]]:
    def read(project: Project, said: list[str]) -> Iterable[Chosen]:
        uids = [uid for uid in said if is_id(uid)]
        found = rows(project).filter(uid__in=uids).values_list("uid", "pk", name) if uids else []
        return [Chosen(*row) for row in found]

    return read


def _read_entities(project: Project, said: list[str]) -> Iterable[Chosen]:
    """Those merged into another as that one. Queries once more for each time that one of them was merged again."""
    uids = [uid for uid in said if is_id(uid)]
    asked = {row.uid: row for row in Entity.objects.filter(project=project, uid__in=uids)} if uids else {}
    known = {row.pk: row for row in asked.values()}
    while missing := {row.merged_into_id for row in known.values()} - {None, *known}:
        known |= {row.pk: row for row in Entity.objects.filter(pk__in=missing)}
    for uid, row in asked.items():
        settled = row
        while settled.merged_into_id:
            settled = known[settled.merged_into_id]
        yield Chosen(uid, settled.pk, settled.name, settled.uid)


def _people(project: Project) -> QuerySet:
    """Also those who left: their work is still here."""
    return User.objects.filter(memberships__project=project)


def _articles(project: Project) -> QuerySet:
    return Article.objects.filter(project=project, removed_at=None)


def _sets(project: Project) -> QuerySet:
    return ArticleSet.objects.filter(project=project)


def _in_sets(keys: list[Value]) -> Q:
    found = Q(pk__in=[])
    for chosen in ArticleSet.objects.filter(pk__in=keys).select_related("project"):
        found |= in_set(chosen, "article")
    return found


def _read_articles(project: Project, said: list[str]) -> Iterable[Chosen]:
    found = _by_uid(_articles, "title")(project, said)
    return [Chosen(one.said, one.value, one.name or "Untitled article") for one in found]


def _read_voices(project: Project, said: list[str]) -> Iterable[Chosen]:
    return [Chosen(kind.value, kind.value, kind.label) for kind in HolderKind if kind.value in said]


def _read_sources(project: Project, said: list[str]) -> Iterable[Chosen]:
    found = _articles(project).filter(source__in=said).values_list("source", flat=True).distinct()
    return [Chosen(source, source, source) for source in found]


KINDS: dict[str, Kind] = {
    "target": Kind(
        "Toward", Subject.TAGGING, "target__uid", _read_entities, lambda keys: Q(target__in=keys),
        "There is no such target in this project. Choose one from the list.",
    ),
    "holder": Kind(
        "Held by", Subject.TAGGING, "holder__uid", _read_entities, lambda keys: Q(holder__in=keys),
        "There is no such holder in this project. Choose one from the list.",
    ),
    "holder_kind": Kind(
        "Voice", Subject.TAGGING, "holder_kind", _read_voices, lambda kinds: Q(holder_kind__in=kinds),
        f"Whose stance it is must be one of {', '.join(HolderKind.values)}.",
    ),
    "coder": Kind(
        "Coder", Subject.PERSON, "uid", _by_uid(_people, "display_name"), lambda keys: Q(),
        "There is no such coder in this project. Choose one from the list.",
    ),
    "article": Kind(
        "Article", Subject.ARTICLE, "article__uid", _read_articles, lambda keys: Q(article__in=keys),
        "There is no such article in this project. Choose one from the list.",
    ),
    "source": Kind(
        "Source", Subject.ARTICLE, "article__source", _read_sources, lambda names: Q(article__source__in=names),
        "No article here comes from “{}”. Choose a source from the list.",
    ),
    "set": Kind(
        "Set", Subject.ARTICLE, "", _by_uid(_sets, "name"), _in_sets,
        "There is no such set in this project. Choose one from the list.",
    ),
}  # fmt: skip
