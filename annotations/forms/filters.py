"""The filter as a form: what can be chosen in a project, by somebody who may see it."""

from collections.abc import Iterable

from django import forms
from django.db.models import Exists, OuterRef

from annotations.filters import LONGEST_TEXT, WITHOUT, PassageFilter
from annotations.models import Entity, Facet, HolderKind, Tagging
from annotations.stages import Stage, Stages
from annotations.tagtree import TagTree
from corpus_app.models import Article, Membership, Project, Standing, User

MANY = 300  # a longer list is no longer a choice; then a list offers only what is chosen
INDENT = "\u2003"
DATE = {"placeholder": "2025-03-14", "pattern": r"\d{4}(-\d{2}(-\d{2})?)?", "title": "2025, 2025-03 or 2025-03-14",
        "inputmode": "numeric", "size": 10}
Choices = list[tuple[str, str]]


class FilterForm(forms.Form):
    """Shows a filter; annotations.filters.parse reads it. A list with nothing to choose is left out."""

    text = forms.CharField(
        label="Words in the passage",
        widget=forms.TextInput({"type": "search", "maxlength": LONGEST_TEXT, "dir": "auto"}),
    )
    tag = forms.ChoiceField(label="Tag")
    children = forms.BooleanField(label="Without the tags below it", widget=forms.CheckboxInput({"value": "0"}))
    facet = forms.ChoiceField(label="Facet")
    value = forms.ChoiceField(label="Stance")
    target = forms.ChoiceField(label="Toward")
    holder = forms.ChoiceField(label="Held by")
    holder_kind = forms.ChoiceField(label="Voice")
    coder = forms.ChoiceField(label="Coder")
    coded = forms.ChoiceField(label="Coded")
    article = forms.ChoiceField(label="Article")
    source = forms.ChoiceField(label="Source")
    published_from = forms.CharField(label="Published from", widget=forms.TextInput(DATE))
    published_to = forms.CharField(label="to", widget=forms.TextInput(DATE))
    created_from = forms.CharField(label="Tagged from", widget=forms.TextInput(DATE))
    created_to = forms.CharField(label="to", widget=forms.TextInput(DATE))
    also = forms.ChoiceField(label="Also tagged")
    without = forms.ChoiceField(label="Without", choices=[("", "Whatever is said"), *WITHOUT.items()])
    untagged = forms.BooleanField(label="Only passages without a tag", widget=forms.CheckboxInput({"value": "1"}))

    def __init__(
        self, project: Project, user: User, found: PassageFilter, tree: TagTree, *, errors: Iterable[str],
        said: dict[str, str], fixed: Iterable[str] = (),
    ) -> None:
        shown = {**said, **dict(reversed(found.pairs()))}  # of several tags the first
        flags = {"children": not found.children, "untagged": found.untagged_only}
        super().__init__(initial={**shown, **flags}, auto_id="filter_%s", use_required_attribute=False)
        for name in fixed:
            del self.fields[name]
        for name, (nothing, choices) in _choices(project, user, found, tree).items():
            if name in fixed:
                continue
            if choices:
                self.fields[name].choices = [("", nothing), *choices]
            else:
                del self.fields[name]
        if not any(node.children for node in tree.nodes.values()):
            self.fields.pop("children", None)
        for name in set(errors) & set(self.fields):
            self.fields[name].widget.attrs["aria-invalid"] = "true"

    def main(self) -> list[forms.BoundField]:
        return self._of("text", "tag", "children", "facet", "value", "target", "coder", "coded", "article", "source")

    def dates(self) -> list[forms.BoundField]:
        return self._of("published_from", "published_to")

    def further(self) -> list[forms.BoundField]:
        return self._of("holder", "holder_kind", "also", "without")

    def tagging_dates(self) -> list[forms.BoundField]:
        return self._of("created_from", "created_to")

    def has_further(self) -> bool:
        """Whether one of the seldom used parts is set, so that they are shown."""
        names = ("holder", "holder_kind", "created_from", "created_to", "untagged", "also", "without")
        return any(self.initial.get(name) for name in names)

    def _of(self, *names: str) -> list[forms.BoundField]:
        return [self[name] for name in names if name in self.fields]


def _choices(project: Project, user: User, found: PassageFilter, tree: TagTree) -> dict[str, tuple[str, list]]:
    """For each list what stands for no choice, and the choices. Queries six times, twice more in a blind project."""
    targets, holders = _entities(project, user)
    facets = list(Facet.objects.filter(project=project))
    has_stances = any(node.tag.value for node in tree.nodes.values())
    return {
        "tag": ("Any tag", _tags(tree, facets)),
        "also": ("Whatever else is there", _tags(tree, facets)),
        "facet": ("Any facet", [(facet.slug, facet.name) for facet in facets] if len(facets) > 1 else []),
        "value": ("Any stance", _values(tree)),
        "target": ("Anything", _with(targets, found.target, "name")),
        "holder": ("Anybody", _with(holders, found.holder, "name")),
        "holder_kind": ("Any voice", HolderKind.choices if has_stances else []),
        "coder": ("Anybody", _with(_coders(project, user), found.coder, "display_name")),
        "coded": ("Blind or not", Stage.choices if Stages.of(project).is_ever_blind else []),
        "article": ("All articles", _with(_articles(project, user), found.article, "title")),
        "source": ("All sources", _sources(project, user, found)),
    }


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
    return list(dict.fromkeys((tag.value, tag.name) for tag in tags))


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
    return [(member.user.uid, member.user.display_name) for member in members[: MANY + 1]]


def _articles(project: Project, user: User) -> Choices:
    rows = Article.objects.visible_to(user).filter(project=project).values_list("uid", "title")
    return [(uid, title or "Untitled article") for uid, title in rows[: MANY + 1]]


def _sources(project: Project, user: User, found: PassageFilter) -> Choices:
    rows = Article.objects.visible_to(user).filter(project=project).exclude(source="")
    names = list(rows.order_by("source").values_list("source", flat=True).distinct()[: MANY + 1])
    names = names if len(names) <= MANY else [found.source] * bool(found.source)
    return [(name, name) for name in names]


def _with(choices: Choices, chosen: Entity | User | Article | None, name: str) -> Choices:
    """The choices, or only the chosen one where they are too many; a chosen one is always among them."""
    kept = choices if len(choices) <= MANY else []
    if chosen and chosen.uid not in dict(kept):
        kept = [*kept, (chosen.uid, str(getattr(chosen, name)))]
    return kept
