"""The codebook as the palette needs it: small enough to be searched in the browser at every key."""

from annotations.models import Entity, Facet, Tag
from annotations.tagtree import TagTree
from corpus_app.models import Project


def codebook_of(project: Project) -> dict[str, object]:
    """Facets, live tags with their paths (parents first), and entities; ids are uids."""
    tree = TagTree.of(project)
    facets = Facet.objects.filter(project=project).order_by("position", "pk")
    entities = Entity.objects.filter(project=project).order_by("name", "pk")
    return {
        "version": project.codebook_version,
        "facets": [
            {"id": f.uid, "name": f.name, "kind": f.kind, "target": f.target, "holder": f.holder} for f in facets
        ],
        "tags": [_tag(node.tag, node.path) for node in tree.nodes.values() if node.tag.archived_at is None],
        "entities": [{"id": e.uid, "name": e.name, "aliases": e.aliases} for e in entities],
    }


def _tag(tag: Tag, path: tuple[str, ...]) -> dict[str, object]:
    return {
        "id": tag.uid, "facet": tag.facet.uid, "path": path, "look": tag.look, "value": tag.value,
        "hint": tag.use_when or tag.definition,
    }
