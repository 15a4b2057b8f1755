"""Takes the pictures of the guide and the README anew: .venv/bin/python -m docs.guide.screenshots [NAME …]

It serves a fresh demo from a folder that is deleted afterwards, and drives a headless Chromium through it. What would
be different at the next run (days, the secret of an invitation) is overwritten in the page before its picture is taken.
"""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.tooling import chromium

ROOT = Path(__file__).parents[2]
IMAGES = Path(__file__).parent / "images"
PROJECT = "/projects/the-old-harbour/"
OWNER, CODER = "demo@corpus.example", "amina@corpus.example"
SIGN_IN_WITH = "corpus-demo"
START_SECONDS = 120
PATIENCE_MS = 60_000
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]
HEIGHTS = {1280: 860, 768: 1024, 390: 844}

# No caret that may or may not be there at that moment, no pointer over anything.
SETTLED = """async () => {
  document.querySelector("#toasts")?.replaceChildren();
  for (const field of document.querySelectorAll("input,textarea")) field.style.caretColor = "transparent";
  await document.fonts.ready;
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
}"""
# The same days in every picture, whenever it is taken.
SAME_DAYS = """() => {
  for (const time of document.querySelectorAll("#members time")) time.textContent = "3 Nov 2025";
  for (const time of document.querySelectorAll(".invitation time")) time.textContent = "17 Nov 2025, 09:00";
  for (const link of document.querySelectorAll(".invitation input")) {
    link.value = "https://corpus.example.org/invitations/Wm5hQ0pJx2tVd8kR/";
  }
  for (const who of document.querySelectorAll(".who time, .who")) {
    who.lastChild.textContent = who.lastChild.textContent.replace(/\\d+ \\w{3} \\d{4}/, "5 Nov 2025");
  }
  for (const time of document.querySelectorAll("#panel header time")) time.textContent = "2 days ago";
}"""
PASTED = """Home > News > Old Harbour

Island ferry adds two early crossings

By Anneke Ross

18 November 2025

The island ferry will leave Salt Bridge twenty minutes earlier from Monday, the harbour board said on Tuesday. Two \
crossings are added before seven.

“People who clean the hotels have to be there before the guests wake up,” said Halvard Nygaard, who runs the boat. \
“We were asked for one. We are trying two.”

What it costs

The town pays 38,000 euros for the winter. The board expects sixty passengers a morning and will count them.

Related: What the mud remembers

Share this
"""


def reading(title: str, paragraph: int) -> Callable[[Page], None]:
    """Open an article by its title in the library, with a paragraph at the top of the window."""

    def open_article(page: Page) -> None:
        page.goto(PROJECT)
        link = page.locator("#articles h2 a", has_text=title)
        page.goto(f"{link.get_attribute('href')}#p{paragraph}")
        page.locator("corpus-reader:defined").wait_for()

    return open_article


def palette_on_words(page: Page) -> None:
    """Words selected with the keyboard, and a tag looked for."""
    reading("Old Harbour: the sum is positive", 13)(page)
    for key in "jssL":
        page.keyboard.press(key)
    page.keyboard.press("t")
    page.locator("#palette-list li").first.wait_for()
    page.keyboard.type("to")
    page.locator("#palette-list li", has_text="Create").wait_for()


def stance_asks_for_its_target(page: Page) -> None:
    reading("Old Harbour: the sum is positive", 13)(page)
    for key in "js":
        page.keyboard.press(key)
    page.keyboard.press("t")
    page.locator("#palette-list li").first.wait_for()
    page.keyboard.type("for")
    page.keyboard.press("Enter")
    page.locator("#palette-step").wait_for()
    page.keyboard.type("gar")


def panel_of_a_mark(title: str, paragraph: int) -> Callable[[Page], None]:
    def open_panel(page: Page) -> None:
        reading(title, paragraph)(page)
        page.locator(f"#p{paragraph} mark").first.click()
        page.locator("#panel.of-highlight").wait_for()
        page.locator("#palette-list li").first.wait_for()
        page.mouse.move(0, 0)

    return open_panel


def at(path: str) -> Callable[[Page], None]:
    return lambda page: page.goto(PROJECT + path)


def tag_filtered(page: Page) -> None:
    """Against the car ban: a tag's page, narrowed to one target."""
    page.goto(f"{PROJECT}tags/")
    page.locator("table.tags a", has_text="Against").click()
    page.locator("#field-target summary").click()
    page.locator("#field-target .check", has_text="The car ban").click()
    page.locator(".part", has_text="The car ban").wait_for()
    page.evaluate("() => document.activeElement.blur()")


