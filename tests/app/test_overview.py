"""The overview: every number is that of the passages it opens, and of a plain model that counts without a database."""

import csv
import io
import random
import re
from collections.abc import Iterable, Iterator
from copy import copy
from html import unescape

import pytest
from django.http import QueryDict

from annotations.filters import parse
from annotations.overview import By, cross
from annotations.own_columns import OwnBy, own_columns
from annotations.pages.browse import browse
from annotations.pages.crosstable import Asked
from annotations.pages.overview import Overview, overview
from annotations.tagtree import TagTree
from corpus_app.actions import add_field, correct_metadata
from corpus_app.models import Project, Role
from tests.app.test_filters import Row, a_random_project, a_random_query, everything
from tests.factories import a_highlight, a_project, a_stance, a_tag, a_tagging, a_user, an_article, client_of
from tests.seeds import seeds

pytestmark = pytest.mark.django_db
SOME = 8  # of a table's numbers are looked up on the passages page
HTMX = {"HX-Request": "true"}
LINK = re.compile(r'href="([^"]+)">([\d,]+)</a>')


def overview_url(project: Project, query: str = "") -> str:
    return f"/projects/{project.slug}/overview/{query}"


def page_of(project: Project, query: str = "", by: str = "olga") -> Overview:
    return overview(project, a_user(by), QueryDict(query), overview_url(project))


def numbers(page: Overview) -> Iterator[tuple[str, int]]:
    """Address and number of everything that the table shows."""
    table = page.table
    yield table.url, table.total
    for row in table.rows:
        yield from ((unescape(url), int(shown.replace(",", ""))) for url, shown in LINK.findall(row.cells))
        yield row.url, row.number
    yield from ((column.url, column.number) for column in table.columns)


def opened(project: Project, address: str, by: str) -> dict[str, int]:
    """What the passages page counts at that address."""
    path, _, query = address.partition("?")
    page = browse(project, a_user(by), QueryDict(query), path)
    assert page.errors == {}, address
    return {"passages": page.counts.passages, "articles": page.counts.articles}


def columns_of(key: str, row: Row, of_tags) -> set:
    """Where the plain model counts a row, but for months, which a test of their own counts."""
    article = row.highlight.article
    return {
        "article": {article.pk}, "source": {article.source}, "year": {article.published[:4]},
        "coder": {row.tagging.coder_id}, "tag": of_tags(row.tags),
        **{by.value: {str(article.meta.get(by.field.uid, ""))[: 4 if by.period else None]} for by in own_of(row)},
    }[key]


def own_of(row: Row) -> list[OwnBy]:
    return list(own_columns(row.highlight.project, a_user("olga")))


@pytest.mark.parametrize("seed", seeds(4))
def test_every_number_is_that_of_the_passages_it_opens(seed):
    chance = random.Random(seed)
    blind = seed % 2 == 1
    project = a_random_project(chance, blind)
    for by in (*By.values, *(column.value for column in own_columns(project, a_user("olga")))):
        query = a_random_query(chance, project)
        for key in ("untagged", "facet", "without", *(("also", "also_children") if by == By.TAG else ())):
            query.pop(key, None)
        if chance.random() < 0.5:
            query.clear()
        unit = chance.choice(("passages", "articles"))
        query["by"], query["count"], query["facet"] = by, unit, chance.choice(("theme", "theme", "stance"))
        query["sort"] = chance.choice(("codebook", "total", "name"))
        if chance.random() < 0.4:
            query["alone"] = "1"
        person = chance.choice(("olga", "anna"))
        page = page_of(project, query.urlencode(), person)
        assert page.errors == {}
        shown = list(numbers(page)) if page.table else []
        for address, number in chance.sample(shown, min(len(shown), SOME)):
            assert opened(project, address, person)[unit] == number, (query.urlencode(), address)


@pytest.fixture(scope="module")
def at_random(kept) -> Project:
    return kept(lambda: a_random_project(random.Random(7), blind=True))


