"""Pictures and the comparison, as a person uses them: look, open a mark's passages, take the picture, compare two."""

from playwright.sync_api import expect

from corpus_app.models import Role
from tests.browser.barriers import barriers
from tests.factories import a_highlight, a_project, a_tag, a_user, an_article
from tests.reading import address


def test_from_a_picture_to_its_passages_and_two_articles_side_by_side(page_of, staying):
    project = a_project(anna=Role.CODER)
    trade, law = a_tag(project, "Trade"), a_tag(project, "Law")
    for title in ("Gulls", "Tides"):
        article = an_article(project, "One two three.", title=title, source=title, published="2025-03")
        for quote, tags in (("One", (trade, law)), ("two", (trade,))):
            a_highlight(article, quote, tags=tags)
    page = page_of(a_user("anna"), viewport={"width": 1280, "height": 800})
    page.goto(address("overview", project))
    page.get_by_role("link", name="Tags together").click()
    expect(page.get_by_role("row", name="Trade Law")).to_be_visible()
    assert barriers(page) == []
    with page.expect_download() as download:
        page.get_by_role("button", name="PNG").click()
    assert download.value.path().read_bytes().startswith(b"\x89PNG")
    with staying(page):
        page.get_by_label("Together means").select_option("In the same paragraph")
        expect(page.get_by_role("row", name="Trade Law")).to_contain_text("4")
        page.get_by_label("Drawn as").select_option("A matrix")
        expect(page.locator(".heat")).to_have_count(2)
    page.get_by_role("link", name="Trade and Law: 4").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".passage")).to_have_count(4)
    expect(page.get_by_text("in the same paragraph")).to_be_visible()

    page.get_by_role("navigation", name="Project").get_by_role("link", name="Overview").click()
    page.get_by_role("link", name="Compare articles").click()
    for title in ("Gulls", "Tides"):
        page.get_by_role("checkbox", name=title).check()
    page.get_by_role("button", name="Compare", exact=True).click()
    expect(page.get_by_role("row", name="Trade").get_by_role("link", name="One")).to_have_count(2)
    assert barriers(page) == []
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("link", name="Where its tags lie").first.click()
    expect(page.get_by_role("link", name="Trade, paragraph 1: two")).to_have_count(1)
