"""Three people and one thread, two of them blind: mention, count, reply, reveal; and the sheet beside an article."""

from playwright.sync_api import expect

from annotations import actions
from annotations.models import Comment, Memo
from corpus_app.models import Role
from tests.browser.barriers import barriers
from tests.browser.reader import Reader
from tests.factories import a_highlight, a_project, a_user, an_article
from tests.reading import address

TEXT = "The quay stays open to bikes and prams, said the mayor of Saltmouth on Monday."


def reply(person: Reader, text: str) -> None:
    person.panel.get_by_text("Reply").first.click()
    expect(person.panel.locator(".answer textarea")).to_be_focused()
    person.page.keyboard.type(text)


def test_a_thread_of_three_two_of_them_blind(page_of, staying):
    project = a_project(anna=Role.CODER, ben=Role.CODER, blind=True)
    article = an_article(project, TEXT)
    a_highlight(article, "quay", by="anna")
    anna, ben = (Reader(page_of(a_user(name)), article).open() for name in ("anna", "ben"))
    olga = Reader(page_of(a_user("olga")), article)
    olga.page.goto(address("library", project))
    with staying(olga.page):
        anna.mark("quay").click()
        expect(anna.panel).to_be_visible()
        anna.page.keyboard.press("n")
        anna.page.keyboard.type("Is this so, @o")
        expect(anna.page.locator("#people [role=option]")).to_have_text(["OLOlga"])
        anna.page.keyboard.press("Enter")
        expect(anna.page.locator("#new-note")).to_have_value("Is this so, @Olga ")
        anna.page.get_by_role("button", name="Save note").click()
        expect(anna.panel.locator(".mention")).to_have_text("@Olga")
        expect(olga.page.locator("#inbox b")).to_have_text("1")
    assert barriers(anna.page) == []
    expect(ben.page.locator("#inbox")).to_be_visible()
    assert "Is this so" not in ben.page.content() and ben.page.locator("#inbox b").count() == 0

    olga.page.locator("#inbox").click()
    assert barriers(olga.page) == []
    olga.page.get_by_role("link", name="Anna mentions you").click()
    expect(olga.panel.locator(".said.lit")).to_contain_text("Is this so")
    expect(olga.page.locator("#inbox b")).to_have_count(0)
    reply(olga, "It is.")
    olga.panel.get_by_role("button", name="Reply").click()
    expect(olga.panel.locator(".reply")).to_contain_text("It is.")
    expect(anna.panel).not_to_contain_text("It is.")

    actions.reveal(project=project, actor=a_user("olga"), articles=[article])
    expect(anna.page.locator("#inbox b")).to_have_text("1")
    expect(ben.marks).to_have_text(["quay"])
    anna.page.locator("#inbox").click()
    anna.page.get_by_role("link", name="Olga replied").click()
    expect(anna.panel.locator(".reply")).to_contain_text("It is.")
    with staying(olga.page):
        reply(olga, "Half a sen")
        anna.panel.get_by_role("button", name="Resolve").click()
        expect(anna.panel.locator("details.resolved")).to_contain_text("Is this so")
        expect(olga.page.locator("#text .notes")).not_to_contain_text("Is this so")
        expect(olga.panel.locator("textarea:focus")).to_have_value("Half a sen")  # what is typed stays


def test_notes_and_memos_beside_the_text(page_of, staying):
    project = a_project(anna=Role.CODER, ben=Role.CODER)
    article = an_article(project, TEXT)
    phone = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
    anna, ben = Reader(page_of(a_user("anna")), article), Reader(page_of(a_user("ben"), **phone), article)
    for person in (anna, ben):
        person.open()
        person.page.locator(".talk-open").click()
        expect(person.page.locator("#talk")).to_be_visible()
    with staying(anna.page), staying(ben.page):
        anna.page.locator("#article-note").fill("On the whole, @Be")
        expect(anna.page.locator("#people [role=option]")).to_have_text(["BEBen"])
        anna.page.keyboard.press("Tab")
        anna.page.get_by_role("button", name="Save note").click()
        expect(anna.page.locator("#talk .mention")).to_have_text("@Ben")
        expect(ben.page.locator("#talk .thread")).to_contain_text("On the whole")
        expect(ben.page.locator("#inbox b")).to_have_text("1")
        anna.page.get_by_text("Write a memo").click()
        anna.page.locator("#new-memo").fill("For me alone")
        anna.page.get_by_role("button", name="Save memo").click()
        expect(anna.page.locator(".memo-card")).to_contain_text("only you")
        assert barriers(anna.page) == []
        anna.toast.get_by_role("button", name="Undo").click()
        expect(anna.page.locator(".memo-card")).to_have_count(0)
        ben.page.get_by_text("Reply").first.tap()
        expect(ben.page.locator("#talk .answer textarea")).to_be_focused()
        ben.page.keyboard.type("Yes, @a")
        ben.page.locator("#people [role=option]").tap()
        expect(ben.page.locator("#talk .answer textarea")).to_have_value("Yes, @Anna ")
        ben.page.get_by_role("button", name="Reply").tap()
        expect(anna.page.locator("#talk .reply")).to_contain_text("Yes, @Anna")
    assert Comment.objects.filter(article=article).count() == 2
    assert Memo.objects.get(project=project).removed_at is not None
