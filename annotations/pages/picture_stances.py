"""The stance field: who says what toward what, the article's own voice and quoted ones apart."""

from collections.abc import Iterable, Mapping

from annotations.models import Entity, FacetKind, HolderKind
from annotations.pages.picture_parts import Asked, Cell, Choice, Picture, Sheet
from annotations.pictures.stance_field import Line, Mark, stance_field
from annotations.stances import Field, Voice, in_order, stances

TARGETS, VOICES = 8, 30
SECTIONS = {
    HolderKind.AUTHOR.value: "The article’s own voice", HolderKind.QUOTED.value: "Quoted voices",
    HolderKind.PARAPHRASED.value: "Paraphrased voices", "": "It is not said whose voice",
}
OF_STANCES = ("target", "holder", "holder_kind", "without")
KIND = FacetKind.STANCE


def choices(asked: Asked) -> list[Choice]:
    return []


def picture(asked: Asked) -> Picture | None:
    told = stances(asked.project, asked.user, asked.found, asked.facet, asked.tree)
    if not told:
        return None
    keys = {key for kind, key in told} | {target for cells in told.values() for target in cells}
    entities = {entity.pk: entity for entity in Entity.objects.filter(project=asked.project, pk__in=keys - {None})}
    names = {pk: entity.name for pk, entity in entities.items()}
    targets = _targets(told, names)
    voices = in_order(told, names)
    shown = targets[:TARGETS]
    lines, last = [], None
    for voice in voices[:VOICES]:
        section = SECTIONS[voice[0]] if voice[0] != last else ""
        last = voice[0]
        marks = {
            nth: _mark(asked, voice, target, told[voice][target], entities)
            for nth, target in enumerate(shown) if target in told[voice]
        }
        lines.append(Line(_voice(voice, names), marks, section))
    low, high = _scale(asked)
    title = f"{asked.facet.name}: who holds it toward what"
    drawing = stance_field([names.get(target, "No target") for target in shown], lines, low, high, title)
    return Picture(title, drawing, _sheet(asked, told, voices, targets, entities), list(_told(targets, voices, asked)))


def _told(targets: list[int | None], voices: list[Voice], asked: Asked) -> Iterable[str]:
    yield ("A dot is the mean of the codings, larger for more; the line beside it is one standard deviation. "
           "Each coder’s tag is one coding.")
    if any(node.tag.value_num is None for node in asked.tree.nodes.values() if node.tag.facet_id == asked.facet.pk):
        yield "Values that stand on no scale, like “unclear”, are counted apart and are in no mean."
    if len(targets) > TARGETS or len(voices) > VOICES:
        yield (f"The {min(TARGETS, len(targets))} targets and {min(VOICES, len(voices))} voices with most codings are "
               f"drawn; the table has all {len(targets)} and {len(voices)}.")


def _targets(told: Mapping[Voice, Mapping[int | None, Field]], names: Mapping[int, str]) -> list[int | None]:
    numbers: dict[int | None, int] = {}
    for cells in told.values():
        for target, cell in cells.items():
            numbers[target] = numbers.get(target, 0) + cell.number + cell.others
    return sorted(numbers, key=lambda target: (-numbers[target], names.get(target, "")))


def _scale(asked: Asked) -> tuple[tuple[float, str], tuple[float, str]]:
    placed = [node.tag for node in asked.tree.nodes.values()
              if node.tag.facet_id == asked.facet.pk and node.tag.value_num is not None]
    if not placed:
        return (0, ""), (1, "")
    low, high = min(placed, key=lambda tag: tag.value_num), max(placed, key=lambda tag: tag.value_num)
    return (low.value_num, low.name), (high.value_num, high.name)


def _voice(voice: Voice, names: Mapping[int, str]) -> str:
    kind, holder = voice
    return names.get(holder) or ("The author" if kind == HolderKind.AUTHOR else "Nobody named")


def _url(asked: Asked, voice: Voice, target: int | None, entities: Mapping[int, Entity]) -> str:
    kind, holder = voice
    own = [("facet", asked.facet.slug)]
    own.append(("target", entities[target].uid) if target else ("without", "target"))
    own.append(("holder", entities[holder].uid) if holder else ("without", "holder"))
    own.append(("holder_kind", kind) if kind else ("without", "voice"))
    kept = [("without", value) for key, value in asked.found.pairs()
            if key == "without" and value not in ("target", "holder", "voice")]
    return asked.passages(*own, *kept, without=OF_STANCES)


def _mark(asked: Asked, voice: Voice, target: int | None, cell: Field, entities: Mapping[int, Entity]) -> Mark:
    names = {pk: entity.name for pk, entity in entities.items()}
    told = f"{_voice(voice, names)} toward {names.get(target, 'no target')}: {_words(cell)}"
    return Mark(cell.mean, cell.spread or 0, cell.number, told, _url(asked, voice, target, entities))


def _words(cell: Field) -> str:
    parts = []
    if cell.number:
        spread = f" ± {cell.spread:.2f}" if cell.spread is not None else ""
        parts.append(f"{cell.mean:+.2f}{spread}, {cell.number:,} coding{'s' if cell.number > 1 else ''}")
    if cell.others:
        parts.append(f"{cell.others:,} not on the scale")
    return "; ".join(parts)


def _sheet(
    asked: Asked, told: Mapping[Voice, Mapping[int | None, Field]], voices: list[Voice], targets: list[int | None],
    entities: Mapping[int, Entity],
) -> Sheet:
    """A line for each voice and target, which statistics programs read as it is."""
    names = {pk: entity.name for pk, entity in entities.items()}
    rows = []
    for voice in voices:
        for target in targets:
            cell = told[voice].get(target)
            if cell is None:
                continue
            rows.append([
                Cell(_voice(voice, names)), Cell(SECTIONS[voice[0]], is_words=True),
                Cell(names.get(target, "No target"), is_words=True),
                Cell(f"{cell.mean:.2f}" if cell.number else ""),
                Cell(f"{cell.spread:.2f}" if cell.spread is not None else ""),
                Cell(f"{cell.number + cell.others}", _url(asked, voice, target, entities)),
                Cell(f"{cell.others}" if cell.others else ""),
            ])
    head = ("Holder", "Voice", "Toward", "Mean", "Standard deviation", "Codings", "of these not on the scale")
    return Sheet(head, rows)
