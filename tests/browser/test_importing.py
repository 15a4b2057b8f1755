"""Adding articles with script: files are dropped, paragraphs are corrected with single keys, nothing reloads."""

import pytest
from playwright.sync_api import Page, expect

from corpus_app.actions.bringing import add_draft
from corpus_app.models import Article, ArticleDraft, Project, Role
from tests.factories import a_project, a_user

STORY = "\n\n".join((
    "The quay is empty",
    "By Ana Lima",
    "Nobody has parked on the quay since the gulls came back in spring. The people who live there have counted the "
    "days on a wall, and they say that",
    "they do not miss the cars, the noise or the smell.",
    "Nobody at the town hall wanted to be quoted on what comes next. Several people nodded when they were asked, and "
    "one of them shut the door rather loudly behind the man who had asked.",
    "The mayor was seen on a bicycle, which in this town is news enough to fill a page.",
))


@pytest.fixture
def project() -> Project:
    return a_project(ida=Role.CODER)


@pytest.fixture
def editor(page_of, project) -> Page:
    draft = add_draft(project=project, added_by=a_user("ida"), name="quay.txt", content=STORY.encode())
    page = page_of(a_user("ida"))
    page.goto(f"/projects/{project.slug}/drafts/{draft.uid}/")
    page.evaluate("document.body.dataset.sameDocument = 'yes'")
    return page


def saved(page: Page) -> None:
    expect(page.locator("#said")).to_have_text("Saved.")
    assert page.evaluate("document.body.dataset.sameDocument") == "yes"


def kinds(project: Project) -> list[str]:
    return [block["kind"] for block in ArticleDraft.objects.get(project=project).blocks]


def test_letters_choose_the_kind_of_the_paragraph_that_has_the_focus(editor, project):
    assert kinds(project) == ["title", "meta", "body", "body", "body"]
    editor.locator("#b3 .text").click()
    editor.keyboard.press("c")
    editor.keyboard.press("j")
    editor.keyboard.press("h")
    expect(editor.locator("#b4.heading")).to_be_focused()
    expect(editor.locator("#b3.quote")).to_be_visible()
    saved(editor)
    assert kinds(project) == ["title", "meta", "quote", "heading", "body"]


def test_twenty_keys_pressed_at_once_are_all_kept(editor, project):
    editor.locator("#b1 .text").click()
    for key in "qjqjqjqjqkkkkajajajajaj":
        editor.keyboard.press(key)
    expect(editor.locator(".block.answer")).to_have_count(5)
    expect(editor.locator("#undo button")).to_be_enabled()
    saved(editor)
    assert kinds(project) == ["answer"] * 5


def test_a_paragraph_is_joined_split_and_all_is_undone(editor, project):
    before = ArticleDraft.objects.get(project=project).blocks
    editor.locator("#b4 .text").click()
    editor.keyboard.press("Shift+J")
    expect(editor.locator(".block")).to_have_count(4)
    editor.locator("#b3 .mended").click()
    expect(editor.locator(".block")).to_have_count(5)
    editor.locator("#b5 .text").click(position={"x": 60, "y": 12})
    editor.keyboard.press("s")
    expect(editor.locator(".block")).to_have_count(6)
    editor.keyboard.press("u")
    expect(editor.locator(".block")).to_have_count(5)
    editor.keyboard.press("j")
    editor.locator("#b4").get_by_role("button", name="Split", exact=True).click()
    editor.get_by_role("button", name="Split before “Several").click()
    expect(editor.locator(".block")).to_have_count(6)
    editor.locator("#b1 .text").click()
    editor.keyboard.press("u")
    expect(editor.locator(".block")).to_have_count(5)
    editor.keyboard.press("u")
    expect(editor.locator(".block")).to_have_count(4)
    editor.keyboard.press("u")
    expect(editor.locator(".block")).to_have_count(5)
    expect(editor.locator("#undo button")).to_be_disabled()
    saved(editor)
    assert ArticleDraft.objects.get(project=project).blocks == before


def test_letters_typed_into_a_field_are_letters(editor, project):
    before = kinds(project)
    editor.locator("#b3 .text").click()
    editor.locator("#id_source").press_sequentially("The Quay Herald")
    expect(editor.locator("#id_source")).to_have_value("The Quay Herald")
    assert kinds(project) == before


def test_a_suggestion_is_taken_over_and_what_was_typed_stays(editor, project):
    editor.locator("#id_source").fill("The Gull")
    editor.locator("#evidence-author button").click()
    expect(editor.locator("#id_author")).to_have_value("Ana Lima")
    expect(editor.locator("#id_source")).to_have_value("The Gull")
    editor.get_by_role("button", name="Save the article").last.click()
    editor.wait_for_url("**/articles/*/")
    article = Article.objects.get(project=project)
    assert (article.author, article.source) == ("Ana Lima", "The Gull")


def test_what_could_not_be_saved_is_said(page_of, project):
    draft = add_draft(project=project, added_by=a_user("ida"), name="quay.txt", content=STORY.encode())
    page = page_of(a_user("ida"), tolerates=("409",))
    page.goto(f"/projects/{project.slug}/drafts/{draft.uid}/")
    ArticleDraft.objects.filter(pk=draft.pk).update(blocks=draft.blocks[:2])
    page.locator("#b4 .text").click()
    page.keyboard.press("h")
    expect(page.locator("#said.alert")).to_contain_text("Reload the page")


def test_dropped_files_and_folders_are_listed_read_and_become_drafts(page_of, project, tmp_path):
    page = page_of(a_user("ida"))
    page.goto(f"/projects/{project.slug}/articles/new/")
    dropped = page.evaluate_handle(
        """story => {
            const files = new DataTransfer();
            files.items.add(new File([story], "quay.txt", { type: "text/plain" }));
            files.items.add(new File([""], "empty.txt", { type: "text/plain" }));
            return files;
        }""",
        STORY,
    )
    page.dispatch_event(".drop", "drop", {"dataTransfer": dropped})
    expect(page.locator(".brought li")).to_contain_text(["2 files", "quay.txt", "empty.txt"])
    folder = tmp_path / "press"
    (folder / "march").mkdir(parents=True)
    for name in ("one.txt", "march/two.txt", ".hidden", "march/Thumbs.db"):
        (folder / name).write_text(f"{STORY}\n\n{name}")
    (folder / "empty.txt").touch()
    page.locator("file-drop input[webkitdirectory]").set_input_files(folder)
    expect(page.locator(".brought li")).to_contain_text(["3 files", "empty.txt", "two.txt", "one.txt"])
    page.get_by_role("button", name="Show the preview").click()
    page.wait_for_url("**/uploads/*/")
    expect(page.locator("#upload [role=status], .drafts .draft").first).to_be_visible()
    page.wait_for_url("**/drafts/")
    expect(page.locator(".draft")).to_have_count(3)
    expect(page.locator(".draft.bad")).to_contain_text("There is no text in this file")
