"""Pictures of the whole: each number is that of the passages it opens, and nobody sees what is hidden from them."""

import random
import re
from html import unescape

import pytest
from django.http import QueryDict

from annotations.kept import KEPT
from annotations.overview import By
from annotations.pages.browse import browse
from annotations.pages.pictures import View, picture_page
from corpus_app.models import Project, Role
from tests.app.test_filters import a_random_project
from tests.factories import (
    a_highlight,
    a_project,
    a_stance,
    a_tag,
    a_tagging,
    a_user,
    an_article,
    an_entity,
    client_of,
)

pytestmark = pytest.mark.django_db


def page_of(project: Project, view: str, query: str = "", by: str = "olga"):
    return picture_page(project, a_user(by), View(view), QueryDict(query))


def opened(project: Project, url: str, by: str = "olga"):
    path, _, query = url.partition("?")
    page = browse(project, a_user(by), QueryDict(query), path)
    assert page.errors == {}, url
    return page.counts


def rows_of(page) -> list[list[str]]:
    return page.picture.sheet.lines[1:]


def test_every_number_is_that_of_the_passages_it_opens():
    chance = random.Random(1)
    project = a_random_project(chance, blind=True)
    for view, query, unit in (
        ("together", "text=a", "passages"), ("time", "", "passages"), ("stances", "", "taggings"),
        ("together", "beside=overlap", "passages"), ("together", "beside=paragraph", "passages"),
        ("groups", "of=year&count=articles", "articles"), ("groups", "of=coder", "passages"),
        ("time", "published_from=2025-03&published_to=2025-06", "passages"), ("together", "", "passages"),
    ):
        person = chance.choice(("olga", "olga", "anna"))
        page = page_of(project, view, query, person)
        assert page.errors == {}
        cells = [cell for row in page.picture.sheet.rows for cell in row if cell.url] if page.picture else []
        for cell in chance.sample(cells, min(5, len(cells))):
            assert getattr(opened(project, cell.url, person), unit) == int(cell.text), (view, query, cell.url)


def test_each_cell_of_a_matrix_opens_its_passages():
    project = a_random_project(random.Random(5), blind=False)
    found = 0
    for query in ("", "beside=paragraph", "beside=overlap"):
        svg = page_of(project, "together", f"drawn=matrix&{query}").picture.drawing.svg()
        cells = re.findall(r'<a href="([^"]+)" aria-label="[^"]*: (\d+)"><title>[^<]*</title><rect[^>]*heat-', svg)
        found += len(cells)
        for url, number in cells[:4]:
            assert opened(project, unescape(url)).passages == int(number), url
    assert found


def test_stances_are_told_by_voice_and_target():
    project = a_project()
    article = an_article(project, "One two three four.")
    tags = {name: a_stance(project, name) for name in ("for", "against")}
    tags["unclear"] = a_tag(project, "Unclear", facet="stance")
    ban, mayor = an_entity(project, "Ban"), an_entity(project, "Mayor")
    for quote, name, said in (
        ("One", "for", {"holder_kind": "author"}), ("two", "against", {"holder_kind": "author"}),
        ("three", "for", {"holder_kind": "quoted", "holder": mayor}), ("four", "unclear", {}),
    ):
        a_tagging(a_highlight(article, quote, by="olga"), tags[name], by="olga", target=ban, **said)
    assert rows_of(page_of(project, "stances")) == [
        ["The author", "The article’s own voice", "Ban", "0.00", "1.00", "2", ""],
        ["Mayor", "Quoted voices", "Ban", "1.00", "", "1", ""],
        ["Nobody named", "It is not said whose voice", "Ban", "", "", "1", "1"],
    ]


def test_two_groups_are_compared_by_shares():
    project = a_project()
    trade, law = a_tag(project, "Trade"), a_tag(project, "Law")
    for source, tags in (("Gull", (trade, trade, law)), ("Tide", (law, law))):
        article = an_article(project, "One two three.", source=source)
        for quote, tag in zip(("One", "two", "three"), tags, strict=False):
            a_highlight(article, quote, by="olga", tags=(tag,))
    rows = {row[0]: row[1:6] for row in rows_of(page_of(project, "groups", "one=Gull&other=Tide"))}
    assert rows == {"Trade": ["2", "67 %", "0", "0 %", "66.7"], "Law": ["1", "33 %", "2", "100 %", "-66.7"]}
    svg = page_of(project, "groups", "one=Gull&other=Tide").picture.drawing.svg()
    assert [opened(project, unescape(url)).passages for url in re.findall(r'<a href="([^"]+)"', svg)] == [2, 2]
    assert page_of(project, "groups", "one=Gull&other=Gull").picture is None
    assert dict(page_of(project, "groups", "of=coder").own)["of"] == By.CODER


