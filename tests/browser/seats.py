"""Browsers for one person each, used again by the next test that wants one like it: a warm page opens at half the cost.

A new context starts a process, fetches and compiles every script and finds its fonts anew. Here the page stays, goes
to an empty one of the same server between two tests, and forgets whatever the last test has left in it.
"""

from collections.abc import Callable

from playwright.sync_api import Browser, CDPSession, ConsoleMessage, Page, Request, WebError

PATIENCE_MS = 15_000
USUAL_VIEWPORT = {"width": 1280, "height": 720}
EMPTY = "/health/"
MOST_FREE = 4  # each keeps a process with its memory

Noted = Callable[[str], None]


class Seat:
    """A context with one page; what is wrong there is told to the test that has it."""

    def __init__(self, browser: Browser, server: str, options: dict[str, object]) -> None:
        self.options = options
        self.noted: Noted | None = None
        self.server = server
        self.context = browser.new_context(base_url=server, **options)
        self.context.set_default_timeout(PATIENCE_MS)
        self.context.on("console", self._said)
        self.context.on("weberror", self._threw)
        self.context.on("request", self._asked)
        self.page: Page = self.context.new_page()
        self.protocol: CDPSession = self.context.new_cdp_session(self.page)

    def _said(self, said: ConsoleMessage) -> None:
        """Chromium reports what the content security policy forbids as an error, so that is heard too."""
        if self.noted and said.type == "error":
            self.noted(f"console: {said.text}")

    def _threw(self, thrown: WebError) -> None:
        if self.noted:
            self.noted(f"uncaught: {thrown.error}")

    def _asked(self, asked: Request) -> None:
        if self.noted and asked.url.startswith(("http", "ws")) and not asked.url.startswith(f"{self.server}/"):
            self.noted(f"asked elsewhere: {asked.url}")

    def hear_out(self) -> None:
        """An answer comes after all that the pages have said so far."""
        for page in self.context.pages:
            page.evaluate("() => null")
        self.noted = None

    def forget(self) -> None:
        """Be as new: no address, keys, routes, looks, cookies or stored things of the last test."""
        for page in self.context.pages:
            if page is not self.page:
                page.close()
        self.page.unroute_all()
        self.context.unroute_all()
        self.context.set_offline(False)
        self.page.goto(EMPTY)  # first: a page that is left sends its last place, and needs its cookies for that
        self.context.clear_cookies()
        self.context.clear_permissions()
        self.page.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
        self.protocol.send("Page.resetNavigationHistory")
        self.page.emulate_media(media="null", color_scheme=self.options.get("color_scheme", "light"))
        viewport = self.options.get("viewport", USUAL_VIEWPORT)
        if self.page.viewport_size != viewport:
            self.page.set_viewport_size(viewport)
        self.page.mouse.move(-1, -1)


class Seats:
    """Those that are free, the one used last at the end."""

    def __init__(self, browser: Browser, server: str) -> None:
        self.browser, self.server = browser, server
        self.free: list[Seat] = []

    def take(self, options: dict[str, object]) -> Seat:
        for seat in reversed(self.free):
            if seat.options == options:
                self.free.remove(seat)
                return seat
        return self.new(options)

    def new(self, options: dict[str, object]) -> Seat:
        return Seat(self.browser, self.server, options)

    def give_back(self, seat: Seat) -> None:
        seat.forget()
        self.free.append(seat)
        if len(self.free) > MOST_FREE:
            self.free.pop(0).context.close()
