"""The page on which somebody says how they want annotations.csv, and sees what will be in it."""

from dataclasses import dataclass

from annotations.filters import PassageFilter
from annotations.pages.browse import NOTHING, Browse, Part
from annotations.pages.passages import Order
from annotations.tagtree import TagTree
from corpus_app.models import Project, User


@dataclass(frozen=True)
class ExportPage:
    """`parts` are those of the filter in words; `pairs` are its keys and values, for the form."""

    rows: int
    parts: list[Part]
    pairs: list[tuple[str, str]]
    errors: list[str]


def export_page(project: Project, user: User, found: PassageFilter, errors: dict[str, str], path: str) -> ExportPage:
    """Counts nothing where the filter has errors: without the wrong part it would be too much."""
    batch, counts = NOTHING
    browse = Browse(
        path=path, found=found, errors=errors, order=Order.ARTICLE, fixed=None, tree=TagTree.of(project),
        counts=counts, batch=batch,
    )
    rows = 0 if errors else found.taggings(user, project).count() + found.untagged(user, project).count()
    return ExportPage(rows=rows, parts=browse.parts, pairs=found.pairs(), errors=list(errors.values()))
