"""The codebook as the palette needs it: small enough to be searched in the browser at every key."""

from django.db.models import Count

from annotations.models import Entity, Facet, Tag, Tagging
from annotations.tagtree import TagTree
from corpus_app.models import Project, User


def codebook_of(project: Project, user: User) -> dict[str, object]:
    """Facets, live tags with their paths (parents first), and entities; ids are uids.

    Entities that the person sees as targets come first, the most frequent at the top.
    """
    tree = TagTree.of(project)
    facets = Facet.objects.filter(project=project).order_by("position", "pk")
    stances = Tagging.objects.visible_to(user).filter(project=project).exclude(target=None).order_by()
    uses = dict(stances.values_list("target").annotate(Count("pk")))
    entities = Entity.objects.filter(project=project).order_by("name", "pk")
    entities = sorted(entities, key=lambda entity: -uses.get(entity.pk, 0))
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