@pytest.mark.parametrize("by", [By.ARTICLE, By.SOURCE, By.YEAR, By.CODER, By.TAG, "Choice", "Number", "Date, by year"])
@pytest.mark.parametrize("is_alone", [False, True])
def test_the_database_counts_as_a_plain_model(by, is_alone, at_random):
    project = copy(at_random)
    own = {column.label.capitalize(): column for column in own_columns(project, a_user("olga"))}
    by, tree = own.get(by, by), TagTree.of(project)
    facet = {pk for pk, node in tree.nodes.items() if node.tag.facet.slug == "theme"}

    def counted_for(tags: Iterable[int]) -> set[int]:
        """These tags and, unless each is alone, those above them."""
        above = {pk for pk, node in tree.nodes.items() if not node.descendants.isdisjoint(tags)}
        return (set(tags) if is_alone else above.union(tags)) & facet

    for person in ("olga", "anna"):
        found, _ = parse(project, QueryDict("facet=theme"))
        cells, rows, columns, total = {}, {}, {}, set()
        for row in everything(project, a_user(person)):
            if row.tagging is None or row.tagging.facet.slug != "theme":
                continue
            place = row.highlight.pk, row.highlight.article_id
            total.add(place)
            tags = counted_for({row.tagging.tag_id})
            for tag in tags:
                rows.setdefault(tag, set()).add(place)
            for column in columns_of(by.value, row, counted_for):
                columns.setdefault(column, set()).add(place)
                for tag in tags:
                    cells.setdefault((tag, column), set()).add(place)
        counted = cross(project, a_user(person), found, found.facet, by, tree, is_alone=is_alone, limit=200)
        for told, plain in ((counted.rows, rows), (counted.columns, columns), (counted.cells, cells)):
            assert {key: (number.passages, number.articles) for key, number in told.items()} == {
                key: (len(places), len({article for _, article in places})) for key, places in plain.items()
            }
        assert counted.total.passages == len(total)


def test_a_blind_coder_counts_her_own_only():
    project = a_project(anna=Role.CODER, ben=Role.CODER, blind=True)
    article, tag = an_article(project, "Sanctions work."), a_tag(project)
    mine = a_highlight(article, "Sanctions", by="anna", tags=(tag,))
    a_tagging(mine, tag, by="ben")
    a_highlight(article, "work", by="ben", tags=(tag,))
    assert page_of(project, "by=coder", "olga").table.total == 2
    table = page_of(project, "by=coder", "anna").table
    assert (table.total, [(column.name, column.number) for column in table.columns]) == (1, [("Anna", 1)])
    assert "Ben" not in client_of("anna").get(overview_url(project, "?by=coder"), headers=HTMX).text


def test_a_year_without_month_counts_in_each_month_shown_and_once_in_the_total():
    project, tag = a_project(), None
    tag = a_tag(project, "Trade")
    for published in ("2025", "2025-03", "2025-03-14", "2025-05-01", "2024", ""):
        a_highlight(an_article(project, published=published), "Sanctions", by="olga", tags=(tag,))
    table = page_of(project, "by=month").table
    assert [(column.name, column.number) for column in table.columns] == [
        ("2024", 1), ("Mar 2025", 3), ("May 2025", 2), ("Without a date", 1)
    ]
    assert table.total == 6
    for address, number in numbers(page_of(project, "by=month")):
        if number:
            assert opened(project, address, "olga")["passages"] == number, address


def test_columns_of_own_fields_are_named_and_stand_in_the_fields_order():
    project = a_project()
    kind, size, day = (
        add_field(project=project, actor=a_user("olga"), name=name, type=type, choices=["Poem", "News"])
        for name, type in (("Kind", "choice"), ("Size", "number"), ("Collected", "date"))
    )
    for said in ({kind: "News", size: 12, day: "2025"}, {kind: "Poem", size: 2.5, day: "2025-03-14"}, {}):
        article = an_article(project)
        meta = {field.uid: value for field, value in said.items()}
        correct_metadata(article=article, actor=a_user("olga"), meta=meta)
        a_highlight(article, "Sanctions", by="olga", tags=(a_tag(project),))
    heads = {
        f"own-{kind.uid}": ["Poem", "News", "Without Kind"], f"own-{size.uid}": ["2.5", "12", "Without Size"],
        f"own-{day.uid}.year": ["2025", "Without Collected"], f"own-{day.uid}.month": ["Mar 2025", "Without Collected"],
    }
    for by, names in heads.items():
        page = page_of(project, f"by={by}")
        assert [column.name for column in page.table.columns] == names
        for address, number in numbers(page):
            assert not number or opened(project, address, "olga")["passages"] == number, address
    html = client_of("olga").get(overview_url(project, f"?by=own-{day.uid}.month")).text
    assert f'<option value="own-{day.uid}.month" selected>Collected, by month</option>' in html
    assert "An article dated by its year alone" in html
    picture = client_of("olga").get(f"/projects/{project.slug}/overview/time/?by=own-{day.uid}.month")
    assert picture.status_code == 200 and "passages by month of “Collected”" in picture.text


