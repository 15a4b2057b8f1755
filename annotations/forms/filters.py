"""The filter as a form: what can be chosen in a project, by somebody who may see it."""

from collections.abc import Iterable

from django import forms
from django.db.models import Exists, OuterRef

from annotations.filters import LONGEST_TEXT, WITHOUT, PassageFilter
from annotations.forms.own_filters import DATE, fields_of, own_fields
from annotations.forms.picks import INDENT, MANY, PicksField, picks
from annotations.models import Entity, Facet, HolderKind, Tagging
from annotations.stages import Stage, Stages
from annotations.tagtree import TagTree
from corpus_app.models import Article, ArticleField, ArticleSet, Membership, Project, Standing, User
from corpus_app.own_values import name_of

PICKED = {"tag", "value", "target", "holder", "holder_kind", "coder", "article", "source", "set"}
WORDS = forms.TextInput({"type": "search", "maxlength": LONGEST_TEXT, "dir": "auto"})
CONDITIONS = {
    "tag": "Tag", "value": "Stance", "target": "Toward", "holder": "Held by", "holder_kind": "Voice",
    "coder": "Tagged by", "source": "Source", "set": "Set",
}
Choices = list[tuple[str, str]]


class FilterForm(forms.Form):
    """Shows a filter; annotations.filters.parse reads it. A list with nothing to choose is left out."""

    text = forms.CharField(label="Words in the passage", widget=WORDS)
    tag = PicksField("Tag")
    children = forms.BooleanField(label="Without the tags below them", widget=forms.CheckboxInput({"value": "0"}))
    facet = forms.ChoiceField(label="Facet")
    value = PicksField("Stance")
    target = PicksField("Toward")
    coder = PicksField("Coder")
    coded = forms.ChoiceField(label="Coded")
    article = PicksField("Article")
    source = PicksField("Source")
    set = PicksField("Set")
    published_from = forms.CharField(label="Published from", widget=forms.TextInput(DATE))
    published_to = forms.CharField(label="to", widget=forms.TextInput(DATE))
    not_text = forms.CharField(label="Not these words", widget=WORDS)
    holder = PicksField("Held by")
    holder_kind = PicksField("Voice")
    note = forms.CharField(label="Words in a note", widget=WORDS)
    noted = forms.ChoiceField(
        label="Notes", choices=[("", "With notes or not"), ("yes", "With a note"), ("no", "Without a note")]
    )
    created_from = forms.CharField(label="Tagged from", widget=forms.TextInput(DATE))
    created_to = forms.CharField(label="to", widget=forms.TextInput(DATE))
    also = forms.ChoiceField(label="Also tagged")
    without = forms.ChoiceField(label="Without", choices=[("", "Whatever is said"), *WITHOUT.items()])
    untagged = forms.BooleanField(label="Only passages without a tag", widget=forms.CheckboxInput({"value": "1"}))

    def __init__(
        self, project: Project, user: User, found: PassageFilter, tree: TagTree, *, errors: Iterable[str],
        said: dict[str, str], fixed: Iterable[str] = (),
    ) -> None:
        shown = {**said, **dict(reversed(found.pairs()))}  # of several the first
        flags = {"children": not found.children, "untagged": found.untagged_only}
        super().__init__(initial={**shown, **flags}, auto_id="filter_%s", use_required_attribute=False)
        for name in fixed:
            del self.fields[name]
        choices_of = _choices(project, user, tree)
        for name, (nothing, choices) in choices_of.items():
            if name in fixed:
                continue
            if name in PICKED:
                self.fields[name].groups = picks(name, choices, found)
                if not any(picks for _, picks in self.fields[name].groups):
                    del self.fields[name]
            elif choices:
                self.fields[name].choices = [("", nothing), *choices]
            else:
                del self.fields[name]
        if not any(node.children for node in tree.nodes.values()):
            self.fields.pop("children", None)
        own = fields_of(project, found)
        self.rows_of_own = list(own_fields(own, found))
        for fields in self.rows_of_own:
            self.fields.update(fields)
        self.fields["without"].choices += [(name_of(field), f"a value of {field.name}") for field in own]
        self.conditions = _conditions(choices_of, own)
        for name in set(errors) & set(self.fields):
            self.fields[name].widget.attrs["aria-invalid"] = "true"

    def main(self) -> list[forms.BoundField]:
        return self._of(
            "text", "tag", "children", "facet", "value", "target", "holder", "holder_kind", "coder", "coded", "article",
            "source", "set",
        )

    def dates(self) -> list[forms.BoundField]:
        return self._of("published_from", "published_to")

    def own(self) -> list[list[forms.BoundField]]:
        """Of each own field one, or the two ends of a range."""
        return [self._of(*fields) for fields in self.rows_of_own]

    def further(self) -> list[forms.BoundField]:
        return self._of("not_text", "also", "without", "noted", "note")

    def tagging_dates(self) -> list[forms.BoundField]:
        return self._of("created_from", "created_to")

    def has_further(self) -> bool:
        """Whether one of the seldom used parts is set, so that they are shown."""
        names = ("created_from", "created_to", "untagged", "also", "without", "not_text", "note", "noted")
        return any(self.initial.get(name) for name in names)

    def _of(self, *names: str) -> list[forms.BoundField]:
        return [self[name] for name in names if name in self.fields]


