"""The minimap at the edge: where the highlights are, kept up to date, a way to each; wide windows only."""

import pytest
from playwright.sync_api import expect

from annotations.models import Tag
from corpus_app.models import Role
from tests.browser.reader import Reader
from tests.factories import a_highlight, a_project, a_tag, a_user, an_article

# Each stripe's look and place; one shape holds all stripes of a colour.
SHOWN = """() => [...document.querySelectorAll(".minimap path")].flatMap((path) => {
  const places = [...path.getAttribute("d").matchAll(/M0,([\\d.]+)/g)];
  return places.map(([, place]) => [path.getAttribute("class"), Number(place)]);
})"""
STRIPES = f"(count) => ({SHOWN})().length === count"
IS_IN_VIEW = """(text) => [...document.querySelectorAll("#text mark")].some((mark) => {
  const box = mark.getBoundingClientRect();
  return mark.textContent === text && box.top > 0 && box.bottom < innerHeight;
})"""

# Beside a stripe as it lies just now: what is laid out for the first time while the page scrolls moves them all.
PRESS = f"""([nth, beside]) => {{
  const [, place] = ({SHOWN})().sort((a, b) => a[1] - b[1])[nth];
  const map = document.querySelector(".minimap"), box = map.getBoundingClientRect();
  const at = {{ clientX: box.left + 4, clientY: box.top + place + beside, bubbles: true }};
  map.dispatchEvent(new MouseEvent("click", at));
}}"""


@pytest.fixture
def article():
    project = a_project(anna=Role.CODER)
    many = [f"Paragraph {n}. " + "The quay stays open to bikes and prams, said the mayor. " * 4 for n in range(1, 80)]
    article = an_article(project, *many)
    for n in (5, 40, 75):
        a_highlight(article, f"Paragraph {n}.", tags=(a_tag(project, f"Tag {n}"),))
    return article


def test_it_shows_each_highlight_in_its_colour_and_leads_there(article, page_of):
    page = Reader(page_of(a_user("anna")), article).open().page
    page.wait_for_function(STRIPES, arg=3)
    stripes = page.evaluate(SHOWN)
    tags = Tag.objects.filter(project=article.project, name__startswith="Tag ").order_by("pk")
    places = [place for _, place in sorted(stripes, key=lambda stripe: stripe[1])]
    assert [look for look, _ in sorted(stripes, key=lambda stripe: stripe[1])] == [f"t{tag.look}" for tag in tags]
    height = page.locator(".minimap").bounding_box()["height"]
    assert [round(place / height, 1) for place in places] == pytest.approx([0.1, 0.5, 0.9], abs=0.11)
    page.locator(".minimap").click(position={"x": 4, "y": places[2] + 1})
    page.wait_for_function(IS_IN_VIEW, arg="Paragraph 75.")
    page.evaluate(PRESS, [1, 5])  # beside it is near enough
    page.wait_for_function(IS_IN_VIEW, arg="Paragraph 40.")


def test_a_new_highlight_appears_there_and_a_deleted_one_goes(article, page_of, staying):
    anna = Reader(page_of(a_user("anna")), article).open()
    anna.page.wait_for_function(STRIPES, arg=3)
    with staying(anna.page):
        anna.highlight("Paragraph 20.", "Tag 40")
        anna.page.wait_for_function(STRIPES, arg=4)
        anna.panel.get_by_role("button", name="Delete highlight").click()
        anna.page.wait_for_function(STRIPES, arg=3)


def test_an_empty_article_has_an_empty_map(page_of):
    article = an_article(a_project(anna=Role.CODER), "Nothing is marked here.")
    page = Reader(page_of(a_user("anna")), article).open().page
    expect(page.locator(".minimap .here")).to_have_count(1)
    assert page.evaluate(SHOWN) == []


@pytest.mark.parametrize("width", [390, 768])
def test_narrow_windows_have_none_until_they_are_wide(article, page_of, width):
    page = Reader(page_of(a_user("anna"), viewport={"width": width, "height": 800}), article).open().page
    expect(page.locator(".notes li").first).to_be_visible()
    expect(page.locator(".minimap")).to_have_count(0)
    page.set_viewport_size({"width": 1280, "height": 800})
    page.wait_for_function(STRIPES, arg=3)
    page.set_viewport_size({"width": width, "height": 800})
    expect(page.locator(".minimap")).to_be_hidden()