def test_children_stand_below_their_tag_in_every_order():
    project = a_project()
    small, large = a_tag(project, "Alpha"), a_tag(project, "Beta")
    below, first = a_tag(project, "Zeta", parent=large), a_tag(project, "Eta", parent=large)
    article = an_article(project, "One two three.")
    a_highlight(article, "One", by="olga", tags=(small, below))
    a_highlight(article, "two", by="olga", tags=(below,))
    a_highlight(article, "three", by="olga", tags=(first,))
    names = {sort: [row.tag.name for row in page_of(project, f"sort={sort}").table.rows] for sort in
             ("codebook", "total", "name")}
    assert names == {
        "codebook": ["Alpha", "Beta", "Zeta", "Eta"], "total": ["Beta", "Zeta", "Eta", "Alpha"],
        "name": ["Alpha", "Beta", "Eta", "Zeta"],
    }
    rows = {row.tag.name: row.number for row in page_of(project).table.rows}
    assert rows == {"Alpha": 1, "Beta": 3, "Zeta": 2, "Eta": 1}
    assert [row.number for row in page_of(project, "alone=1").table.rows] == [1, 0, 2, 1]


def test_what_is_left_out_is_told(monkeypatch):
    monkeypatch.setattr("annotations.pages.crosstable.LIMIT", 2)
    monkeypatch.setattr("annotations.pages.overview.LIMIT", 2)
    project = a_project()
    tags = [a_tag(project, name) for name in ("Trade", "Law", "Sea")]
    for number in range(3):
        article = an_article(project, "Sanctions work.")
        a_highlight(article, "Sanctions", by="olga", tags=tuple(tags[: number + 1]))
    page = page_of(project)
    assert (len(page.table.rows), len(page.table.columns), page.table.total) == (2, 2, 3)
    text = client_of("olga").get(overview_url(project)).text
    assert "The 2 articles with most passages are shown, 1 more are not; totals count all." in text
    assert "The 2 tags with most passages are shown, 1 more are not." in text


def test_the_sheet_is_the_table_shown_and_no_formula():
    project = a_project()
    article = an_article(project, title="=1+1")
    a_highlight(article, "Sanctions", by="olga", tags=(a_tag(project, "Trade"), a_stance(project, "for")))
    response = client_of("olga").get(f"/projects/{project.slug}/overview.csv")
    assert response["Content-Disposition"].startswith(f'attachment; filename="{project.slug}-overview-')
    sheet = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert sheet == [["Tag", "Total", "'=1+1"], ["Trade", "1", "1"], ["All", "1", "1"]]
    svg = client_of("olga").get(overview_url(project, "?as=svg"))
    assert svg["Content-Type"] == "image/svg+xml" and ".svg" in svg["Content-Disposition"]
    assert "<title>Trade, =1+1: 1</title>" in svg.text and "heat-9" in svg.text and "<a " not in svg.text


def test_empty_states_and_errors_are_told():
    project = a_project()
    client = client_of("olga")
    assert "Nothing is tagged with these tags yet" in client.get(overview_url(project)).text
    assert "Nothing fits this filter" in client.get(overview_url(project, "?text=nothing")).text
    for address in (overview_url(project, "?tag=nonsense"), f"/projects/{project.slug}/overview.csv?facet=nonsense"):
        response = client.get(address)
        assert response.status_code == 422
        assert "Choose one from" in response.text


def test_the_address_is_the_view():
    project = a_project()
    a_highlight(an_article(project, source="Gull"), "Sanctions", by="olga", tags=(a_tag(project, "Trade"),))
    client = client_of("olga")
    redirected = client.get(overview_url(project, "?by=source&text=&count=passages&facet=theme"))
    assert redirected.url == overview_url(project, "?facet=theme&by=source")
    part = client.get(overview_url(project, "?by=source&text=&source=Gull&alone=1"), headers=HTMX)
    assert part["HX-Push-Url"] == overview_url(project, "?facet=theme&source=Gull&by=source&alone=1")
    assert part.text.startswith('<section class="overview" id="results"')
    assert f'href="{overview_url(project)}?by=source&amp;alone=1"' not in part.text
    assert Asked.of(QueryDict("by=x&sort=y")) == Asked()


def test_the_head_and_the_first_column_are_headings():
    project = a_project()
    a_highlight(an_article(project, title="Port & Sea"), "Sanctions", by="olga", tags=(a_tag(project, "Trade"),))
    html = client_of("olga").get(overview_url(project)).text
    assert '<th scope="col" title="Port &amp; Sea">' in html
    assert '<th scope="row">' in html
    assert "<caption" in html
