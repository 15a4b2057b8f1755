"""Lines that hold a date and nothing else, read by own rules because date libraries guess."""

import datetime
import re
from dataclasses import dataclass

from corpus_app.importing.fold import fold

# Folded month names and short forms of English, German, French, Spanish, Italian, Portuguese, Dutch,
# Swedish, Polish, Russian, Ukrainian and Arabic.
NAMES = (
    "january jan januar janner janvier janv enero ene gennaio gen janeiro januari stycznia января січня يناير",
    "february feb februar febr fevrier fev febrero febbraio fevereiro februari lutego февраля лютого فبراير",
    "march mar marz mrz mars marzo marco maart mrt marca марта березня مارس",
    "april apr avril avr abril abr aprile kwietnia апреля квітня أبريل",
    "may mai mayo maggio mag maio mei maj maja мая травня مايو",
    "june jun juni juin junio giugno giu junho czerwca июня червня يونيو",
    "july jul juli juillet juil julio luglio lug julho lipca июля липня يوليو",
    "august aug aout agosto ago augustus augusti sierpnia августа серпня أغسطس",
    "september sep sept septembre septiembre settembre set setembro wrzesnia сентября вересня سبتمبر",
    "october oct oktober okt octobre octubre ottobre ott outubro out pazdziernika октября жовтня أكتوبر",
    "november nov novembre noviembre novembro listopada ноября листопада نوفمبر",
    "december dec dezember dez decembre diciembre dic dicembre dezembro grudnia декабря грудня ديسمبر",
)
MONTHS = {name: month for month, names in enumerate(NAMES, start=1) for name in names.split()}
WORD = "(" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\b\.?"
YEAR = r"((?:16|17|18|19|20)\d\d)\b"
DAY = r"\b(\d{1,2})(?:st|nd|rd|th|er|\.)?"
FORMS = (
    (
        "ymd",
        re.compile(
            r"\b" + YEAR + r"[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)(?:t\d\d:\d\d[\d:.]*(?:z|[+-]\d\d:?\d\d)?)?"
        ),
    ),
    ("ymd", re.compile(r"((?:19|20)\d\d)\u5e74(\d{1,2})\u6708(\d{1,2})\u65e5")),
    ("dwy", re.compile(DAY + r"(?:-|\s*(?:de |of )?)" + WORD + r"[-,\s]*(?:de |del )?" + YEAR)),
    ("wdy", re.compile(r"\b" + WORD + r"\s*(\d{1,2})(?:st|nd|rd|th)?(?:,\s*|\s+)" + YEAR)),
    ("dmy", re.compile(r"\b(\d{1,2})\.\s?(\d{1,2})\.\s?" + YEAR)),
    ("any", re.compile(r"\b(\d{1,2})([/-])(\d{1,2})[/-]" + YEAR)),
    ("wy", re.compile(r"\b" + WORD + r",?\s+(?:de )?" + YEAR)),
)
TIME = re.compile(
    r"\b\d{1,2}(?:[:.h]\d{2}(?::\d{2})?)(?:\s?[ap]\.?m\.?)?|\b\d{1,2}\s?[ap]\.?m\b\.?|\b\d{1,2}\s?uhr"
    r"|\b(?:utc|gmt)\s?[+-]\s?\d{1,2}(?::?\d\d)?"
)
STATED = (
    "published posted publish date dateline first on am at um den el le the of written created datum vom "
    "publicado publicada publie publiee pubblicato veroffentlicht erschienen stand issued released print "
    "online"
)
CHANGED = (
    "updated update modified edited revised last aktualisiert zuletzt geandert actualizado actualizada "
    "modifie mis mise jour aggiornato atualizado bijgewerkt"
)
WEEKDAYS = (
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun "
    "montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag mo di mi do fr sa so lunes "
    "martes miercoles jueves viernes sabado domingo lundi mardi mercredi jeudi vendredi samedi dimanche "
    "lunedi martedi mercoledi giovedi venerdi maandag dinsdag woensdag donderdag vrijdag zaterdag zondag"
)
ZONES = (
    "utc gmt est edt cst cdt mst mdt pst pdt bst cet cest mez mesz ist msk et pt ct z uhr h hrs local time a"
)
CHANGES = frozenset(CHANGED.split())
FILLERS = CHANGES.union(STATED.split(), WEEKDAYS.split(), ZONES.split())
SPLIT = re.compile("[\\s,;:|\u00b7\u2022()\\[\\]/\\-\\.*_\u2013\u2014]+")


@dataclass(frozen=True)
class DateLine:
    """value is YYYY, YYYY-MM or YYYY-MM-DD; rest is what else stands on the line; changed means "updated"."""

    value: str
    rest: str = ""
    changed: bool = False


def date_line(text: str) -> DateLine | None:
    """The date, if the line holds nothing else but weekday, time and words like "published"."""
    found = date_within(text)
    return found if found and not found.rest else None


def date_within(text: str) -> DateLine | None:
    """The first date of a short line, and the folded words that are no date, time or filler."""
    if len(text) > 160 or not any(char.isdigit() for char in text):
        return None
    folded = fold(text)
    for form, pattern in FORMS:
        found = pattern.search(folded)
        value = found and _value(form, found.groups())
        if found and value:
            rest = TIME.sub(" ", folded[: found.start()] + " | " + folded[found.end() :])
            again = (
                date_within(rest) if rest != folded and len(rest) > 8 else None
            )  # "published ..., updated ..."
            words = [word for word in SPLIT.split(again.rest if again else rest) if word]
            lead = SPLIT.split(folded[: found.start()])
            left = " ".join(word for word in words if word not in FILLERS)
            return DateLine(value, left, not CHANGES.isdisjoint(lead))
    return None


def _value(form: str, groups: tuple[str, ...]) -> str:
    if form == "wy":
        return f"{groups[1]}-{MONTHS[groups[0]]:02}"
    if form == "ymd":
        return _day(groups[0], int(groups[1]), int(groups[2]))
    if form == "dwy":
        return _day(groups[2], MONTHS[groups[1]], int(groups[0]))
    if form == "wdy":
        return _day(groups[2], MONTHS[groups[0]], int(groups[1]))
    if form == "dmy":
        return _day(groups[2], int(groups[1]), int(groups[0]))
    first, second, year = int(groups[0]), int(groups[2]), groups[3]
    readings = {value for value in (_day(year, second, first), _day(year, first, second)) if value}
    # 02/03/2025 is the second of March or the third of February: only the year is certain.
    return readings.pop() if len(readings) == 1 else (year if readings else "")


def _day(year: str, month: int, day: int) -> str:
    try:
        return datetime.date(int(year), month, day).isoformat()
    except ValueError:
        return ""
