"""The work page: what is a person's own to code, and for owners who has which article and how far everybody is."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count

from annotations.models import Highlight, Reading, ReadingState
from annotations.pages.library import first_words
from corpus_app.models import Article, ArticleSet, Project, User
from corpus_app.narrowing import in_set

PAGE = 50


@dataclass(frozen=True)
class Task:
    """An article that is somebody's to code."""

    reading: Reading
    article: Article
    passages: int

    @property
    def is_open(self) -> bool:
        return self.reading.state in (ReadingState.ASSIGNED, ReadingState.OPENED)

    @property
    def found_nothing(self) -> bool:
        return self.reading.state == ReadingState.FINISHED and not self.passages


@dataclass(frozen=True)
class Queue:
    """A person's tasks in the order they got them."""

    tasks: list[Task]

    @property
    def done(self) -> int:
        return sum(not task.is_open for task in self.tasks)

    @property
    def following(self) -> Task | None:
        """What to do next: what is begun already, else the first not opened."""
        waiting = [task for task in self.tasks if task.is_open]
        begun = [task for task in waiting if task.reading.state == ReadingState.OPENED]
        return next(iter(begun or waiting), None)


@dataclass(frozen=True)
class Cell:
    """One article and one coder."""

    coder: User
    reading: Reading | None
    passages: int

    @property
    def state(self) -> str:
        """The reading's; "own" where somebody reads what is not assigned to them, "" where there is nothing."""
        if self.reading is None:
            return "own" if self.passages else ""
        return self.reading.state if self.reading.assigned_at else "own"

    @property
    def words(self) -> str:
        told = self.reading.get_state_display() if self.reading else "Not assigned"
        if self.reading and not self.reading.assigned_at:
            told += ", not assigned"
        if self.reading and self.reading.reason:
            told += f" ({self.reading.reason})"
        return f"{self.coder.display_name}: {told}, {self.passages} passage{'' if self.passages == 1 else 's'}"


@dataclass(frozen=True)
class Column:
    """A coder's work in all articles of the project."""

    coder: User
    assigned: int
    finished: int
    skipped: int


@dataclass(frozen=True)
class Matrix:
    columns: list[Column]
    rows: list[tuple[Article, list[Cell]]]
    page: int
    pages: int
    unassigned: int
    total: int  # articles that can be coded, of the set if one is chosen
    sets: list[ArticleSet]
    chosen_set: ArticleSet | None

    @property
    def before(self) -> int:
        return self.page - 1

    @property
    def after(self) -> int:
        return self.page + 1


def queue_of(project: Project, user: User) -> Queue:
    """Two queries."""
    mine = Reading.objects.visible_to(user).assigned().filter(project=project, coder=user)
    readings = list(mine.select_related("article").order_by("assigned_at", "pk"))
    counts = _passages(project, user, [reading.article_id for reading in readings], [user])
    return Queue([
        Task(reading, reading.article, counts[reading.article_id, user.pk]) for reading in readings
    ])


def sets_of(project: Project, user: User) -> list[ArticleSet]:
    return list(ArticleSet.objects.visible_to(user).filter(project=project))


def matrix_of(
    project: Project, user: User, coders: Sequence[User], sets: list[ArticleSet], *, page: int = 1, chosen: str = ""
) -> Matrix:
    """Page `page` of the articles, or of those in the set that is chosen, or the last one. Six queries.

    Two more at most for what the filter of a set names.
    """
    articles = Article.objects.visible_to(user).filter(project=project).with_text()
    chosen_set = next((one for one in sets if one.uid == chosen), None)
    if chosen_set:
        articles = articles.filter(in_set(chosen_set))
    count = articles.count()
    pages = max(1, -(-count // PAGE))
    page = min(max(page, 1), pages)
    shown = list(
        articles.order_by("pk").annotate(first_words=first_words()).defer("meta")[(page - 1) * PAGE : page * PAGE]
    )
    keys = [article.pk for article in shown]
    readings = {
        (reading.article_id, reading.coder_id): reading
        for reading in Reading.objects.visible_to(user).filter(article__in=keys)
    }
    counts = _passages(project, user, keys, coders)
    work = Reading.objects.visible_to(user).filter(project=project).assigned()
    totals = Counter({
        (coder, state): number for coder, state, number in work.values_list("coder", "state").annotate(Count("pk"))
    })
    return Matrix(
        columns=[_column(coder, totals) for coder in coders],
        rows=[
            (article, [Cell(c, readings.get((article.pk, c.pk)), counts[article.pk, c.pk]) for c in coders])
            for article in shown
        ],
        page=page,
        pages=pages,
        unassigned=articles.exclude(pk__in=work.values("article")).count(),
        total=count,
        sets=sets,
        chosen_set=chosen_set,
    )


def _column(coder: User, totals: Counter) -> Column:
    of = {state: totals[coder.pk, state] for state in ReadingState.values}
    return Column(coder, sum(of.values()), of[ReadingState.FINISHED], of[ReadingState.SKIPPED])


def _passages(project: Project, user: User, articles: list[int], coders: Sequence[User]) -> Counter:
    """By article and author."""
    marks = Highlight.objects.visible_in(project, user, articles).filter(author__in=coders).order_by()
    return Counter({
        (article, author): number for article, author, number in
        marks.values_list("article", "author").annotate(Count("pk"))
    })
