"""Changing one's mind: edges by mouse, keys and finger, splitting, merging, and undo that survives a reload."""

import re

import pytest
from playwright.sync_api import Page, expect

from annotations import actions
from annotations.models import Highlight, Tagging
from corpus_app.models import Role
from tests.browser.barriers import barriers_in_all_looks
from tests.browser.reader import PLACE, Reader
from tests.factories import a_highlight, a_project, a_tag, a_tagging, a_user, an_article

TEXTS = ("The quay stays open to bikes 🚲 and prams, said the mayor.", "It was always so. Nobody asked the ferrymen.")


@pytest.fixture
def project():
    return a_project(anna=Role.CODER, ben=Role.CODER)


@pytest.fixture
def article(project):
    return an_article(project, *TEXTS)


@pytest.fixture
def highlight(project, article):
    return a_highlight(article, "stays open", tags=(a_tag(project, "Quays"),))


@pytest.fixture
def anna(article, highlight, page_of):
    return Reader(page_of(a_user("anna")), article).open()


def opened(reader: Reader, text: str = "stays open") -> Reader:
    reader.mark(text).click()
    expect(reader.panel).to_be_visible()
    expect(reader.page.locator(".edge.end")).to_be_visible()
    return reader


def quotes(article) -> list[str]:
    there = Highlight.objects.filter(article=article, removed_at=None)
    return list(there.order_by("start").values_list("quote", flat=True))


def centre(page: Page, name: str) -> tuple[float, float]:
    """Where a pointer finds a handle: on its knob."""
    box = page.locator(f".edge.{name}").bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + (box["height"] + 1 if name == "end" else -1)


def drag_to(reader: Reader, name: str, text: str, *, at_end: bool) -> None:
    """Drag a handle to before or after a text in the same line."""
    x1, y1, x2, _ = reader.page.evaluate(PLACE, [text, text])
    x, y = centre(reader.page, name)
    box = reader.page.locator(f".edge.{name}").bounding_box()
    shift = y - (box["y"] + box["height"] / 2)
    mouse = reader.page.mouse
    mouse.move(x, y)
    mouse.down()
    mouse.move((x + x2) / 2, y1 + shift, steps=3)
    mouse.move((x2 if at_end else x1), y1 + shift, steps=3)
    mouse.up()


def test_a_handle_dragged_with_the_mouse_moves_an_edge(article, anna, staying):
    opened(anna)
    with staying(anna.page):
        drag_to(anna, "end", "bikes 🚲", at_end=True)
        expect(anna.marks).to_have_text(["stays open to bikes 🚲"])
        expect(anna.page.locator("#palette-quote")).to_have_text("stays open to bikes 🚲")
        drag_to(anna, "start", "quay", at_end=False)
        expect(anna.marks).to_have_text(["quay stays open to bikes 🚲"])
    assert quotes(article) == ["quay stays open to bikes 🚲"]


def test_escape_while_dragging_leaves_everything_as_it_was(article, anna):
    opened(anna)
    x, y = centre(anna.page, "end")
    anna.page.mouse.move(x, y)
    anna.page.mouse.down()
    anna.page.mouse.move(x + 90, y, steps=4)
    expect(anna.page.locator(".proposed")).to_be_visible()
    anna.page.keyboard.press("Escape")
    expect(anna.page.locator(".proposed")).to_be_hidden()
    anna.page.mouse.up()
    expect(anna.marks).to_have_text(["stays open"])
    assert quotes(article) == ["stays open"]


@pytest.mark.parametrize(
    ("keys", "quote"),
    [
        ("[", "quay stays open"),
        ("[ [ ]", "quay stays open"),
        ("} }", "stays open to bikes"),
        ("{", "stays"),
        ("} } } } } } } }", "stays open to bikes 🚲 and prams, said the mayor."),
        ("} } } } } } } } }", "stays open to bikes 🚲 and prams, said the mayor.\n\nIt"),
    ],
)
def test_keys_move_the_edges_of_the_focused_highlight_by_words(article, anna, keys, quote):
    note = anna.page.locator(".notes li.own a")
    note.focus()
    for n, key in enumerate(keys.split()):
        anna.page.keyboard.press(key)
        if not n:
            expect(anna.page.locator(".proposed")).to_be_visible()
    expect(anna.marks).to_have_text(["stays open"])  # nothing is saved yet
    anna.page.keyboard.press("Enter")
    expect(anna.page.locator("#palette-quote")).to_have_text(quote.replace("\n\n", ""))
    assert quotes(article) == [quote]


