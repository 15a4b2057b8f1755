// Where somebody is in the text: led to by a link, found again on the next visit, kept while they read.
import { light, noteOf, segments } from "./marks.js";
import { send } from "./send.js";

const BAR = 80; // pixels at the top of the window that the page's bar covers
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
    if (!uid) return document.getElementById(hash.slice(1))?.scrollIntoView({ behavior: "instant" });
    if (!noteOf(uid)) {
      if (!(await this.notes.of(uid)) || !noteOf(uid) || location.hash !== hash) return;
      location.replace(hash); // now the browser finds its target, too
    }
    (segments(this.text, uid)[0] ?? noteOf(uid)).scrollIntoView({ block: "center", behavior: "instant" });
    light(this.text, noteOf(uid));
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
