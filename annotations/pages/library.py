"""The project's home: a page of its articles with what has been done to them, in a fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery, Value
from django.db.models.functions import Left, Lower, NullIf

from annotations.models import Highlight, Reading, ReadingState
from annotations.pages.placing import waiting
from corpus_app.models import Article, ArticleDraft, ArticleSet, Paragraph, ParagraphRole, Project, User
from corpus_app.narrowing import narrowed

PAGE = 100
FIRST_WORDS = 90


class Sort(models.TextChoices):
    ADDED = "added", "Newest added"
    DATE = "date", "Date published"
    TITLE = "title", "Title"
    SOURCE = "source", "Source"


ORDERS = {
    Sort.ADDED: ("-pk",),
    Sort.DATE: ("-published", "-pk"),
    Sort.TITLE: (NullIf(Lower("title"), Value("")).asc(nulls_last=True), "-pk"),
    Sort.SOURCE: (NullIf(Lower("source"), Value("")).asc(nulls_last=True), "-published", "-pk"),
}


@dataclass
class Row:
    """An article in the list; passages and coders are those the person may see."""

    article: Article
    reading: Reading | None = None
    passages: int = 0
    coders: list[User] = field(default_factory=list)

    @property
    def beginning(self) -> str:
        """The first words of an article without a title, cut at a word."""
        words = self.article.first_words or ""
        return words if len(words) < FIRST_WORDS else words.rsplit(None, 1)[0] + " …"

    @property
    def published(self) -> str:
        return readable_date(self.article.published)

    @property
    def finished(self) -> bool:
        return self.reading is not None and self.reading.state == ReadingState.FINISHED


@dataclass(frozen=True)
class Library:
    rows: list[Row]
    total: int
    without_text: int
    read: int
    found: int
    drafts: int
    waiting: int  # passages, for their place in a new text
    sources: list[str]
    sets: list[ArticleSet]
    page: int
    pages: int

    @property
    def readable(self) -> int:
        return self.total - self.without_text

    @property
    def before(self) -> int:
        return self.page - 1

    @property
    def after(self) -> int:
        return self.page + 1


def library(
    project: Project, user: User, *, q: str = "", source: str = "", set: str = "", sort: str = "", page: int = 1
) -> Library:
    """Page `page` of the articles found, or the last one if there are not so many."""
    everything = Article.objects.visible_to(user).filter(project=project)
    finished = Reading.objects.filter(coder=user, state=ReadingState.FINISHED, article__in=everything)
    found = narrowed(everything, project, q=q, source=source, set=set)
    counts = everything.aggregate(total=Count("pk"), bare=Count("pk", filter=Q(folded_sha256="")))
    count = found.count()
    pages = max(1, -(-count // PAGE))
    page = min(page, pages)
    shown = found.order_by(*ORDERS[Sort(sort or Sort.ADDED)])[(page - 1) * PAGE : page * PAGE]
    return Library(
        rows=rows(shown.annotate(first_words=first_words()), user),
        total=counts["total"],
        without_text=counts["bare"],
        read=finished.count(),
        found=count,
        drafts=ArticleDraft.objects.visible_to(user).waiting().filter(project=project).count(),
        waiting=waiting(project, user),
        sources=list(everything.sources()),
        sets=list(ArticleSet.objects.visible_to(user).filter(project=project)),
        page=page,
        pages=pages,
    )


def first_words() -> Subquery:
    content = Paragraph.objects.filter(version=OuterRef("version"), role=ParagraphRole.CONTENT).order_by("position")
    return Subquery(content.annotate(beginning=Left("text", FIRST_WORDS)).values("beginning")[:1])


def rows(articles: Iterable[Article], user: User) -> list[Row]:
    """The articles with what has been done to them. Queries three times."""
    found = {article.pk: Row(article) for article in articles}
    for reading in Reading.objects.filter(coder=user, article__in=list(found)):
        found[reading.article_id].reading = reading
    marks = Highlight.objects.visible_to(user).filter(article__in=list(found)).order_by("author__display_name")
    counts = list(marks.values_list("article", "author").annotate(Count("pk")))
    people = User.objects.in_bulk({author for _, author, _ in counts})
    for article, author, count in counts:
        found[article].passages += count
        found[article].coders.append(people[author])
    return list(found.values())


@lru_cache(10_000)
def readable_date(published: str) -> str:
    """"2025-10-12" as 12 Oct 2025, "2025-10" as Oct 2025; what is no date stays as it is."""
    try:
        day = date.fromisoformat(published + "0000-01-01"[len(published) :])
    except ValueError:
        return published
    return day.strftime({4: "%Y", 7: "%b %Y", 10: "%-d %b %Y"}.get(len(published), ""))
