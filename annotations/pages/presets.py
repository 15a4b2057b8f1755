"""What a preset would add: facets with their tags as they would look, and which of them are there already."""

from collections.abc import Collection
from dataclasses import dataclass

from annotations import looks
from annotations.exchange.outline import SaidFacet, SaidTag, dressed
from annotations.models import Facet, Tag
from annotations.pages.facet_rules import in_words
from annotations.presets import AT_START, PRESETS, Preset
from corpus_app.models import Project


@dataclass(frozen=True)
class PresetTag:
    """Enough of a tag for its chip."""

    said: SaidTag

    @property
    def name(self) -> str:
        return self.said.name

    @property
    def value(self) -> str:
        return str(self.said.columns.get("value", ""))

    @property
    def look(self) -> int:
        return looks.number(str(self.said.columns["colour"]), str(self.said.columns["pattern"]))


@dataclass(frozen=True)
class PresetPart:
    said: SaidFacet
    tags: list[PresetTag]
    is_there: bool

    @property
    def rules(self) -> str:
        columns = self.said.columns
        return in_words(self.said.kind, many=columns["many"], target=columns["target"], holder=columns["holder"])


@dataclass(frozen=True)
class PresetCard:
    preset: Preset
    parts: list[PresetPart]

    @property
    def adds(self) -> bool:
        return any(not part.is_there for part in self.parts)


def preset_cards(project: Project | None = None) -> list[PresetCard]:
    """For a project's codebook; without one, for a project that is about to begin. Queries twice, or not at all."""
    if project is None:
        return [_card(preset, (), 0) for preset in AT_START.values()]
    names = Facet.objects.filter(project=project).values_list("name", flat=True)
    there = {name.casefold() for name in names}
    count = Tag.objects.filter(project=project).count()
    return [_card(preset, there, count) for preset in PRESETS.values()]


def _card(preset: Preset, there: Collection[str], count: int) -> PresetCard:
    parts = []
    for said in preset.facets:
        is_there = said.name.casefold() in there
        parts.append(PresetPart(said, [PresetTag(tag) for tag in dressed(said.tags, count)], is_there))
        count += 0 if is_there else len(said.tags)
    return PresetCard(preset, parts)
