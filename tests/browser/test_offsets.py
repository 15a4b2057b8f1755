"""Offsets of more than two thousand random selections in Chromium equal Python's slices of the text, and lead back.

The page holds what trips offsets: joined emoji, flags, combining marks, scripts from right to left and without
spaces, astral letters, hard and soft characters, and two hundred overlapping marks.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

import pytest
from django.db import transaction
from playwright.sync_api import CDPSession, Page

from annotations import actions
from annotations.models import Highlight
from corpus_app.models import Role
from tests import nasty
from tests.browser.reader import Reader
from tests.factories import a_project, a_tag, a_user, an_article

MARKS = 200
FAMILY, FLAGS = "👩\u200d👩\u200d👧\u200d👦", "🇪🇪🇺🇦🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"
TEXTS = (
    *nasty.TEXTS,
    f"The {FAMILY} family went {FLAGS} to the quay 🚲👍🏽, and 🧑🏿\u200d🚀 too. Then it went home again. Was it late?",
    FAMILY,
    "e\u0301",
    "Tie\u0302\u0301ng Vie\u0323\u0302t: Nguo\u031b\u0300i ta "
    "no\u0301i ra\u0306\u0300ng \u0111u\u031bo\u031b\u0300ng na\u0300y da\u0300i.",
    "H\u0351\u036be\u0343\u036a\u0302 \u036b\u033d"
    "c\u034fo\u0328\u034em\u034ce\u0353\u0325s. It is Zalgo\u0316\u0317\u0318 who waits.",
    "قال العمدة إن الرصيف يبقى مفتوحا، ثم ذهب. كيف كان ذلك؟",
    "ראש העיר אמר: \u05e9\u05b8\u05c1\u05dc\u05d5\u05b9\u05dd (shalom) לכולם, 14 פעמים.",
    "ท่าเรือยังเปิดอยู่สำหรับจักรยาน นายกเทศมนตรีกล่าว",
    "घाट साइकिलों के लिए खुला रहेगा, महापौर ने कहा। क्षत्रिय ज्ञान।",
    "埠頭は自転車に開かれたままだ、と市長は言った。𠮷野家で𩸽を食べた。か\u3099",
    "𝒯𝒽ℯ 𝓆𝓊𝒶𝓎 𝔰𝔱𝔞𝔶𝔰 𝕠𝕡𝕖𝕟, 𐐀𐐁 𒀀𒁀.",
    "A\u00a0hard\u00a0space, a soft\u00adhy\u00adphen, a\u200bzero\u200bwidth, tabs\t\tand  double  spaces.",
    "Tom & Jerry <b>R&amp;D</b> said &quot;5 < 6 > 4&quot;. \u201cNo,\u201d she said. \u2018Yes,\u2019 he did.",
    "one line\nanother line\n\n  an indented one",
    *(f"Plain paragraph {n}. The quay stays open to bikes and prams, said the mayor of Saltmouth." for n in range(12)),
)

# Works on what the page itself uses: its own module, with its hashed name.
PREPARE = """async () => {
  const own = performance.getEntriesByType("resource").map((entry) => entry.name);
  const url = own.find((name) => /\\/js\\/offsets[^/]*\\.js$/.test(name));
  globalThis.offsets = await import(url);
  globalThis.root = document.querySelector("#text");
  globalThis.told = (shows = true) => {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    const passage = offsets.passageOf(range, root);
    if (!passage) {
      if (!root.contains(range.startContainer)) range.setStart(root, 0); // what is above the text is no part of it
      return { passage, shown: selection.toString() };
    }
    const back = offsets.rangeOf(passage.start, passage.end, root);
    const again = offsets.passageOf(back, root);
    const same = ["start", "end", "quote"].every((name) => passage[name] === again?.[name]);
    return { passage, same, shown: shows && selection.toString() };
  };
}"""

# Notes each selection when an event ends it, so that nobody has to ask; a move ends where the one before it led.
# The page itself hears of nothing, lest its palette come to lie under the mouse.
LISTEN = """() => {
  root.style.opacity = 0; // selected as ever, and nothing has to be painted anew
  globalThis.made = [];
  globalThis.least = 0; // of the clicks that count as one
  const ends = {
    mousemove: (event) => event.buttons === 1,
    mouseup: (event) => event.detail >= least,
    keyup: (event) => event.key.startsWith("Arrow"),
  };
  const note = (event) => {
    event.stopImmediatePropagation();
    if (ends[event.type]?.(event)) made.push(told(event.type === "mousemove" || !least));
    if (event.type === "mousedown" && event.detail === 1 && !event.shiftKey) getSelection().removeAllRanges();
  };
  const heard = ["mousedown", "mousemove", "mouseup", "click", "dblclick", "keydown", "keyup", "selectionchange"];
  heard.push("pointerdown", "pointermove", "pointerup", "pointerover", "pointerout", "mouseover", "mouseout");
  for (const type of heard) addEventListener(type, note, true);
}"""
TAKE = "(least) => { globalThis.least = least; return made.splice(0).filter(Boolean); }"

# Random points as scripts and other software make them: in text, between children, on paragraphs and sections.
SCRIPTED = """([count, seed]) => {
  let state = seed;
  const random = (n) => { state = (state * 1103515245 + 12345) % 2147483648; return Math.floor(state / 65536) % n; };
  const nodes = [], elements = [root, ...root.querySelectorAll("section, .row, [data-p], mark")];
  for (const paragraph of root.querySelectorAll("[data-p]")) {
    const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) nodes.push(walker.currentNode);
  }
  const point = () => {
    const node = random(4) ? nodes[random(nodes.length)] : elements[random(elements.length)];
    return [node, random((node.data ?? node.childNodes).length + 1)];
  };
  const near = ([node]) => {
    const at = nodes.indexOf(node);
    if (at < 0) return point();
    const other = nodes[Math.max(0, Math.min(nodes.length - 1, at + random(5) - 2))];
    return [other, random(other.length + 1)];
  };
  return Array.from({ length: count }, () => {
    const from = point(), to = random(3) ? near(from) : point();
    getSelection().setBaseAndExtent(...from, ...to);
    return told(false);
  });
}"""

# Where the mouse may go: points on characters in the window.
POINTS = """([seed, count]) => {
  let state = seed;
  const random = (n) => { state = (state * 1103515245 + 12345) % 2147483648; return Math.floor(state / 65536) % n; };
  const points = [];
  const seen = ({ top, bottom }) => bottom > 70 && top < innerHeight - 5;
  const paragraphs = [...root.querySelectorAll("[data-p]")].filter((p) => seen(p.getBoundingClientRect()));
  while (points.length < count) {
    const paragraph = paragraphs[random(paragraphs.length)];
    const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT), nodes = [];
    while (walker.nextNode()) nodes.push(walker.currentNode);
    const node = nodes[random(nodes.length)], range = new Range(), at = random(node.length);
    range.setStart(node, at);
    range.setEnd(node, at + 1);
    const box = range.getClientRects()[0];
    if (!box || box.top < 70 || box.bottom > innerHeight - 5) continue;
    points.push([box.left + (random(10) / 10) * box.width, (box.top + box.bottom) / 2]);
  }
  return points;
}"""

# Until the browser has laid out what was off screen, which moves what is on it.
SHOW = """(id) => new Promise((done) => {
  document.getElementById(id).scrollIntoView({ block: "center", behavior: "instant" });
  requestAnimationFrame(() => requestAnimationFrame(done));
})"""

# Every code point that can begin a passage leads to itself; gives those that do not.
ASTRAY = """() => {
  const wrong = [];
  for (const paragraph of root.querySelectorAll("[data-p]")) {
    const start = offsets.startOf(paragraph);
    let points = 0;
    for (const character of paragraph.textContent) {
      const [node, units] = offsets.pointAt(start + points, root);
      const there = String.fromCodePoint(node.data.codePointAt(units));
      if (there !== character) wrong.push([start, points, character, there]);
      points++;
    }
  }
  return wrong;
}"""
SHIFT = 8  # as the protocol numbers it


@pytest.fixture
def article():
    project = a_project(anna=Role.CODER, ben=Role.CODER)
    article = an_article(project, *TEXTS, language="en")
    rng, text = Random(7), article.version.text
    tags = [a_tag(project) for _ in range(6)]
    paragraphs = list(article.version.paragraphs.all())
    authors = [a_user(name) for name in ("anna", "ben")]
    with transaction.atomic():
        for _ in range(MARKS):
            first = rng.randrange(len(paragraphs))
            last = min(first + (rng.random() < 0.1), len(paragraphs) - 1)
            start = rng.randrange(paragraphs[first].start, paragraphs[first].end)
            end = rng.randint(max(start, paragraphs[last].start) + 1, paragraphs[last].end)
            actions.add_highlight(
                article=article, author=rng.choice(authors), start=start, end=end, quote=text[start:end],
                taggings=[actions.NewTagging(tag) for tag in rng.sample(tags, rng.randint(0, 3))],
            )
    return article


@dataclass
class Hand:
    """A person's mouse and keys at the page, as the browser's own protocol has them."""

    page: Page
    protocol: CDPSession
    rng: Random
    at: int = 0

    def points(self, count: int) -> list[list[float]]:
        """Some more of the text's characters, from one paragraph after another."""
        self.at = self.at % len(TEXTS) + 1
        self.page.evaluate(SHOW, f"p{self.at}")
        return self.page.evaluate(POINTS, [self.rng.randrange(2**31), count])

    def mouse(self, kind: str, point: list[float], clicks: int = 1, **options: int) -> None:
        event = {"type": f"mouse{kind}", "x": point[0], "y": point[1], "button": "left", "clickCount": clicks}
        self.protocol.send("Input.dispatchMouseEvent", {**event, "buttons": int(kind != "Released"), **options})

    def click(self, point: list[float], clicks: int = 1, **options: int) -> None:
        for count in range(1, clicks + 1):
            self.mouse("Pressed", point, count, **options)
            self.mouse("Released", point, count, **options)

    def drags(self) -> None:
        """Forwards and backwards; each stops on its way, which is a selection too."""
        points = self.points(21)
        for start, stop, end in zip(points[::3], points[1::3], points[2::3], strict=True):
            self.mouse("Pressed", start)
            self.mouse("Moved", stop)
            self.mouse("Moved", end)
            self.mouse("Released", end)

    def extends(self) -> None:
        """A click, and clicks with Shift from there."""
        start, *ends = self.points(10)
        self.click(start)
        for end in ends:
            self.click(end, modifiers=SHIFT)

    def clicks(self, clicks: int) -> None:
        for point in self.points(10):
            self.click(point, clicks)

    def keys(self) -> None:
        """What a double click has selected grows and shrinks."""
        for point in self.points(3):
            self.click(point, 2)
            for _ in range(4):
                arrow = self.rng.choice(("ArrowLeft", "ArrowRight", "ArrowRight", "ArrowDown", "ArrowUp"))
                self.page.keyboard.press(self.rng.choice(("Shift+", "Control+Shift+")) + arrow)

    def made(self, count: int, least: int, act: Callable[[], None]) -> list[dict]:
        """Do it until so many selections were noted."""
        found = self.page.evaluate(TAKE, least)
        while len(found) < count:
            act()
            found += self.page.evaluate(TAKE, least)
        return found


