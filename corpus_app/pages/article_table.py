"""All articles of a project as a table of what is said about them, to be filtered, sorted and edited. Fixed queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.forms import Form

from corpus_app.models import Article, ArticleField, ArticleSet, Project, User
from corpus_app.narrowing import NARROWS, narrowed, ordered

PAGE = 50
HEAD = (
    ("title", "Title"), ("source", "Source"), ("section", "Section"), ("author", "Authors"), ("published", "Date"),
    ("language", "Language"), ("url", "Address"), ("provider_id", "Id at the archive"),
)  # fmt: skip


@dataclass(frozen=True)
class Head:
    """A column; `sort` is what its link asks for, and `turned` how it is sorted now, if it is."""

    label: str
    address: str
    turned: str


@dataclass(frozen=True)
class Row:
    article: Article
    values: list[tuple[str, str]]  # the column and what stands in it; the title is the article's own
    form: Form | None = None


@dataclass(frozen=True)
class Table:
    heads: list[Head]
    rows: list[Row]
    own: list[ArticleField]
    sets: list[ArticleSet]
    sources: list[str]
    total: int
    without_text: int
    found: int
    page: int
    pages: int
    query: str  # of the filter alone, as a set keeps it
    earlier: str
    later: str
    chosen_set: ArticleSet | None


def own_fields(project: Project, user: User) -> list[ArticleField]:
    return list(ArticleField.objects.visible_to(user).filter(project=project, archived_at=None))


def found_by(project: Project, user: User, wanted: dict[str, str | int]) -> Iterable[Article]:
    everything = Article.objects.visible_to(user).filter(project=project)
    return narrowed(everything, project, **{name: str(wanted.get(name, "")) for name in NARROWS})


def table(project: Project, user: User, wanted: dict[str, str | int]) -> Table:
    everything = Article.objects.visible_to(user).filter(project=project)
    found = found_by(project, user, wanted)
    own = own_fields(project, user)
    sets = list(ArticleSet.objects.visible_to(user).filter(project=project))
    counts = everything.aggregate(total=Count("pk"), without_text=Count("pk", filter=Q(folded_sha256="")))
    count = found.count()
    pages = max(1, -(-count // PAGE))
    page = min(int(wanted.get("page", 1)), pages)
    sort = str(wanted.get("sort", ""))
    shown = ordered(found, sort, own)[(page - 1) * PAGE : page * PAGE]
    asked = {name: wanted[name] for name in NARROWS if name in wanted}

    def address(**more: object) -> str:
        return "?" + urlencode({**asked, **({"sort": sort} if sort else {}), **more})

    columns = [*HEAD, *((field.uid, field.name) for field in own)]
    return Table(
        heads=[_head(name, label, sort, address) for name, label in columns],
        rows=[row(article, own) for article in shown],
        own=own, sets=sets, sources=list(everything.sources()), found=count, page=page, **counts,
        pages=pages, query=urlencode({name: value for name, value in asked.items() if name != "set"}),
        earlier=address(page=page - 1), later=address(page=page + 1),
        chosen_set=next((one for one in sets if one.uid == wanted.get("set")), None),
    )


def row(article: Article, own: list[ArticleField], form: Form | None = None) -> Row:
    values = [(name, str(getattr(article, name))) for name, _ in HEAD[1:]]
    said = [article.meta.get(field.uid) for field in own]
    return Row(article, values + [("own", "" if value is None else str(value)) for value in said], form)


def _head(name: str, label: str, sort: str, address: object) -> Head:
    turned = {name: "ascending", f"-{name}": "descending"}.get(sort, "")
    return Head(label, address(sort=f"-{name}" if turned == "ascending" else name, page=1), turned)
