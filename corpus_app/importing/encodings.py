"""When bytes are not UTF-8: which readings make sense, so that a person can choose one."""

import re
from itertools import pairwise

from corpus_app.importing.controls import REPLACEMENT
from corpus_app.importing.problems import Decoding

# Every name that decode(data, encoding=...) accepts; the order breaks ties between equally plausible ones.
ENCODINGS = {
    "utf-8": "Unicode (UTF-8)",
    "utf-16": "Unicode (UTF-16)",
    "utf-16-le": "Unicode (UTF-16, little-endian)",
    "utf-16-be": "Unicode (UTF-16, big-endian)",
    "utf-32": "Unicode (UTF-32)",
    "cp1252": "Western European (Windows-1252)",
    "iso-8859-1": "Western European (ISO-8859-1)",
    "iso-8859-15": "Western European with euro sign (ISO-8859-15)",
    "cp1250": "Central European (Windows-1250)",
    "iso-8859-2": "Central European (ISO-8859-2)",
    "cp1251": "Cyrillic (Windows-1251)",
    "koi8-r": "Cyrillic (KOI8-R)",
    "cp866": "Cyrillic (DOS 866)",
    "cp1253": "Greek (Windows-1253)",
    "cp1254": "Turkish (Windows-1254)",
    "cp1255": "Hebrew (Windows-1255)",
    "cp1256": "Arabic (Windows-1256)",
    "cp1257": "Baltic (Windows-1257)",
    "cp932": "Japanese (Shift_JIS)",
    "euc_jp": "Japanese (EUC-JP)",
    "gb18030": "Simplified Chinese (GB18030)",
    "big5": "Traditional Chinese (Big5)",
    "cp949": "Korean (EUC-KR, CP949)",
    "mac_roman": "Western European (old Macintosh)",
}
GUESSED = tuple(name for name in ENCODINGS if not name.startswith(("utf", "iso-8859-1")))
SAMPLE = 160
CHOICES = 3

# The letters beyond ASCII that are common in the languages an encoding is used for. A reading is plausible
# when it brings out these, and implausible when it brings out letters that hardly any text holds.
TYPICAL = {
    "cp1252": "àâäåæçèéêëíîïñóôöøùúûüßáãõœÀÉÈÄÖÜÅØÇÁÍÓÚÑ",
    "cp1250": "ąćęłńóśźżáčďéěíňřšťúůýžőűöüâăîșşțţđßäŁŚŻŠČŘŽÁÉ",
    "iso-8859-2": "ąćęłńóśźżáčďéěíňřšťúůýžőűöüâăîșşțţđßäŁŚŻŠČŘŽÁÉ",
    "cp1254": "çğıöşüâîûÇĞİÖŞÜ",
    "cp1257": "āčēģīķļņšūžąęėįųõäöüŠŽĀĒ",
    "mac_roman": "àâäçèéêëíîïñóôöùúûüßáÀÉÄÖÜÇ",
}
SCRIPTS = {  # the letters that make up most of any text in these alphabets
    "cp1251": "оеаинтсрвлкмдпуіОЕАИНТСРВЛКМДПУ",
    "koi8-r": "оеаинтсрвлкмдпуОЕАИНТСРВЛКМДПУ",
    "cp866": "оеаинтсрвлкмдпуОЕАИНТСРВЛКМДПУ",
    "cp1253": "αεοιτνσηρπκμλςάίόέήΑΕΟΙΤΝΣΗ",
    "cp1255": "יוהלאמרתבשנחםדע",
    "cp1256": "اليمونرتبةدعفسقهأ",
}
COMMON = {
    "gb18030": "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年"
    "过发后作里用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心"
    "她本前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间"
    "由问很最重并物手应战向头文体政美相见被利什二等产或新",
    "big5": "的一是不了在人有我他這個們中來上大為和國地到以說時要就出會可也你對生能而子那得於著下自之年"
    "過發後作裡用道行所然家種事成方多經麼去法學如都同現當沒動面起看定天分還進好小部其些主樣理心"
    "她本前開但因只從想實日軍者意無力",
}
CURLY = "\u2018\u2019\u201c\u201d\u201e\u2013\u2014\u2026\u00ab\u00bb\u00a0\u20ac\u2022\u00b0\u00a9\u00a7"
WORD = re.compile(r"[^\W\d_]+")
PROBED = 40_000  # bytes; the first pages of a text tell its encoding as well as all of it


