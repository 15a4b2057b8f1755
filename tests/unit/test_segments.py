"""Flat runs: they cover the text once, name exactly the spans that stand there, and lines keep their lane."""

from hypothesis import given
from hypothesis import strategies as st

from annotations.segments import LANES, Run, Span, runs

LENGTH = 40
spans = st.lists(
    st.tuples(st.integers(0, LENGTH - 1), st.integers(1, LENGTH), st.lists(st.integers(0, 35), max_size=3)),
    max_size=12,
).map(
    lambda rows: [
        Span(str(n), min(a, b - 1), max(a + 1, b), tuple(looks)) for n, (a, b, looks) in enumerate(rows)
    ]
)


@given(spans)
def test_runs_cover_the_text_once_and_name_what_stands_there(spans):
    found = runs(LENGTH, spans)
    assert [run.start for run in found] == [0, *(run.end for run in found[:-1])] and found[-1].end == LENGTH
    for run in found:
        for point in (run.start, run.end - 1):
            assert {s.key for s in run.spans} == {s.key for s in spans if s.start <= point < s.end}


@given(spans)
def test_a_line_keeps_its_lane_and_no_lane_is_used_twice_at_a_place(spans):
    for run in runs(LENGTH, spans):
        lanes = [lane for lane, _ in run.lines]
        assert len(set(lanes)) == len(lanes) and all(1 <= lane <= LANES for lane in lanes)
        assert run.more == (sum(len(s.looks) for s in run.spans) > len(run.lines))


@given(spans)
def test_a_run_tells_whether_a_highlight_begins_or_ends_with_it(spans):
    for run in runs(LENGTH, [span._replace(begins=span.key != "0", ends=span.key != "1") for span in spans]):
        assert run.begins == any(span.start == run.start and span.key != "0" for span in run.spans)
        assert run.ends == any(span.end == run.end and span.key != "1" for span in run.spans)


def test_the_fill_is_the_innermost_highlights_first_tag():
    outer, inner = Span("a", 0, 10, (1, 2)), Span("b", 3, 5, (7,))
    assert [(r.start, r.fill, r.lines) for r in runs(10, [inner, outer])] == [
        (0, 1, ((1, 1), (2, 2))), (3, 7, ((1, 1), (2, 2), (3, 7))), (5, 1, ((1, 1), (2, 2))),
    ]


def test_a_text_without_highlights_is_one_run_and_an_empty_text_none():
    assert runs(3, []) == [Run(0, 3, ())]
    assert runs(0, []) == []
