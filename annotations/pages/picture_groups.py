"""Two groups of passages compared: how often each tag is used in either, and how sure the difference is."""

from dataclasses import dataclass

from annotations.groups import OF, Used, keys, of_group, used
from annotations.overview import By, Number
from annotations.pages.picture_parts import Asked, Cell, Choice, Picture, Sheet, share
from annotations.pictures.differences import Row, differences
from annotations.proportions import Difference, difference
from corpus_app.models import User

ROWS = 40
KINDS = tuple((of.value, f"{of.label}s") for of in OF)
UNITS = (("passages", "Passages"), ("articles", "Articles"))


@dataclass(frozen=True)
class Groups:
    of: By
    names: dict[str, str]  # by what an address calls them
    coders: list[User]
    one: str
    other: str


def groups(asked: Asked) -> Groups:
    """Queries once, twice for coders. Without a choice the two with most passages."""
    of = By(asked.one_of("of", KINDS))
    found = keys(asked.project, asked.user, asked.found, asked.facet, of)
    coders = list(User.objects.filter(pk__in=found)) if of == By.CODER else []
    known = {coder.pk: coder for coder in coders}
    names = {known[key].uid: known[key].display_name for key in found} if of == By.CODER else {k: k for k in found}
    chosen = [asked.data.get(side) for side in ("one", "other")]
    left = [key for key in names if key not in chosen]
    one, other = (key if key in names else (left.pop(0) if left else "") for key in chosen)
    return Groups(of, names, coders, one, other)


def choices(asked: Asked) -> list[Choice]:
    found = groups(asked)
    named = sorted(found.names.items(), key=lambda pair: pair[1].casefold())
    return [
        ("of", "Compare", KINDS, found.of.value), ("one", "This", named, found.one),
        ("other", "with this", named, found.other), ("count", "Shares of", UNITS, asked.one_of("count", UNITS)),
    ]


def picture(asked: Asked) -> Picture | None:
    found = groups(asked)
    if not (found.one and found.other) or found.one == found.other:
        return None
    sides = [
        used(asked.project, asked.user, of_group(asked.found, found.of, key, found.coders), asked.facet)
        for key in (found.one, found.other)
    ]
    unit = asked.one_of("count", UNITS)
    tags = [pk for pk in asked.tree.nodes if any(pk in side.tags for side in sides)]
    told = {pk: _difference(pk, sides, unit) for pk in tags}
    order = sorted(tags, key=lambda pk: (-abs(told[pk].value), pk))
    one, other = found.names[found.one], found.names[found.other]
    rows = [_row(asked, found, pk, told[pk]) for pk in order[:ROWS]]
    title = f"{asked.facet.name}: {one} and {other}, shares of {unit}"
    return Picture(title, differences(rows, one, other, title), _sheet(asked, found, sides, unit, order, told), [
        f"Shares are of the {unit} that carry any tag of {asked.facet.name}: {_of(sides[0].total, unit):,} in {one}, "
        f"{_of(sides[1].total, unit):,} in {other}. Lines are 95 % intervals (Newcombe 1998, method 10); a full dot "
        "means that the interval leaves out 0, and each opens the passages of the group that has more.",
        "The intervals take passages as independent of each other. Those of one article are not, so compare shares of "
        "articles before you rely on it." if unit == "passages" else
        "With many tags some intervals leave out 0 by chance: one in twenty.",
        *([f"The {ROWS} largest differences of {len(order)} are drawn."] if len(order) > ROWS else []),
    ])


def _of(number: Number, unit: str) -> int:
    return number.passages if unit == "passages" else number.articles


def _difference(tag: int, sides: list[Used], unit: str) -> Difference:
    first, second = ((_of(side.tags.get(tag, Number()), unit), _of(side.total, unit)) for side in sides)
    return difference(*first, *second)


def _row(asked: Asked, found: Groups, tag: int, told: Difference) -> Row:
    """Its dot opens the passages of the group that has more of them."""
    name, side = asked.tree[tag].tag.name, found.one if told.value > 0 else found.other
    more = f"{name}: {100 * abs(told.value):.0f} percentage points more in {found.names[side]}"
    return Row(name, told, f"{more}, interval {_interval(told)}", _url(asked, found.of, tag, side))


def _ends(found: Difference) -> tuple[float, float, float]:
    return found.value, found.low, found.high


def _interval(found: Difference) -> str:
    return f"{100 * found.low:+.0f} to {100 * found.high:+.0f}"


def _sheet(
    asked: Asked, found: Groups, sides: list[Used], unit: str, order: list[int], told: dict[int, Difference]
) -> Sheet:
    names = [found.names[key] for key in (found.one, found.other)]
    rows = []
    for tag in order:
        row = [Cell(asked.tree[tag].path_text)]
        for key, side in zip((found.one, found.other), sides, strict=True):
            number = _of(side.tags.get(tag, Number()), unit)
            row.append(Cell(f"{number}", _url(asked, found.of, tag, key) if number else ""))
            row.append(Cell(share(number, _of(side.total, unit))))
        rows.append([*row, *(Cell(f"{100 * end:.1f}") for end in _ends(told[tag]))])
    head = [text for name in names for text in (name, f"share of {name}")]
    return Sheet(("Tag", *head, "Difference, percentage points", "95 % from", "to"), rows)


def _url(asked: Asked, of: By, tag: int, key: str) -> str:
    if of == By.YEAR:
        narrowed = of_group(asked.found, of, key, ())
        return asked.with_tag(tag, ("published_from", narrowed.published_from), ("published_to", narrowed.published_to))
    return asked.with_tag(tag, (of.value, key))