def check(kind: str, found: list[dict], text: str) -> int:
    """All equal Python's slice and lead back to the same passage; prints the counts and gives how many passages."""
    passages = [told["passage"] for told in found if told["passage"]]
    equal = [p for p in passages if text[p["start"] : p["end"]] == p["quote"]]
    back = [told for told in found if told["passage"] and told["same"]]
    empty = [told["shown"] for told in found if not told["passage"]]
    counts = f"{len(found)} selections, {len(empty)} of nothing, {len(equal)} equal, {len(back)} lead back"
    print(f"{kind:22} {counts}")
    assert len(equal) == len(back) == len(passages)
    assert not [shown for shown in empty if any(c.isalnum() for c in shown)]
    return len(passages)


def same_words(told: dict) -> bool:
    """What Chromium shows as selected is the quote, white space aside; a cluster that marks cut grows whole."""
    quote, shown = ("".join(text.split()) for text in (told["passage"]["quote"], told["shown"]))
    return shown in quote and len(quote) - len(shown) < 20


def test_more_than_two_thousand_selections_and_every_place_equal_pythons_slices(article, page_of, capsys):
    anna = Reader(page_of(a_user("anna"), viewport={"width": 1280, "height": 900}), article).open()
    page, rng, text = anna.page, Random(int(os.environ.get("SEED", "11"))), article.version.text
    page.evaluate(PREPARE)
    assert page.evaluate(ASTRAY) == []
    found = {"by script": [told for told in page.evaluate(SCRIPTED, [1_300, rng.randrange(2**31)]) if told]}
    page.evaluate(LISTEN)
    hand = Hand(page, page.context.new_cdp_session(page), rng)
    found["by mouse"] = hand.made(300, 0, hand.drags)
    found["by click and Shift"] = hand.made(250, 1, hand.extends)
    found["by double click"] = hand.made(150, 2, lambda: hand.clicks(2))
    found["by triple click"] = hand.made(100, 3, lambda: hand.clicks(3))
    found["with Shift and arrows"] = hand.made(200, 3, hand.keys)
    with capsys.disabled():
        print()
        assert sum(check(kind, made, text) for kind, made in found.items()) >= 2_000
    one_paragraph = [told for told in found["by mouse"] if told["passage"] and "\n\n" not in told["passage"]["quote"]]
    assert [told for told in one_paragraph if not same_words(told)] == []
    assert Highlight.objects.filter(article=article).count() == MARKS
