"""An article with very many highlights: marks far away are put in when they come near, and before print and search."""

from playwright.sync_api import expect

from annotations.models import Highlight
from annotations.pages.reading import VERY_MANY
from corpus_app.models import Role
from tests.browser.reader import Reader
from tests.factories import a_project, a_user, an_article
from tests.reading import reading_url

EACH = 3
# Again and again, as somebody scrolls: the heights above are guessed until they have been near.
ARRIVED = """(count) => {
  const row = document.getElementById("p400");
  row.scrollIntoView({ behavior: "instant" });
  return row.querySelectorAll("mark[data-h]").length === count;
}"""
ROWS = """() => [...document.querySelectorAll("#text .row")].map((row) => {
  const copy = row.cloneNode(true);
  copy.querySelector(".notes")?.remove();
  for (const part of copy.querySelectorAll("*")) {
    for (const name of ["data-h", "data-start", "aria-details"]) part.removeAttribute(name);
  }
  return copy.outerHTML;
})"""
SELECT = """([first, last]) => {
  const [from, to] = [first, last].map((n) => document.querySelector(`#p${n}>[data-p]`).firstChild);
  getSelection().setBaseAndExtent(from, 2, to, 9);
}"""


def test_marks_far_away_come_when_they_are_wanted(page_of):
    anna, project, words = a_user("anna"), a_project(anna=Role.CODER), " ".join(f"w😀rd{n}" for n in range(2 * EACH))
    article = an_article(project, *(f"{n} & {words}" for n in range(VERY_MANY // EACH + 2)))
    rows = article.version.paragraphs.all()
    places = [(row, row.start + row.text.index(f"w😀rd{2 * n}")) for row in rows for n in range(EACH)]
    Highlight.objects.bulk_create(
        Highlight(
            project=project, article=article, version=article.version, author=anna, start=start, end=start + 5,
            first_paragraph=row.position, last_paragraph=row.position, quote="w😀rd0", folded="w😀rd0",
        )
        for row, start in places
    )
    page = Reader(page_of(anna), article).open().page
    expect(page.locator("#p400 mark")).to_have_count(0)
    page.evaluate(SELECT, [390, 410])
    selected = page.evaluate("() => getSelection().toString()")
    page.wait_for_function(ARRIVED, arg=EACH)
    expect(page.locator("#p400 .notes li")).to_have_count(EACH)
    expect(page.locator("#p400 .pn")).to_have_text("400")
    assert page.evaluate("() => getSelection().toString()") == selected
    expect(page.locator(".plain").first).to_be_attached()
    page.evaluate("() => dispatchEvent(new Event('beforeprint'))")
    expect(page.locator(".plain")).to_have_count(0)
    mine = page.evaluate(ROWS)
    page.goto(f"{reading_url(article)}?notes=all")
    assert mine == page.evaluate(ROWS)
