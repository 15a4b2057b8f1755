"""The codebook by keys: tags arranged, a tag split, a meaning changed, looked at again, and asked for while coding."""

import csv

from playwright.sync_api import expect

from annotations import actions
from annotations.models import Tag, Tagging
from corpus_app.models import Project, Role
from tests.browser.barriers import barriers
from tests.factories import a_highlight, a_project, a_tag, a_user, an_article
from tests.reading import address, reading_url


def test_a_codebook_is_arranged_split_and_looked_at_again_by_keys(page_of):
    project = a_project(anna=Role.CODER)
    trade, law, ports = (a_tag(project, name) for name in ("Trade", "Law", "Ports"))
    article = an_article(project, "One two three four.")
    for word in ("One", "two", "three"):
        a_highlight(article, word, tags=(trade,))
    page = page_of(a_user("olga"), viewport={"width": 1280, "height": 800})
    page.goto(address("arrange-tags", project))
    assert barriers(page) == []
    page.get_by_role("checkbox", name="Ports").focus()
    page.keyboard.press("Alt+ArrowRight")
    expect(page.locator("#toasts")).to_contain_text("“Ports” stands under “Law” now, 1 of 1.")
    expect(page.get_by_role("checkbox", name="Ports")).to_be_focused()
    page.locator(f'[data-tag="{trade.uid}"]').drag_to(
        page.locator(f'[data-tag="{ports.uid}"]'), target_position={"x": 120, "y": 36}
    )
    expect(page.locator("#toasts")).to_contain_text("“Trade” stands under “Law” now, 2 of 2.")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(f'[data-tag="{trade.uid}"]')).to_have_class("depth-0")
    assert Tag.objects.get(pk=ports.pk).parent == law

    page.goto(f"{address('deal-passages', project, trade.uid)}?into={law.uid}&into={ports.uid}")
    expect(page.locator("#dealt")).to_have_text("0 of 3 decided")
    page.keyboard.type("12")
    expect(page.locator("#dealt")).to_have_text("2 of 3 decided")
    page.keyboard.type("k0")
    expect(page.locator("#dealt")).to_have_text("1 of 3 decided")
    assert barriers(page) == []
    page.get_by_role("button", name="Show what would change").click()
    page.get_by_role("button", name="Deal them out").click()
    expect(page.locator("#toasts")).to_contain_text("1 passage of “Trade” dealt out.")
    assert Tagging.objects.filter(tag=law).count() == 1

    actions.edit_tag(tag=trade, actor=a_user("olga"), definition="Goods over borders.", new_meaning="Too wide.")
    coder = page_of(a_user("anna"), viewport={"width": 390, "height": 844})
    coder.goto(address("codebook", project))
    coder.get_by_role("link", name="Look at them again").click()
    expect(coder.locator("#dealt")).to_have_text("0 of 2 decided")
    coder.keyboard.type("yo")
    expect(coder.get_by_label("Another tag").locator("visible=true").last).to_be_focused()
    assert coder.evaluate("document.documentElement.scrollWidth <= innerWidth") and barriers(coder) == []
    coder.locator("select:focus").select_option("Law / Ports")
    coder.get_by_role("button", name="Save these decisions").click()
    expect(coder.locator("#toasts")).to_contain_text("2 passages looked at again.")
    assert Tagging.objects.filter(tag=ports).count() == 1

    coder.goto(reading_url(article))
    coder.locator("body").press("j")
    coder.keyboard.press("Enter")
    coder.locator("#palette-find").fill("trade")
    expect(coder.get_by_role("option", name="Trade")).to_have_attribute("aria-selected", "true")
    coder.locator("#palette-find").press("Alt+Enter")
    expect(coder.locator("#palette-meaning")).to_contain_text("Goods over borders.")
    expect(coder.locator("#palette-find")).to_be_focused()
    coder.locator("#palette-find").fill("Trades")
    expect(coder.get_by_role("option", name="Create “Trades” in Theme close to “Trade”")).to_be_visible()
    coder.goto(address("codebook", project))
    coder.locator("summary", has_text="Add a tag").first.press("Enter")
    coder.get_by_label("Name").first.press_sequentially("nan")
    expect(coder.locator(".remark").first).to_have_text("R and pandas read this as a missing value.")


def test_from_a_preset_to_an_exported_view_by_keys(page_of):
    page = page_of(a_user("olga"), viewport={"width": 1280, "height": 800})
    keys = page.keyboard
    page.goto("/projects/new/")
    page.get_by_label("Name of the project").focus()
    keys.type("By keys alone")
    for key in ("Tab", "Tab", "ArrowDown", "ArrowDown", "Enter"):  # media frames and tone
        keys.press(key)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    project = Project.objects.get(name="By keys alone")
    article = an_article(project, "The ban costs jobs, and that is not right.", title="Costs")
    page.goto(reading_url(article))
    page.locator("body").press("j")
    keys.press("e")
    keys.press("t")
    for name in ("Economic", "Morality"):
        page.locator("#palette-find").fill(name)
        expect(page.get_by_role("option", name=name)).to_have_attribute("aria-selected", "true")
        keys.press("Enter")
        expect(page.locator("li[id^=h-]")).to_contain_text(name)

    page.goto(address("merge-tags", project))
    page.get_by_role("checkbox", name="Economic").focus()
    keys.press("Space")
    page.get_by_label("Into").select_option("Morality")
    page.get_by_role("button", name="Show what would change").press("Enter")
    page.get_by_role("button", name="Merge into “Morality”").press("Enter")
    expect(page.locator("#toasts")).to_contain_text("is merged into “Morality”")
    assert Tagging.objects.filter(project=project).count() == 1
    page.get_by_role("button", name="Undo").press("Enter")
    expect(page.locator("#toasts")).to_contain_text("Undone.")
    assert Tagging.objects.filter(project=project).count() == 2

    page.goto(address("passages", project))
    page.get_by_label("Morality", exact=True).focus()
    keys.press("Space")
    count = page.locator("#count")
    expect(count).to_have_text("1 passage · 1 tagging in 1 article")
    page.locator("summary", has_text="Save view").press("Enter")
    page.get_by_label("Name of the view").fill("Right and wrong")
    keys.press("Enter")
    expect(page.locator("#toasts")).to_contain_text("was saved")
    page.goto(address("passages", project))
    expect(count).to_have_text("1 passage · 2 taggings in 1 article")
    page.get_by_role("link", name="Right and wrong").press("Enter")
    expect(count).to_have_text("1 passage · 1 tagging in 1 article")
    page.get_by_role("link", name="Open in the article").press("Enter")
    expect(page.locator(":target")).to_contain_text("Morality")
    page.go_back()
    expect(count).to_have_text("1 passage · 1 tagging in 1 article")
    page.locator("summary", has_text="Export CSV").press("Enter")
    with page.expect_download() as download:
        page.get_by_role("link", name="For analysis").press("Enter")
    rows = list(csv.DictReader(download.value.path().read_text(encoding="utf-8").splitlines()))
    assert [row["tag"] for row in rows] == ["Morality"]
