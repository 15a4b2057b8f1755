"""What the person can undo and do again in an article: their own last steps there, from the diary.

A step is the end of a chain (done, undone, done again …). Done ones are undone newest first; undone ones are done
again newest first, until something new is done.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Max
from django.utils import timezone

from annotations import verbs
from annotations.models import Comment, Highlight, Tagging
from corpus_app.models import Article, Change, User

REACH = timedelta(hours=24)  # a stray key in an article of last month must not take back what was done then
LONGEST = 40


@dataclass(frozen=True)
class Step:
    """One change that can be taken back now, and what that would concern."""

    number: int
    what: str


@dataclass(frozen=True)
class History:
    undo: Step | None
    redo: Step | None

    def what(self, change: Change) -> str:
        """What a change that is one of the two steps is about; empty for any other."""
        return next((step.what for step in (self.undo, self.redo) if step and step.number == change.number), "")


def of(article: Article, user: User, refused: Change | None = None) -> History:
    """After an undo was `refused` the step is the one before it, else nobody would get past it."""
    mine = Change.objects.filter(article=article, actor=user, at__gte=timezone.now() - REACH)
    ends = mine.filter(undone_by=None).order_by("-number").only("number", "verb", "edits")
    last_new = mine.filter(verb__in=verbs.ON_PAGE).aggregate(last=Max("number"))["last"]
    done, undone = ends.filter(verb__in=verbs.doings()), ends.filter(verb__in=verbs.undos(), number__gt=last_new or 0)
    if refused and ends.filter(pk=refused.pk).exists():  # else it is not theirs, or has been taken back elsewhere
        if verbs.is_undo(refused.verb):
            undone = undone.filter(number__lt=refused.number)
        else:
            done = done.filter(number__lt=refused.number)
    done, undone = done.first(), undone.first()
    quotes = _quotes(change for change in (done, undone) if change)
    return History(*(change and Step(change.number, _what(change, quotes)) for change in (done, undone)))


def after(change: Change, highlight: Highlight) -> History:
    """Right after something new was done on a highlight; asks the database nothing."""
    return History(Step(change.number, _in_words(change.verb, highlight.quote)), None)


def _what(change: Change, quotes: dict[tuple[str, int], str]) -> str:
    found = next((quotes[key] for key in _keys(change) if key in quotes), "")
    return _in_words(change.verb, found)


def _in_words(verb: str, quote: str) -> str:
    quote = " ".join(quote.split())
    short = quote if len(quote) <= LONGEST else f"{quote[: LONGEST - 1].rstrip()}…"
    return f"{verbs.ON_PAGE[verbs.root(verb)][0]} “{short}”"


def _keys(change: Change) -> list[tuple[str, int]]:
    """Where to find the words each edit is about: a highlight's key, or a note's."""
    found = []
    for edit in change.edits:
        if edit["table"] == Tagging._meta.label_lower:
            found.append((Highlight._meta.label_lower, (edit["after"] or edit["before"])["highlight_id"]))
        else:
            found.append((edit["table"], edit["id"]))
    return found


def _called(highlight: str | None, article: str) -> str:
    """What a note is on: a passage, or a whole article."""
    return article or "Untitled article" if highlight is None else highlight


def _quotes(changes: Iterable[Change]) -> dict[tuple[str, int], str]:
    keys = {key for change in changes for key in _keys(change)}
    found = {}
    for model, quote in ((Highlight, "quote"), (Comment, "highlight__quote")):
        table = model._meta.label_lower
        wanted = [pk for name, pk in keys if name == table]
        rows = model.objects.filter(pk__in=wanted).order_by() if wanted else model.objects.none()
        found |= {(table, pk): _called(*said) for pk, *said in rows.values_list("pk", quote, "article__title")}
    return found
