"""Who speaks in a quotation: a suggestion, better none than a wrong one."""

import pytest

from annotations.speakers import quotations, speaker_of


def speaker(*paragraphs: str, passage: str) -> str:
    start = paragraphs[-1].index(passage)
    return speaker_of(paragraphs, start, start + len(passage))


@pytest.mark.parametrize(
    ("text", "passage", "name"),
    [
        ("“The quay must stay open,” said Jane Doe on Monday.", "must stay open", "Jane Doe"),
        ('"The quay must stay open," Jane Doe, the mayor, said.', "stay open", "Jane Doe"),
        ("Jane Doe said: “The quay must stay open.”", "The quay", "Jane Doe"),
        ("According to Jane Doe, “it is late”.", "it is late", "Jane Doe"),
        ("„Das bleibt offen“, sagte Anna von der Heide am Montag.", "bleibt offen", "Anna von der Heide"),
        ("« Il faut partir », explique Marie Dupont.", "faut partir", "Marie Dupont"),
        ("«Hay que salir», dijo Ana García.", "Hay que", "Ana García"),
        ("‘It doesn’t work,’ says Li Wei.", "doesn’t work", "Li Wei"),
        ("“Open it,” said Jane Doe. “Close it,” said Ben Low.", "Close it", "Ben Low"),
        ("“Open it,” said Jane Doe. “Close it,” said Ben Low.", "Open it", "Jane Doe"),
        ("The Harbour Board met. “Open it,” said Mayor Jane Doe.", "Open it", "Mayor Jane Doe"),
        ("“Whole,” said Jane Doe.", "“Whole,”", "Jane Doe"),
        ("Jane Doe was there. “Open it,” she said.", "Open it", "Jane Doe"),
        ("Jane Doe of the Hotel Lanterna had her best July. “Open it,” she said.", "Open it", "Jane Doe"),
    ],
)
def test_the_nearest_name_beside_a_verb_of_speech(text, passage, name):
    assert speaker(text, passage=passage) == name


def test_a_last_name_is_completed_from_before():
    before = "Jane Doe has run the ferry since 1990."
    assert speaker(before, "“Open it,” Doe said.", passage="Open it") == "Jane Doe"


def test_a_pronoun_or_a_bare_quotation_means_who_was_named_before():
    before = "Then Jane Doe spoke of Order 14."
    assert speaker(before, "“Open it,” she said. “Now.”", passage="Now") == "Jane Doe"
    assert speaker(before, "“All of it is one long quotation.”", passage="one long") == "Jane Doe"
    assert speaker("“Open it,” Doe told us.", "“And now.", passage="now") == "Doe"


def test_an_interview_says_who_speaks():
    assert speaker("Jane Doe: We shall close it.", passage="close it") == "Jane Doe"
    assert speaker("Final thoughts: we shall close it.", passage="close it") == ""


@pytest.mark.parametrize(
    ("text", "passage"),
    [
        ("Jane Doe said that it must stay open.", "must stay open"),
        ("“Open it,” it said on a wall.", "Open it"),
        ("They call it “the wall”.", "the wall"),
        ("He lives in Tanner Street. “Open it,” he said.", "Open it"),
        ("Jane Doe met Ben Low. “Open it,” he said.", "Open it"),
        ("“On Monday” was the title.", "On Monday"),
        ("他说：「开门」。", "开门"),
    ],
)
def test_nobody_is_suggested(text, passage):
    assert speaker(text, passage=passage) == ""


def test_quotations_of_every_kind():
    text = "a “b” „c“ «d» »e« \"f\" ‘g’s’ “open"
    assert [text[a:b] for a, b in quotations(text)] == ["“b”", "„c“", "«d»", "»e«", '"f"', "‘g’s’", "“open"]
