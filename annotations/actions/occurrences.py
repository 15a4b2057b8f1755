"""Tagging many passages at once: one change, and so one undo."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from annotations.actions.highlights import NewTagging, StaleText, at_present
from annotations.anchoring import Passage
from annotations.models import Highlight, Tagging
from corpus_app import diary
from corpus_app.actions import Refused
from corpus_app.importing.fold import fold
from corpus_app.models import Article, Change, Project, User

Key = tuple[int, int, int]  # article, start, end


@dataclass(frozen=True)
class Coded:
    """What was written."""

    change: Change
    highlights: list[Highlight]  # new ones
    taggings: list[Tagging]


def code_occurrences(
    *, project: Project, actor: User, places: Sequence[tuple[Article, Passage]], taggings: Sequence[NewTagging]
) -> Coded:
    """Tag each of these passages; one that the actor has highlighted already is that highlight.

    What is there is not written again, and another value of a stance takes the former's place, as in add_tagging. The
    number of queries does not grow with the places, but for the databases' own limits of rows to a statement. Raises
    StaleText where an article has a new version, Refused where nothing is new.
    """
    article = places[0][0] if len({article.pk for article, _ in places}) == 1 else None
    seen = project.codebook_version
    with diary.writing(project=project, actor=actor, verb="code-occurrences", article=article) as change:
        taggings = at_present(taggings, seen, change)
        _refuse_if_stale(places)
        there = _own_highlights(actor, places)
        new = [
            _highlight(project, article, actor, passage)
            for article, passage in places
            if (article.pk, passage.start, passage.end) not in there
        ]
        Highlight.objects.bulk_create(new)
        change.edits = [diary.appeared(highlight, change.at) for highlight in new]
        made = _tag_all(change, actor, new, list(there.values()), taggings)
        if not change.edits:
            raise Refused("You have tagged all of these passages so already. Nothing was changed.")
    return Coded(change, new, made)


def _refuse_if_stale(places: Iterable[tuple[Article, Passage]]) -> None:
    seen = {article.pk: article.version_id for article, _ in places}
    present = Article.objects.filter(pk__in=seen, removed_at=None).values_list("pk", "version")
    if dict(present) != seen:
        raise StaleText("An article has changed since this page was loaded. Look at the passages once more.")


def _own_highlights(actor: User, places: Iterable[tuple[Article, Passage]]) -> dict[Key, Highlight]:
    """Of these very words, the oldest of each."""
    versions = {article.version_id for article, _ in places}
    wanted = {(article.pk, passage.start, passage.end) for article, passage in places}
    mine = Highlight.objects.filter(author=actor, version__in=versions, removed_at=None).order_by("-pk")
    rows = mine.only("pk", "article", "start", "end")
    return {key: row for row in rows if (key := (row.article_id, row.start, row.end)) in wanted}


def _highlight(project: Project, article: Article, author: User, passage: Passage) -> Highlight:
    return Highlight(
        project=project, article=article, version=article.version, author=author,
        start=passage.start, end=passage.end, quote=passage.quote, folded=fold(passage.quote),
        prefix=passage.prefix, suffix=passage.suffix,
        first_paragraph=passage.first, last_paragraph=passage.last,
    )  # fmt: skip


def _tag_all(
    change: Change, coder: User, new: Sequence[Highlight], there: Sequence[Highlight], taggings: Sequence[NewTagging]
) -> list[Tagging]:
    present = Tagging.objects.filter(highlight__in=there, coder=coder, holder=None) if there else []
    former = {(row.highlight_id, row.tag_id, row.target_id): row for row in present}
    made, gone = [], {}
    for highlight in (*new, *there):
        for wanted in taggings:
            target = wanted.target and wanted.target.pk
            if (highlight.pk, wanted.tag.pk, target) in former:
                continue
            if not wanted.tag.facet.many:
                rivals = [
                    row for key, row in former.items()
                    if key[0] == highlight.pk and key[2] == target and row.facet_id == wanted.tag.facet_id
                ]
                gone |= {row.pk: row for row in rivals}
            made.append(_tagging(change.project, coder, highlight, wanted))
    change.edits += [diary.deleted(row) for row in gone.values()]
    if gone:
        Tagging.objects.filter(pk__in=gone).delete()
    Tagging.objects.bulk_create(made)
    change.edits += [diary.created(row) for row in made]
    return made


def _tagging(project: Project, coder: User, highlight: Highlight, new: NewTagging) -> Tagging:
    return Tagging(
        project=project, article_id=highlight.article_id, highlight=highlight, facet=new.tag.facet, tag=new.tag,
        coder=coder, target=new.target, single=not new.tag.facet.many, codebook_version=project.codebook_version,
    )