def test_what_is_proposed_is_painted_and_read_out_and_escape_takes_it_back(article, anna):
    opened(anna)
    anna.page.keyboard.press("[")
    expect(anna.page.locator("#live")).to_have_text("quay stays open")
    expect(anna.page.locator(".proposed")).to_contain_text("“quay stays open”")
    painted = anna.page.evaluate("() => [...CSS.highlights.get('edges')].map(String)")
    assert painted == ["quay stays open"]
    anna.page.keyboard.press("Escape")
    expect(anna.page.locator("#live")).to_have_text("Left as it was.")
    expect(anna.palette).to_be_visible()
    assert anna.page.evaluate("() => CSS.highlights.has('edges')") is False
    anna.page.keyboard.press("Escape")
    expect(anna.palette).to_be_hidden()
    expect(anna.page.locator(".edge.start")).to_be_hidden()
    assert quotes(article) == ["stays open"]


def test_a_handle_is_a_slider_for_the_keyboard(article, anna):
    opened(anna)
    handle = anna.page.get_by_role("slider", name="End of the passage")
    handle.focus()
    handle.press("ArrowRight")
    expect(handle).to_have_attribute("aria-valuetext", "stays open to")
    handle.press("Enter")
    expect(anna.marks).to_have_text(["stays open to"])
    expect(handle).to_be_focused()


def test_a_highlight_is_split_by_keys_where_the_person_says(article, anna):
    opened(anna)
    for key in ("}", "}", "Enter"):
        anna.page.keyboard.press(key)
    expect(anna.marks).to_have_text(["stays open to bikes"])
    anna.page.keyboard.press("|")
    cut = anna.page.get_by_role("slider", name="Where the passage is split")
    expect(cut).to_be_focused()
    cut.press("ArrowLeft")
    cut.press("ArrowLeft")
    cut.press("ArrowRight")
    expect(anna.page.locator(".proposed")).to_contain_text("“stays open” | “to bikes”")
    cut.press("Enter")
    expect(anna.marks).to_have_text(["stays open", "to bikes"])
    assert quotes(article) == ["stays open", "to bikes"] and Tagging.objects.filter(article=article).count() == 2


def test_a_split_keeps_an_opening_quotation_mark_with_its_words(project, page_of):
    article = an_article(project, "She rode. “In winter I stayed,” she said (so it was).")
    a_highlight(article, article.version.text, tags=(a_tag(project, "Trams"),))
    anna = opened(Reader(page_of(a_user("anna")), article).open(), "She rode")
    anna.page.keyboard.press("|")
    cut = anna.page.get_by_role("slider", name="Where the passage is split")
    for _ in range(9):
        cut.press("ArrowLeft")
    seen = []
    for _ in range(9):
        seen.append(cut.get_attribute("aria-valuetext").split(" | ")[1])
        cut.press("ArrowRight")
    beginnings = ("rode.", "“In", "winter", "I ", "stayed", "she", "said", "(so", "it")
    assert [words.startswith(begin) for words, begin in zip(seen, beginnings, strict=True)] == [True] * 9, seen


def test_what_is_proposed_over_paragraphs_is_text_alone(article, highlight, anna):
    opened(anna)
    for _ in range(9):
        anna.page.keyboard.press("}")
    expect(anna.page.locator(".proposed")).to_have_text(re.compile(r"said the mayor\.\s+It” "))
    painted = anna.page.evaluate("() => [...CSS.highlights.get('edges')].map(String)")
    assert painted == [TEXTS[0].removeprefix("The quay "), "It"]


def test_a_highlight_is_split_where_it_is_clicked(article, anna):
    opened(anna)
    anna.panel.get_by_role("button", name="Split").click()
    expect(anna.page.locator(".edge.cut")).to_be_visible()
    x1, y1, _, _ = anna.page.evaluate(PLACE, ["open", "open"])
    anna.page.mouse.click(x1 + 8, y1)
    expect(anna.page.locator(".proposed")).to_contain_text("“stays” | “open”")
    anna.panel.get_by_role("button", name="Keep").click()
    expect(anna.marks).to_have_text(["stays", "open"])
    assert quotes(article) == ["stays", "open"]


def test_overlapping_passages_merge_into_one_and_undo_is_one_step(project, article, anna):
    other = a_highlight(article, "open to bikes", tags=(a_tag(project, "Bikes"),))
    actions.write_note(highlight=other, author=a_user("anna"), text="Which ones?")
    opened(anna.open(), "stays ")
    anna.panel.get_by_role("button", name="Merge with “open to bikes”").click()
    expect(anna.marks).to_have_text(["stays open to bikes"])
    for words in ("Quays", "Bikes", "Which ones?"):
        expect(anna.panel).to_contain_text(words)
    expect(anna.panel.get_by_role("button", name="Merge")).to_have_count(0)
    anna.page.keyboard.press("Control+z")
    expect(anna.marks).to_have_text(["stays ", "open", " to bikes"])


