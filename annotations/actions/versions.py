"""What a new version of a text does to the highlights: those whose place is certain move, the others wait for a person.

Called by corpus_app.actions.add_version, inside its change. Removed highlights come along, so that whoever brings one
back finds it in the present text or among those that wait.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from django.db.models import F

from annotations.actions.edges import columns_of
from annotations.anchoring import CONTEXT, Passage
from annotations.models import Highlight, Placement, PlacementState
from annotations.reanchoring import Reanchoring
from corpus_app import diary
from corpus_app.models import ArticleVersion, Change, Paragraph

BATCH = 200
MOVED = ("version", "start", "end", "quote", "folded", "prefix", "suffix", "first_paragraph", "last_paragraph")


def carry(change: Change, new: ArticleVersion) -> None:
    """All highlights of the article to its new version. Those that had no certain place before are tried again."""
    waiting = {row.highlight_id: row for row in Placement.objects.filter(article=change.article)}
    change.edits += [diary.deleted(row) for row in waiting.values()]
    left = {pk for pk, row in waiting.items() if row.state == PlacementState.LEFT}
    Placement.objects.filter(article=change.article).delete()
    text = Lines(new)
    moved, uncertain = [], []
    for highlights in _by_version(change):
        way = Reanchoring(highlights[0].version.text, new.text)
        for highlight in highlights:
            placed = way.placed(highlight.start, highlight.end)
            passage = text.passage(placed.start, placed.end) if placed else None
            if passage and placed.exact:
                moved.append((highlight, passage))
            else:
                uncertain.append(_placement(highlight, new, passage, is_left=highlight.pk in left))
    change.edits += move_all(moved, new)
    Placement.objects.bulk_create(uncertain, batch_size=BATCH)
    change.edits += [diary.created(row) for row in uncertain]


def move_all(moved: Sequence[tuple[Highlight, Passage]], version: ArticleVersion) -> list[diary.Row]:
    """Put these highlights into that version; nobody's window that saw them before can move them back unasked."""
    edits = []
    for highlight, passage in moved:
        before = diary.row(highlight)
        highlight.version = version
        for name, value in columns_of(passage).items():
            setattr(highlight, name, value)
        edits.append(diary.changed(highlight, before))
    highlights = [highlight for highlight, _ in moved]
    Highlight.objects.bulk_update(highlights, MOVED, batch_size=BATCH)
    keys = [highlight.pk for highlight in highlights]
    for first in range(0, len(keys), 500):
        Highlight.objects.filter(pk__in=keys[first : first + 500]).update(version_no=F("version_no") + 1)
    return edits


class Lines:
    """The paragraphs of a version, to cut passages out."""

    def __init__(self, version: ArticleVersion) -> None:
        rows = Paragraph.objects.filter(version=version).order_by("position")
        self.paragraphs = list(rows.values_list("position", "start", "text"))
        self.starts = [start for _, start, _ in self.paragraphs]

    def passage(self, start: int, end: int) -> Passage | None:
        """What stands at [start, end), with its context; None where it does not begin and end inside paragraphs."""
        first = max(0, bisect_right(self.starts, max(0, start - CONTEXT)) - 1)
        last = bisect_right(self.starts, end + CONTEXT)
        return Passage.of(self.paragraphs[first:last], start, end) if first < last else None


def _by_version(change: Change) -> Iterable[list[Highlight]]:
    found: dict[int, list[Highlight]] = {}
    highlights = Highlight.objects.filter(article=change.article).select_related("version").order_by("pk")
    versions: dict[int, ArticleVersion] = {}
    for highlight in highlights.defer("version__text"):
        found.setdefault(highlight.version_id, []).append(highlight)
        versions[highlight.version_id] = highlight.version
    for pk, some in found.items():
        for highlight in some:
            highlight.version = versions[pk]  # so that its text is read once
        yield some


def _placement(
    highlight: Highlight, version: ArticleVersion, passage: Passage | None, *, is_left: bool
) -> Placement:
    state = PlacementState.LEFT if is_left else PlacementState.WAITING if passage else PlacementState.UNPLACED
    return Placement(
        project_id=highlight.project_id, article_id=highlight.article_id, highlight=highlight, version=version,
        state=state, start=passage and passage.start, end=passage and passage.end,
        quote=passage.quote if passage else "",
    )
