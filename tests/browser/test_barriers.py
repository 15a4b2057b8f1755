"""The pages can be used by everybody, as far as a program can tell."""

from corpus_app.models import Role
from tests.browser.barriers import barriers, barriers_in_all_looks
from tests.factories import a_highlight, a_project, a_tag, a_user, an_article
from tests.reading import address

# Words too pale in the dark on a phone, and a line that it cannot hold.
PALE = """() => {
  const line = document.createElement("p");
  line.textContent = "Too pale to be read";
  document.querySelector("main").append(line);
  const [phone, dark] = [matchMedia("(max-width: 400px)"), matchMedia("(prefers-color-scheme: dark)")];
  const look = () => {
    line.style.color = phone.matches && dark.matches ? "#333" : "";
    line.style.inlineSize = phone.matches ? "900px" : "";
  };
  for (const media of [phone, dark]) media.addEventListener("change", look);
}"""


def test_the_sign_in_page_has_no_barrier(page_of):
    page = page_of(None)
    page.goto("/sign-in/")
    assert barriers_in_all_looks(page) == []


def test_the_pages_of_a_project_have_no_barrier(page_of):
    project = a_project(anna=Role.CODER)
    article = an_article(project, "The quay stays open.", source="Gull", published="2025-03-14")
    a_highlight(article, "quay", tags=(a_tag(project), a_tag(project)))
    page = page_of(a_user("anna"))
    for path in ("/projects/", *(address(name, project) for name in ("library", "codebook", "passages", "search"))):
        page.goto(path)
        assert barriers_in_all_looks(page) == [], path


def test_what_one_look_alone_keeps_people_from_is_found(page_of):
    page = page_of(None)
    page.goto("/sign-in/")
    page.evaluate(PALE)
    found = barriers_in_all_looks(page)
    assert [line.split(": ")[:2] for line in found] == [["390", "color-contrast"], ["390", "wider than the window"]]


def test_a_barrier_is_found(page_of):
    page = page_of(None)
    page.goto("/sign-in/")
    page.evaluate("() => document.querySelector('main').append(new Image())")
    assert [line.split(":")[0] for line in barriers(page)] == ["image-alt"]
