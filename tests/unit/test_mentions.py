"""Mentions: names on the page, ids in the database."""

from hypothesis import example, given
from hypothesis import strategies as st

from annotations.mentions import Piece, has_mention, pieces, plain, stored, uids_of
from corpus_app.ids import ALPHABET, LENGTH

ANNA, ANN, MAX = "0nrgzdjb31e0", "0nrgzyjmxpg8", "0nrgzr01dbcf"
UIDS = {"Anna Meyer": ANNA, "Anna": ANN, "M. O'Neil-Śmiałek": MAX}
NAMES = {uid: name for name, uid in UIDS.items()}


def test_names_become_ids_the_longest_first_in_any_case():
    assert stored("@Anna Meyer and @anna, ask @M. O'Neil-Śmiałek!", UIDS) == f"@[{ANNA}] and @[{ANN}], ask @[{MAX}]!"


def test_what_is_no_name_stays():
    for text in ("a@Anna", "@Annabel", "mail anna@Anna.org?", "@", "@ Anna", "Anna"):
        assert stored(text, UIDS) == text
    assert stored("@Anna", {}) == "@Anna"


def test_ids_become_names_also_new_ones():
    assert plain(f"@[{ANNA}]: yes", NAMES) == "@Anna Meyer: yes"
    assert plain(f"@[{ANNA}]", {ANNA: "Anna Schmidt"}) == "@Anna Schmidt"
    assert plain("@[000000000000] @[x]", NAMES) == "@[000000000000] @[x]"


def test_pieces_hold_all_of_the_text():
    assert pieces(f"So, @[{ANN}]?", NAMES) == [Piece("So, "), Piece("@Anna", ANN), Piece("?")]
    assert pieces("plain", NAMES) == [Piece("plain")] and pieces("", NAMES) == []
    assert has_mention(f"@[{ANN}]") and not has_mention("@[x]") and uids_of(["x", f"@[{ANN}]@[{MAX}]"]) == {ANN, MAX}


@example(["@Anna", "@Anna"])
@given(st.lists(st.sampled_from([*UIDS, "@", " ", "é", "\n", "[", "]", "@Anna", "@Anna Meyer", "@[", *ALPHABET])))
def test_written_again_it_is_the_same(parts):
    text = stored("".join(parts), UIDS)
    assert stored(plain(text, NAMES), UIDS) == text or len("".join(parts)) > LENGTH
    assert "".join(piece.text for piece in pieces(text, NAMES)) == plain(text, NAMES)
