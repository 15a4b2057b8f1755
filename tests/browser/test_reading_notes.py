"""Notes come after text and marks: near the window only, without moving the text, and for every link to a passage."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from annotations import actions
from annotations.models import Highlight
from corpus_app.models import Article, Role
from tests.browser.reader import Reader
from tests.factories import a_highlight, a_project, a_stance, a_tag, a_tagging, a_user, an_article, an_entity
from tests.reading import reading_url

NOTES = re.compile(r"/notes/(\d+-\d+|of/\w+)/$")
LONG = "It goes on and on. " * 12 + "Still."
# Everything that the page shows is compared with the whole page, as the same browser reads it.
DIFFERENT = """async (url) => {
  const whole = new DOMParser().parseFromString(await (await fetch(url + "?notes=all")).text(), "text/html");
  for (const lit of document.querySelectorAll(".lit")) lit.classList.remove("lit");
  // Where a paragraph begins is reckoned when it is asked for (offsets.js).
  const plain = (row) => row.outerHTML.replaceAll(' class=""', "").replace(/ data-start="\\d+"/, "");
  return [...whole.querySelectorAll(".row")]
    .filter((row) => plain(row) !== plain(document.getElementById(row.id)))
    .map((row) => [plain(row), plain(document.getElementById(row.id))]);
}"""
TOPS = """() => [...document.querySelectorAll("section:first-of-type [data-p]")]
  .map((paragraph) => paragraph.getBoundingClientRect().top)"""
SHIFTS = """() => {
  globalThis.shifts = [];
  new PerformanceObserver((list) => {
    const what = (shift) => shift.sources.map((source) => source.node?.outerHTML?.slice(0, 80));
    for (const shift of list.getEntries()) shifts.push([shift.value, ...what(shift)]);
  }).observe({ type: "layout-shift", buffered: true });
}"""


@pytest.fixture
def project():
    return a_project(anna=Role.CODER, ben=Role.CODER)


@pytest.fixture
def article(project):
    article = an_article(project, *(f"Paragraph number {n}. {LONG}" for n in range(1, 121)))
    theme = a_tag(project, "Bikes")
    for n in (1, 2, 30, 60, 61, 120):
        a_highlight(article, f"number {n}.", tags=(theme,))
    a_highlight(article, f"number 24. {LONG}" + "\n\nParagraph number 25.", by="ben")
    return article


@pytest.fixture
def asked() -> list[str]:
    return []


@pytest.fixture
def anna(article, asked, page_of):
    page = page_of(a_user("anna"))
    page.on("request", lambda request: asked.extend(NOTES.findall(request.url)))
    return Reader(page, article)


def scroll_to(page: Page, position: int) -> None:
    page.evaluate("(p) => document.getElementById(`p${p}`).scrollIntoView({ behavior: 'instant' })", position)


def test_only_what_is_near_the_window_is_asked_for(anna, asked):
    anna.open()
    expect(anna.paragraph(1).locator(".notes")).to_have_text(re.compile("Bikes"))
    expect(anna.paragraph(2).locator(".notes")).to_be_visible()
    assert asked == ["1-8"]
    scroll_to(anna.page, 120)
    expect(anna.paragraph(120).locator(".notes")).to_be_visible()
    assert anna.page.locator("#p60 .notes").count() == 0 and asked[1:] == ["97-120"]


def test_in_the_end_the_page_is_the_whole_page(article, anna):
    anna.open()
    for position in (1, 30, 61, 90, 120):
        scroll_to(anna.page, position)
        expect(anna.page.locator(f"section:has(#p{position}) mark:not([data-h])")).to_have_count(0)
    assert anna.page.evaluate(DIFFERENT, reading_url(article)) == []


def test_a_mark_that_crosses_into_the_next_section_is_one_highlight(article, anna):
    anna.open("#p25")
    mark = anna.page.locator("#p25 mark")
    expect(mark).to_have_attribute("aria-details", re.compile("h-"))
    mark.click()
    expect(anna.panel).to_contain_text("Ben")
    expect(anna.page.locator("#palette-quote")).to_contain_text("number 24.")
    expect(anna.page.locator("#p24 mark")).to_have_class(re.compile("lit"))


def test_a_link_to_a_highlight_far_away_lands_on_it(project, article, anna):
    highlight = Highlight.objects.get(article=article, quote="number 120.")
    anna.open(f"#h-{highlight.uid}")
    expect(anna.mark("number 120.")).to_be_in_viewport()
    expect(anna.mark("number 120.")).to_have_class(re.compile("lit"))
    expect(anna.page.locator(".notes li:target")).to_have_id(f"h-{highlight.uid}")
    other = Highlight.objects.get(article=article, quote="number 60.")
    anna.page.evaluate("(hash) => { location.hash = hash; }", f"#h-{other.uid}")
    expect(anna.mark("number 60.")).to_be_in_viewport()
    anna.page.go_back()
    expect(anna.mark("number 120.")).to_be_in_viewport()


# The address is followed twice while the page loads, as it happens to somebody who presses a link meanwhile.
TWICE = """customElements.whenDefined("corpus-reader").then(() => {
  setTimeout(() => dispatchEvent(new Event("hashchange")));
});"""
STILL = """() => new Promise((done) => {
  let before = "", times = 0;
  const look = () => {
    const now = `${document.readyState} ${scrollY} ${document.getElementById("text").offsetHeight}`;
    times = now === before ? times + 1 : 0;
    before = now;
    if (times < 20) requestAnimationFrame(look); else done();
  };
  look();
})"""


def test_a_link_lands_among_sections_that_are_higher_than_they_seem(project, page_of):
    article = an_article(project, *(f"Paragraph number {n}. " + "A very long paragraph. " * 120 for n in range(1, 101)))
    highlight = a_highlight(article, "number 80.", tags=(a_tag(project, "Bikes"),))
    page = page_of(a_user("anna"), viewport={"width": 390, "height": 800})
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 6})
    page.add_init_script(TWICE)
    anna = Reader(page, article).open(f"#h-{highlight.uid}")
    expect(page.locator("#p80 mark[data-h]")).to_have_count(1)
    page.evaluate(STILL)
    expect(anna.mark("number 80.")).to_be_in_viewport()


def test_a_link_to_a_highlight_that_is_gone_is_told_in_words(article, page_of):
    highlight = a_highlight(article, "Paragraph number 7.")
    actions.remove_highlight(highlight=highlight, actor=a_user("anna"))
    anna = Reader(page_of(a_user("anna"), tolerates=("404",)), article).open(f"#h-{highlight.uid}")
    expect(anna.toast).to_contain_text("highlight is not in this text")


def test_a_click_on_a_mark_waits_for_its_notes(article, page_of):
    page, waiting = page_of(a_user("anna")), []
    page.route(NOTES, lambda route: waiting.append(route))
    anna = Reader(page, article).open()
    anna.mark("number 1.").click()
    expect(anna.palette).to_be_hidden()
    for route in waiting:
        route.continue_()
    expect(anna.panel).to_contain_text("Bikes")


def test_notes_that_could_not_come_are_told_and_come_later(article, page_of):
    page = page_of(a_user("anna"), tolerates=("net::ERR", "Failed to load"))
    page.route(NOTES, lambda route: route.abort())
    anna = Reader(page, article).open()
    expect(anna.toast).to_have_class("toast error")
    page.unroute(NOTES)
    anna.mark("number 1.").click()
    expect(anna.panel).to_contain_text("Bikes")
    expect(anna.paragraph(2).locator(".notes")).to_be_visible()


@pytest.mark.parametrize("change", ["more", "fewer"])
def test_marks_that_changed_since_the_text_came_are_painted_anew(article, page_of, change):
    def delayed(route: Route) -> None:
        if change == "more":
            a_highlight(article, "Paragraph number 2", by="ben")
            a_highlight(article, "Paragraph number 3", by="ben")
        else:
            found = Highlight.objects.get(article=article, quote="number 2.")
            actions.remove_highlight(highlight=found, actor=a_user("anna"))
        route.continue_()

    page = page_of(a_user("anna"))
    page.route(NOTES, delayed, times=1)
    anna = Reader(page, article).open()
    expect(anna.page.locator("#p1 .notes")).to_be_visible()
    expect(anna.page.locator("#p2 mark")).to_have_count(3 if change == "more" else 0)
    expect(anna.page.locator("#p3 mark")).to_have_count(1 if change == "more" else 0)


def test_a_save_before_the_notes_come_is_not_undone_by_them(project, article, page_of):
    page, waiting = page_of(a_user("anna")), []
    page.route(NOTES, lambda route: waiting.append(route), times=1)
    anna = Reader(page, article).open()
    anna.select("Paragraph number 2").tag("Bikes")
    expect(anna.page.locator("#p2 .notes li")).to_have_count(2)
    for route in waiting:
        route.continue_()
    expect(anna.page.locator("#p1 .notes li")).to_have_count(1)
    expect(anna.page.locator("#p2 .notes li")).to_have_count(2)


def test_printing_by_key_waits_for_all_notes(anna):
    anna.open().page.evaluate(
        "() => { globalThis.print = () => { document.title = document.querySelectorAll('.notes li').length; }; }"
    )
    anna.page.keyboard.press("Control+p")
    anna.page.wait_for_function("() => document.title === '7'")


def test_the_legend_comes_when_it_is_opened(article, anna):
    anna.open().page.get_by_text("Tags in this article").click()
    expect(anna.page.locator("#legend li")).to_have_text(re.compile(r"Bikes\s+6"))


# --- Nothing moves


@pytest.fixture
def busy(project) -> Article:
    """Many notes at short paragraphs: long names, stances, comments, several tags."""
    texts = [f"Paragraph number {n} tells of bikes and prams and ferries. " * (1 + n % 3) for n in range(1, 41)]
    article = an_article(project, *texts)
    short, long = a_tag(project, "Bikes"), a_tag(project, "Who may drive on the quay and when, if at all, and why")
    for n in range(1, 41):
        for by, words, tags in (("anna", "bikes", (short,)), ("ben", "and prams", (long,)), ("anna", "ferries", ())):
            highlight = a_highlight(article, f"Paragraph number {n} tells of bikes and prams and ferries"
                                    [: {"bikes": 32, "and prams": 42, "ferries": 54}[words]], by=by, tags=tags)
        a_tagging(highlight, a_stance(project, "against"), by="ben", target=an_entity(project, "Order 14"),
                  holder=an_entity(project, "The harbour master of Saltmouth"))
        actions.write_note(highlight=highlight, author=a_user("ben"), text="Says who? Compare it with May. " * 4)
    return article


@pytest.mark.parametrize("width", [390, 768, 1000, 1280])
def test_the_text_does_not_move_when_the_notes_come(busy, page_of, width):
    page, waiting = page_of(a_user("anna"), viewport={"width": width, "height": 900}), []
    page.route(NOTES, lambda route: waiting.append(route), times=1)
    anna = Reader(page, busy).open()
    page.wait_for_function("() => document.readyState === 'complete'")
    page.evaluate(SHIFTS)
    before = page.evaluate(TOPS)
    while not waiting:
        page.wait_for_timeout(10)
    waiting[0].continue_()
    expect(anna.page.locator("#p8 .notes li")).to_have_count(3)
    assert page.evaluate(TOPS) == before
    assert page.evaluate("() => shifts") == []


# --- Articles too long for one page


def test_links_into_a_very_long_article_lead_to_the_right_part(project, page_of):
    article = an_article(project, *(f"Paragraph number {n}. " + "word " * 97 for n in range(1, 1_551)))
    highlight = a_highlight(article, "number 1500.", tags=(a_tag(project, "Bikes"),))
    anna = Reader(page_of(a_user("anna")), article).open()
    expect(anna.page.locator("#parts")).to_contain_text("Part 1 of 4")
    assert anna.page.locator("#p1500").count() == 0
    anna.open("#p1450")
    expect(anna.page.locator("#parts")).to_contain_text("Part 4 of 4")
    expect(anna.paragraph(1450)).to_be_in_viewport()
    anna.page.goto("about:blank")
    anna.open(f"#h-{highlight.uid}")
    expect(anna.mark("number 1500.")).to_be_in_viewport()
    expect(anna.mark("number 1500.")).to_have_class(re.compile("lit"))
    anna.page.goto("about:blank")
    anna.page.goto(f"{reading_url(article)}?at=1")
    anna.page.locator("#parts-below").get_by_role("link", name="Part 2").press("Enter")
    expect(anna.page.locator("#parts")).to_contain_text("Part 2 of 4")
    expect(anna.page.locator("corpus-reader:defined")).to_have_count(1)
    first = anna.page.locator("[data-p]").first.get_attribute("data-p")
    anna.highlight(f"Paragraph number {first}", "Bikes")
    assert Highlight.objects.get(article=article, quote=f"Paragraph number {first}").first_paragraph == int(first)
