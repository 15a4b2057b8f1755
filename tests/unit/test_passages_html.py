"""The HTML of listed passages: everything foreign escaped, and its parts as the templates write them elsewhere."""

from datetime import UTC, datetime

import pytest
from django.template.loader import render_to_string
from tinyhtml5.parser import HTMLParser

from annotations.models import Highlight, Tag
from annotations.pages.passages import Batch
from annotations.pages.passages_html import Writer, chip, stage_badge
from annotations.pages.passages_shown import Group, Line, Passage
from annotations.stages import Stage
from corpus_app.models import Article, Project

FOREIGN = "<script>\"' onclick=\"x\" &amp;"


@pytest.mark.parametrize("value", ["", "against"])
def test_a_chip_is_what_its_template_writes(value: str):
    tag = Tag(pk=1, name="Sea & <law>", colour="red", pattern="dash", value=value)
    assert chip(tag) == render_to_string("annotations/_chip.html", {"tag": tag}).strip()


@pytest.mark.parametrize("stage", Stage)
def test_a_stage_is_what_its_template_writes(stage: Stage):
    assert stage_badge(stage) == render_to_string("annotations/_stage.html", {"stage": stage}).strip()


def test_nothing_foreign_is_taken_as_html():
    tag = Tag(pk=1, uid="t", name=FOREIGN, colour="red", pattern="dot", value=FOREIGN)
    at = datetime(2025, 3, 4, tzinfo=UTC)
    line = Line(tag, FOREIGN, FOREIGN, FOREIGN, FOREIGN, coders=[FOREIGN], memos=[FOREIGN], at=at)
    shown = [
        Passage(
            highlight=Highlight(uid="h", first_paragraph=1, last_paragraph=1), url=f"/{FOREIGN}", before=FOREIGN,
            paragraphs=[FOREIGN, FOREIGN], cut=cut, after=FOREIGN, lines=[line], notes=[(FOREIGN, FOREIGN)] * 3,
        )
        for cut in (0, 7)
    ]
    article = Article(title=FOREIGN, source=FOREIGN, published=FOREIGN)
    group = Group(article, f"/{FOREIGN}", FOREIGN, shown, total=2, is_continued=True)
    html = Writer(Project(slug="one"), may_tag=True).batch(Batch([group], "", ""))
    elements = list(HTMLParser(namespace_html_elements=False).parse_fragment(html).iter())
    assert {"section", "article", "mark", "li", "p"} < {one.tag for one in elements}
    assert not [one.tag for one in elements if one.tag == "script" or "onclick" in one.attrib]
    assert [one.text for one in elements if one.tag == "bdi"].count(FOREIGN) == 5
    assert [one.text.strip() for one in elements if one.tag == "mark"] == [FOREIGN] * 2
