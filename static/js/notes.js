// Notes come after the text and its marks: those of the sections near the window, neighbours in one request. With them
// comes whose the marks are (see annotations/markup.py for the contract).
import { SEPARATOR, toCodePoints } from "./offsets.js";
import { fetchPart } from "./send.js";
import { swap } from "./swap.js";

const NEAR = "100% 0px"; // so far above and below the window
const REST = 100; // milliseconds of rest in scrolling, so that dragging the scroll bar asks for little
const GONE = "That highlight is not there any more: somebody has deleted it since. The article is shown as it is now.";
const LATE = "The notes beside the text could not be fetched. Scroll on or click a mark to try again.";

const numberOf = (row) => Number(row.id.slice(1));
const isBare = (section) => section.querySelector("mark:not([data-h])") !== null;

/** Where each paragraph's text begins in the version's text; the section says it for its first one. */
function reckon(section) {
  let start = Number(section.dataset.start);
  for (const paragraph of section.querySelectorAll("[data-p]")) {
    const text = paragraph.textContent;
    paragraph.dataset.start = start;
    start += toCodePoints(text, text.length) + SEPARATOR.length;
  }
}

/** Neighbours together: [1, 2, 3, 7] gives [[1, 3], [7, 7]]. */
export function stretches(numbers) {
  const found = [];
  for (const number of [...numbers].sort((a, b) => a - b)) {
    if (found.at(-1)?.[1] === number - 1) found.at(-1)[1] = number;
    else found.push([number, number]);
  }
  return found;
}

export class Notes {
  /** `url` is the article's; `fail(answer)` tells the person that notes did not come. */
  constructor(text, url, fail) {
    this.text = text;
    this.url = url;
    this.fail = fail;
    for (const section of text.querySelectorAll("section[data-start]")) reckon(section);
    this.sections = [...text.children].filter(isBare);
    this.asked = new Map(); // section: whether its notes have come, as a promise
    this.near = new Set();
    this.observer = new IntersectionObserver((changes) => this.moved(changes), { rootMargin: NEAR });
    for (const section of this.sections) this.observer.observe(section);
  }

  stop() {
    this.observer.disconnect();
  }

  moved(changes) {
    for (const { target, isIntersecting } of changes) this.near[isIntersecting ? "add" : "delete"](target);
    clearTimeout(this.resting);
    if (this.asked.size) this.resting = setTimeout(() => this.ask(this.near), REST);
    else this.ask(this.near); // the first screen, at once
  }

  /** The notes of these sections; true when all have come, which rows may have had already. */
  async ask(sections) {
    const places = [...sections].filter((section) => !this.asked.has(section)).map((section) => this.sections.indexOf(section));
    for (const [first, last] of stretches(places)) this.bring(this.sections.slice(first, last + 1));
    const came = await Promise.all([...sections].map((section) => this.asked.get(section)));
    return came.every(Boolean);
  }

  bring(sections) {
    const rows = [sections[0].firstElementChild, sections.at(-1).lastElementChild];
    const coming = fetchPart(`${this.url}notes/${rows.map(numberOf).join("-")}/`).then(async (answer) => {
      if (answer.ok) await this.fill(answer.html, sections);
      else for (const section of sections) this.asked.delete(section); // asked for again when it comes near again
      if (!answer.ok) this.fail(answer.status === 401 ? answer : { ...answer, words: LATE });
      return answer.ok;
    });
    for (const section of sections) this.asked.set(section, coming);
  }

  /** Those at a mark, wherever it is. */
  at(mark) {
    return "h" in mark.dataset ? true : this.ask([mark.closest("section")]);
  }

  /** Those around a highlight that may stand anywhere; gives its paragraph's number, 0 where it is no more. */
  async of(uid) {
    const answer = await fetchPart(`${this.url}notes/of/${uid}/`);
    if (!answer.ok) return this.fail(answer.status === 404 ? { ...answer, words: GONE } : answer), 0;
    await this.fill(answer.html, []);
    const begins = new DOMParser().parseFromString(answer.html, "text/html").getElementById(`h-${uid}`);
    return begins ? numberOf(begins.parentElement) : 0;
  }

  /** All of the article, as printing wants them. */
  all() {
    return this.ask(this.sections);
  }

  async fill(html, sections) {
    const stale = new Set();
    for (const notes of [...new DOMParser().parseFromString(html, "text/html").body.children]) {
      const number = Number(notes.id.slice(1));
      if (!this.put(notes, document.getElementById(`p${number}`))) stale.add(number);
    }
    for (const section of sections) {
      for (const mark of section.querySelectorAll("mark:not([data-h])")) stale.add(numberOf(mark.closest(".row")));
    }
    await Promise.all(stretches(stale).map((ends) => this.renew(ends)));
  }

  /** False where the row on the page has other marks than the notes tell of: somebody changed it meanwhile. */
  put(notes, row) {
    if (!row || row.querySelector("mark[data-h]")) return true; // swapped meanwhile, so newer
    const marks = row.querySelectorAll("mark"), covering = notes.dataset.marks.split(",");
    if (marks.length !== covering.length) return false;
    marks.forEach((mark, n) => {
      mark.dataset.h = covering[n];
      mark.setAttribute("aria-details", `h-${covering[n].split(" ").at(-1)}`);
    });
    delete notes.dataset.marks;
    if (notes.children.length) row.append(notes);
    return true;
  }

  async renew(ends) {
    const answer = await fetchPart(`${this.url}paragraphs/${ends.join("-")}/`);
    if (answer.ok) swap(answer.html, this.text);
  }
}
