"""What keeps people with a screen reader, a keyboard or weak eyes from a page: axe-core, and its HTML as it is now."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.markup import faults

# The width decides what lies where and the theme the contrasts, so that each need be seen once, not each with each.
LOOKS = ((1280, "light"), (768, "light"), (390, "dark"))


def barriers(page: Page) -> list[str]:
    """One line for each kind of barrier, with the first element that axe found, and for each fault of the HTML."""
    found = Axe().run(page).response["violations"]
    return [f"{rule['id']}: {rule['help']}: {rule['nodes'][0]['html']}" for rule in found] + faults(page.content())
