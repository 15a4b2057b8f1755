"""Questions and answers by letter, by name, or without any label."""

import pytest

from tests.unit.importing.articles import TITLE, VOTE, page
from tests.unit.importing.outline import outline

ASKED = "Why did it take eleven years?"
TOLD = "Because the river moves, and each survey was old when it was printed."
MORE = "Every winter it carries the sand elsewhere."


def test_an_answer_runs_on_until_the_next_label():
    text = page(TITLE, f"Q: {ASKED}", f"A: {TOLD}", MORE, "We had to wait.", f"Q: {ASKED}", f"A: {TOLD}")
    assert outline(text) == "T Q A A A Q A"


@pytest.mark.parametrize(
    ("asks", "tells"),
    [
        ("Q:", "A:"),
        ("Q.", "A."),
        ("Q1:", "A1:"),
        ("**Q:**", "**A:**"),
        ("Question:", "Answer:"),
        ("Frage:", "Antwort:"),
        ("F:", "A:"),
        ("P:", "R:"),
        ("Pregunta:", "Respuesta:"),
    ],
)
def test_labels_of_many_kinds(asks, tells):
    text = page(
        TITLE, f"{asks} {ASKED}", f"{tells} {TOLD}", f"{asks} {ASKED} Really?", f"{tells} {TOLD} Yes."
    )
    assert outline(text) == "T Q A Q A"


def test_questions_alone_may_be_labelled():
    assert outline(page(TITLE, f"Q: {ASKED}", TOLD, MORE, f"Q: And {ASKED}", TOLD)) == "T Q A A Q A"


def test_a_label_may_stand_on_a_line_of_its_own():
    assert outline(page(TITLE, VOTE, "Q:", ASKED, "A:", TOLD, MORE)) == "T B Q Q A A A"


def test_speakers_who_come_back_and_take_turns_are_an_interview():
    text = page(
        TITLE,
        VOTE,
        f"Gazette: {ASKED}",
        f"Mara Stone: {TOLD}",
        MORE,
        "Gazette: And the fishermen?",
        f"Stone: {TOLD}",
        "Gazette: Will it hold?",
        f"Stone: {MORE}",
    )
    assert outline(text) == "T B Q A A Q A Q A"


def test_labels_that_do_not_come_back_are_no_speakers():
    text = page(TITLE, f"Background: {VOTE}", f"Sand: {MORE}", f"Cost: {TOLD}", "Time: Who knows?")
    assert "Q" not in outline(text)


def test_several_paragraphs_that_ask_you_something_are_an_interview():
    questions = [
        "Why did you need eleven years?",
        "What do you tell the fishermen?",
        "Were you ever tempted to give up?",
        "When will you cross it?",
    ]
    text = page(TITLE, VOTE, *(line for question in questions for line in (question, TOLD)))
    assert outline(text) == "T B Q A Q A Q A Q A"


def test_headings_that_ask_are_no_interview():
    text = page(
        TITLE,
        VOTE,
        "Will It Ever Be Built?",
        VOTE,
        "Who pays?",
        VOTE,
        "A Bridge for Whom?",
        VOTE,
        "Why Now?",
        VOTE,
    )
    assert outline(text) == "T B H B H B H B H B"


def test_a_heading_ends_the_answer():
    text = page(TITLE, f"Q: {ASKED}", f"A: {TOLD}", "What the Town Says", VOTE)
    assert outline(text) == "T Q A H B"


def test_a_paragraph_with_a_label_of_its_own_ends_the_answer():
    text = page(TITLE, f"Q: {ASKED}", f"A: {TOLD}", f"Final Thoughts: {MORE}", VOTE)
    assert outline(text) == "T Q A B B"


def test_a_colon_inside_an_answer_does_not_end_it():
    text = page(TITLE, f"Q: {ASKED}", f"A: {TOLD}", f"The reasons are many: {MORE}")
    assert outline(text) == "T Q A A"


def test_a_note_on_the_interview_ends_the_answer():
    text = page(TITLE, f"Q: {ASKED}", f"A: {TOLD}", "This interview has been edited for length and clarity.")
    assert outline(text) == "T Q A B"


def test_an_advertisement_does_not_end_the_answer():
    assert outline(page(TITLE, f"Q: {ASKED}", f"A: {TOLD}", "Advertisement", MORE)) == "T Q A X A"


def test_a_list_may_be_part_of_an_answer():
    text = page(TITLE, f"Q: {ASKED}", f"A: {TOLD}", "- the sand", "- the money", MORE)
    assert outline(text) == "T Q A L L A"
