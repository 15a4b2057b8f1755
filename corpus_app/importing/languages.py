"""The language of a text, told by its writing or by its commonest words, or left open."""

import re
from collections import Counter

ENOUGH = 200  # letters; below that every method guesses
SAMPLE = 20_000
WORD = re.compile(r"[^\W\d_]+")
COMMON = {
    "en": "the of and to in that is was for it with as on by this are be have from not has his they an were which",
    "de": "der die und den von zu das mit sich des auf ist im dem nicht ein eine als auch es werden aus hat dass sie",
    "fr": "le la les des et un une du dans est que pour qui par sur pas plus au avec ce il ont sont cette aux",
    "es": "el la los las y de que en un una del se por con para su al es lo como m\u00e1s pero sus fue este ha",
    "it": "il di che e la per un una non del con si della sono da le dei nel alla gli anche pi\u00f9 ha come lo",
    "pt": "o a os as e de que em um uma do da para com n\u00e3o por mais dos das no na se foi ao seu s\u00e3o",
    "nl": "de het een en van in is dat op te zijn voor met niet aan er om ook als door bij maar naar uit wordt",
    "sv": "och i att det som en p\u00e5 \u00e4r av f\u00f6r med till den har de inte om ett men var sig s\u00e5 fr\u00e5n vi kan",
    "da": "og i at det er en til af p\u00e5 for med den der de som ikke har et om var men blev fra vi ved efter",
    "pl": "i w na z do si\u0119 nie \u017ce to jest o od po za przez dla jak by\u0142 tym ale oraz ich tak jego co",
    "cs": "a v na se je \u017ee to s z do o za ve jako pro by byl ale po kter\u00fd jsou i od podle nebo",
    "tr": "ve bir bu da de i\u00e7in ile olarak olan daha gibi \u00e7ok kadar sonra ise ancak en ne t\u00fcrkiye y\u0131l",
    "ro": "\u0219i de \u00een la a cu pe din nu care mai o este pentru s\u0103 un ce au fost prin sunt c\u0103 s-a fi",
    "ru": "\u0438 \u0432 \u043d\u0435 \u043d\u0430 \u0447\u0442\u043e \u0441 \u043f\u043e \u043a\u0430\u043a \u0438\u0437 "
    "\u043a \u043e \u044d\u0442\u043e \u0437\u0430 \u0434\u043b\u044f \u043e\u0442 \u0435\u0433\u043e \u0431\u044b\u043b",
    "uk": "\u0456 \u0432 \u043d\u0435 \u043d\u0430 \u0449\u043e \u0437 \u0442\u0430 \u0434\u043e \u0443 \u0446\u0435 "
    "\u0437\u0430 \u0434\u043b\u044f \u0432\u0456\u0434 \u044f\u043a \u0439\u043e\u0433\u043e \u0454 \u043f\u0440\u043e",
}
WORDS = {code: frozenset(words.split()) for code, words in COMMON.items()}
SCRIPTS = (
    ("el", re.compile("[\u0370-\u03ff]")),
    ("he", re.compile("[\u0590-\u05ff]")),
    ("ko", re.compile("[\uac00-\ud7a3]")),
    ("ja", re.compile("[\u3040-\u30ff]")),
    ("zh", re.compile("[\u4e00-\u9fff]")),
    ("th", re.compile("[\u0e00-\u0e7f]")),
    ("hi", re.compile("[\u0900-\u097f]")),
    ("ka", re.compile("[\u10a0-\u10ff]")),
    ("hy", re.compile("[\u0530-\u058f]")),
    ("ar", re.compile("[\u0600-\u06ff]")),
)
PERSIAN = re.compile("[\u067e\u0686\u0698\u06af\u06cc\u06a9]")


def language(text: str) -> tuple[str, str]:
    """ISO 639-1 code and the evidence in one sentence; two empty strings where it cannot be told safely."""
    text = text[:SAMPLE].lower()
    letters = sum(char.isalpha() for char in text)
    if letters < ENOUGH:
        return "", ""
    for code, script in SCRIPTS:
        share = len(script.findall(text)) / letters
        if share >= (0.15 if code == "ja" else 0.5):
            if code == "ar" and PERSIAN.search(text):
                return "", ""  # Persian, Urdu, Pashto: not told apart here
            return code, f"{share:.0%} of the letters belong to its writing."
    words = WORD.findall(text)
    counts = Counter({code: sum(word in common for word in words) for code, common in WORDS.items()})
    (code, most), (_, second) = counts.most_common(2)
    share = most / len(words)
    if share < 0.12 or most < 1.2 * second or most < 8:
        return "", ""
    return code, f"{share:.0%} of the words are among its commonest words."
