"""Pictures, as they are drawn from plain values; and how sure a difference of shares is."""

from itertools import pairwise
from xml.etree import ElementTree

import pytest

from annotations.looks import HUES
from annotations.overview import By, Number
from annotations.pages.pictures import standalone
from annotations.periods import arranged
from annotations.pictures.drawing import Drawing, ceiling, fitting
from annotations.pictures.network import LABEL, Line, Node, network
from annotations.pictures.timeline import Bar, Track, timeline
from annotations.proportions import difference, wilson
from annotations.stances import Field
from corpus_app import settings

SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize(
    ("one", "other", "interval"),
    [  # Newcombe 1998, table II, method 10
        ((56, 70), (48, 80), (0.0524, 0.3339)), ((9, 10), (3, 10), (0.1705, 0.8090)),
        ((6, 7), (2, 7), (0.0582, 0.8062)), ((5, 56), (0, 29), (-0.0381, 0.1926)),
        ((0, 10), (0, 20), (-0.1611, 0.2775)), ((10, 10), (0, 20), (0.6791, 1.0)),
    ],
)
def test_intervals_are_those_of_the_paper(one, other, interval):
    found = difference(*one, *other)
    assert (round(found.low, 4), round(found.high, 4)) == interval
    assert found.value == pytest.approx(one[0] / one[1] - other[0] / other[1])
    mirrored = difference(*other, *one)
    assert (mirrored.low, mirrored.high) == pytest.approx((-found.high, -found.low))


def test_of_nothing_nothing_is_known():
    assert (difference(0, 0, 3, 4).low, difference(0, 0, 3, 4).high, wilson(0, 0)) == (-1, 1, (0, 1))


def test_mean_and_spread_leave_out_what_stands_on_no_scale():
    told = Field({-1: 1, 1: 3}, others=2)
    assert (told.number, told.mean, round(told.spread, 4)) == (4, 0.5, 0.866)
    assert (Field(others=1).mean, Field({1: 1}).spread) == (None, None)


def test_a_year_alone_is_in_no_month_and_no_month_is_left_out():
    cells = {(1, "2024-11"): 2, (1, "2025"): 5, (1, "2025-02"): 1, (1, ""): 4, (1, "1999"): 3}
    numbers = {key: Number(number, 1) for key, number in cells.items()}
    found = arranged(numbers, By.MONTH)
    assert (found.names[-1], len(found.names), found.left) == ("2025-02", 120, 194)
    assert found.sure == {(1, "2024-11"): 2, (1, "2025-02"): 1}
    assert (found.unsure, found.undated) == ({(1, "2025"): 5}, {1: 4})
    del numbers[1, "1999"]
    assert arranged(numbers, By.MONTH).names == ["2024-11", "2024-12", "2025-01", "2025-02"]
    assert arranged({(1, ""): Number(1, 1)}, By.YEAR).names == []


def a_network(many: int) -> Drawing:
    nodes = [Node(n, f"Tag <{n}> with a very long name indeed", HUES[n % 12], "dash", n + 1, f"/t?a=1&b={n}")
             for n in range(many)]
    return network(nodes, [Line(n, n + 1, n + 1, f"{n} and more", "/x") for n in range(many - 1)], "Tags & co")


def test_labels_of_a_network_never_cover_each_other():
    for many in (1, 2, 7, 36):
        drawing = a_network(many)
        tree = ElementTree.fromstring(drawing.svg())
        places = [(float(text.get("x")) > drawing.width / 2, float(text.get("y"))) for text in tree.iter(f"{SVG}text")]
        for side in (False, True):
            heights = sorted(y for is_right, y in places if is_right is side)
            assert all(below - above >= 14 for above, below in pairwise(heights))
        edges = [float(text.get("x")) for text in tree.iter(f"{SVG}text")]
        assert all(LABEL - 30 <= x <= drawing.width - LABEL + 30 for x in edges)


def test_a_picture_carries_its_rules_when_it_is_taken_away():
    svg = a_network(3).svg()
    page, file = ElementTree.fromstring(svg), standalone(svg)
    assert len(list(page.iter(f"{SVG}a"))) == 5 and "style" not in svg
    alone = ElementTree.fromstring(file.encode())
    rules = alone.find(f"{SVG}style").text
    assert not list(alone.iter(f"{SVG}a")) and "var(" not in rules and "light-dark" not in rules
    assert {f".hue-{n}{{" in rules for n in range(12)} == {True}
    sheet = (settings.BASE_DIR / "static" / "css" / "pictures.css").read_text()
    assert all(f".hue-{n}{{fill:var(--{hue}-f);stroke:var(--{hue}-l)}}" in sheet for n, hue in enumerate(HUES))


def test_bars_stand_where_their_periods_are_and_are_as_high_as_their_numbers():
    names = ["2025-01", "2025-02", "2025-03", "2025-04"]
    bars = {"2025-01": Bar(2, "January", "/a"), "2025-04": Bar(1, "April", "/b")}
    track = Track("Trade", "red", "dot", bars, {"2025": Bar(4, "2025", "/c")}, 7)
    tree = ElementTree.fromstring(timeline(names, [track], "Over time").svg())
    outline, january, april = tree.iter(f"{SVG}rect")
    assert float(january.get("height")) == pytest.approx(2 * float(april.get("height")), rel=0.01)
    assert float(outline.get("width")) == pytest.approx((float(april.get("x")) - float(january.get("x"))) / 3 * 4, 0.01)
    assert "unsure" in outline.get("class") and "+ 7" in "".join(tree.itertext())


def test_axes_end_at_round_numbers_and_labels_are_cut():
    assert [ceiling(n) for n in (0.4, 1, 7, 21, 61, 99, 1201)] == [1, 1, 8, 30, 80, 100, 2000]
    assert (fitting("Trade", 100), fitting("Trade and takings", 64)) == ("Trade", "Trade and…")
