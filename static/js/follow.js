// The reading page after others' changes: fetches the parts that look different and puts them in their places.
// Selection, scroll, focus, the open palette and what somebody is typing stay as they are.
import "./live.js";
import { rangeOf } from "./offsets.js";
import { renewPanel } from "./panel.js";
import { fetchPart, settled } from "./send.js";
import { swap } from "./swap.js";

const HEAD = ["about", "name", "turn", "where", "read"]; // parts of the page's frame, by their ids
const FRAME_PAUSE = 3_000; // somebody who brings in articles changes the frame every moment
const AGAIN = 5_000;
const GONE = "Somebody has deleted this highlight.";
const TYPED = `${GONE} What you were typing is still here: copy it if you want to keep it.`;

class Follower {
  constructor(reader) {
    this.reader = reader;
    this.waiting = [];
    this.own = new Set(); // numbers of changes whose answers are on the page
    this.painted = 0;
    this.stale = new Set();
    this.near = new IntersectionObserver((seen) => this.onNear(seen), { rootMargin: "100% 0px" });
    document.addEventListener("corpus:change", ({ detail }) => this.add(detail));
    document.addEventListener("corpus:reload", () => this.renewAll());
    document.addEventListener("corpus:swapped", () => this.onSwapped());
  }

  /** An answer to something the person did is newer than what was fetched before it came. */
  onSwapped() {
    if (this.isSwapping) return;
    this.painted += 1;
    const change = document.querySelector("#toasts [data-change]")?.dataset.change;
    if (change) this.own.add(change);
  }

  add(said) {
    this.waiting.push(said);
    this.turn ??= this.run().finally(() => { this.turn = null; });
  }

  // One after the other; what comes while one is on its way goes into the next.
  async run() {
    await customElements.whenDefined("corpus-reader");
    while (this.waiting.length) {
      await settled();
      const changes = this.waiting.splice(0).filter(({ number }) => !this.own.has(number));
      const about = new Set(changes.flatMap((said) => said.about));
      if (about.has("version")) (await import("./new-text.js")).offerNewText();
      if (about.has("codebook")) this.renewCodebook();
      if (["articles", "project", "members", "work"].some((part) => about.has(part))) this.renewFrame();
      if (about.has("looks") && changes.some((said) => said.about.includes("looks") && !said.tags)) this.renewAll();
      else if (about.has("text") || about.has("looks")) await this.bring(changes);
    }
  }

  async bring(changes) {
    const of = (list, field) => [...new Set(list.flatMap((said) => said[field] ?? []))];
    const looks = changes.filter((said) => said.about.includes("looks"));
    const kept = await this.fetch({
      paragraphs: changes.flatMap((said) => said.paragraphs ?? []).join(","),
      tags: of(changes, "tags").join(","), looks: of(looks, "tags").join(","),
    }, of(changes, "highlights"));
    if (!kept) this.waiting.unshift(...changes);
  }

  /** False where the person did something meanwhile: what was fetched may be older than what they see. */
  async fetch(asked, touched) {
    const before = this.painted;
    const { palette } = this.reader;
    const open = palette.isOpen && palette.highlight && (!touched || touched.includes(palette.highlight)) ? palette.highlight : "";
    const answer = await fetchPart(`${this.reader.dataset.url}followed/?${new URLSearchParams({ ...asked, within: this.within(), highlight: open })}`);
    await settled();
    if (this.painted !== before) return false;
    if (answer.ok) this.put(answer.html, open);
    else if (answer.status === 0 || answer.status >= 500) setTimeout(() => this.renewAll(), AGAIN);
    return true;
  }

  put(html, open) {
    const { reader } = this;
    const parts = new DOMParser().parseFromString(html, "text/html").body;
    const panel = parts.querySelector("#panel");
    panel?.remove();
    this.swap(parts.innerHTML);
    const { passage } = reader.palette;
    if (passage && reader.pending) reader.paint("pending", (reader.pending = rangeOf(passage.start, passage.end, reader.text)));
    if (!open || reader.palette.highlight !== open) return;
    if (panel) {
      renewPanel(reader.querySelector("#panel"), panel);
      reader.followHighlight(open);
    } else this.loseHighlight();
  }

  loseHighlight() {
    const { reader } = this;
    if (renewPanel(reader.querySelector("#panel"), null)) return reader.complain({ words: TYPED });
    reader.close();
    return reader.complain({ words: GONE });
  }

  swap(html) {
    this.isSwapping = true;
    swap(html, this.reader.text);
    this.isSwapping = false;
  }

  within() {
    const rows = this.reader.text.querySelectorAll(":scope > section > .row");
    return `${rows[0].id.slice(1)}-${rows[rows.length - 1].id.slice(1)}`;
  }

  /** What the palette offers; the line that is active stays so. */
  async renewCodebook() {
    const { palette } = this.reader;
    await palette.codebook.renew();
    if (!palette.isOpen || !palette.input) return;
    const nameOf = (offer) => offer?.tag?.id ?? offer?.label;
    const active = nameOf(palette.offers?.[palette.active]);
    await palette.show();
    palette.activate(Math.max(0, palette.offers.findIndex((offer) => nameOf(offer) === active)));
  }

  /** Title, source, neighbours: from the page itself, fetched afresh but seldom. */
  renewFrame() {
    this.framing ??= setTimeout(async () => {
      this.framing = null;
      const url = new URL(location.pathname + location.search, location.href);
      url.searchParams.set("at", this.within().split("-")[0]);
      const answer = await fetchPart(url);
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(answer.html, "text/html");
      const parts = HEAD.filter((id) => !this.isBusy(id)).map((id) => page.getElementById(id)).filter(Boolean);
      this.swap(parts.map((part) => part.outerHTML).join(""));
      document.title = page.title;
    }, this.framed && Date.now() - this.framed < FRAME_PAUSE ? FRAME_PAUSE : 0);
    this.framed = Date.now();
  }

  isBusy(id) {
    return Boolean(document.getElementById(id)?.querySelector(":focus, details[open]"));
  }

  // --- All of it: after so many changes that they are not told one by one

  /** What is near the window at once, the rest when it comes near. */
  async renewAll() {
    await customElements.whenDefined("corpus-reader");
    for (const section of this.reader.text.children) {
      this.stale.add(section);
      this.near.unobserve(section);
      this.near.observe(section);
    }
    this.renewCodebook();
    this.renewFrame();
    this.renewLegend();
  }

  async renewLegend() {
    const legend = this.reader.querySelector(".legend");
    legend.hidden = true; // until an entry has come (reader.css)
    await this.reader.fetchLegend();
  }

  async onNear(seen) {
    const sections = seen.filter(({ isIntersecting, target }) => isIntersecting && this.stale.delete(target)).map(({ target }) => target);
    for (const section of sections) this.near.unobserve(section);
    if (!sections.length) return;
    const paragraphs = sections.map((section) => `${section.firstElementChild.id.slice(1)}-${section.lastElementChild.id.slice(1)}`).join(",");
    while (!(await this.fetch({ paragraphs })));
  }
}

new Follower(document.querySelector("corpus-reader"));