def test_undo_and_redo_work_after_a_reload(article, anna):
    opened(anna)
    for key in ("[", "Enter"):
        anna.page.keyboard.press(key)
    expect(anna.marks).to_have_text(["quay stays open"])
    press = anna.page.keyboard.press
    anna.open()
    undo, redo = (anna.page.locator(f"#{name}-step") for name in ("undo", "redo"))
    expect(undo).to_have_attribute("title", "Undo: moving the edges of “quay stays open”")
    press("Control+z")
    expect(anna.marks).to_have_text(["stays open"])
    expect(undo).to_have_attribute("title", "Undo: highlighting “stays open”")
    expect(redo).to_have_attribute("title", "Redo: moving the edges of “stays open”")
    press("Control+z")
    expect(anna.marks).to_have_count(0)
    expect(undo).to_have_attribute("aria-disabled", "true")
    anna.open()
    press("Control+Shift+z")
    expect(anna.marks).to_have_text(["stays open"])
    press("Control+y")
    expect(anna.marks).to_have_text(["quay stays open"])
    press("Control+y")
    expect(anna.page.locator("#live")).to_have_text("Nothing to redo in this article.")
    assert quotes(article) == ["quay stays open"]


def test_the_buttons_of_the_bar_undo_and_redo_and_keep_the_focus(article, anna, staying):
    undo, redo = (anna.page.locator(f"#{name}-step") for name in ("undo", "redo"))
    with staying(anna.page):
        undo.click()
        expect(anna.marks).to_have_count(0)
        expect(undo).to_be_focused()
        redo.press("Enter")
        expect(anna.marks).to_have_text(["stays open"])
        expect(redo).to_be_focused()


def test_many_undos_at_once_come_in_order(project, article, anna):
    tag = Tagging.objects.get(article=article).tag
    for quote in ("quay", "bikes", "prams", "mayor"):
        a_highlight(article, quote, tags=(tag,))
    anna.open()
    expect(anna.marks).to_have_count(5)
    for _ in range(3):
        anna.page.keyboard.press("Control+z")
    expect(anna.marks).to_have_text(["quay", "stays open"])
    for _ in range(2):
        anna.page.keyboard.press("Control+Shift+z")
    expect(anna.marks).to_have_text(["quay", "stays open", "bikes", "prams"])


def test_undo_leaves_a_field_with_text_alone(article, anna):
    opened(anna)
    anna.find.fill("Qu")
    anna.find.press("Control+z")
    anna.find.fill("")
    expect(anna.marks).to_have_text(["stays open"])
    assert quotes(article) == ["stays open"]


def test_undo_says_who_is_in_its_way(project, article, highlight, anna, page_of):
    reader = Reader(page_of(a_user("anna"), tolerates=("409",)), article).open()
    ben = Reader(page_of(a_user("ben")), article).open()
    ben.mark("stays open").click()
    ben.tag("Quays")
    expect(ben.panel.locator(".taggings .by")).to_have_text("BE")
    reader.page.keyboard.press("Control+z")
    expect(reader.toast).to_contain_text("Ben has tagged this passage “Quays” since")
    expect(reader.marks).to_have_text(["stays open"])
    assert quotes(article) == ["stays open"]
    opened(reader)
    for key in ("[", "Enter"):
        reader.page.keyboard.press(key)
    expect(reader.toast).to_contain_text("Ben has tagged these very words")
    expect(reader.page.locator(".proposed")).to_be_hidden()


def test_two_windows_of_one_person_see_both_and_decide(article, anna, page_of):
    second = opened(Reader(page_of(a_user("anna"), tolerates=("409",)), article).open())
    second.page.keyboard.press("}")
    expect(second.page.locator(".proposed")).to_contain_text("“stays open to”")
    opened(anna)
    for key in ("[", "Enter"):
        anna.page.keyboard.press(key)
    expect(anna.marks).to_have_text(["quay stays open"])
    second.page.keyboard.press("Enter")
    expect(second.toast).to_contain_text("“quay stays open”")
    expect(second.toast).to_contain_text("“stays open to”")
    expect(second.marks).to_have_text(["quay stays open"])
    second.toast.get_by_role("button", name="Use mine").click()
    expect(second.marks).to_have_text(["stays open to"])
    assert quotes(article) == ["stays open to"]


