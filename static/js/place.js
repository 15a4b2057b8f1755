// Where somebody is in the text: led to by a link, found again on the next visit, kept while they read.
import { light, noteOf, segments } from "./marks.js";
import { send } from "./send.js";

export const BAR = 80; // pixels at the top of the window that the page's bar covers
const REST = 800; // milliseconds of rest in scrolling
const STILL = 2_000; // milliseconds in which nothing has moved

/** The paragraph at the top of the window. By sections first: what is in one off screen would have to be laid out. */
export function firstInView(text) {
  const isBelowBar = (element) => element.getBoundingClientRect().bottom > BAR;
  const section = [...text.children].find(isBelowBar) ?? text.lastElementChild;
  const paragraphs = [...section.querySelectorAll("[data-p]")];
  return paragraphs.find(isBelowBar) ?? paragraphs.at(-1);
}

/** Bring a place into the window, and again whenever the text gets higher or lower: sections get their real heights when
 * they come near, and move what stands below. Until all is still, or somebody moves on. `find()` gives the element. */
function hold(text, find, block = "start") {
  const stop = new AbortController();
  let timer = 0, was = null;
  const now = () => [text.offsetHeight, Math.round(find()?.getBoundingClientRect().top)];
  const bring = () => {
    find()?.scrollIntoView({ block, behavior: "instant" });
    was = now();
    clearTimeout(timer);
    timer = setTimeout(() => stop.abort(), STILL);
  };
  const look = () => {
    const [high, top] = now();
    if (high !== was[0] || !(Math.abs(top - was[1]) > 1)) return;
    if (document.readyState === "complete") stop.abort(); // scrolled by something else
    else bring(); // until then the browser itself goes to the note that the address names
  };
  bring();
  const observer = new ResizeObserver(bring);
  observer.observe(text);
  stop.signal.addEventListener("abort", () => observer.disconnect());
  for (const type of ["wheel", "pointerdown", "keydown"]) addEventListener(type, () => stop.abort(), { signal: stop.signal, passive: true });
  addEventListener("scroll", look, { signal: stop.signal, passive: true });
  return stop;
}

export class Place {
  constructor(text, notes, { url, kept }) {
    this.text = text;
    this.notes = notes;
    this.url = url;
    this.kept = kept;
  }

  comeBack() {
    if (location.hash) this.goTo(location.hash);
    else if (this.kept > 1 && performance.getEntriesByType("navigation")[0]?.type === "navigate") {
      this.hold(() => document.getElementById(`p${this.kept}`));
    }
  }

  hold(find, block) {
    this.held?.abort();
    this.held = hold(this.text, find, block);
  }

  /** To the paragraph or the highlight that a link names. */
  async goTo(hash) {
    const uid = hash.match(/^#h-([0-9a-z]+)$/)?.[1];
    const number = hash.match(/^#p(\d+)$/)?.[1];
    if (number && !document.getElementById(`p${number}`)) return this.turnTo(number);
    if (!uid) return this.hold(() => document.getElementById(hash.slice(1)));
    if (!noteOf(uid)) {
      const begins = await this.notes.of(uid);
      if (!begins || location.hash !== hash) return;
      if (!noteOf(uid)) return this.turnTo(begins);
      if (!noteOf(uid).matches(":target")) location.replace(hash); // now the browser finds its target, too
    }
    this.hold(() => segments(this.text, uid)[0] ?? noteOf(uid), "center");
    light(this.text, noteOf(uid));
  }

  // A very long article comes in parts, and a link does not say which.
  turnTo(position) {
    const there = new URLSearchParams({ at: position });
    if (document.querySelector(".parts") && location.search !== `?${there}`) location.replace(`?${there}${location.hash}`);
  }

  keep() {
    clearTimeout(this.scrolling);
    this.scrolling = setTimeout(() => {
      const position = Number(firstInView(this.text).dataset.p);
      if (position === this.kept) return;
      this.kept = position;
      send(`${this.url}position/`, { position });
    }, REST);
  }
}
