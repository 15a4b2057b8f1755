"""The pages of pictures: the overview's filter, a picture of what it leaves, the same as a table, both to take away."""

import re
from dataclasses import dataclass
from functools import cache
from types import ModuleType
from urllib.parse import urlencode

from django.conf import settings
from django.db import models
from django.http import QueryDict
from django.urls import reverse

from annotations.filters import parse
from annotations.kept import KEPT
from annotations.markup import Html
from annotations.models import Facet, FacetKind
from annotations.pages import picture_groups, picture_stances, picture_time, picture_together
from annotations.pages.browse import Part
from annotations.pages.crosstable import Asked as TableAsked
from annotations.pages.overview import Overview, own_of
from annotations.pages.picture_parts import Asked, Choice, Picture
from annotations.tagtree import TagTree
from corpus_app.models import Project, User

VARIABLE = re.compile(r"var\((--[\w-]+)\)")
TOKEN = re.compile(r"(--[\w-]+):\s*(?:light-dark\((#\w+),#\w+\)|(#\w+))")


class View(models.TextChoices):
    TOGETHER = "together", "Tags together"
    TIME = "time", "Over time"
    STANCES = "stances", "Stances"
    GROUPS = "groups", "Compare groups"


MADE_BY: dict[str, ModuleType] = {
    View.TOGETHER: picture_together, View.TIME: picture_time, View.STANCES: picture_stances,
    View.GROUPS: picture_groups,
}


@dataclass(frozen=True)
class PicturePage(Overview):
    """What the overview's templates know of a page, with a picture in place of its table."""

    view: View = View.TOGETHER
    own: tuple[tuple[str, str], ...] = ()  # what the picture has been asked besides the filter
    fields: tuple[Choice, ...] = ()
    picture: Picture | None = None

    @property
    def query(self) -> str:
        return urlencode([*self.found.pairs(), *self.own])

    @property
    def choices(self) -> list[Choice]:
        facets = [(facet.slug, facet.name) for facet in self.facets]
        return [("facet", "Tags of", facets, self.facet.slug if self.facet else ""), *self.fields]

    @property
    def anew_url(self) -> str:
        return f"{self.path}?{self.query}&anew=1"

    @property
    def clear_url(self) -> str:
        pairs = [("facet", self.facet.slug)] if self.facet else []
        return f"{self.path}?{urlencode([*pairs, *self.own])}"

    @property
    def parts(self) -> list[Part]:
        kept = urlencode(self.own)
        return [
            Part(part.label, part.value, f"{part.url}&{kept}" if kept else part.url, part.tag) for part in super().parts
        ]

    @property
    def caption(self) -> str:
        return self.picture.caption if self.picture else self.view.label


def picture_page(project: Project, user: User, view: View, data: QueryDict) -> PicturePage:
    """Where the filter has errors nothing is drawn. The facet whose tags are drawn is the filter's own."""
    path = reverse("annotations:picture", args=(project.slug, view.value))
    facets = list(Facet.objects.visible_to(user).filter(project=project))
    if view == View.STANCES:
        facets = [facet for facet in facets if facet.kind == FacetKind.STANCE]
    said = data.copy()
    for key in ("untagged", *(("also", "also_children") if view == View.TOGETHER else ())):
        said.pop(key, None)  # nothing to draw, or what the lines ask for
    if said.get("facet", "").strip() not in {facet.slug for facet in facets} and facets:
        said["facet"] = facets[0].slug
    found, errors = parse(project, said)
    tree, fields, counted, own = TagTree.of(project), (), None, ()
    if found.facet and not errors:
        asked = Asked(project, user, found, found.facet, tree, data)
        made_by = MADE_BY[view]
        fields = tuple(made_by.choices(asked))
        own = tuple((key, chosen) for key, _, _, chosen in fields if chosen)
        counted = KEPT.get(
            project, user, ("picture", view.value, own_of(found, user), *found.pairs(), *own),
            lambda: made_by.picture(asked), is_anew=data.get("anew") == "1",
        )
    return PicturePage(
        path, found, errors, TableAsked(), found.facet, facets, tree, None, counted.told if counted else "",
        view=view, own=own, fields=fields, picture=counted.value if counted else None,
    )


def views(project: Project) -> list[tuple[str, str, str]]:
    """Name, label and address of each way to look at the whole."""
    table = ("overview", "Table", reverse("annotations:overview", args=(project.slug,)))
    return [table, *((view.value, view.label, reverse("annotations:picture", args=(project.slug, view.value)))
                     for view in View),
            ("compare", "Compare articles", reverse("annotations:compare", args=(project.slug,)))]


def standalone(svg: Html) -> str:
    """The picture with its rules in itself, in light colours and without links: they lead nowhere from a file."""
    bare = re.sub(r"</?a\b[^>]*>", "", svg)
    head, _, rest = bare.partition(">")
    ground = f'<rect width="100%" height="100%" fill="{_tokens()["--page"]}"/>'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{head}><style>{_rules()}</style>{ground}{rest}\n'


@cache
def _rules() -> str:
    """Colours are written out, since drawing programs know no variables."""
    lines = (settings.BASE_DIR / "static" / "css" / "pictures.css").read_text(encoding="utf-8").splitlines()
    own = [line for line in lines[: lines.index("/* On the page */")] if line.startswith(".pic ")]
    return VARIABLE.sub(lambda found: _tokens()[found[1]], "".join(own))


@cache
def _tokens() -> dict[str, str]:
    text = (settings.BASE_DIR / "static" / "css" / "tokens.css").read_text(encoding="utf-8")
    return {name: light or plain for name, light, plain in TOKEN.findall(text)}
