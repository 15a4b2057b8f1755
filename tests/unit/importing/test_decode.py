"""Bytes become text without guessing, and every refusal says what to do next."""

import codecs

import pytest

from corpus_app.importing.decode import MAX_BYTES, decode
from corpus_app.importing.encodings import ENCODINGS
from corpus_app.importing.problems import EmptyFile, ImportProblem, NotText, TooLarge, Undecodable

LEGACY = {
    "cp1252": "Le café était fermé, mais l\u2019été déjà là.",
    "mac_roman": "Die Straße führt über die Brücke; schöne Grüße aus Köln.",
    "cp1250": "Příliš žluťoučký kůň úpěl ďábelské ódy.",
    "iso-8859-2": "Łódź jest piękna, żółta gęś poszła źle. Ściana.",
    "cp1251": "Портовый город одиннадцать лет ждал нового моста.",
    "koi8-r": "Портовый город одиннадцать лет ждал нового моста.",
    "cp1253": "Η πόλη περίμενε έντεκα χρόνια για τη νέα γέφυρα.",
    "cp1254": "Şehir yeni köprü için on bir yıl bekledi, çok güzel bir gün değil mi?",
    "cp1255": "העיר חיכתה אחת עשרה שנים לגשר חדש.",
    "cp1256": "انتظرت المدينة أحد عشر عاما من أجل الجسر الجديد.",
    "cp932": "港町は十一年間新しい橋を待っていた。",
    "euc_jp": "港町は十一年間新しい橋を待っていた。",
    "gb18030": "这个城市等了十一年才有一座新桥，人们都很高兴。".replace("，", "、"),
    "big5": "這個城市等了十一年才有一座新橋、人們都很高興。",
    "cp949": "이 도시는 새 다리를 십일 년 동안 기다렸다.",
}
OTHER_FILES = {
    "a PDF": b"%PDF-1.7\n1 0 obj",
    "an office document": b"PK\x03\x04\x14\x00",
    "an old office document": b"\xd0\xcf\x11\xe0\xa1\xb1",
    "RTF": rb"{\rtf1\ansi hello}",
    "PNG": b"\x89PNG\r\n\x1a\n",
    "JPEG": b"\xff\xd8\xff\xe0\x00\x10JFIF",
    "a program": b"\x7fELF\x02\x01\x01",
    "gzip": b"\x1f\x8b\x08\x00",
    "control characters": bytes(range(9)) * 40,
    "packed bytes": bytes((number * 73 + number // 7) % 256 for number in range(4000)),
}


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_a_byte_order_mark_decides(mark, encoding):
    decoded = decode(mark + "Größe: 5 €".encode(encoding))
    assert (decoded.text, decoded.encoding, decoded.bom, decoded.warnings) == (
        "Größe: 5 €",
        encoding,
        True,
        (),
    )


def test_utf8_needs_no_mark():
    decoded = decode("Größe 🎉".encode())
    assert (decoded.text, decoded.encoding, decoded.bom) == ("Größe 🎉", "utf-8", False)


@pytest.mark.parametrize("encoding", LEGACY)
def test_an_unstated_encoding_is_asked_for_never_guessed(encoding):
    data = LEGACY[encoding].encode(encoding)
    with pytest.raises(Undecodable) as problem:
        decode(data)
    choices = problem.value.choices
    assert 1 <= len(choices) <= 3
    assert LEGACY[encoding] in [data.decode(choice.encoding) for choice in choices]
    assert all(choice.label == ENCODINGS[choice.encoding] and choice.sample for choice in choices)


@pytest.mark.parametrize("encoding", ["cp1252", "cp1251", "koi8-r", "cp1253", "cp932", "big5", "cp949"])
def test_the_true_reading_comes_first(encoding):
    with pytest.raises(Undecodable) as problem:
        decode(LEGACY[encoding].encode(encoding))
    assert problem.value.choices[0].encoding == encoding


def test_the_sample_shows_where_the_readings_differ():
    with pytest.raises(Undecodable) as problem:
        decode(("plain words " * 500 + "café").encode("cp1252"))
    assert "café" in problem.value.choices[0].sample


def test_a_chosen_encoding_is_used():
    decoded = decode(LEGACY["cp1251"].encode("cp1251"), encoding="cp1251")
    assert (decoded.text, decoded.encoding) == (LEGACY["cp1251"], "cp1251")


@pytest.mark.parametrize("encoding", ["cp932", "rot13", "no such thing"])
def test_a_chosen_encoding_that_does_not_fit_is_refused(encoding):
    with pytest.raises(Undecodable, match=r"Choose (another encoding|one from the list)"):
        decode(b"caf\xe9 \xff", encoding=encoding)


def test_utf16_without_its_mark_is_recognised_and_asked_for():
    with pytest.raises(Undecodable) as problem:
        decode("A harbour town".encode("utf-16-le"))
    assert [(choice.encoding, choice.sample) for choice in problem.value.choices] == [
        ("utf-16-le", "A harbour town")
    ]


def test_utf8_cut_in_mid_letter_is_offered_with_its_damage_shown():
    data = ("Größe, Füße, Höhe, Nähe. " * 5).encode()[:-3] + b"\xc3"
    with pytest.raises(Undecodable) as problem:
        decode(data)
    assert problem.value.choices[0].encoding == "utf-8"
    assert "damaged places" in decode(data, "utf-8").warnings[0]


@pytest.mark.parametrize("data", [b"", b" \n\t\r\n", codecs.BOM_UTF8, codecs.BOM_UTF16_LE])
def test_nothing_to_read_is_an_empty_file(data):
    with pytest.raises(EmptyFile, match=r"Choose another file"):
        decode(data)


@pytest.mark.parametrize("kind", OTHER_FILES)
def test_other_kinds_of_file_are_refused_with_advice(kind):
    with pytest.raises(NotText, match=r"^This file .*\. .*(save|Save|Bring|Choose|Unpack).*\.$"):
        decode(OTHER_FILES[kind])


def test_the_limit_is_named():
    assert decode(b"a" * MAX_BYTES).text
    with pytest.raises(TooLarge, match=r"5 MB.*Split it"):
        decode(b"a" * (MAX_BYTES + 1))


def test_control_characters_in_good_text_are_replaced_visibly():
    decoded = decode(b"Fine\x00 text\x1b with tab\t, line\r\n and page\x0cbreaks\x7f.")
    assert decoded.text == "Fine\ufffd text\ufffd with tab\t, line\r\n and page\x0cbreaks\ufffd."
    assert decoded.warnings == (
        "3 unreadable control characters were replaced by the sign \ufffd; compare these places with "
        "the original.",
    )


def test_a_lone_surrogate_is_replaced_visibly():
    decoded = decode(
        codecs.BOM_UTF16_LE + "Fine text ".encode("utf-16-le") + b"\x00\xd8" + "!".encode("utf-16-le")
    )
    assert decoded.text == "Fine text \ufffd!"
    assert len(decoded.warnings) == 1


def test_every_problem_is_a_value_error():
    assert all(issubclass(kind, ImportProblem) for kind in (EmptyFile, NotText, TooLarge, Undecodable))
    assert issubclass(ImportProblem, ValueError)
