"""The language of a text, told by its writing or by its commonest words, or left open."""

import re
from collections import Counter

ENOUGH = 200  # letters; below that every method guesses
SAMPLE = 20_000
WORD = re.compile(r"[^\W\d_]+")
COMMON = {
    "en": "the of and to in that is was for it with as on by this are be have from not has his they an were "
    "which",
    "de": "der die und den von zu das mit sich des auf ist im dem nicht ein eine als auch es werden aus hat "
    "dass sie",
    "fr": "le la les des et un une du dans est que pour qui par sur pas plus au avec ce il ont sont cette "
    "aux",
    "es": "el la los las y de que en un una del se por con para su al es lo como más pero sus fue este ha",
    "it": "il di che e la per un una non del con si della sono da le dei nel alla gli anche più ha come lo",
    "pt": "o a os as e de que em um uma do da para com não por mais dos das no na se foi ao seu são",
    "nl": "de het een en van in is dat op te zijn voor met niet aan er om ook als door bij maar naar uit "
    "wordt",
    "sv": "och i att det som en på är av för med till den har de inte om ett men var sig så från vi kan",
    "da": "og i at det er en til af på for med den der de som ikke har et om var men blev fra vi ved efter",
    "pl": "i w na z do się nie że to jest o od po za przez dla jak był tym ale oraz ich tak jego co",
    "cs": "a v na se je že to s z do o za ve jako pro by byl ale po který jsou i od podle nebo",
    "tr": "ve bir bu da de için ile olarak olan daha gibi çok kadar sonra ise ancak en ne türkiye",
    "ro": "și de în la a cu pe din nu care mai o este pentru să un ce au fost prin sunt că s-a fi",
    "ru": "и в не на что по как из это за для от был они или только при так же мы",
    "uk": "в не на що з та до це за для від як про був при так ми під",
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
FIRST_OF_SCRIPTS = "\u0370"
PERSIAN = re.compile("[\u067e\u0686\u0698\u06af\u06cc\u06a9]")


def language(text: str) -> tuple[str, str]:
    """ISO 639-1 code and the evidence in one sentence; two empty strings where it cannot be told safely."""
    text = text[:SAMPLE].lower()
    letters = sum(map(str.isalpha, text))
    if letters < ENOUGH:
        return "", ""
    for code, script in SCRIPTS if max(text) >= FIRST_OF_SCRIPTS else ():
        share = len(script.findall(text)) / letters
        if share >= (0.15 if code == "ja" else 0.5):
            if code == "ar" and PERSIAN.search(text):
                return "", ""  # Persian, Urdu, Pashto: not told apart here
            return code, f"{share:.0%} of the letters belong to its writing."
    words = WORD.findall(text)
    often = Counter(words)
    counts = Counter({code: sum(often[word] for word in common) for code, common in WORDS.items()})
    (code, most), (_, second) = counts.most_common(2)
    share = most / len(words)
    if share < 0.12 or most < 1.2 * second or most < 8:
        return "", ""
    return code, f"{share:.0%} of the words are among its commonest words."
