"""The portrait of an article: where in its text which tags lie, as far as a person sees them."""

from collections import defaultdict

from django.urls import reverse

from annotations.models import Tagging
from annotations.pages.picture_parts import Cell, Picture, Sheet, share
from annotations.pictures.portrait import Band, Stretch, portrait
from annotations.tagtree import TagTree
from corpus_app.models import Article, Paragraph, Project, User

QUOTED = 80
Place = tuple[int, int, int, int, str, str]  # start, end, first and last paragraph, uid, quote


def portrait_of(article: Article, project: Project, user: User) -> Picture | None:
    """Queries three times; none where nothing is tagged."""
    rows = Tagging.objects.visible_in(project, user, [article.pk]).filter(
        highlight__removed_at=None, highlight__version=article.version_id
    )
    columns = ("start", "end", "first_paragraph", "last_paragraph", "uid", "quote")
    places: dict[int, set[Place]] = defaultdict(set)
    for tag, *place in rows.order_by().values_list("tag", *(f"highlight__{name}" for name in columns)):
        places[tag].add(tuple(place))
    if not places:
        return None
    texts = list(Paragraph.objects.filter(version=article.version_id).order_by("position").values_list("start", "end"))
    length = texts[-1][1]
    tree, address = TagTree.of(project), reverse("annotations:article", args=(project.slug, article.uid))
    bands, lines = [], []
    for pk, node in tree.nodes.items():
        if pk not in places:
            continue
        tag, found = node.tag, sorted(places[pk])
        bands.append(Band(tag.name, tag.colour, tag.pattern, [_stretch(tag.name, place, address) for place in found]))
        lines.append([
            Cell(node.path_text), Cell(f"{len(found)}", _passages(project, article, tag.uid)),
            Cell(share(_covered(found), length)),
            Cell(", ".join(dict.fromkeys(_paragraphs(place) for place in found)), is_words=True),
        ])
    title = f"{article}: where the tags lie"
    return Picture(title, portrait(bands, [start for start, _ in texts], length, title),
                   Sheet(("Tag", "Passages", "Of the text", "In paragraphs"), lines),
                   ["From left to right is the text from its first word to its last; each mark opens its passage."])


def _stretch(name: str, place: Place, address: str) -> Stretch:
    start, end, *_, uid, quote = place
    shown = quote if len(quote) <= QUOTED else quote[:QUOTED] + "…"
    return Stretch(start, end, f"{name}, paragraph {_paragraphs(place)}: {shown}", f"{address}#h-{uid}")


def _paragraphs(place: Place) -> str:
    first, last = place[2:4]
    return f"{first}" if first == last else f"{first}–{last}"


def _covered(places: list[Place]) -> int:
    """Characters that lie in any of them, each once."""
    covered = reached = 0
    for start, end, *_ in places:
        covered += max(0, end - max(start, reached))
        reached = max(reached, end)
    return covered


def _passages(project: Project, article: Article, tag: str) -> str:
    return f"{reverse('annotations:passages', args=(project.slug,))}?tag={tag}&children=0&article={article.uid}"
