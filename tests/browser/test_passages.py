"""Asking the passages: groups of conditions by keyboard without leaving the page, then headings by tag, on a phone."""

from playwright.sync_api import expect

from corpus_app.models import Role
from tests.browser.barriers import barriers
from tests.factories import a_highlight, a_project, a_tag, a_user, an_article
from tests.reading import address


def test_conditions_come_into_groups_and_passages_under_headings(page_of, staying):
    project = a_project(anna=Role.CODER)
    trade, law, sea = (a_tag(project, name) for name in ("Trade", "Law", "Sea"))
    article = an_article(project, "One two three four.")
    for quote, tags in (("One", (trade, law)), ("two", (trade,)), ("three", (law, sea)), ("four", (sea,))):
        a_highlight(article, quote, tags=tags)
    page = page_of(a_user("anna"), viewport={"width": 1280, "height": 1400})
    page.goto(address("passages", project))
    count, adding = page.locator("#count"), page.get_by_label("Add a condition")
    with staying(page):
        page.locator("#filter-adding summary").focus()
        page.keyboard.press("Enter")
        adding.select_option("Trade")
        expect(count).to_have_text("2 passages · 3 taggings in 1 article")
        expect(adding).to_have_value("")
        adding.select_option("Law")
        expect(count).to_have_text("3 passages · 5 taggings in 1 article")
        page.get_by_label("Group 1").select_option("all of")
        expect(count).to_have_text("1 passage · 2 taggings in 1 article")
        page.get_by_label("Where a condition goes to").select_option("a new group")
        adding.select_option("Sea")
        expect(page.get_by_label("Group 2")).to_be_visible()
        page.get_by_label("The passage fits").select_option("any of the groups")
        expect(count).to_have_text("3 passages · 5 taggings in 1 article")
        page.get_by_label("Tag: Law").focus()
        page.keyboard.press("Space")
        expect(count).to_have_text("4 passages · 6 taggings in 1 article")
        assert barriers(page) == []
    page.locator("summary", has_text="Group").last.focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Tag", exact=True).click()
    expect(page.locator(".of-group-head h2")).to_have_text(["Trade", "Law", "Sea"])
    expect(page.get_by_label("Group 2")).to_be_visible()
    assert barriers(page) == []
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("link", name="only these").nth(1).click()
    expect(page.locator(".passage")).to_have_count(2)