def test_a_picture_comes_as_page_part_svg_and_csv():
    project = a_project(rita=Role.READER)
    article = an_article(project, "One two.", title="Port & Sea", source="Gull", published="2025-03")
    tags = a_tag(project, "Trade"), a_tag(project, "Law <b>")
    one = a_highlight(article, "One", by="olga", tags=tags)
    a_tagging(one, a_stance(project, "for"), by="olga", target=an_entity(project, "Ban"))
    client, here = client_of("rita"), f"/projects/{project.slug}"
    for address in ("overview/together/", "overview/time/", "overview/stances/", f"articles/{article.uid}/portrait/"):
        page = client.get(f"{here}/{address}")
        assert page.status_code == 200 and '<svg class="pic"' in page.text and "<table" in page.text
        assert " style=" not in page.text and "<b>" not in re.sub(r"<b class", "", page.text)
        svg, sheet = (client.get(f"{here}/{address}", {"as": kind}) for kind in ("svg", "csv"))
        assert svg["Content-Type"] == "image/svg+xml" and svg.text.startswith("<?xml")
        assert ".svg" in svg["Content-Disposition"] and "<style>" in svg.text
        assert sheet.text.startswith('\ufeff"') and ".csv" in sheet["Content-Disposition"]
    part = client.get(f"{here}/overview/time/?by=month&text=", headers={"HX-Request": "true"})
    assert part.text.startswith('<section class="overview" id="results"')
    assert part["HX-Push-Url"] == f"{here}/overview/time/?facet=theme&by=month"
    assert client.get(f"{here}/overview/time/?by=month&text=").status_code == 302
    assert client.get(f"{here}/overview/nonsense/").status_code == 404
    assert client.get(f"{here}/overview/time/?tag=nonsense").status_code == 422


def test_where_nothing_is_tagged_it_is_said_what_to_do():
    project = a_project()
    article, client = an_article(project), client_of("olga")
    for address in ("overview/together/", "overview/stances/", f"articles/{article.uid}/portrait/"):
        assert "Nothing is tagged" in client.get(f"/projects/{project.slug}/{address}").text
    assert "no two groups" in client.get(f"/projects/{project.slug}/overview/groups/").text


def test_articles_face_each_other():
    project = a_project(anna=Role.CODER, blind=True)
    copied = "The council sat until midnight and then voted by a show of hands for the ban."
    trade, law, ban = a_tag(project, "Trade"), a_tag(project, "Law"), an_entity(project, "Ban")
    one = an_article(project, "Gulls cry.", copied, title="One")
    two = an_article(project, f"Editors write: {copied}", "Gulls sleep.", title="Two")
    for article, quote, tags in ((one, "Gulls cry", (trade, law)), (two, "Gulls sleep", (trade,))):
        highlight = a_highlight(article, quote, by="olga", tags=tags)
        a_tagging(highlight, a_stance(project, "for"), by="olga", target=ban, holder_kind="author")
    here, both = f"/projects/{project.slug}/compare/", {"article": [two.uid, one.uid]}
    html = client_of("olga").get(here, both).text
    html = html[html.index('id="compare"') :]
    assert html.index(">Two<") < html.index(">One<") and html.index("Trade") < html.index("Law")
    assert html.count("Gulls sleep") == 1 and "100 % alike" in html and "the author" in html
    sheet = client_of("olga").get(here, {**both, "as": "csv"}).text.splitlines()
    held = '"For (the author) 1"'
    assert sheet[1:] == ['"theme","Trade",1,1', '"theme","Law",0,1', f'"stance","Ban",{held},{held}']
    blind = client_of("anna").get(here, both).text
    assert "Gulls cry" not in blind and "the author" not in blind and "100 % alike" in blind
    alone = client_of("olga").get(here, {"article": one.uid})
    assert alone.status_code == 200 and f'value="{one.uid}" checked' in alone.text
    assert client_of("olga").get(here, {"article": "nonsense"}).status_code == 422
    assert "There are no articles" in client_of("olga").get(f"/projects/{a_project('Empty').slug}/compare/").text


def test_who_works_blind_is_drawn_only_their_own():
    project = a_project(anna=Role.CODER, ben=Role.CODER, blind=True)
    article, tag = an_article(project, "Sanctions work.", published="2025"), a_tag(project, "Trade")
    a_highlight(article, "Sanctions", by="anna", tags=(tag,))
    a_highlight(article, "work", by="ben", tags=(tag,))
    KEPT.forget()
    assert [rows_of(page_of(project, "time", "", by))[0][1] for by in ("olga", "anna", "olga")] == ["2", "1", "2"]
    portrait = client_of("anna").get(f"/projects/{project.slug}/articles/{article.uid}/portrait/").text
    assert "Sanctions" in portrait and ": work" not in portrait
