"""What a file would make of the codebook: which facets and tags are new, which change, and which stay."""

from dataclasses import dataclass, field
from hashlib import sha256

from annotations import examples
from annotations.exchange.codebook_json import TAG_COLUMNS
from annotations.exchange.outline import SaidCodebook, SaidEntity, SaidFacet, SaidTag
from annotations.models import Entity, Facet, Tag
from corpus_app.actions import Refused
from corpus_app.models import Project

CHANGEABLE = ("name", *(column for column in TAG_COLUMNS if column not in ("archived_at", "replaced_by")))


@dataclass(frozen=True)
class TagStep:
    """One tag of the file; `above` is the step of the tag above it, `changes` what it was and would be."""

    said: SaidTag
    there: Tag | None
    above: "TagStep | None"
    changes: dict[str, tuple[object, object]] = field(default_factory=dict)

    @property
    def state(self) -> str:
        return "new" if self.there is None else "changed" if self.changes else "same"


@dataclass(frozen=True)
class FacetStep:
    said: SaidFacet
    there: Facet | None
    steps: list[TagStep]


@dataclass(frozen=True)
class Plan:
    facets: list[FacetStep]
    entities: list[SaidEntity]  # new ones; of others nothing is changed
    untouched: int  # tags of which the file says nothing
    taken: set[str]  # ids that are in use in the project

    def count(self, state: str) -> int:
        return sum(step.state == state for facet in self.facets for step in facet.steps)

    @property
    def does_something(self) -> bool:
        news = self.entities or any(facet.there is None for facet in self.facets)
        return bool(news or self.count("new") or self.count("changed"))

    @property
    def seal(self) -> str:
        """Two are equal where the same would be done."""
        done = [
            (facet.said.name, facet.there is None, [
                (step.said.path, step.state, step.there and step.there.pk, sorted(step.changes.items()))
                for step in facet.steps
            ])
            for facet in self.facets
        ]
        return sha256(repr((done, [entity.name for entity in self.entities])).encode()).hexdigest()[:16]


def plan(project: Project, said: SaidCodebook) -> Plan:
    """Queries three times. Raises Refused where the file and the codebook do not fit together."""
    facets, tags = list(Facet.objects.filter(project=project)), list(Tag.objects.filter(project=project))
    entities = list(Entity.objects.filter(project=project))
    steps = [_facet_step(facet, facets, tags) for facet in said.facets]
    matched = [step.there.pk for facet in steps for step in facet.steps if step.there]
    if len(set(matched)) < len(matched):
        raise Refused("Two tags of this file are the same tag of the codebook. Take one of them out of the file.")
    for step in steps:
        _refuse_twins(step, tags)
    _refuse_shortcuts(steps, tags)
    known = {entity.name.casefold() for entity in entities}
    new = {entity.name.casefold(): entity for entity in said.entities if entity.name.casefold() not in known}
    untouched = sum(tag.archived_at is None for tag in tags) - sum(
        bool(step.there and step.there.archived_at is None) for facet in steps for step in facet.steps
    )
    taken = {row.uid for row in (*facets, *tags, *entities)}
    return Plan(steps, list(new.values()), untouched, taken)


def _facet_step(said: SaidFacet, facets: list[Facet], tags: list[Tag]) -> FacetStep:
    there = next((facet for facet in facets if said.uid and facet.uid == said.uid), None)
    there = there or next((facet for facet in facets if facet.name.casefold() == said.name.casefold()), None)
    if there and there.kind != said.kind and any("value_num" in tag.columns for tag in said.tags):
        raise Refused(f"“{there.name}” is of another kind in the file (themes, or a stance). Rename one of them.")
    own = [tag for tag in tags if there and tag.facet_id == there.pk]
    steps: list[TagStep] = []
    above: list[TagStep] = []
    for tag in said.tags:
        del above[tag.depth :]
        step = _tag_step(tag, there.kind if there else said.kind, above[-1] if above else None, own)
        above.append(step)
        steps.append(step)
    return FacetStep(said, there, steps)


def _tag_step(said: SaidTag, kind: str, above: TagStep | None, own: list[Tag]) -> TagStep:
    there = next((tag for tag in own if said.uid and tag.uid == said.uid), None)
    if there is None and (above is None or above.there):
        parent, is_live = above and above.there.pk, not said.columns.get("archived_at")
        beside = [tag for tag in own if tag.parent_id == parent and (tag.archived_at is None) == is_live]
        there = next((tag for tag in beside if tag.name.casefold() == said.name.casefold()), None)
    columns = {"name": said.name, **said.columns}
    names = [name for name in CHANGEABLE if name in columns and (kind == "stance" or not name.startswith("value"))]
    changes = {
        name: (was, columns[name]) for name in names if there and (was := said_value(there, name)) != columns[name]
    }
    return TagStep(said, there, above, changes)


def said_value(tag: Tag, column: str) -> object:
    """A column as a file says it: of examples their words only."""
    return examples.texts(tag.examples) if column == "examples" else getattr(tag, column)


def stored_columns(said: dict[str, object], before: Tag | None = None) -> dict[str, object]:
    """What a file says, as the tag keeps it: words that were there already keep their passage."""
    if "examples" not in said:
        return said
    return {**said, "examples": examples.of_texts(said["examples"], before.examples if before else ())}


def _refuse_shortcuts(steps: list[FacetStep], tags: list[Tag]) -> None:
    """Of live tags no two have the same, also after what would be done."""
    said = {step.there.pk: step.said for facet in steps for step in facet.steps if step.there}
    keys = [
        said[tag.pk].columns.get("shortcut", tag.shortcut) if tag.pk in said else tag.shortcut
        for tag in tags if tag.archived_at is None
    ]
    new = [step.said for facet in steps for step in facet.steps if step.there is None]
    keys += [tag.columns.get("shortcut", "") for tag in new if not tag.columns.get("archived_at")]
    twin = next((key for at, key in enumerate(keys) if key and key in keys[:at]), None)
    if twin:
        raise Refused(f"Two tags would have the shortcut “{twin}”. Change one of them in the file.")


def _refuse_twins(facet: FacetStep, tags: list[Tag]) -> None:
    """Beside each other, live tags have different names, also after what would be done."""
    steps = {step.there.pk: step for step in facet.steps if step.there}
    live = [tag for tag in tags if facet.there and tag.facet_id == facet.there.pk and tag.archived_at is None]
    names = [(tag.parent_id, (steps[tag.pk].said.name if tag.pk in steps else tag.name)) for tag in live]
    for step in facet.steps:
        if step.there is None and not step.said.columns.get("archived_at"):
            place = None if step.above is None else step.above.there.pk if step.above.there else id(step.above)
            names.append((place, step.said.name))
    folded = [(place, name.casefold()) for place, name in names]
    twin = next((names[at][1] for at, name in enumerate(folded) if name in folded[:at]), None)
    if twin:
        raise Refused(f"There would be two tags “{twin}” beside each other. Rename one of them in the file.")
