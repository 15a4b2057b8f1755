"""What the reading page shows of an article: its text with everybody's visible marks, and where the person is in it.

The page carries text and marks. Notes and legend come when somebody looks at them (static/js/notes.js), for they are
a third of its bytes; with them in from the start it is the page for printing and for browsers without script.
"""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q

from annotations import markup
from annotations.models import Reading, ReadingState
from annotations.pages import legend, parts, rows
from annotations.pages.legend import Legend
from annotations.pages.library import readable_date
from annotations.pages.parts import Part
from corpus_app.models import Article, User

WORDS_A_MINUTE = 230
VERY_MANY = 2_000  # highlights; from here on those far from the beginning come as text (static/js/plain.js)


@dataclass(frozen=True)
class ReadingPage:
    article: Article
    part: Part
    published: str
    text: markup.Html
    packed: markup.Packed | None
    is_whole: bool
    has_title: bool
    has_tags: bool
    legend: Legend | None
    reading: Reading | None
    next_task: Article | None
    minutes: int
    previous: Article | None
    following: Article | None
    number: int
    total: int
    read: int

    @property
    def position(self) -> int:
        return self.reading.position if self.reading else 1

    @property
    def is_finished(self) -> bool:
        return self.reading is not None and self.reading.state == ReadingState.FINISHED

    @property
    def is_locked(self) -> bool:
        return self.reading is not None and self.reading.is_locked


def page_of(article: Article, user: User, *, whole: bool = False, at: int | None = None) -> ReadingPage:
    """The part of the article in which paragraph `at` stands, or else the one where the person was last."""
    reading = Reading.objects.filter(article=article, coder=user).first()
    part = parts.of(article, at or (reading.position if reading else 1))
    found = rows.Text.of(article, user, part.first, part.last)
    siblings = Article.objects.visible_to(user).filter(project=article.project).with_text().only("pk", "uid", "title")
    finished = Reading.objects.filter(article=OuterRef("pk"), coder=user, state=ReadingState.FINISHED)
    places = siblings.aggregate(
        number=Count("pk", filter=Q(pk__lte=article.pk)), total=Count("pk"), read=Count("pk", filter=Exists(finished))
    )
    packed = markup.packed(found) if len(found.marks) > VERY_MANY and not whole else None
    return ReadingPage(
        article=article,
        part=part,
        published=readable_date(article.published),
        text=packed.text if packed else markup.sections(found, bare=not whole),
        packed=packed,
        is_whole=whole,
        has_title=found.has_title,
        has_tags=bool(found.labels),
        legend=legend.whole(article, user) if whole else None,
        reading=reading,
        next_task=_next_task(article, user),
        minutes=max(1, round(article.words / WORDS_A_MINUTE)),
        previous=siblings.filter(pk__lt=article.pk).order_by("-pk").first(),
        following=siblings.filter(pk__gt=article.pk).order_by("pk").first(),
        number=places["number"],
        total=places["total"],
        read=places["read"],
    )


def _next_task(article: Article, user: User) -> Article | None:
    """What the person has to code after this one."""
    mine = Reading.objects.visible_to(user).assigned().filter(project=article.project, coder=user)
    waiting = mine.filter(state__in=(ReadingState.ASSIGNED, ReadingState.OPENED)).exclude(article=article)
    found = waiting.select_related("article").order_by("assigned_at", "pk").first()
    return found and found.article