def _choices(project: Project, user: User, tree: TagTree) -> dict[str, tuple[str, list]]:
    """For each list what stands for no choice, and the choices. Queries seven times, twice more in a blind project."""
    targets, holders = _entities(project, user)
    facets = list(Facet.objects.filter(project=project))
    has_stances = any(node.tag.value for node in tree.nodes.values())
    return {
        "tag": ("", _tags(tree, facets)),
        "also": ("Whatever else is there", _tags(tree, facets)),
        "facet": ("Any facet", [(facet.slug, facet.name) for facet in facets] if len(facets) > 1 else []),
        "value": ("", _values(tree)),
        "target": ("", targets),
        "holder": ("", holders),
        "holder_kind": ("", HolderKind.choices if has_stances else []),
        "coder": ("", _coders(project, user)),
        "coded": ("Blind or not", Stage.choices if Stages.of(project).is_ever_blind else []),
        "article": ("", _articles(project, user)),
        "source": ("", _sources(project, user)),
        "set": ("", list(ArticleSet.objects.visible_to(user).filter(project=project).values_list("uid", "name"))),
    }


def _conditions(choices_of: dict[str, tuple[str, list]], own: list[ArticleField]) -> list[tuple[str, Choices]]:
    """What a group of the filter can ask, by kind; lists that are no choice any more are left out."""
    found: list[tuple[str, Choices]] = []
    for kind, label in CONDITIONS.items():
        choices = choices_of[kind][1]
        parts = choices if choices and isinstance(choices[0][1], list) else [("", choices)]
        if sum(len(part) for _, part in parts) <= MANY:
            found += [(f"{label}: {title}" if title else label, [(f"{kind}.{said}", name) for said, name in part])
                      for title, part in parts if part]
    named = [(field.name, [(f"{name_of(field)}.{value}", value) for value in field.choices]) for field in own]
    return [*found, *((name, part) for name, part in named if part)]


def _tags(tree: TagTree, facets: list[Facet]) -> list[tuple[str, Choices]]:
    """By facet; the indent shows the tree, because an option has no other means."""
    groups: dict[int, Choices] = {facet.pk: [] for facet in facets}
    for node in tree.nodes.values():
        name = f"{INDENT * node.depth}{node.tag.name}"
        groups[node.tag.facet_id].append((node.tag.uid, f"{name} (archived)" if node.tag.archived_at else name))
    return [(facet.name, groups[facet.pk]) for facet in facets if groups[facet.pk]]


def _values(tree: TagTree) -> Choices:
    tags = [node.tag for node in tree.nodes.values() if node.tag.value]
    tags.sort(key=lambda tag: (tag.value_num is None, tag.value_num or 0))
    return list({tag.value: tag.name for tag in reversed(tags)}.items())[::-1]


def _entities(project: Project, user: User) -> tuple[Choices, Choices]:
    """Those that the taggings somebody may see are about, and those whose stance they tell."""
    seen = Tagging.objects.visible_to(user).filter(project=project)
    rows = Entity.objects.filter(project=project).annotate(
        is_target=Exists(seen.filter(target=OuterRef("pk"))), is_holder=Exists(seen.filter(holder=OuterRef("pk")))
    )
    rows = list(rows.values_list("uid", "name", "is_target", "is_holder"))
    return [row[:2] for row in rows if row[2]], [row[:2] for row in rows if row[3]]


def _coders(project: Project, user: User) -> Choices:
    """A blind coder to whom nothing was revealed finds herself only; everybody else also those who have left."""
    members = Membership.objects.filter(project=project).select_related("user")
    standing = Standing.of(user)
    if project.pk not in standing.everybodys and not standing.sights:
        members = members.filter(user=user)
    return [(member.user.uid, member.user.display_name) for member in members]


def _articles(project: Project, user: User) -> Choices:
    rows = Article.objects.visible_to(user).filter(project=project).values_list("uid", "title")
    return [(uid, title or "Untitled article") for uid, title in rows]


def _sources(project: Project, user: User) -> Choices:
    rows = Article.objects.visible_to(user).filter(project=project).sources()
    return [(name, name) for name in rows]
