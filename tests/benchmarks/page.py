"""What bench_page measures, beside what we promise.

Processor time of the page's main thread (threadTicks) hardly depends on what else the machine does, so the limits are
for that; times by the clock stand beside it. Server and browser share the machine's cores.
"""

import statistics
from collections.abc import Sequence

from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, CDPSession, sync_playwright

from corpus_app.models import Article, User
from tests.benchmarks.bench_serve import memory, serving
from tests.benchmarks.each_database import against, yardstick
from tests.benchmarks.ground import Ground
from tests.benchmarks.reading import imported
from tests.tooling import chromium

FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]
LOADS, STEPS, SAVES = 5, 100, 40

LOAD_CPU, ALL_VISIBLE = 150, 1_500  # milliseconds on the main thread; by the clock
FRAME, LONG_TASK = 17, 50  # milliseconds: 95 of 100 frames while scrolling; none longer
RENDERER = 200  # MB
PAINTED = {"seed": (50, 100), "long": (60, 120)}  # milliseconds from the key to the paint: half of them, 95 of 100

WATCH = """() => {
  globalThis.tasks = [];
  new PerformanceObserver((list) => tasks.push(...list.getEntries().map((task) => task.duration)))
    .observe({ type: "longtask" });
}"""
SCROLL = """async (steps) => {
  const frames = [];
  let last = await new Promise(requestAnimationFrame);
  for (let n = 0; n < steps; n++) {
    scrollBy({ top: 400, behavior: "instant" });
    const now = await new Promise(requestAnimationFrame);
    frames.push(now - last);
    last = now;
  }
  return frames;
}"""
# Selects four words of a paragraph that is there with its notes, and presses the key 1, which adds the tag used last;
# until the first frame with the row anew is painted: a task that is asked for in that frame comes after it.
SAVE = """async ([position, skip]) => {
  const row = document.getElementById(`p${position}`);
  row.scrollIntoView({ block: "center", behavior: "instant" });
  do await new Promise(requestAnimationFrame); while (row.querySelector("mark:not([data-h])") || row.closest(".plain"));
  const text = row.querySelector("[data-p]");
  const words = [...text.textContent.matchAll(/\\S+/g)];
  const from = words[skip % words.length], to = words[Math.min(skip % words.length + 3, words.length - 1)];
  const point = (units) => {
    for (const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT); walker.nextNode();) {
      if (units <= walker.currentNode.data.length) return [walker.currentNode, units];
      units -= walker.currentNode.data.length;
    }
  };
  getSelection().setBaseAndExtent(...point(from.index), ...point(to.index + to[0].length));
  const key = (type, name, more) => document.body.dispatchEvent(
    new KeyboardEvent(type, { key: name, bubbles: true, cancelable: true, ...more }));
  key("keyup", "ArrowRight", { shiftKey: true });
  await new Promise((done) => setTimeout(done, 30));
  const begun = performance.now();
  key("keydown", "1");
  return new Promise((done) => {
    const observer = new MutationObserver(() => {
      if (document.getElementById(`p${position}`) === row) return;
      observer.disconnect();
      requestAnimationFrame(() => setTimeout(() => done(performance.now() - begun)));
    });
    observer.observe(document.getElementById("text"), { childList: true, subtree: true });
    setTimeout(() => done(null), 5000);
  });
}"""
RECENT = "([project, tag]) => localStorage.setItem(`corpus-recent:${project}`, JSON.stringify([{ tag }]))"
# Sections first: what is in one off screen would have to be laid out.
ALL_THERE = """() => {
  const isInSight = (part) => {
    const box = part.getBoundingClientRect();
    return box.bottom >= 0 && box.top <= innerHeight;
  };
  const sections = [...document.querySelectorAll("#text section")].filter(isInSight);
  const rows = sections.flatMap((section) => [...section.children]).filter(isInSight);
  return document.readyState === "complete" && rows.every((row) => !row.querySelector("mark:not([data-h])"));
}"""


def measure() -> None:
    print(f"this machine now takes {yardstick():.1f} times as long as a quick idle one")
    ground = Ground.prepared()
    seed, crowded, long = imported(ground), imported(ground), ground.article(100_000)
    for article, count in ((seed, 200), (crowded, 2_000), (long, 10_000)):
        ground.highlighted(article, count)
    with serving(settings="corpus_app.settings") as (_, port), sync_playwright() as playwright:
        for article, highlights, name in ((seed, 200, "seed"), (crowded, 2_000, ""), (long, 10_000, "long")):
            print(f"{article.words:,} words, {highlights:,} highlights")
            with playwright.chromium.launch(executable_path=chromium.executable(), args=FLAGS) as browser:
                looked_at(browser, f"http://127.0.0.1:{port}", article, ground, name)


