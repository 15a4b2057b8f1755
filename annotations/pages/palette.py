"""The codebook as the palette needs it: small enough to be searched in the browser at every key."""

from django.db.models import Count

from annotations.models import Entity, Facet, Tag, Tagging
from annotations.speakers import speaker_of
from annotations.tagtree import TagTree
from corpus_app.importing.fold import fold
from corpus_app.models import Article, Paragraph, Project, User

LOOKED_AT = 400  # of a person's taggings, the newest: those used lately are among them
RECENT = 9
BEFORE = 2  # paragraphs in which a speaker may have been named


def codebook_of(project: Project, user: User) -> dict[str, object]:
    """Facets, live tags with their paths (parents first), and entities; ids are uids.

    Entities that the person sees as targets come first, the most frequent at the top.
    """
    tree = TagTree.of(project)
    facets = Facet.objects.filter(project=project).order_by("position", "pk")
    stances = Tagging.objects.visible_to(user).filter(project=project).exclude(target=None).order_by()
    uses = dict(stances.values_list("target").annotate(Count("pk")))
    entities = Entity.objects.live().filter(project=project).order_by("name", "pk")
    entities = sorted(entities, key=lambda entity: -uses.get(entity.pk, 0))
    return {
        "version": project.codebook_version,
        "facets": [
            {"id": f.uid, "name": f.name, "kind": f.kind, "target": f.target, "holder": f.holder} for f in facets
        ],
        "tags": [_tag(node.tag, node.path) for node in tree.nodes.values() if node.tag.archived_at is None],
        "entities": [{"id": e.uid, "name": e.name, "aliases": e.aliases} for e in entities],
        "pins": user.display.get("pins", {}).get(str(project.pk), []),
        **_used_lately(project, user),
    }


def _used_lately(project: Project, user: User) -> dict[str, object]:
    """The person's own taggings by tag and target, newest first, and all those on the passage they tagged last."""
    mine = Tagging.objects.visible_to(user).filter(project=project, coder=user, tag__archived_at=None)
    columns = ("tag__uid", "target__uid", "holder__uid", "holder_kind", "highlight__uid")
    rows = mine.order_by("-pk").values_list(*columns)[:LOOKED_AT]
    recent: dict[tuple, dict] = {}
    last: list[dict] = []
    about = ""
    for tag, target, holder, kind, highlight in rows:
        said = {"tag": tag, **({"target": target} if target else {})}
        recent.setdefault((tag, target), said)
        about = about or highlight
        if highlight == about:
            last.insert(0, said | {"holder": holder or "", "holder_kind": kind})
    return {"recent": list(recent.values())[:RECENT], "last": {"about": about, "taggings": last}}


def speaker_at(article: Article, start: int, end: int) -> dict[str, str]:
    """Who probably says what stands at [start, end), and under which id the project knows them. Two queries."""
    near = Paragraph.objects.filter(version=article.version_id, start__lte=start).order_by("-start")[: BEFORE + 1]
    *before, own = [*near][::-1] or [None]
    if own is None or end > own.end:
        return {}
    name = speaker_of([*(paragraph.text for paragraph in before), own.text], start - own.start, end - own.start)
    if not name:
        return {}
    known = fold(name)
    for entity in Entity.objects.live().filter(project=article.project_id):
        if known in map(fold, (entity.name, *entity.aliases)):
            return {"name": entity.name, "id": entity.uid}
    return {"name": name}


def _tag(tag: Tag, path: tuple[str, ...]) -> dict[str, object]:
    return {
        "id": tag.uid, "facet": tag.facet.uid, "path": path, "look": tag.look, "value": tag.value,
        "hint": tag.brief or tag.use_when or tag.definition, **({"key": tag.shortcut} if tag.shortcut else {}),
    }
