"""A person at the reading page: selects with the mouse, types into the palette, looks at marks and panel."""

from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from corpus_app.models import Article
from tests.reading import reading_url

PATIENCE_MS = 20_000
expect.set_options(timeout=PATIENCE_MS)

# Where a text stands on the screen: its first and its last character's boxes, once its paragraphs are in the window.
PLACE = """([from, to]) => {
  const paragraphs = [...document.querySelectorAll("#text [data-p]")];
  const find = (text, atEnd) => {
    const paragraph = paragraphs.find((p) => p.textContent.includes(text));
    let units = paragraph.textContent.indexOf(text) + (atEnd ? text.length - 1 : 0);
    for (const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT); walker.nextNode();) {
      const node = walker.currentNode;
      if (units < node.data.length) {
        const range = new Range();
        range.setStart(node, units);
        range.setEnd(node, units + 1);
        return { range, paragraph };
      }
      units -= node.data.length;
    }
  };
  const first = find(from, false), last = find(to, true);
  first.paragraph.scrollIntoView({ block: "center", behavior: "instant" });
  const a = first.range.getClientRects()[0], b = [...last.range.getClientRects()].at(-1);
  return [a.left + 0.5, (a.top + a.bottom) / 2, b.right - 0.5, (b.top + b.bottom) / 2];
}"""


@dataclass(frozen=True)
class Reader:
    page: Page
    article: Article

    def open(self, hash: str = "") -> "Reader":
        self.page.goto(reading_url(self.article) + hash)
        expect(self.page.locator("corpus-reader:defined")).to_have_count(1)
        return self

    # --- What is there

    @property
    def palette(self) -> Locator:
        return self.page.locator("#palette")

    @property
    def panel(self) -> Locator:
        return self.page.locator("#panel.of-highlight")

    @property
    def find(self) -> Locator:
        return self.page.locator("#palette-find")

    @property
    def options(self) -> Locator:
        return self.page.locator("#palette-list [role=option]")

    @property
    def toast(self) -> Locator:
        return self.page.locator("#toasts corpus-toast")

    @property
    def marks(self) -> Locator:
        return self.page.locator("#text mark")

    def mark(self, text: str) -> Locator:
        return self.page.locator("#text mark", has_text=text).first

    def paragraph(self, position: int) -> Locator:
        return self.page.locator(f"#p{position}")

    def selected(self) -> str:
        return self.page.evaluate("() => getSelection().toString()")

    def offered(self) -> list[str]:
        """The palette's offers; the aside that says which facet is left out."""
        return self.options.locator("span:not(.par)").all_inner_texts()

    # --- What a person does

    def select(self, text: str, to: str = "", *, backward: bool = False) -> "Reader":
        """Drag the mouse over a text, or from the beginning of one to the end of another."""
        x1, y1, x2, y2 = self.page.evaluate(PLACE, [text, to or text])
        if backward:
            x1, y1, x2, y2 = x2, y2, x1, y1
        mouse = self.page.mouse
        mouse.move(x1, y1)
        mouse.down()
        mouse.move((x1 + x2) / 2, (y1 + y2) / 2, steps=3)
        mouse.move(x2, y2, steps=3)
        mouse.up()
        return self

    def tag(self, name: str) -> "Reader":
        """Type a name and add what is offered first."""
        expect(self.palette).to_be_visible()
        self.find.fill(name)
        expect(self.options.first).to_have_attribute("aria-selected", "true")
        expect(self.options.first).to_contain_text(name.split("/")[-1].strip())
        self.find.press("Enter")
        return self

    def highlight(self, text: str, name: str, to: str = "") -> "Reader":
        self.select(text, to).tag(name)
        expect(self.panel).to_contain_text(name)
        return self

    def close(self) -> "Reader":
        expect(self.palette).to_be_visible()  # it opens a moment after the mouse is up: Escape must not come before
        self.page.keyboard.press("Escape")
        expect(self.palette).to_be_hidden()
        return self
