"""Ways of writing that researchers bring: what each means, not what one file looks like."""

import pytest

from corpus_app.importing.reader import read_text
from tests.unit.importing.outline import outline

LONG = (
    "For thirty years the cranes of the old harbour moved coal. Then the coal stopped, and the council borrowed money "
    "to build a quay for turbine blades, which nobody has seen yet."
)
MORE = "Nobody at the town hall wanted to be quoted, and the people who signed the loan say that they would again."


def suggested(text: str) -> dict[str, str]:
    return {one.field: one.value for one in read_text(text).suggestions}


def test_answers_with_the_name_of_who_was_asked_below_questions_without_one():
    text = (
        f"The Baker\n\n{LONG}\n\nWho buys bread at night?\n\nVogt: Nurses, and the people who clean the trains.\n\n"
        "Do they pay?\n\nVogt: They do. Then I began to leave a bag at each door.\n\nThe smell stays, of course."
    )
    assert outline(text) == "T B Q A Q A A"
    told = text.replace("Who buys bread at night?", "She laughed.").replace("Do they pay?", "She laughed again.")
    assert "Q" not in outline(told)


def test_spanish_letters_with_a_dot_take_turns_and_initials_do_not():
    assert outline(f"El pueblo\n\n{LONG}\n\nP. ¿No le da miedo?\n\nR. Me daba más miedo la factura.") == "T B Q A"
    assert outline(f"The town\n\n{LONG}\n\nP. Aldane wrote about it.\n\nR. Holloway did not.\n\n{MORE}").count("Q") == 0


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("Live reporting by Mo Farrant and Siân Rees", "Mo Farrant and Siân Rees"),
        ("An essay by Ruth Aldane", "Ruth Aldane"),
        ("Von Jana Petersen und Ulf Krämer, Rostock", "Jana Petersen und Ulf Krämer"),
        ("By Jane Doe, John Roe and Li Wei", "Jane Doe, John Roe and Li Wei"),
        ("Interview: Tom Reiss | Photos: Kira Blum", "Tom Reiss"),
        ("كتبت: سميرة حدّاد", "سميرة حدّاد"),
        ("记者 李文娟 王海", "李文娟 王海"),
        ("Interview: Tom Reiss", ""),
        ("Words: 1200", ""),
        ("A story by the sea", ""),
    ],
)
def test_who_wrote_it_is_said_in_many_ways(line, author):
    assert suggested(f"The Quay Is Empty\n\n{line}\n5 September 2024\n\n{LONG}\n\n{MORE}").get("author", "") == author


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("Teruel - 23 NOV 2023 - 05:30 CET", "2023-11-23"),
        ("20 نوفمبر 2023", "2023-11-20"),
        ("2023年11月20日 08:30 来源:海港日报", "2023-11-20"),
        ("Berlin, 3 May 2024", "2024-05-03"),
    ],
)
def test_a_date_stands_beside_a_place_or_in_other_writing(line, date):
    text = f"The Quay Is Empty\n\n{line}\n\n{LONG}\n\n{MORE}"
    assert suggested(text)["published"] == date and outline(text).startswith("T M B")


def test_a_dateline_suggests_its_date_only_with_a_year():
    assert suggested(f"Plants close\n\nDULUTH, Minn., June 12, 2024 – {LONG}\n\n{MORE}")["published"] == "2024-06-12"
    assert suggested(f"Plants close\n\nBERLIN, 3. Mai 2024 (dpa) - {LONG}\n\n{MORE}")["published"] == "2024-05-03"
    for first in ("DAKAR, April 2 (Newswire) - ", "On June 12, 2024, it was empty. ", "In May 2024 – a dry month – "):
        assert "published" not in suggested(f"Plants close\n\n{first}{LONG}\n\n{MORE}")


def test_a_press_release_says_whom_to_ask_above_its_title():
    asked = "Media contact:\nLena Ortiz, Relations\n+1 (555) 010-0199"
    text = f"FOR IMMEDIATE RELEASE\n\n{asked}\n\nTwo Harbour Plants Will Close in 2026\n\n{LONG}\n\n{MORE}"
    assert outline(text) == "M M M M T B B" and suggested(text)["title"] == "Two Harbour Plants Will Close in 2026"


def test_an_agency_tells_above_and_below_what_is_no_title_and_no_text():
    text = f"(Adds comments)\n\nBy Ana Lima\n\n{LONG}\n\n{MORE}\n\n(Reporting by Ana Lima in Faro; Editing by Jo Hu)"
    assert outline(text) == "B M B B M" and "title" not in suggested(text)


def test_numbered_sections_are_headings_also_over_a_short_sentence():
    text = f"Three Things\n\n{LONG}\n\n1. Everybody Knows Your Car\n{MORE}\n\n2. The Dark Is Really Dark\nBuy a torch."
    assert outline(f"{text}\n\n3. News Travels on Foot\n{MORE}") == "T B H B H B H B"
    assert outline(f"Three Things\n\n{LONG}\n\n1. Bread\n2. Butter\n3. Salt\n\n{MORE}") == "T B L L L B"


def test_a_signature_below_a_letter_is_no_heading():
    letters = f"Letters\n\nSir, - {LONG}\nGeoffrey Askew\nLudlow\n\nSir, - {MORE}\nJoan Tilley\n\nSir, - {LONG}"
    assert outline(letters) == "T B B B B B B"
    assert outline(f"Letters\n\n{LONG}\n\nThe Second Part\n{MORE}\n\nThe Third Part\n{LONG}") == "T B H B H B"


def test_what_an_advertisement_cuts_is_mended_or_at_least_no_heading():
    cut = f"{MORE} The blades are long, and they cannot be turned on the old"
    rest = "roads, which were built for carts long ago."
    text = f"The Quay\n\n{LONG}\n\n{cut}\n\nAdvertisement\n\n{rest}"
    assert [block.text for block in read_text(text).blocks if block.joins] == [f"{cut} {rest}"]
    assert outline(text.replace(f"{MORE} ", "")) == "T B B X B"


def test_chinese_commas_lack_no_space_and_other_articles_are_greyed():
    text = "码头上站着两百多人,有人带了花,有人什么也没带。" * 4
    text = f"老港口的最后一班渡轮\n\n{text}\n\n相关阅读\n新桥通车一周年"
    assert outline(text) == "T B X X" and not any("space seems" in said for said in read_text(text).warnings)
