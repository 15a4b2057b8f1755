"""Lines that name who wrote an article."""

import re

from corpus_app.importing.prose import has_case

BY = re.compile(
    r"[\W_]*(?:(?:(?:an? )?(?:live )?(?:written|reported|reporting|posted|story|report|text|words|published|interview"
    r"|essay|analysis|opinion|column|review|photos?|photographs) )?by|von|por|par|door|di|text und recherche"
    r"|(?:authors?|autor(?:es|in|a)?|auteurs?|reporter|byline|text|words|\u0643\u062a\u0628\u062a?"
    r"|\u0628\u0642\u0644\u0645|\u8bb0\u8005|\u4f5c\u8005)\s*[:\uff1a]|\u8bb0\u8005(?=\s)|\u0628\u0642\u0644\u0645)\s*:?\s*(?<=[\s:\uff1a])"
    r"(?P<name>\S.*)",
    re.IGNORECASE,
)
# "Interview: Jane Doe" alone may as well name who was asked.
CREDITS = re.compile(
    r"(?:interview|text|words|story|reporting)\s*:\s*(?P<name>[^|/\u00b7\u2022,:]+?)\s*[|/\u00b7\u2022,]\s*"
    r"(?:photos?|fotos?|pictures|photography|bilder|video|illustrations?|grafik)\s*:.*",
    re.IGNORECASE,
)
PARTICLE_WORDS = (
    "de del della di da dos das du van von der den ter zu la le el al bin ibn abu y e und and et en & "
    "with con mit"
)
PARTICLES = frozenset(PARTICLE_WORDS.split())
ROLES = re.compile(
    r"\b(?:staff|writer|editor|correspondent|reporter|columnist|journalist|contributor|bureau|desk|agency|reuters|afp"
    r"|associated press|ap|dpa|efe|ansa|xinhua|bloomberg|agencies|team|redaktion|redaccion)\b",
    re.IGNORECASE,
)
CUT = re.compile("\\s*(?:[,|(\u00b7\u2022]|\\s[-\u2013\u2014]\\s|\\s(?:in|for|at|aus|en|desde)\\s)")
TOKEN = re.compile("[^\\W\\d_][\\w.'\u2019\u064b-\u0652\\-]*")
FUNCTION_WORDS = (
    "the of in on at for to a an is are how why what when who der die das im am zum les los las des"
)
FUNCTION = frozenset(FUNCTION_WORDS.split())


def names(text: str, *, also_caseless: bool = False) -> bool:
    """Every word is a name, an initial or a particle: "Jane Doe", "J. R. van der Berg and Li Wei".

    In writing without capitals any few words could be one, so only a label before them can tell.
    """
    words = text.replace(",", " ").split()
    if not words or len(words) > 10:
        return False
    capitals = [
        word for word in words
        if (word[0].isupper() or (also_caseless and not has_case(word))) and TOKEN.fullmatch(word)
    ]  # fmt: skip
    rest = [word for word in words if word not in capitals]
    return bool(capitals) and all(word.lower() in PARTICLES for word in rest)


def is_person(text: str) -> bool:
    """Looks like one full name: two to four words and nothing else; a short headline may look so too."""
    words = text.split()
    short = 2 <= len(words) <= 5 and "," not in text
    return short and names(text) and not any(word.lower() in FUNCTION for word in words)


def stated_author(text: str) -> str:
    """The name on a line like "By Jane Doe, Berlin correspondent", or nothing."""
    found = (CREDITS.fullmatch(text) or BY.fullmatch(text)) if len(text) <= 200 else None
    if not found or len(text.split()) > 18:
        return ""
    whole = found["name"].strip(" .*_|")
    cut = CUT.split(whole, maxsplit=1)
    people, comma, place = whole.rpartition(",")
    if comma and len(people.split()) >= 2 and len(place.split()) == 1:
        whole = people  # "Jane Doe, Berlin"
    named = names(whole, also_caseless=True)
    name = whole if named and not (len(cut) > 1 and ROLES.search(cut[1])) else cut[0].strip()
    first = name.split()[0] if name.split() else ""
    if not names(name, also_caseless=True) or first.lower() in FUNCTION:
        return ""
    return name


def is_agency(text: str) -> bool:
    """A short line such as "Reuters" or "Staff Writer"."""
    return len(text.split()) <= 4 and ROLES.search(text) is not None and text[:1].isupper()
