"""From a table of details to a set that is assigned, on a phone: what a person presses, with nothing in the way."""

from playwright.sync_api import Page, expect

from annotations.models import Reading
from corpus_app.actions.bringing import add_draft
from corpus_app.models import Article, Role
from tests.browser.barriers import barriers
from tests.factories import a_project, a_user, an_article
from tests.reading import address

TABLE = b"Headline,Paper\nGulls,The Gull\nFerry,The Gull\nNobody,The Tide\n"


def fits(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert barriers(page) == []


def test_rows_are_matched_and_undone_and_a_set_is_made_and_assigned(page_of):
    project = a_project(anna=Role.CODER)
    for title in ("Gulls", "Ferry"):
        an_article(project, f"{title} on the quay.", title=title)
    draft = add_draft(project=project, added_by=a_user("olga"), name="t.csv", content=TABLE)
    page = page_of(a_user("olga"), viewport={"width": 390, "height": 844})
    page.goto(f"/projects/{project.slug}/drafts/{draft.uid}/")
    page.get_by_label("Paper", exact=True).select_option("Source")
    page.get_by_label("Details of articles that are here").check()
    page.get_by_label("A row names its article by").select_option("its title")
    fits(page)
    page.get_by_role("button", name="Go on with the rows").click()
    expect(page.locator(".match ins")).to_have_text(["The Gull", "The Gull"])
    expect(page.get_by_text("No article here. It is left out.")).to_be_visible()
    fits(page)
    page.get_by_role("button", name="Change 2 articles").click()
    expect(page.get_by_role("cell", name="The Gull")).to_have_count(2)
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Undone.")).to_be_visible()
    assert set(Article.objects.filter(project=project).values_list("source", flat=True)) == {""}

    page.get_by_label("Choose Ferry").check()
    page.get_by_label("Name of a new set").fill("Pilot")
    page.get_by_role("button", name="Put in").click()
    expect(page.get_by_text("The set “Pilot” is made.")).to_be_visible()
    page.goto(address("work", project))
    page.get_by_label("Articles of", exact=True).select_option("Pilot")
    page.get_by_role("button", name="Show").click()
    page.get_by_label("All 1 article of Pilot").check()
    page.get_by_role("checkbox", name="Anna").first.check()
    page.get_by_role("button", name="Assign", exact=True).click()
    expect(page.get_by_text("1 assignment was made.")).to_be_visible()
    assert Reading.objects.get(project=project).article.title == "Ferry"
