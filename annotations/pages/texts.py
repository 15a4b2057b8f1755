"""The versions of an article's text: which there are, and what one that has been replaced was like."""

from collections.abc import Iterator
from dataclasses import dataclass

from annotations import markup
from annotations.exchange.columns import Flavour
from annotations.exchange.sheet import Sheet
from annotations.export import Writer
from annotations.models import Placement, PlacementState
from annotations.pages.moments import COMMENT, HIGHLIGHT, TAGGING, State
from annotations.stored import Stored
from corpus_app.models import Article, ArticleVersion, Change, User

ARTICLE = Article._meta.label_lower
Row = dict[str, object]


@dataclass(frozen=True)
class Versions:
    """Newest first; `open` are placements that wait for a decision, `left` those that stay in an older text."""

    article: Article
    versions: list[ArticleVersion]
    open: int
    left: int


@dataclass(frozen=True)
class OldVersion:
    version: ArticleVersion
    text: markup.Html
    passages: int
    has_title: bool


def versions_of(article: Article, user: User) -> Versions:
    found = article.versions.filter(number__gt=0).select_related("added_by").defer("text").order_by("-number")
    states = Placement.objects.visible_to(user).filter(article=article).values_list("state", flat=True)
    left = [state for state in states if state == PlacementState.LEFT]
    return Versions(article, list(found), len(states) - len(left), len(left))


def old_version(article: Article, user: User, version: ArticleVersion) -> OldVersion:
    """A version as it was when it was the present one last, with what the person may see."""
    text = state_of(article, version).text(article, user)
    return OldVersion(version, markup.sections(text, bare=False), len(text.marks), text.has_title)


def state_of(article: Article, version: ArticleVersion) -> State:
    """The rows at the last moment at which the version was the present one."""
    state = State.now(article)
    if version.pk != article.version_id:
        state.take_back(replaced_at(article, version) - 1)
    return state


def replaced_at(article: Article, version: ArticleVersion) -> int:
    """The number of the change that last took the version's place."""
    turns = Change.objects.filter(article=article, verb__endswith="add-version").order_by("-number")
    for number, edits in turns.values_list("number", "edits"):
        for edit in edits:
            if edit["table"] == ARTICLE and edit["before"].get("version_id") == version.pk:
                return number
    return article.project.change_number + 1


def version_table(article: Article, user: User, version: ArticleVersion, *, names: bool = False) -> Iterator[str]:
    """annotations.csv of one version, with what the person may see: the columns are the same."""
    sheet = Sheet(Flavour.ANALYSIS)
    writer = Writer(sheet, article.project, user, names)
    state = state_of(article, version)
    said = (article.uid, article.title, article.source, article.author, article.published, version.number)
    rows = sorted(_rows(state, user, version))
    comments = [
        (article.pk, row["highlight_id"], row["author_id"], row["text"])
        for row in state.seen(COMMENT, "author_id", user)
        if row["highlight_id"] and row["parent_id"] is None
    ]
    yield sheet.header()
    yield from writer.lines(Stored((row for _, row in rows), [(version.pk, *said)], comments))


def _rows(state: State, user: User, version: ArticleVersion) -> Iterator[tuple[tuple[int, ...], tuple]]:
    """As annotations.stored has them, each with what sorts it: one for each tagging, and for highlights without."""
    taggings: dict[int, list[Row]] = {}
    for row in state.seen(TAGGING, "coder_id", user):
        taggings.setdefault(row["highlight_id"], []).append(row)
    for mark in state.seen(HIGHLIGHT, "author_id", user):
        if mark["version_id"] == version.pk:
            for tagging in taggings.get(mark["id"], [None]):
                order = mark["start"], mark["end"], mark["id"], tagging["id"] if tagging else 0
                yield order, _row(mark, tagging)


def _row(mark: Row, tagging: Row | None) -> tuple:
    by = tagging["coder_id"] if tagging else mark["author_id"]
    times = [str((tagging or mark)[name]).replace("T", " ") for name in ("created_at", "updated_at")]
    words = (
        mark["uid"], mark["version_id"], mark["first_paragraph"], mark["last_paragraph"], mark["quote"],
        mark["prefix"], mark["suffix"],
    )
    said: tuple = ("", None, None, None, "", "", None)
    if tagging:
        said = (
            tagging["uid"], tagging["tag_id"], tagging["target_id"], tagging["holder_id"], tagging["holder_kind"],
            tagging["memo"], tagging["codebook_version"],
        )
    place = mark["article_id"], mark["start"], mark["end"], mark["id"], tagging and tagging["id"]
    return *place, *words, by, *times, *said
