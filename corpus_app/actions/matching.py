"""Writing the rows of a table into the articles that they are about, as one change; drafts of those about none."""

from dataclasses import dataclass

from django.db import transaction

from corpus_app.actions.articles import METADATA, correct_each
from corpus_app.actions.bringing import MAX_WAITING, keep_rows, of_rows, remember
from corpus_app.actions.drafts import still_open
from corpus_app.actions.members import Refused
from corpus_app.importing.draft import Rows
from corpus_app.importing.problems import ImportProblem, TooLarge
from corpus_app.importing.reading import MAX_AT_ONCE, Reading
from corpus_app.matching import By, Fate, Match, Matches, matched
from corpus_app.models import Article, ArticleDraft, ArticleField, Change, User

MOST = 1_500  # rows: writing them takes 1.3 s, undoing it 2.6, while nobody else can write
MANY = f"Up to {MOST:,} rows of a table are matched at once. Split it and bring the parts."


class Stale(Refused):
    """Something would come out otherwise than it was shown."""


@dataclass(frozen=True)
class Written:
    """What became of the rows: the change, and how many are drafts now; `left` found no room."""

    change: Change | None
    drafts: int
    left: int


def plan(*, draft: ArticleDraft, fields: list[str], by: str, others: str, only_empty: bool) -> ArticleDraft:
    """Keep what a person says about the rows of a table, for the page that shows what would come of it."""
    with transaction.atomic():
        draft = still_open(draft)
        if draft.table["start"]:
            raise Refused("Some of its rows are drafts already, so it goes on as it began. Bring it anew instead.")
        match = {"fields": fields, "by": by, "others": others, "only_empty": only_empty}
        draft.table = {**draft.table, "match": match}
        draft.save(update_fields=["table"])
        remember(draft, fields)
    return draft


def matches_of(draft: ArticleDraft, actor: User, own: list[ArticleField]) -> Matches:
    """What would come of the rows now. Raises ImportProblem."""
    said = draft.table["match"]
    fields = ["" if field == "text" else field for field in said["fields"]]  # texts take long, and none is written
    found = _read(draft, fields, start=0, limit=MOST)
    if found.left:
        raise TooLarge(MANY)
    articles = Article.objects.visible_to(actor).filter(project=draft.project).order_by("pk")
    return matched(found, articles, own, by=By(said["by"]), only_empty=said["only_empty"])


def write_rows(
    *, draft: ArticleDraft, actor: User, own: list[ArticleField], seal: str, room: int = MAX_WAITING
) -> Written:
    """Raises ImportProblem, Refused, and Stale where it is not what was shown."""
    found = matches_of(draft, actor, own)
    if found.seal != seal:
        raise Stale("Something has changed since this was shown. Look again at what would be different now.")
    new = {match.number for match in found.of(Fate.NONE)} if draft.table["match"]["others"] == "drafts" else set()
    made = _drafts(draft, new, own, room) if new else []
    with transaction.atomic():
        draft = still_open(draft)
        change = _write(draft, actor, found.of(Fate.CHANGES))
        drafts = keep_rows(draft, made)
        left = len(new) - len(made)
        if left:
            draft.problem = (
                f"{left:,} rows that match no article are no drafts yet. Save or discard drafts, then match again."
            )
            draft.save(update_fields=["problem"])
        else:
            draft.delete()
    return Written(change, len(drafts), left)


def _write(draft: ArticleDraft, actor: User, found: list[Match]) -> Change | None:
    if not found:
        return None
    values = {match.article.pk: _values(match) for match in found}
    change = correct_each(project=draft.project, actor=actor, values=values)
    before = {(match.article.pk, one.name): one.before for match in found for one in match.differences}
    for edit in change.edits:
        for name, value in edit["before"].items():
            said = value if name == "meta" else {name: value}
            for one, was in said.items():
                if (edit["id"], one) in before and before[edit["id"], one] != was:
                    raise Stale("Somebody has changed one of these articles just now. Look again at the rows.")
    return change


def _values(match: Match) -> dict[str, object]:
    said = {one.name: one.after for one in match.differences}
    meta = {name: value for name, value in said.items() if name not in METADATA}
    return {name: value for name, value in said.items() if name in METADATA} | ({"meta": meta} if meta else {})


def _drafts(draft: ArticleDraft, numbers: set[int], own: list[ArticleField], room: int) -> list[ArticleDraft]:
    """Of the rows with these numbers, as many as there is room for."""
    made: list[ArticleDraft] = []
    start = 0
    while len(made) < min(room, len(numbers)):
        rows = _read(draft, draft.table["match"]["fields"], start=start, limit=MAX_AT_ONCE)
        made += [one for one in of_rows(draft, rows, own) if one.position in numbers]
        start = rows.following
        if not start:
            break
    return made[:room]


def _read(draft: ArticleDraft, fields: list[str], *, start: int, limit: int) -> Rows:
    if not any(fields):
        raise ImportProblem("Say again what the columns of this table hold.")
    with Reading() as reading:
        return reading.rows(
            bytes(draft.content), draft.name, fields, encoding=draft.encoding or None, start=start, limit=limit,
            delimiter=draft.table.get("delimiter", ""), bare=True,
        )  # fmt: skip