def looked_at(browser: Browser, address: str, article: Article, ground: Ground, name: str) -> None:
    url = f"{address}/projects/{article.project.slug}/articles/{article.uid}/"
    loads = [load(browser, address, url, ground.anna) for _ in range(LOADS)]
    print(f"    load: CPU {against(min(cpu for cpu, _ in loads), LOAD_CPU, 'ms')}, ", end="")
    print(f"all in sight with its notes {against(min(wall for _, wall in loads), ALL_VISIBLE, 'ms')}")
    context = context_of(browser, address, ground.anna)
    page = context.new_page()
    page.goto(url)
    page.wait_for_function(ALL_THERE)
    renderer = renderer_of(browser)
    loaded = memory(renderer, "Pss")
    page.evaluate(WATCH)
    counted = context.new_cdp_session(page)
    begun = processor(counted)
    frames = page.evaluate(SCROLL, STEPS)
    spent = (processor(counted) - begun) / STEPS
    print(f"    scroll: p95 {against(percentile(frames, 95), FRAME, 'ms')} a frame, CPU {spent:.1f} ms, ", end="")
    print(f"longest task {against(max(page.evaluate('() => tasks'), default=0), LONG_TASK, 'ms')}")
    scrolled = memory(renderer, "Pss")
    print(f"    renderer: {against(loaded, RENDERER, 'MB')} loaded, {against(scrolled, RENDERER, 'MB')} scrolled")
    if name:
        saves(page, article, ground, counted, PAINTED[name])
    context.close()


def load(browser: Browser, address: str, url: str, user: User) -> tuple[float, float]:
    """Milliseconds of the main thread until nothing is left to do, and by the clock until all in sight is there."""
    context = context_of(browser, address, user)
    page = context.new_page()
    page.goto("about:blank")
    counted = context.new_cdp_session(page)
    counted.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.goto(url, wait_until="networkidle")  # asking the page whether it is ready would cost it time
    spent = processor(counted)
    context.close()
    context = context_of(browser, address, user)
    page = context.new_page()
    page.goto(url, wait_until="commit")
    page.wait_for_function(ALL_THERE)
    wall = page.evaluate("() => performance.now()")
    context.close()
    return spent, wall


def saves(page, article: Article, ground: Ground, counted: CDPSession, limits: tuple[int, int]) -> None:
    page.evaluate(RECENT, [f"/projects/{article.project.slug}/", ground.tags[0].uid])
    page.reload()
    page.wait_for_function(ALL_THERE)
    rows = [row.position for row in article.version.paragraphs.all() if len(row.text.split()) > SAVES]
    places = [(rows[7 * n % len(rows)], n) for n in range(SAVES)]
    page.evaluate(SAVE, places[0])
    begun = processor(counted)
    took = [page.evaluate(SAVE, place) for place in places[1:]]
    spent = (processor(counted) - begun) / len(took)
    lost = took.count(None)
    took = [time for time in took if time is not None]
    half, most = statistics.median(took), percentile(took, 95)
    print(f"    key to paint: p50 {against(half, limits[0], 'ms')}, p95 {against(most, limits[1], 'ms')}, ", end="")
    print(f"CPU of the page {spent:.1f} ms, selecting included{f', {lost} LOST' if lost else ''}")


def context_of(browser: Browser, address: str, user: User) -> BrowserContext:
    """A browser that has nothing in its cache, signed in."""
    client = Client()
    client.force_login(user)
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    session = client.session.session_key
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": address}])
    return context


def processor(session: CDPSession) -> float:
    """Milliseconds that the main thread has worked since Performance was enabled, or since the page began."""
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    metrics = {entry["name"]: entry["value"] for entry in session.send("Performance.getMetrics")["metrics"]}
    return metrics["TaskDuration"] * 1000


def renderer_of(browser: Browser) -> int:
    """The process that shows the page: of the browser's renderers the one with most memory."""
    told = browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
    renderers = [entry["id"] for entry in told if entry["type"] == "renderer"]
    return max(renderers, key=lambda process: memory(process, "Pss"))


def percentile(values: Sequence[float], share: int) -> float:
    return sorted(values)[min(len(values) - 1, len(values) * share // 100)]