def preview(page: Page) -> None:
    page.goto(f"{PROJECT}articles/new/")
    page.fill("textarea", PASTED)
    page.locator("main button.primary").first.click()
    page.wait_for_url("**/drafts/**")
    page.evaluate("() => document.activeElement.blur()")


def members(page: Page) -> None:
    page.goto(f"{PROJECT}members/")
    if not page.locator(".invitation").count():
        page.locator("#invite button.primary").click()
        page.locator(".invitation").wait_for()
    page.evaluate("() => scrollTo(0, 0)")


@dataclass(frozen=True)
class Picture:
    name: str
    arrange: Callable[[Page], None]
    width: int = 1280
    scheme: str = "light"
    email: str = CODER
    height: int | None = None

    def take(self, browser: Browser, site: str) -> None:
        size = {"width": self.width, "height": self.height or HEIGHTS[self.width]}
        context = browser.new_context(
            base_url=site, viewport=size, color_scheme=self.scheme, reduced_motion="reduce", locale="en-GB"
        )
        context.set_default_timeout(PATIENCE_MS)
        page = context.new_page()
        sign_in(page, self.email)
        self.arrange(page)
        page.wait_for_load_state("networkidle")
        page.evaluate(SAME_DAYS)
        page.evaluate(SETTLED)
        page.screenshot(path=IMAGES / f"{self.name}.png", animations="disabled", caret="hide")
        context.close()


SUM, GARAGE = "Old Harbour: the sum is positive", "The garage that cannot lose"
PICTURES = [
    Picture("reading-1280", reading(SUM, 10)),
    Picture("reading-1280-dark", reading(SUM, 10), scheme="dark"),
    Picture("reading-768", reading(SUM, 10), width=768),
    Picture("reading-390", reading(GARAGE, 15), width=390),
    Picture("palette-1280", palette_on_words),
    Picture("stance-1280", stance_asks_for_its_target),
    Picture("panel-1280", panel_of_a_mark(GARAGE, 18), height=960),
    Picture("sheet-390", panel_of_a_mark(GARAGE, 18), width=390),
    Picture("sheet-390-dark", panel_of_a_mark(GARAGE, 18), width=390, scheme="dark"),
    Picture("library-1280", at(""), height=700),
    Picture("codebook-1280", at("tags/"), email=OWNER),
    Picture("codebook-390", at("tags/"), width=390, scheme="dark"),
    Picture("tag-1280", tag_filtered),
    Picture("passages-768", at("passages/"), width=768, scheme="dark"),
    Picture("import-1280", preview),
    Picture("members-1280", members, email=OWNER, height=1000),
    Picture("export-1280", at("export/"), height=640),
]


def sign_in(page: Page, email: str) -> None:
    page.goto("/sign-in/")
    page.fill("[name=username]", email)
    page.fill("[name=password]", SIGN_IN_WITH)
    page.keyboard.press("Enter")
    page.wait_for_url("**/projects/")


@contextmanager
def demo_site() -> Iterator[str]:
    """The production server on a fresh demo; gives its address."""
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        site = f"http://127.0.0.1:{port}"
        left_out = ("DATABASE_URL", "SECRET_KEY", "ALLOWED_HOSTS", "DEBUG", "TRUST_PROXY")
        own = {"CORPUS_LOCAL": "1", "VAR_DIR": folder, "PORT": str(port), "SITE_URL": site}
        env = {**os.environ, **dict.fromkeys(left_out, ""), **own}
        here = {"cwd": ROOT, "env": env}
        subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], check=True, **here)
        subprocess.run([sys.executable, "manage.py", "collectstatic", "--no-input", "-v0"], check=True, **here)
        subprocess.run([sys.executable, "manage.py", "load_demo"], check=True, **here)
        server = subprocess.Popen([sys.executable, "manage.py", "serve"], **here)
        try:
            wait_for(port, server)
            yield site
        finally:
            server.terminate()
            server.wait(timeout=30)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(port: int, server: subprocess.Popen) -> None:
    deadline = time.monotonic() + START_SECONDS
    while server.poll() is None and time.monotonic() < deadline:
        connection = HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/health/")
            if connection.getresponse().status == 200:
                return
        except (OSError, HTTPException):
            time.sleep(0.2)  # nothing tells when a port begins to answer
        finally:
            connection.close()
    raise SystemExit("The server does not answer.")


def main(names: list[str]) -> None:
    wanted = [picture for picture in PICTURES if not names or picture.name in names]
    IMAGES.mkdir(exist_ok=True)
    with demo_site() as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.executable(), args=FLAGS)
        for picture in wanted:
            picture.take(browser, site)
            print(f"{picture.name}.png", flush=True)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
