"""A text is edited while somebody reads it, and a passage whose words have changed is placed by keys."""

from django.urls import reverse
from playwright.sync_api import expect

from annotations.models import Highlight
from corpus_app.models import Article, Role
from tests.browser.barriers import barriers
from tests.browser.reader import Reader
from tests.factories import a_highlight, a_project, a_tag, a_user, an_article

TEXTS = ("The quay stays open to bikes 🚲 and prams.", "It was always so, said the mayor.", "Nobody asked the men.")


def test_the_reader_is_told_and_the_owner_places_what_is_uncertain(page_of):
    project = a_project(anna=Role.CODER)
    article = an_article(project, *TEXTS)
    mark = a_highlight(article, "stays open to bikes", tags=(a_tag(project, "Quays"),))
    a_highlight(article, "the men")
    anna = Reader(page_of(a_user("anna"), tolerates=("409",)), article).open()
    anna.select("always so")
    olga = page_of(a_user("olga"))
    olga.goto(reverse("annotations:edit-text", args=[project.slug, article.uid]))
    assert barriers(olga) == []
    olga.get_by_label("Paragraph 1", exact=True).fill("The quay stays fully open to bikes 🚲 and prams.")
    olga.get_by_role("button", name="Save as a new version").click()
    expect(olga.locator(".waiting")).to_have_count(1)
    expect(olga.locator(".waiting ins")).to_have_text(" fully")
    assert barriers(olga) == []
    told = anna.page.locator("#new-text")
    expect(told).to_contain_text("has just been changed")
    expect(anna.page.get_by_role("combobox")).to_be_visible()  # what she had begun
    olga.keyboard.press("j")
    olga.keyboard.press("a")
    expect(olga.get_by_role("heading", name="All passages have their place")).to_be_visible()
    assert Highlight.objects.get(pk=mark.pk).quote == "stays fully open to bikes"
    told.get_by_role("link").click()
    expect(anna.mark("stays fully open to bikes")).to_be_visible()
    assert Article.objects.get(pk=article.pk).version.number == 2
