"""The codebook as a file says it, and what a file would change, for a person to look at first."""

from annotations import examples
from annotations.exchange.codebook_json import FACET_COLUMNS, TAG_COLUMNS
from annotations.exchange.outline import SaidCodebook, SaidEntity, SaidFacet, SaidTag
from annotations.models import Entity, Facet, Tag
from annotations.tagtree import TagTree
from corpus_app import diary
from corpus_app.models import Project


def said_codebook(project: Project) -> SaidCodebook:
    """Everything that the codebook says. Queries three times."""
    tree = TagTree.of(project)
    by_facet: dict[int, list[SaidTag]] = {}
    for node in tree.nodes.values():
        by_facet.setdefault(node.tag.facet_id, []).append(SaidTag(node.path, _columns(node.tag, tree), node.tag.uid))
    facets = tuple(
        SaidFacet(
            facet.name, facet.kind, {name: getattr(facet, name) for name in FACET_COLUMNS},
            tuple(by_facet.get(facet.pk, ())), facet.uid,
        )
        for facet in Facet.objects.filter(project=project)
    )
    entities = Entity.objects.live().filter(project=project)
    return SaidCodebook(
        facets, tuple(SaidEntity(row.name, row.kind, tuple(row.aliases), row.uid) for row in entities)
    )


def _columns(tag: Tag, tree: TagTree) -> dict[str, object]:
    row = {**diary.row(tag), "examples": examples.texts(tag.examples)}
    columns = {name: row[name] for name in TAG_COLUMNS if name in row}
    return {**columns, "replaced_by": tree[tag.replaced_by_id].tag.uid if tag.replaced_by_id else None}
