"""Offsets of more than a thousand random selections in Chromium equal Python's slices of the text, and lead back.

The page holds what trips offsets: joined emoji, flags, combining marks, scripts from right to left and without
spaces, astral letters, hard and soft characters, and two hundred overlapping marks.
"""

import os
from random import Random

import pytest
from playwright.sync_api import Page

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
  document.querySelector("#palette").style.display = "none"; // it would lie under the mouse
  globalThis.told = () => {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    const passage = offsets.passageOf(range, root);
    if (!passage) return { passage: null, shown: selection.toString() };
    const back = offsets.rangeOf(passage.start, passage.end, root);
    const again = offsets.passageOf(back, root);
    const same = ["start", "end", "quote"].every((name) => passage[name] === again?.[name]);
    return { passage, same, shown: selection.toString() };
  };
}"""

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
    return told();
  });
}"""

# Where the mouse may go: points on characters in the window.
POINTS = """([seed, count]) => {
  let state = seed;
  const random = (n) => { state = (state * 1103515245 + 12345) % 2147483648; return Math.floor(state / 65536) % n; };
  const points = [];
  const paragraphs = [...root.querySelectorAll("[data-p]")];
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


@pytest.fixture
def article():
    project = a_project(anna=Role.CODER, ben=Role.CODER)
    article = an_article(project, *TEXTS, language="en")
    rng, text = Random(7), article.version.text
    tags = [a_tag(project) for _ in range(6)]
    paragraphs = list(article.version.paragraphs.all())
    made = 0
    while made < MARKS:
        first = rng.randrange(len(paragraphs))
        last = min(first + (rng.random() < 0.1), len(paragraphs) - 1)
        start = rng.randrange(paragraphs[first].start, paragraphs[first].end)
        end = rng.randint(max(start, paragraphs[last].start) + 1, paragraphs[last].end)
        actions.add_highlight(
            article=article, author=a_user(rng.choice(("anna", "ben"))), start=start, end=end, quote=text[start:end],
            taggings=[actions.NewTagging(tag) for tag in rng.sample(tags, rng.randint(0, 3))],
        )
        made += 1
    return article


def scroll_to(page: Page, position: int) -> None:
    """And wait until the browser has laid out what was off screen, which moves what is on it."""
    page.evaluate(
        """(id) => new Promise((done) => {
          document.getElementById(id).scrollIntoView({ block: "center", behavior: "instant" });
          requestAnimationFrame(() => requestAnimationFrame(done));
        })""",
        f"p{position}",
    )


def by_mouse(page: Page, rng: Random, count: int) -> list[dict]:
    """Drags between random characters, forwards and backwards, all over the page."""
    found = []
    while len(found) < count:
        scroll_to(page, rng.randrange(1, len(TEXTS) + 1))
        points = page.evaluate(POINTS, [rng.randrange(2**31), 22])
        for (x1, y1), (x2, y2) in zip(points[::2], points[1::2], strict=True):
            page.mouse.move(x1, y1)
            page.mouse.down()
            page.mouse.move(x2, y2, steps=2)
            told = page.evaluate("() => told()")
            page.mouse.up()
            page.keyboard.press("Escape")
            if told:
                found.append(told)
    return found[:count]


def by_clicks(page: Page, rng: Random, count: int, clicks: int, keys: bool = False) -> list[dict]:
    """Double and triple clicks; with keys the selection is then grown and shrunk with Shift and arrows."""
    found = []
    while len(found) < count:
        scroll_to(page, rng.randrange(1, len(TEXTS) + 1))
        for x, y in page.evaluate(POINTS, [rng.randrange(2**31), 10]):
            page.mouse.click(x, y, click_count=clicks)
            if keys:
                for _ in range(rng.randint(1, 4)):
                    arrow = rng.choice(("ArrowLeft", "ArrowRight", "ArrowRight", "ArrowDown", "ArrowUp"))
                    page.keyboard.press(rng.choice(("Shift+", "Control+Shift+")) + arrow)
            told = page.evaluate("() => told()")
            page.keyboard.press("Escape")
            if told:
                found.append(told)
    return found[:count]


def check(kind: str, found: list[dict], text: str) -> None:
    """All equal Python's slice and lead back to the same passage; prints the counts."""
    passages = [told["passage"] for told in found if told["passage"]]
    equal = [p for p in passages if text[p["start"] : p["end"]] == p["quote"]]
    back = [told for told in found if told["passage"] and told["same"]]
    empty = [told["shown"] for told in found if not told["passage"]]
    counts = f"{len(found)} selections, {len(empty)} of nothing, {len(equal)} equal, {len(back)} lead back"
    print(f"{kind:22} {counts}")
    assert len(equal) == len(back) == len(passages)
    assert not [shown for shown in empty if any(c.isalnum() for c in shown)]


def same_words(told: dict) -> bool:
    """What Chromium shows as selected is the quote, white space aside; a cluster that marks cut grows whole."""
    quote, shown = ("".join(text.split()) for text in (told["passage"]["quote"], told["shown"]))
    return shown in quote and len(quote) - len(shown) < 20


def test_more_than_a_thousand_selections_equal_pythons_slices(article, page_of, capsys):
    anna = Reader(page_of(a_user("anna"), viewport={"width": 1280, "height": 900}), article).open()
    page, rng, text = anna.page, Random(int(os.environ.get("SEED", "11"))), article.version.text
    page.evaluate(PREPARE)
    scripted = page.evaluate(SCRIPTED, [900, rng.randrange(2**31)])
    dragged = by_mouse(page, rng, 150)
    clicked = {2: by_clicks(page, rng, 40, 2), 3: by_clicks(page, rng, 40, 3)}
    grown = by_clicks(page, rng, 50, 2, keys=True)
    with capsys.disabled():
        print()
        check("by script", [told for told in scripted if told], text)
        check("by mouse", dragged, text)
        check("by double click", clicked[2], text)
        check("by triple click", clicked[3], text)
        check("with Shift and arrows", grown, text)
    counted = sum(1 for told in (*scripted, *dragged, *clicked[2], *clicked[3], *grown) if told and told["passage"])
    assert counted >= 1_000
    one_paragraph = [told for told in dragged if told["passage"] and "\n\n" not in told["passage"]["quote"]]
    assert [told for told in one_paragraph if not same_words(told)] == []
    assert Highlight.objects.filter(article=article).count() == MARKS


def test_every_place_of_the_text_is_found_both_ways(article, page_of):
    """Exhaustive, without selections: every code point that can begin a passage leads to itself."""
    anna = Reader(page_of(a_user("anna")), article).open()
    anna.page.evaluate(PREPARE)
    wrong = anna.page.evaluate(
        """() => {
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
    )
    assert wrong == []
