"""Never lose a mark: what could not be saved stays in the browser, goes out once and in order, or is decided upon."""

import re

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from annotations import actions
from annotations.models import Comment, Highlight, Tagging
from corpus_app.actions import change_role, remove_article
from corpus_app.models import Membership, Role
from tests.browser.barriers import barriers_in_all_looks
from tests.browser.conftest import session_cookie
from tests.browser.reader import PLACE, Reader
from tests.factories import PASSWORD, a_highlight, a_project, a_tag, a_user, an_article
from tests.reading import address, reading_url

PARAGRAPHS = [f"Paragraph {n} of twenty tells of bikes 🚲 and quays." for n in range(1, 21)]
SAVES = "**/highlights/"
PROVOKED = (
    "Failed to load resource", "net::ERR", "Forbidden (", "ERR_INTERNET_DISCONNECTED", "Conflict:",
    "Unprocessable", "Not Found:", "Unauthorized", "Precondition",
)  # fmt: skip
KEPT = "() => Object.keys(localStorage).filter((key) => key.startsWith('corpus-unsent:')).length"
PAINTED = "() => [...(CSS.highlights.get('unsent') ?? [])].map(String)"
BACK = "() => dispatchEvent(new Event('online'))"


@pytest.fixture
def project():
    project = a_project(anna=Role.CODER, ben=Role.CODER)
    a_tag(project, "Bikes"), a_tag(project, "Quays")
    return project


@pytest.fixture
def article(project):
    return an_article(project, *PARAGRAPHS, title="Twenty paragraphs")


@pytest.fixture
def anna(article, page_of):
    return ready(Reader(page_of(a_user("anna"), tolerates=PROVOKED), article).open())


def ready(reader: Reader) -> Reader:
    """Once the palette has opened, its tags are there without the server, too."""
    reader.select("Paragraph 20")
    expect(reader.options).not_to_have_count(0)
    reader.close().page.evaluate("() => getSelection().removeAllRanges()")
    return reader


