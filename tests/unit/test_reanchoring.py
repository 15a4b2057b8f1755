"""Passages keep their place in a changed text, or it is said that they do not."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.reanchoring import How, Placed, Reanchoring

DRIFT = Path(__file__).parents[3] / "shared" / "data" / "anchoring_drift"
OLD = (
    "Council weighs the ban\n\nThe vote was “long overdue”, said Ana Ruiz on Monday 🚗.\n\n"
    "Shops fear for their trade.\n\nThe council will vote again in May, and then the mayor decides."
)
plain = st.text("ab \n“”é🚗漢.", max_size=60)


def at(text: str, quote: str, nth: int = 0) -> tuple[int, int]:
    start = -1
    for _ in range(nth + 1):
        start = text.index(quote, start + 1)
    return start, start + len(quote)


def placed(old: str, new: str, quote: str) -> Placed | None:
    return Reanchoring(old, new).placed(*at(old, quote))


@pytest.mark.parametrize("quote", ["said Ana", "🚗", "ban\n\nThe vote", "ng over"])
def test_what_stands_in_the_same_lines_is_placed_exactly(quote):
    new = "Updated at noon 🚌.\n\n" + OLD.replace("\n\nShops fear for their trade.", "")
    assert placed(OLD, new, quote) == Placed(*at(new, quote), How.LINE, exact=True)


def test_between_equal_words_a_passage_is_exact_and_a_changed_one_is_not():
    new = OLD.replace("on Monday", "on Tuesday evening").replace("will vote", "shall vote")
    assert placed(OLD, new, "said Ana Ruiz") == Placed(*at(new, "said Ana Ruiz"), How.WORDS, exact=True)
    found = placed(OLD, new, "The council will vote again")
    assert found == Placed(*at(new, "The council shall vote again"), How.WORDS, exact=False)


def test_a_moved_line_is_exact_and_a_moved_and_changed_one_is_not():
    lines = OLD.split("\n\n")
    moved = "\n\n".join([*lines[:1], lines[3], *lines[1:3]])
    assert placed(OLD, moved, "vote again in May") == Placed(*at(moved, "vote again in May"), How.LINE, exact=True)
    changed = moved.replace("then the mayor", "only then the mayor").replace("The council will", "They will")
    where = at(changed, "vote again in May")
    assert placed(OLD, changed, "vote again in May") == Placed(*where, How.QUOTE, exact=False)


@pytest.mark.parametrize("new", ["", "\n\n", "Nothing of this is left here.", OLD.replace("Shops fear for their", "A")])
def test_what_is_gone_or_written_anew_has_no_place(new):
    assert placed(OLD, new, "Shops fear for") is None


def test_words_that_stood_elsewhere_before_are_not_taken_for_a_passage_that_went():
    old = "They said that they would go.\n\nLater she said that they would stay."
    assert placed(old, "They said that they would go.", "she said that they would") is None


def test_other_white_space_waits_for_a_decision():
    found = placed(OLD, OLD.replace("their trade", "their\ntrade"), "for their trade")
    assert found is not None and not found.exact


def test_scripts_without_spaces_go_by_the_letter():
    old, new = "東京で新しい法律が可決された。議会は賛成した。", "東京で先日新しい法律が可決された。議会は賛成した。"
    assert placed(old, new, "議会は賛成") == Placed(*at(new, "議会は賛成"), How.WORDS, exact=True)


@given(st.lists(st.sampled_from(["insert", "delete", "replace"]), max_size=4), st.data())
def test_what_is_untouched_is_placed_exactly(edits, data):
    """Lines of words that stand once; some lines come, go or change, and the passage's own line does not."""
    lines = [f"line{n} has its own words w{n} x{n} y{n}" for n in range(8)]
    kept = data.draw(st.integers(0, 7))
    new = list(lines)
    for edit in edits:
        where = data.draw(st.integers(0, len(new) - 1))
        if edit == "insert":
            new.insert(where, data.draw(plain).replace("\n", " ") + " news")
        elif new[where] != lines[kept]:
            new[where : where + 1] = [] if edit == "delete" else [new[where][:-2] + data.draw(plain).replace("\n", "")]
    old_text, new_text = "\n\n".join(lines), "\n\n".join(new)
    start = data.draw(st.integers(0, len(lines[kept]) - 1))
    end = data.draw(st.integers(start + 1, len(lines[kept])))
    shift = new_text.index(lines[kept])
    before = old_text.index(lines[kept])
    found = Reanchoring(old_text, new_text).placed(before + start, before + end)
    assert found == Placed(shift + start, shift + end, How.LINE, exact=True)


@given(plain, plain, st.data())
def test_whatever_the_texts_exact_means_letter_by_letter_and_ends_are_inside(old, new, data):
    text = old + "x"
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    found = Reanchoring(text, new).placed(start, end)
    if found:
        assert 0 <= found.start < found.end <= len(new)
        assert not found.exact or new[found.start : found.end] == text[start:end]
        assert found.how is How.LINE or not new[found.start : found.end].startswith("\n")


def test_a_book_in_one_paragraph_is_compared_from_one_rare_run_of_words_to_the_next():
    words = [f"w{n % 700} the of{n % 13}" for n in range(2_500)]
    old = " ".join(words) + " and this is the passage that we want to keep"
    new = "Now " + " ".join([*words[:900], "something", "else", *words[905:]]) + old[old.index(" and this") :]
    found = placed(old, new, "the passage that we want")
    assert found == Placed(*at(new, "the passage that we want"), How.WORDS, exact=True)


def test_the_drift_cases_are_right_and_none_is_wrong_without_a_flag():
    texts = json.loads((DRIFT / "documents.json").read_text("utf-8"))
    right = unflagged = 0
    cases = [json.loads(line) for line in (DRIFT / "cases.jsonl").read_text("utf-8").splitlines()]
    for case in cases[::4]:
        new = texts[case["doc"]]
        for start, end, instead in sorted(case["ops"], reverse=True):
            new = new[:start] + instead + new[end:]
        place = case["selector"]
        found = Reanchoring(texts[case["doc"]], new).placed(place["start"], place["end"])
        is_right = ([found.start, found.end] if found else None) == case["expected"]
        right += is_right
        unflagged += bool(found and found.exact and not is_right)
    assert right >= 0.98 * len(cases[::4])
    assert unflagged == 0