def candidates(data: bytes) -> tuple[Decoding, ...]:
    """Up to three readings of the bytes, most plausible first."""
    ranked = []
    for order, name in enumerate(GUESSED):
        text = _probe(data, name)
        if text is not None:
            ranked.append((-plausibility(text, name), order, name, text))
    ranked.sort()
    sensible = [row for row in ranked if row[0] < 0] or ranked
    shown = _damaged(data)
    for _, _, name, text in sensible:
        sample = excerpt(text)
        if len(shown) < CHOICES and all(sample != other.sample for other in shown):
            shown.append(Decoding(name, ENCODINGS[name], sample))
    return tuple(shown)


def _damaged(data: bytes) -> list[Decoding]:
    """UTF-8 with a few broken places, as after a cut in mid-letter."""
    text = data.decode("utf-8", "replace")
    broken = text.count(REPLACEMENT)
    if sum(ord(char) > 127 for char in text) < 3 * broken:
        return []
    label = f"{ENCODINGS['utf-8']}, damaged places shown as {REPLACEMENT}"
    return [Decoding("utf-8", label, excerpt(text[max(0, text.find(REPLACEMENT) - SAMPLE // 2) :]))]


def wide(data: bytes) -> tuple[Decoding, ...]:
    """UTF-16 without its mark: half of the bytes of Latin text are NUL, all on the same side."""
    head = data[:PROBED]
    odd, even = head[1::2].count(0), head[0::2].count(0)
    if max(odd, even) <= len(head) * 0.2 or min(odd, even) > max(odd, even) * 0.1:
        return ()
    name = "utf-16-le" if odd > even else "utf-16-be"
    return (Decoding(name, ENCODINGS[name], excerpt(head.decode(name, "replace"))),)


def excerpt(text: str) -> str:
    """One line around the first character beyond ASCII, where the readings differ."""
    first = next((at for at, char in enumerate(text) if ord(char) > 127), 0)
    start = max(0, first - SAMPLE // 4)
    return " ".join(text[start : start + SAMPLE].split())


def plausibility(text: str, encoding: str) -> float:
    """Mean plausibility of the characters beyond ASCII: about 1 for real text, 0 or less for mojibake."""
    foreign = sum(ord(char) > 127 for char in text)
    if not foreign:
        return 0.0
    score = sum(_symbol(char) for char in text if ord(char) > 127 and not char.isalpha())
    score += sum(_word(word, encoding) for word in WORD.findall(text) if not word.isascii())
    return score / foreign


def _probe(data: bytes, name: str) -> str | None:
    """The whole is decoded strictly, since one bad byte rules a reading out; only the start is weighed."""
    try:
        return data.decode(name)[:PROBED]
    except UnicodeDecodeError:
        return None


def _symbol(char: str) -> float:
    if char in CURLY:
        return 0.6
    if "\u3000" <= char <= "\u303f" or "\uff01" <= char <= "\uff1f":  # CJK punctuation
        return 0.8
    return -3.0 if ord(char) < 0xA0 or "\ue000" <= char <= "\uf8ff" else -0.6


def _word(word: str, encoding: str) -> float:
    if encoding in TYPICAL:
        return _latin(word, TYPICAL[encoding])
    if encoding in SCRIPTS:
        return _script(word, SCRIPTS[encoding])
    return sum(_asian(char, encoding) for char in word if ord(char) > 127)


def _latin(word: str, typical: str) -> float:
    foreign = [char for char in word if ord(char) > 127]
    score = sum(1.0 if char in typical else -0.4 for char in foreign)
    if len(foreign) == len(word) > 2:  # real words hold some plain letters
        score -= 1.5 * len(foreign)
    return score - 1.5 * _odd_capitals(word)


def _script(word: str, common: str) -> float:
    block = ord(common[0]) >> 8
    inside = [char for char in word if ord(char) >> 8 == block]
    if len(inside) < len(word):  # letters of two alphabets in one word
        return len(inside) - len(word) - 0.5
    # A word of one letter is what an accent read in the wrong alphabet looks like.
    score = sum(1.1 if char in common else 0.4 for char in inside)
    return (score if len(inside) > 1 else 0.3) - 1.5 * _odd_capitals(word)


def _odd_capitals(word: str) -> int:
    return sum(after.isupper() and before.islower() for before, after in pairwise(word))


def _asian(char: str, encoding: str) -> float:
    code = ord(char)
    if encoding == "cp949":
        return 1.0 if 0xAC00 <= code <= 0xD7A3 else -0.3
    if encoding in ("cp932", "euc_jp"):
        if 0x3040 <= code <= 0x30FF:
            return 1.2
        return 0.5 if 0x4E00 <= code <= 0x9FFF else -0.8  # half-width kana are mostly misread Latin
    if 0x4E00 <= code <= 0x9FFF:
        return 1.2 if char in COMMON[encoding] else 0.4
    return -0.8
