"""The codebook as CSV: a row for each tag, safe to open with a spreadsheet program and to change there."""

import csv
import io

from annotations.exchange.cells import BOM, LEADS, NEWLINE, verbatim
from annotations.exchange.codebook_json import CHOICES, MAX_BRIEF, SHORTCUT, SLUG, checked, example_lines, text
from annotations.exchange.outline import SaidCodebook, SaidFacet, SaidTag, Unreadable

TEXTS = (
    "brief", "definition", "use_when", "avoid_when", "examples", "counter_example", "colour", "pattern", "shortcut",
    "value",
)
COLUMNS = (
    "facet", "path", "label", *TEXTS, "value_num", "facet_kind", "facet_many", "facet_target", "facet_holder",
    "facet_definition",
)
SEPARATOR = " / "


def written(said: SaidCodebook) -> bytes:
    """Without archived tags; a facet that has no tag is a row without a label."""
    rows = [",".join(COLUMNS)]
    for facet in said.facets:
        ends = [facet.kind, "yes" if facet.columns["many"] else "no"]
        ends += [str(facet.columns[name]) for name in ("target", "holder", "definition")]
        live = [tag for tag in facet.tags if not tag.columns.get("archived_at")]
        for tag in live or [SaidTag(("",))]:
            above = SEPARATOR.join(label.replace("/", r"\/") for label in tag.path[:-1])
            texts = ["\n".join(s) if isinstance(s := tag.columns.get(name, ""), list) else str(s) for name in TEXTS]
            number = tag.columns.get("value_num")
            cells = [facet.name, above, tag.name, *texts, "" if number is None else number, *ends]
            rows.append(",".join(str(c) if isinstance(c, int) else _guarded(c) for c in cells))
    return (BOM + NEWLINE.join(rows) + NEWLINE).encode()


def read(content: str) -> SaidCodebook:
    """Only `facet` and `label` are needed; an empty cell says nothing. Raises Unreadable."""
    first = content.lstrip(BOM).split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(content.lstrip(BOM), newline=""), delimiter=delimiter, strict=True))
    except csv.Error as reason:
        raise Unreadable("This CSV is broken: a quotation mark is not closed. Save it anew and bring that.") from reason
    header = [name.strip().lower() for name in rows[0]] if rows else []
    if not {"facet", "label"} <= set(header):
        raise Unreadable("The first row of a CSV must name its columns; “facet” and “label” have to be among them.")
    facets: dict[str, tuple[str, dict[str, str], dict]] = {}
    for number, row in enumerate(rows[1:], start=2):
        cells = {name: _bare(text(cell)).strip() for name, cell in zip(header, row, strict=False)}
        if any(cells.values()):
            _take(cells, number, facets)
    return checked(SaidCodebook(tuple(_facet(*said) for said in facets.values())))


def _take(cells: dict[str, str], number: int, facets: dict) -> None:
    if not cells["facet"]:
        raise Unreadable(f"Row {number} names no facet. Say in its first column which question the tag answers.")
    name = " ".join(cells["facet"].split())
    _, _, tags = facets.setdefault(name.casefold(), (name, cells, {}))
    if not cells.get("label"):
        return
    path = (*_labels(cells.get("path", "")), " ".join(cells["label"].split()))
    key = tuple(label.casefold() for label in path)
    if tags.get(key, (path, None))[1] is not None:
        raise Unreadable(f"Row {number} has a tag that stands in an earlier row: “{SEPARATOR.join(path)}”.")
    for depth in range(1, len(key)):
        tags.setdefault(key[:depth], (path[:depth], None))
    tags[key] = (path, _columns(cells, number))


def _facet(name: str, cells: dict[str, str], tags: dict) -> SaidFacet:
    kind = cells.get("facet_kind") or ("stance" if cells.get("value_num") else "theme")
    many = cells.get("facet_many") or ("no" if kind == "stance" else "yes")
    columns = {"many": many.lower() in ("yes", "true", "1")}
    columns |= {rule: cells[f"facet_{rule}"] for rule in ("target", "holder") if cells.get(f"facet_{rule}")}
    columns |= {"definition": cells["facet_definition"]} if cells.get("facet_definition") else {}
    for rule, said in {**columns, "kind": kind}.items():
        _refuse_unknown(rule, said, f"The facet “{name[:60]}”")
    return SaidFacet(name, kind, columns, tuple(_in_order(tags)))


def _in_order(tags: dict) -> list[SaidTag]:
    """Parents right before what is below them, whatever the order of the rows."""
    below: dict[tuple, list[tuple]] = {}
    for key in tags:
        below.setdefault(key[:-1], []).append(key)
    waiting, done = list(reversed(below.get((), []))), []
    while waiting:
        key = waiting.pop()
        path, columns = tags[key]
        done.append(SaidTag(path, columns or {}))
        waiting += reversed(below.get(key, []))
    return done


def _columns(cells: dict[str, str], number: int) -> dict[str, object]:
    columns: dict[str, object] = {name: cells[name] for name in TEXTS if cells.get(name)}
    for name, said in columns.items():
        _refuse_unknown(name, said, f"Row {number}")
    if "examples" in columns:
        columns["examples"] = example_lines(cells["examples"].splitlines())
    if cells.get("value_num"):
        try:
            columns["value_num"] = int(cells["value_num"].replace("−", "-"))
        except ValueError as reason:
            raise Unreadable(f"Row {number}: “{cells['value_num'][:20]}” is no whole number.") from reason
        if not -100 <= columns["value_num"] <= 100:
            raise Unreadable(f"Row {number}: a number on the scale must be between −100 and 100.")
    return columns


def _refuse_unknown(name: str, said: object, where: str) -> None:
    if name in CHOICES and said not in CHOICES[name]:
        raise Unreadable(f"{where}: “{str(said)[:40]}” is no {name}. Corpus knows {', '.join(CHOICES[name])}.")
    if name == "brief" and len(str(said)) > MAX_BRIEF:
        raise Unreadable(f"{where}: a brief definition has up to {MAX_BRIEF} characters.")
    if name == "shortcut" and not SHORTCUT.fullmatch(str(said)):
        raise Unreadable(f"{where}: a shortcut has up to 8 small letters and digits, a letter first.")
    if name == "value" and (len(str(said)) > 40 or not SLUG.fullmatch(str(said))):
        raise Unreadable(f"{where}: a value has up to 40 letters without accents, digits, - and _.")


def _labels(path: str) -> list[str]:
    """The labels of a path; a slash in a label is written with a backslash before it."""
    parts = path.replace(r"\/", "\ue000").split("/")
    return [" ".join(part.replace("\ue000", "/").split()) for part in parts if part.strip()]


def _guarded(cell: str) -> str:
    rest = cell.lstrip("'")
    return verbatim(f"'{cell}" if rest and rest[0] in LEADS else cell).csv


def _bare(cell: str) -> str:
    rest = cell.lstrip("'")
    return cell[1:] if cell != rest and rest and rest[0] in LEADS else cell
