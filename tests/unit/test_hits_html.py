"""The HTML of what a search finds: everything foreign is escaped, and what is not known leaves no separator."""

from annotations.models import EntryKind, Tag
from annotations.pages.hits import Hit, LineOf
from annotations.pages.hits_html import hits_html, lines_html
from annotations.search.places import Line
from corpus_app.models import Article

FOREIGN = "<script>\"' onclick=\"x\" &amp;"


def a_hit(**said) -> Hit:
    article = Article(title=FOREIGN, source=FOREIGN, published=FOREIGN)
    tag = Tag(pk=1, name=FOREIGN, colour="red", pattern="dot", value=FOREIGN)
    values = {"article": article, "place": FOREIGN, "what": FOREIGN, "who": FOREIGN, "tags": [tag], **said}
    return Hit(EntryKind.MARK, FOREIGN, f"/{FOREIGN}", [(1, 7)], **values)


def test_nothing_foreign_is_taken_as_html():
    line = LineOf(a_hit(), Line(FOREIGN, FOREIGN, FOREIGN, (0, 0)))
    for written in (hits_html([a_hit()]), lines_html([line])):
        assert "<script" not in written and "&lt;script&gt;" in written
        assert 'onclick="x"' not in written.replace('"\' onclick="x" &amp;amp;', "")
    assert "&lt;<mark>script</mark>&gt;" in hits_html([a_hit()])


def test_what_is_known_stands_with_a_dot_between():
    article = Article(title="Quay", source="Daily Gull", published="2025-03")
    hit = a_hit(article=article, place="3", what="", who="Anna", tags=[])
    day = '<time datetime="2025-03">Mar 2025</time>'
    assert f'<p class="meta"><bdi>Anna</bdi> · <bdi>Daily Gull</bdi> · {day} · ¶ 3</p>' in hits_html([hit])
    note = a_hit(article=None, place="", what="Note", who="Anna", tags=[])
    assert ">Note</a></h2>" in hits_html([note]) and '<p class="meta">Note by <bdi>Anna</bdi></p>' in hits_html([note])
