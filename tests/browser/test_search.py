"""Searching and changing tags together: by keyboard to the search page, to a passage, and back to many passages."""

import re

from playwright.sync_api import expect

from annotations.models import Tagging
from corpus_app.models import Role
from tests.browser.barriers import barriers
from tests.factories import a_highlight, a_project, a_tag, a_user, an_article
from tests.reading import address


def test_from_the_search_to_a_passage_and_many_passages_changed(page_of, staying):
    project = a_project(anna=Role.CODER, ben=Role.CODER)
    trade, law = a_tag(project, "Trade"), a_tag(project, "Law")
    article = an_article(project, "The old harbour.", "A harbour and the harbour-master.", title="Quay")
    a_highlight(article, "old harbour", tags=(trade,))
    a_highlight(article, "harbour-master", tags=(trade,))
    a_highlight(article, "The old", by="ben", tags=(law,))
    page = page_of(a_user("anna"), viewport={"width": 1280, "height": 800})
    page.goto(address("codebook", project))
    page.keyboard.press("/")
    expect(page).to_have_url(address("search", project))
    page.get_by_role("searchbox").fill("harb* -old")
    page.keyboard.press("Enter")
    expect(page.locator(".hit mark")).to_have_text(["harbour", "harbour"])
    expect(page.get_by_role("navigation", name="Where")).to_contain_text("Highlights 1")
    assert barriers(page) == []
    page.get_by_role("link", name="Lines by the word after").click()
    expect(page.locator(".kwic li")).to_have_count(2)
    assert barriers(page) == []
    page.locator(".kwic a").first.click()
    expect(page).to_have_url(re.compile(r"/articles/\w+/#p2$"))

    page.goto(address("passages", project))
    with staying(page):
        leave_out = page.get_by_label("Leave out Law")
        expect(page.locator("#field-tag li", has_text="Law").locator("small")).to_have_text("1")
        leave_out.check(force=True)
        expect(page.locator("#count")).to_have_text("2 passages · 2 taggings in 1 article")
    for tick in page.get_by_label("Choose this passage").all():
        tick.check(force=True)
    page.get_by_role("button", name="Change tags of the ticked passages").click()
    page.get_by_label("Replace a tag of mine by another").check()
    page.get_by_label("Tag", exact=True).select_option("Trade")
    page.get_by_label("Becomes").select_option("Law")
    page.get_by_role("button", name="See what will change").click()
    expect(page.get_by_text("2 passages change: 2 taggings new, 2 gone.")).to_be_visible()
    assert barriers(page) == []
    page.get_by_role("button", name="Change 2 passages").click()
    expect(page.get_by_text("Your tags on 2 passages were changed.")).to_be_visible()
    assert Tagging.objects.filter(tag=law).count() == 3
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("No passage fits").or_(page.locator(".passage").first)).to_be_visible()
    page.goto(address("passages", project))
    expect(page.locator(".passage")).to_have_count(3)
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert barriers(page) == []
