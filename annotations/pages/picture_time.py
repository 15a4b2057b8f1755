"""Tags over time, by the dates of their articles."""

from annotations.overview import By
from annotations.own_columns import OwnBy, own_columns
from annotations.pages.crosstable import told_column
from annotations.pages.library import readable_date
from annotations.pages.picture_parts import Asked, Cell, Choice, Picture, Sheet
from annotations.periods import MOST, Periods, periods
from annotations.pictures.timeline import Bar, Track, timeline

TRACKS = 14
PERIODS = ((By.YEAR.value, "Years"), (By.MONTH.value, "Months"))
DATES = ("published_from", "published_to", "without")


def choices(asked: Asked) -> list[Choice]:
    """Queries once, for own fields with dates."""
    own = tuple((column.value, column.label) for column in own_columns(asked.project, asked.user) if column.period)
    return [("by", "Periods", PERIODS + own, asked.one_of("by", PERIODS + own))]


def _by(asked: Asked) -> By | OwnBy:
    said = asked.data.get("by", "")
    if said.startswith("own-"):
        own = (column for column in own_columns(asked.project, asked.user) if column.period)
        return next((column for column in own if column.value == said), By.YEAR)
    return By(asked.one_of("by", PERIODS))


def picture(asked: Asked) -> Picture | None:
    by = _by(asked)
    counted = periods(asked.project, asked.user, asked.found, asked.facet, by)
    used = counted.tags()
    if not used and not counted.undated:
        return None
    most = sorted({**counted.undated, **used}, key=lambda tag: (-used.get(tag, 0), tag))
    shown = [pk for pk in asked.tree.nodes if pk in set(most[:TRACKS])]
    of = by.told if isinstance(by, OwnBy) else f"{by.label.lower()} of publication"
    title = f"{asked.facet.name} over time, passages by {of}"
    told = []
    if len(most) > TRACKS:
        told.append(f"The {TRACKS} tags with most passages are drawn; the table has all {len(most)}.")
    if counted.left:
        told.append(f"The last {MOST} periods are shown, {counted.left} earlier ones are not.")
    if counted.unsure:
        told.append("An outline across a year is what is dated by that year alone, spread evenly over its months; "
                    "the passages that a month opens have it, too.")
    if counted.undated:
        told.append("“+” at the end of a row: passages in articles without a date, which lie nowhere on the axis.")
    tracks = [_track(asked, by, counted, pk) for pk in shown]
    order = [pk for pk in asked.tree.nodes if pk in set(most)]
    return Picture(title, timeline(counted.names, tracks, title), _sheet(asked, by, counted, order), told)


def _track(asked: Asked, by: By | OwnBy, counted: Periods, pk: int) -> Track:
    tag = asked.tree[pk].tag
    bars = {
        name: Bar(number, f"{tag.name}, {readable_date(name)}: {number:,}", _url(asked, by, pk, name))
        for (key, name), number in counted.sure.items() if key == pk
    }
    unsure = {
        year: Bar(number, f"{tag.name}, {year}, month not told: {number:,}", _url(asked, by, pk, year))
        for (key, year), number in counted.unsure.items() if key == pk
    }
    return Track(tag.name, tag.colour, tag.pattern, bars, unsure, counted.undated.get(pk, 0))


def _url(asked: Asked, by: By | OwnBy, tag: int, period: str) -> str:
    """The filter's own range is kept where it is narrower than the period."""
    _, own = told_column(by, period, asked.found)
    return asked.with_tag(tag, *own, without=by.keys if isinstance(by, OwnBy) else DATES)


def _sheet(asked: Asked, by: By | OwnBy, counted: Periods, tags: list[int]) -> Sheet:
    used = sorted({name for _, name in counted.sure} | {name for _, name in counted.unsure})
    names = [f"{name}, month not told" if len(name) < len(counted.names[0]) else readable_date(name) for name in used]
    rows = []
    for pk in tags:
        row = [Cell(asked.tree[pk].path_text)]
        for name in used:
            number = counted.sure.get((pk, name)) or counted.unsure.get((pk, name), 0)
            row.append(Cell(f"{number}" if number else "", _url(asked, by, pk, name) if number else ""))
        undated = counted.undated.get(pk, 0)
        rows.append([*row, Cell(f"{undated}" if undated else "", _url(asked, by, pk, "") if undated else "")])
    return Sheet(("Tag", *names, "Without a date"), rows)
