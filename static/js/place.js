// Where somebody is in the text: led to by a link, found again on the next visit, kept while they read.
import { light, noteOf, segments } from "./marks.js";
import { send } from "./send.js";

export const BAR = 80; // pixels at the top of the window that the page's bar covers
const REST = 800; // milliseconds of rest in scrolling

/** The paragraph at the top of the window. By sections first: what is in one off screen would have to be laid out. */
export function firstInView(text) {
  const isBelowBar = (element) => element.getBoundingClientRect().bottom > BAR;
  const section = [...text.children].find(isBelowBar) ?? text.lastElementChild;
  const paragraphs = [...section.querySelectorAll("[data-p]")];
  return paragraphs.find(isBelowBar) ?? paragraphs.at(-1);
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
      document.getElementById(`p${this.kept}`)?.scrollIntoView({ behavior: "instant" });
    }
  }

  /** To the paragraph or the highlight that a link names. */
  async goTo(hash) {
    const uid = hash.match(/^#h-([0-9a-z]+)$/)?.[1];
    const number = hash.match(/^#p(\d+)$/)?.[1];
    if (number && !document.getElementById(`p${number}`)) return this.turnTo(number);
    if (!uid) return document.getElementById(hash.slice(1))?.scrollIntoView({ behavior: "instant" });
    if (!noteOf(uid)) {
      const begins = await this.notes.of(uid);
      if (!begins || location.hash !== hash) return;
      if (!noteOf(uid)) return this.turnTo(begins);
      location.replace(hash); // now the browser finds its target, too
    }
    (segments(this.text, uid)[0] ?? noteOf(uid)).scrollIntoView({ block: "center", behavior: "instant" });
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