def test_what_is_proposed_stays_when_the_other_window_is_followed(article, anna, page_of):
    second = opened(Reader(page_of(a_user("anna")), article).open())
    second.page.keyboard.press("}")
    opened(anna)
    for key in ("[", "Enter"):
        anna.page.keyboard.press(key)
    expect(second.marks).to_have_text(["quay stays open"])
    expect(second.page.locator(".proposed")).to_contain_text("“stays open to”")
    second.page.keyboard.press("Escape")
    second.page.keyboard.press("}")
    expect(second.page.locator(".proposed")).to_contain_text("“quay stays open to”")
    second.page.keyboard.press("Enter")
    expect(second.marks).to_have_text(["quay stays open to"])


def test_others_highlights_have_no_handles(project, article, anna):
    a_highlight(article, "ferrymen", by="ben")
    anna.open().mark("ferrymen").click()
    expect(anna.panel).to_contain_text("Ben")
    expect(anna.page.locator(".edge.start")).to_be_hidden()
    expect(anna.panel.get_by_role("button", name=re.compile("Split|Merge"))).to_have_count(0)


def test_a_change_that_cannot_be_sent_stays_proposed(article, highlight, page_of):
    anna = opened(Reader(page_of(a_user("anna"), tolerates=("ERR_INTERNET_DISCONNECTED",)), article).open())
    anna.page.keyboard.press("[")
    anna.page.context.set_offline(True)
    anna.page.keyboard.press("Enter")
    expect(anna.toast).to_contain_text("cannot be reached")
    expect(anna.page.locator(".proposed")).to_contain_text("“quay stays open”")
    anna.page.context.set_offline(False)
    anna.page.keyboard.press("Enter")
    expect(anna.marks).to_have_text(["quay stays open"])


def test_text_from_right_to_left_has_its_handles_at_the_right_ends(project, page_of):
    article = an_article(project, "نص عربي قصير عن الرصيف والمدينة")
    a_highlight(article, "عربي قصير", tags=(a_tag(project, "Quays"),))
    anna = opened(Reader(page_of(a_user("anna")), article).open(), "عربي")
    start, end = (anna.page.locator(f".edge.{name}").bounding_box() for name in ("start", "end"))
    assert start["x"] > end["x"]
    anna.page.keyboard.press("}")
    anna.page.keyboard.press("Enter")
    expect(anna.marks).to_have_text(["عربي قصير عن"])


def test_a_finger_moves_an_edge_and_targets_are_large_enough(article, highlight, page_of):
    page = page_of(a_user("anna"), viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    anna = Reader(page, article).open()
    anna.mark("stays open").tap()
    expect(anna.panel).to_be_visible()
    expect(page.locator(".edge.end")).to_be_visible()
    sizes = page.evaluate("""() => [...document.querySelectorAll(".edge:not([hidden])")].map((edge) => {
      const box = edge.getBoundingClientRect(), style = getComputedStyle(edge, "::after");
      return [parseFloat(style.width), parseFloat(style.height)];
    })""")
    assert all(width >= 44 and height >= 44 for width, height in sizes)
    for name in ("undo", "redo"):
        box = page.locator(f"#{name}-step").bounding_box()
        assert box["width"] >= 44 and box["height"] >= 44
    assert anna.panel.get_by_role("button", name="Split").bounding_box()["height"] >= 44
    page.evaluate("() => { Element.prototype.scrollIntoView = () => {}; }")  # the sheet lies over the window's middle
    to = page.evaluate(PLACE, ["bikes", "bikes"])
    x, y = centre(page, "end")
    box = page.locator(".edge.end").bounding_box()
    finger = page.context.new_cdp_session(page)
    shift = y - (box["y"] + box["height"] / 2)
    points = [("touchStart", x, y), ("touchMove", (x + to[2]) / 2, to[3] + shift), ("touchMove", to[2], to[3] + shift)]
    for kind, at_x, at_y in points:
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": at_x, "y": at_y}]})
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    expect(anna.marks).to_have_text(["stays open to bikes"])
    assert quotes(article) == ["stays open to bikes"]


def test_handles_and_buttons_keep_nobody_out(project, article, anna):
    a_highlight(article, "open to bikes", tags=(a_tag(project, "Bikes"),))
    opened(anna.open(), "stays ")
    assert barriers_in_all_looks(anna.page) == []
    anna.page.keyboard.press("|")
    expect(anna.page.locator(".edge.cut")).to_be_visible()
    assert barriers_in_all_looks(anna.page) == []
    expect(anna.page.locator(".edge.cut")).to_be_visible()


def test_a_tagging_by_a_colleague_does_not_take_the_handles_away(project, article, highlight, anna):
    a_tagging(highlight, a_tag(project, "Open"), by="ben")
    opened(anna.open())
    expect(anna.page.locator(".edge.start")).to_be_visible()