class Unsent:
    """The line at the edge of the window, and its list."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.root = page.locator("#unsent")
        self.told = self.root.locator("[role=status]")
        self.lines = page.locator("#unsent-list > li")

    def says(self, words: str) -> None:
        expect(self.told).to_contain_text(words)

    def press(self, name: str) -> None:
        self.root.get_by_role("button", name=name).click()

    def is_over(self) -> None:
        self.page.wait_for_function(f"() => ({KEPT})() === 0")
        expect(self.told).to_have_text(re.compile("^(All is saved.)?$"))
        assert self.page.evaluate(PAINTED) == []


@pytest.fixture
def unsent(anna) -> Unsent:
    return Unsent(anna.page)


def live(article) -> list[str]:
    """In the order in which they were saved."""
    there = Highlight.objects.filter(article=article, removed_at=None).order_by("id")
    return list(there.values_list("quote", flat=True))


def refuse(target: Page | BrowserContext) -> None:
    """No save reaches the server until `target.unroute(SAVES)`."""
    target.route(SAVES, lambda route: route.abort())


# --- The way there and back ------------------------------------------------------------------------------------------


def test_offline_in_mid_highlight_and_back(article, anna, unsent, staying):
    with staying(anna.page):
        anna.select("Paragraph 3")
        expect(anna.options.first).to_be_visible()
        anna.page.context.set_offline(True)
        anna.find.fill("Bikers")
        expect(anna.options.first).to_contain_text("Create")
        anna.tag("Bikes")
        unsent.says("1 not saved yet. The server cannot be reached.")
        expect(anna.palette).to_be_visible()
        assert anna.page.evaluate(PAINTED) == ["Paragraph 3"]
        anna.close().select("Paragraph 15").tag("Quays")
        unsent.says("2 not saved yet.")
        assert anna.page.evaluate(PAINTED) == ["Paragraph 3", "Paragraph 15"] and live(article) == []
        unsent.press("Show")
        expect(unsent.lines).to_have_text(["Paragraph 3 Bikes", "Paragraph 15 Quays"])
        anna.page.context.set_offline(False)
        expect(anna.marks).to_have_text(["Paragraph 3", "Paragraph 15"])
        unsent.says("All is saved.")
        unsent.is_over()
    assert live(article) == ["Paragraph 3", "Paragraph 15"]
    assert list(Tagging.objects.filter(article=article).order_by("id").values_list("tag__name", flat=True)) == [
        "Bikes", "Quays",
    ]


def test_what_waits_survives_a_reload_and_is_painted_again(article, anna, unsent):
    refuse(anna.page)
    for text in ("Paragraph 2", "Paragraph 4"):
        anna.select(text).tag("Bikes").close()
    unsent.says("2 not saved yet.")
    anna.open()
    unsent.says("2 not saved yet.")
    assert anna.page.evaluate(PAINTED) == ["Paragraph 2", "Paragraph 4"]
    anna.page.unroute(SAVES)
    unsent.press("Try now")
    expect(anna.marks).to_have_text(["Paragraph 2", "Paragraph 4"])
    unsent.is_over()
    assert live(article) == ["Paragraph 2", "Paragraph 4"]


def test_a_server_that_is_killed_between_save_and_answer_loses_and_doubles_nothing(article, page_of, own_server):
    page = page_of(a_user("anna"), tolerates=PROVOKED)
    anna, unsent = Reader(page, article), Unsent(page)
    page.goto(own_server.address + reading_url(article))
    expect(page.locator("corpus-reader:defined")).to_have_count(1)
    ready(anna)

    def kill_after(route: Route) -> None:
        route.fetch()  # the server has kept it, and the browser will never hear so
        own_server.kill()
        route.abort()

    page.route(SAVES, kill_after, times=1)
    anna.select("Paragraph 2").tag("Bikes").close()
    unsent.says("1 not saved yet. The server cannot be reached.")
    anna.select("Paragraph 4").tag("Quays").close()
    unsent.says("2 not saved yet.")
    assert live(article) == ["Paragraph 2"]
    own_server.start()
    unsent.press("Try now")
    expect(anna.marks).to_have_text(["Paragraph 2", "Paragraph 4"])
    unsent.is_over()
    assert live(article) == ["Paragraph 2", "Paragraph 4"]
    assert Tagging.objects.filter(article=article).count() == 2


def test_twenty_saves_in_one_tick_while_offline_are_twenty_in_order(article, anna, unsent):
    anna.highlight("Paragraph 1", "Bikes").close()
    anna.select("quays")
    expect(anna.page.locator("#palette-recent .used")).to_have_count(1)
    anna.close()
    anna.page.context.set_offline(True)
    anna.page.evaluate(
        """() => {
          const key = (type, more) => new KeyboardEvent(type, { bubbles: true, cancelable: true, ...more });
          for (const paragraph of document.querySelectorAll("#text [data-p]")) {
            const node = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
            let last = null;
            while (node.nextNode()) last = node.currentNode;
            const first = last.data.indexOf("bikes");
            getSelection().setBaseAndExtent(last, first, last, last.length - 1);
            document.body.dispatchEvent(key("keyup", { key: "ArrowRight", shiftKey: true }));
            document.body.dispatchEvent(key("keydown", { key: "1" }));
          }
        }"""
    )
    unsent.says("20 not saved yet.")
    anna.page.context.set_offline(False)
    unsent.is_over()
    saved = Highlight.objects.filter(article=article, quote__startswith="bikes").order_by("id")
    assert list(saved.values_list("first_paragraph", flat=True)) == list(range(1, 21))
    assert Tagging.objects.filter(article=article).count() == 21
    expect(anna.page.locator("#text mark", has_text="quays")).to_have_count(20)


def test_a_second_tag_and_a_note_wait_too(project, article, anna, unsent):
    a_highlight(article, "Paragraph 5", tags=(project.tags.get(name="Bikes"),))
    anna.open().mark("Paragraph 5").click()
    expect(anna.panel).to_contain_text("Bikes")
    anna.page.context.set_offline(True)
    anna.tag("Quays")
    unsent.says("1 not saved yet.")
    anna.panel.get_by_text("Write a note").click()
    anna.page.locator("#new-note").fill("So they say.")
    anna.page.get_by_role("button", name="Save note").click()
    unsent.says("2 not saved yet.")
    unsent.press("Show")
    expect(unsent.lines).to_have_text(["Paragraph 5 Quays", "Paragraph 5 Note: So they say."])
    anna.page.context.set_offline(False)
    expect(anna.panel).to_contain_text("So they say.")
    unsent.is_over()
    assert Tagging.objects.filter(article=article, tag__name="Quays").count() == 1
    assert Comment.objects.get(article=article).text == "So they say."


def test_the_selection_of_now_is_left_alone_by_what_comes_late(article, anna, unsent):
    anna.page.context.set_offline(True)
    anna.select("Paragraph 3").tag("Bikes").close()
    unsent.says("1 not saved yet.")
    anna.select("Paragraph 7")
    expect(anna.palette).to_be_visible()
    anna.page.context.set_offline(False)
    expect(anna.marks).to_have_text(["Paragraph 3"])
    assert anna.selected() == "Paragraph 7"
    anna.tag("Quays")
    expect(anna.marks).to_have_text(["Paragraph 3", "Paragraph 7"])


def test_a_selection_that_is_being_drawn_keeps_its_beginning(article, anna, unsent):
    anna.page.context.set_offline(True)
    anna.select("Paragraph 1").tag("Bikes").close()
    unsent.says("1 not saved yet.")
    x1, y1, x2, y2 = anna.page.evaluate(PLACE, ["tells of", "tells of"])
    anna.page.evaluate("() => getSelection().removeAllRanges()")
    anna.page.mouse.move(x1, y1)
    anna.page.mouse.down()
    anna.page.mouse.move((x1 + x2) / 2, y1, steps=3)
    anna.page.context.set_offline(False)
    anna.page.wait_for_function(f"() => ({KEPT})() === 0")
    anna.page.mouse.move(x2, y2, steps=3)
    anna.page.mouse.up()
    expect(anna.page.locator("#palette-quote")).to_have_text("tells of")
    expect(anna.marks).to_have_text(["Paragraph 1"])
    assert anna.selected() == "tells of"


def test_undo_waits_for_what_is_not_saved_yet(article, anna, unsent):
    anna.highlight("Paragraph 3", "Bikes").close()
    anna.page.context.set_offline(True)
    anna.select("Paragraph 5").tag("Bikes").close()
    unsent.says("1 not saved yet.")
    anna.page.keyboard.press("Control+z")
    expect(anna.toast).to_contain_text("not saved yet")
    anna.page.context.set_offline(False)
    expect(anna.marks).to_have_text(["Paragraph 3", "Paragraph 5"])
    anna.page.keyboard.press("Control+z")
    expect(anna.marks).to_have_text(["Paragraph 3"])


def test_another_verb_tells_that_it_failed_and_tries_again(article, anna):
    anna.highlight("Paragraph 3", "Bikes")
    anna.page.context.set_offline(True)
    anna.panel.get_by_role("button", name="Delete highlight").click()
    expect(anna.toast).to_contain_text("Nothing was changed")
    anna.page.context.set_offline(False)
    anna.toast.get_by_role("button", name="Try again").click()
    expect(anna.marks).to_have_count(0)
    assert live(article) == []


def test_what_the_server_fails_at_does_not_hold_up_the_rest(article, anna, unsent):
    def fail(route: Route) -> None:
        if "Paragraph+3" in (route.request.post_data or ""):
            return route.fulfill(status=500, body="<h1>Sorry</h1>", content_type="text/html")
        return route.continue_()

    anna.page.route(SAVES, fail)
    anna.select("Paragraph 3").tag("Bikes").close()
    unsent.says("1 not saved yet. The server has trouble.")
    anna.select("Paragraph 5").tag("Quays").close()
    unsent.says("1 was refused: please decide.")
    expect(anna.marks).to_have_text(["Paragraph 5"])
    anna.page.unroute(SAVES)
    unsent.press("Try again")
    expect(anna.marks).to_have_text(["Paragraph 3", "Paragraph 5"])
    unsent.is_over()


# --- Who sends -------------------------------------------------------------------------------------------------------


def test_an_ended_session_asks_for_the_sign_in_and_comes_back_to_the_place(article, anna, unsent):
    anna.page.context.clear_cookies(name="sessionid")
    anna.select("Paragraph 18").tag("Bikes").close()
    unsent.says("1 not saved yet. You have been signed out.")
    number = anna.page.evaluate(
        "() => [...document.querySelectorAll('.row')].find((row) => row.getBoundingClientRect().bottom > 80).id"
    )
    unsent.root.get_by_role("link", name="Sign in").click()
    anna.page.get_by_label("E-mail").fill(a_user("anna").email)
    anna.page.get_by_label("Password").fill(PASSWORD)
    anna.page.get_by_role("button", name="Sign in").click()
    expect(anna.mark("Paragraph 18")).to_be_visible()
    assert anna.page.url.endswith(f"{reading_url(article)}#{number}")
    assert live(article) == ["Paragraph 18"] and anna.page.evaluate(KEPT) == 0


def test_an_old_token_recovers_by_itself(article, anna, unsent):
    """As after signing out and in again in another tab: the cookie is another, and so are all tokens."""
    anna.page.context.clear_cookies(name="csrftoken")
    anna.highlight("Paragraph 3", "Bikes")
    expect(unsent.root).to_be_hidden()
    anna.page.context.clear_cookies(name="csrftoken")
    anna.panel.get_by_role("button", name="Delete highlight").click()
    expect(anna.marks).to_have_count(0)
    anna.page.context.clear_cookies(name="csrftoken")
    anna.highlight("Paragraph 4", "Quays").close()
    anna.page.get_by_role("button", name="Mark as read").click()  # a form that no script sends
    expect(anna.page.get_by_text("You have read this article.")).to_be_visible()
    assert live(article) == ["Paragraph 4"]


def test_two_tabs_send_each_save_once(article, anna, unsent, page_of):
    context = anna.page.context
    refuse(context)
    for text in ("Paragraph 2", "Paragraph 4", "Paragraph 6"):
        anna.select(text).tag("Bikes").close()
    unsent.says("3 not saved yet.")
    other = Reader(context.new_page(), article).open()
    Unsent(other.page).says("3 not saved yet.")
    context.unroute(SAVES)
    answers = []
    context.on("response", lambda answer: answers.append(answer) if answer.request.method == "POST" else None)
    for page in (anna.page, other.page):
        page.evaluate(BACK)
    for reader in (anna, other):
        expect(reader.marks).to_have_text(["Paragraph 2", "Paragraph 4", "Paragraph 6"])
        Unsent(reader.page).is_over()
    saves = [answer for answer in answers if answer.url.endswith("/highlights/")]
    assert [answer.status for answer in saves] == [200, 200, 200]
    assert live(article) == ["Paragraph 2", "Paragraph 4", "Paragraph 6"]


def test_what_another_tab_left_behind_is_sent_from_any_page(project, article, anna, unsent):
    refuse(anna.page)
    anna.select("Paragraph 2").tag("Bikes").close()
    unsent.says("1 not saved yet.")
    anna.page.unroute(SAVES)
    anna.page.goto("/projects/")
    unsent.is_over()
    assert live(article) == ["Paragraph 2"]


def test_another_person_at_the_same_browser_never_sends_it(server, article, anna, unsent):
    context = anna.page.context
    refuse(anna.page)
    anna.select("Paragraph 2").tag("Bikes").close()
    unsent.says("1 not saved yet.")
    anna.page.unroute(SAVES)
    sent = []
    context.on("request", lambda asked: sent.append(asked.headers) if asked.url.endswith("/highlights/") else None)
    ben = context.new_page()  # while Anna's tab is open
    context.add_cookies([session_cookie(a_user("ben"), server)])
    unsent.press("Try now")
    unsent.says("Somebody else has signed in")
    Reader(ben, article).open()
    expect(Unsent(ben).root).to_be_hidden()
    assert {headers["corpus-person"] for headers in sent} == {a_user("anna").uid} and live(article) == []
    anna.page.goto("about:blank")
    sent.clear()
    Reader(ben, article).open().highlight("Paragraph 9", "Quays")
    assert [headers["corpus-person"] for headers in sent] == [a_user("ben").uid]
    context.add_cookies([session_cookie(a_user("anna"), server)])
    Reader(ben, article).open()
    expect(ben.locator("#text mark")).to_have_text(["Paragraph 2", "Paragraph 9"])
    authors = Highlight.objects.filter(article=article).values_list("quote", "author__display_name")
    assert set(authors) == {("Paragraph 2", "Anna"), ("Paragraph 9", "Ben")}


# --- What has gone meanwhile -----------------------------------------------------------------------------------------


def late(anna: Reader, unsent: Unsent, text: str = "Paragraph 3") -> None:
    """A save that could not be sent."""
    anna.page.context.set_offline(True)
    anna.select(text).tag("Bikes").close()
    unsent.says("1 not saved yet.")


def back(anna: Reader, unsent: Unsent) -> None:
    anna.page.context.set_offline(False)
    unsent.says("1 was refused: please decide.")


def test_a_tag_archived_meanwhile_is_told_and_the_passage_marked_again(project, article, anna, unsent):
    late(anna, unsent)
    actions.archive_tag(tag=project.tags.get(name="Bikes"), actor=a_user("olga"))
    back(anna, unsent)
    expect(unsent.lines).to_contain_text("You wanted")
    expect(unsent.lines).to_contain_text("Paragraph 3 Bikes")
    expect(unsent.lines).to_contain_text("“Bikes” has been archived since. Choose another tag.")
    unsent.press("Mark again")
    expect(anna.page.locator("#palette-quote")).to_have_text("Paragraph 3")
    anna.tag("Quays")
    expect(anna.marks).to_have_text(["Paragraph 3"])
    unsent.is_over()
    assert live(article) == ["Paragraph 3"] and Tagging.objects.get(article=article).tag.name == "Quays"


def test_a_text_changed_meanwhile_shows_both_and_the_words_are_found_again(article, anna, unsent):
    anna.page.evaluate("() => { document.querySelector('corpus-reader').dataset.version = '7'; }")
    late(anna, unsent)
    back(anna, unsent)
    expect(unsent.lines).to_contain_text("has been changed since this page was loaded")
    expect(unsent.lines).to_contain_text(PARAGRAPHS[2])
    unsent.press("Show the article as it is now")
    unsent.says("1 was refused: please decide.")
    unsent.press("Mark again")
    anna.tag("Bikes")
    expect(anna.marks).to_have_text(["Paragraph 3"])
    unsent.is_over()
    assert live(article) == ["Paragraph 3"]


def test_words_that_are_gone_can_be_copied_and_dropped(article, anna, unsent):
    anna.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    anna.page.evaluate("() => { document.querySelector('corpus-reader').dataset.version = '7'; }")
    late(anna, unsent)
    back(anna, unsent)
    anna.page.evaluate("""() => {
      const key = Object.keys(localStorage).find((name) => name.startsWith("corpus-unsent:"));
      const entry = JSON.parse(localStorage[key]);
      localStorage[key] = JSON.stringify({ ...entry, quote: "Paragraph π" });
    }""")
    anna.open()
    unsent.press("Mark again")
    expect(anna.toast).to_contain_text("not in the text any more")
    unsent.press("Show")
    unsent.press("Copy the words")
    expect(unsent.root.get_by_role("button", name="Copied")).to_be_focused()
    assert anna.page.evaluate("() => navigator.clipboard.readText()") == "Paragraph π"
    unsent.press("Drop it")
    unsent.is_over()
    anna.toast.get_by_role("button", name="Put it back").click()
    unsent.says("1 was refused: please decide.")
    assert live(article) == []


def test_an_article_removed_meanwhile_is_told_also_on_other_pages(project, article, anna, unsent):
    late(anna, unsent)
    remove_article(article=article, actor=a_user("olga"))
    back(anna, unsent)
    expect(unsent.lines).to_contain_text("The article is not there any more for you")
    expect(unsent.root.get_by_role("button", name="Mark again")).to_have_count(0)
    anna.page.goto(address("library", project))
    unsent.says("1 was refused: please decide.")
    expect(unsent.lines).to_contain_text("Paragraph 3 Bikes in Twenty paragraphs")
    expect(unsent.root.get_by_role("button")).to_have_text(["Hide", "Try again", "Copy the words", "Drop it"])
    unsent.press("Drop it")
    unsent.is_over()


def test_somebody_made_a_reader_meanwhile_keeps_it_until_they_may_again(project, article, anna, unsent):
    late(anna, unsent)
    membership = Membership.objects.get(project=project, user=a_user("anna"))
    change_role(membership=membership, actor=a_user("olga"), role=Role.READER)
    back(anna, unsent)
    expect(unsent.lines).to_contain_text("Readers cannot highlight or tag here. Ask an owner")
    expect(unsent.root.get_by_role("button", name="Mark again")).to_have_count(0)
    change_role(membership=membership, actor=a_user("olga"), role=Role.CODER)
    unsent.press("Try again")
    expect(anna.marks).to_have_text(["Paragraph 3"])
    unsent.is_over()


def test_a_note_on_a_highlight_deleted_meanwhile_is_not_lost(article, anna, unsent):
    highlight = a_highlight(article, "Paragraph 5")
    anna.open().mark("Paragraph 5").click()
    anna.panel.get_by_text("Write a note").click()
    anna.page.locator("#new-note").fill("So they say.")
    anna.page.context.set_offline(True)
    anna.page.get_by_role("button", name="Save note").click()
    unsent.says("1 not saved yet.")
    actions.remove_highlight(highlight=highlight, actor=a_user("anna"))
    back(anna, unsent)
    expect(unsent.lines).to_contain_text("Note: So they say.")
    expect(unsent.lines).to_contain_text("somebody deleted it")
    expect(unsent.root.get_by_role("button", name="Copy the note")).to_be_visible()


# --- A browser that keeps nothing; looks -----------------------------------------------------------------------------


@pytest.mark.parametrize("keeps", [True, False])
def test_leaving_the_page_is_warned_of_only_where_the_browser_could_not_keep_it(article, page_of, keeps):
    page = page_of(a_user("anna"), tolerates=PROVOKED, alone=True)
    if not keeps:
        page.add_init_script("Storage.prototype.setItem = () => { throw new DOMException('', 'QuotaExceededError'); };")
    anna, unsent, asked = ready(Reader(page, article).open()), Unsent(page), []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.context.set_offline(True)
    anna.select("Paragraph 3").tag("Bikes").close()
    unsent.says("1 not saved yet." if keeps else "leave this page open")
    page.context.set_offline(False)
    page.route(SAVES, lambda route: route.abort())
    page.goto("about:blank")
    assert asked == ([] if keeps else ["beforeunload"])


def test_axe_finds_nothing_on_what_waits_and_what_was_refused(project, article, anna, unsent):
    page = anna.page
    late(anna, unsent)
    unsent.press("Show")
    found = {"waiting": barriers_in_all_looks(page)}
    actions.archive_tag(tag=project.tags.get(name="Bikes"), actor=a_user("olga"))
    back(anna, unsent)
    found["refused"] = barriers_in_all_looks(page)
    assert found == {"waiting": [], "refused": []}
    page.set_viewport_size({"width": 390, "height": 844})
    buttons = unsent.root.locator("button:visible")
    assert min(buttons.evaluate_all("all => all.map((one) => one.getBoundingClientRect().height)")) >= 43.5
