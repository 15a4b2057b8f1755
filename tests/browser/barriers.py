"""What keeps people with a screen reader, a keyboard or weak eyes from a page: axe-core, and its HTML as it is now."""

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from tests.markup import faults

WIDTHS = (1280, 768, 390)
# A width decides what is there and where, a theme nothing but colours.
OF_COLOURS = ("color-contrast", "link-in-text-block")

RUN = """async (rules) => {
  const laidOut = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  await laidOut();
  const moving = document.getAnimations().filter(({ timeline }) => timeline === document.timeline);
  await Promise.allSettled(moving.map((animation) => animation.finished)); // a toast that is still rising is pale
  const only = rules ? { runOnly: { type: "rule", values: rules } } : {};
  const { violations } = await axe.run(document, { resultTypes: ["violations"], selectors: false, ...only });
  return violations.map(({ id, help, nodes: [first] }) => `${id}: ${help}: ${first.html} ${first.failureSummary}`);
}"""
WIDER = "() => document.documentElement.scrollWidth > innerWidth"


def violations(page: Page, *rules: str) -> list[str]:
    """One line for each of the rules, or of all, that axe finds broken, with the first element."""
    if not page.evaluate("() => 'axe' in globalThis"):
        page.evaluate(f"{AXE_SCRIPT}; undefined")
    return page.evaluate(RUN, list(rules) or None)


def barriers(page: Page) -> list[str]:
    """As it looks now: what axe finds, and each fault of the HTML."""
    return violations(page) + faults(page.content())


def barriers_in_all_looks(page: Page) -> list[str]:
    """At each width in each theme, and what runs out of the window; the page looks as before in the end."""
    before, found, read = page.viewport_size, [], ""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": before["height"]})
        page.emulate_media(color_scheme="light")
        here = violations(page)
        page.emulate_media(color_scheme="dark")
        here += violations(page, *OF_COLOURS)
        if page.evaluate(WIDER):
            here.append("wider than the window")
        if (html := page.content()) != read:
            here += faults(html)
            read = html
        found += [f"{width}: {line}" for line in here]
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(before)
    return found
