"""The overview: choose what the table shows, open a number's passages, come back, take the table away."""

import csv

from playwright.sync_api import expect

from corpus_app.models import Role
from tests.browser.barriers import barriers
from tests.factories import a_highlight, a_project, a_tag, a_user, an_article
from tests.reading import address


def test_from_the_table_to_the_passages_and_back(page_of, staying):
    project = a_project(anna=Role.CODER)
    trade, law = a_tag(project, "Trade"), a_tag(project, "Law")
    for source, quotes in (("Gull", ("One", "two", "three")), ("Tide", ("One",))):
        article = an_article(project, "One two three.", source=source)
        for quote in quotes:
            a_highlight(article, quote, tags=(trade, law) if quote == "One" else (trade,))
    page = page_of(a_user("anna"), viewport={"width": 1280, "height": 800})
    page.goto(address("passages", project))
    page.get_by_role("navigation", name="Project").get_by_role("link", name="Overview").click()
    expect(page.get_by_role("table")).to_be_visible()
    assert barriers(page) == []

    with staying(page):
        page.get_by_label("Columns").select_option("Source")
        expect(page.get_by_role("columnheader", name="Gull")).to_be_visible()
        page.get_by_label("Order").select_option("By name")
        expect(page.get_by_role("rowheader")).to_have_text(["Law", "Trade", "All together"])
        expect(page).to_have_url(f"{address('overview', project)}?facet=theme&by=source&sort=name")
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV", exact=True).click()
    with download.value.path().open(encoding="utf-8-sig", newline="") as sheet:
        shown = list(csv.reader(sheet))
    assert shown == [
        ["Tag", "Total", "Gull", "Tide"], ["Law", "2", "1", "1"], ["Trade", "4", "3", "1"], ["All", "4", "3", "1"]
    ]

    page.get_by_role("row", name="Trade").get_by_role("link", name="3").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".passage")).to_have_count(3)
    expect(page.locator("#count")).to_have_text("3 passages · 3 taggings in 1 article")
    page.go_back()
    expect(page.get_by_role("rowheader")).to_have_text(["Law", "Trade", "All together"])
    expect(page.get_by_label("Columns")).to_have_value("source")
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert barriers(page) == []
