// Notes come after the text and its marks: those of the places near the window, neighbours in one request. A place is a
// section, or a row of a section that is crowded with marks. With the notes comes whose the marks are (see annotations/markup.py for the contract).
import { isPlain, unfold } from "./plain.js";
import { fetchPart } from "./send.js";
import { swap } from "./swap.js";

const NEAR = "100% 0px"; // so far above and below the window
const REST = 100; // milliseconds of rest in scrolling, so that dragging the scroll bar asks for little
const GONE = "That highlight is not in this text: it was deleted, or it waits for its place in a new version.";
const LATE = "The notes beside the text could not be fetched. Scroll on or click a mark to try again.";

const numberOf = (row) => Number(row.id.slice(1));
const isBare = (place) => isPlain(place) || place.querySelector("mark:not([data-h])") !== null;
const placesOf = (section) => (section.matches(".crowded") ? [...section.children].filter(isBare) : [section]);
const endsOf = (place) => (place.matches("section") ? [place.firstElementChild, place.lastElementChild] : [place, place]);

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
    this.places = [...text.children].filter(isBare).flatMap(placesOf);
    this.asked = new Map(); // place: whether its notes have come, as a promise
    this.near = new Set();
    this.observer = new IntersectionObserver((changes) => this.moved(changes), { rootMargin: NEAR });
    for (const place of this.places) this.observer.observe(place);
  }

  stop() {
    this.observer.disconnect();
  }

  moved(changes) {
    for (const { target, isIntersecting } of changes) {
      this.near[isIntersecting ? "add" : "delete"](target);
      if (isIntersecting) unfold(target);
    }
    clearTimeout(this.resting);
    if (this.asked.size) this.resting = setTimeout(() => this.ask(this.near), REST);
    else this.ask(this.near); // the first screen, at once
  }

  /** The notes of these places; true when all have come, which rows may have had already. */
  async ask(places) {
    const wanted = [...places].filter((place) => !this.asked.has(place)).map((place) => this.places.indexOf(place));
    for (const [first, last] of stretches(wanted)) this.bring(this.places.slice(first, last + 1));
    const came = await Promise.all([...places].map((place) => this.asked.get(place)));
    return came.every(Boolean);
  }

  bring(places) {
    const ends = [endsOf(places[0])[0], endsOf(places.at(-1))[1]];
    const coming = fetchPart(`${this.url}notes/${ends.map(numberOf).join("-")}/`).then(async (answer) => {
      if (answer.ok) await this.fill(answer.html, places);
      else for (const place of places) this.asked.delete(place); // asked for again when it comes near again
      if (!answer.ok) this.fail(answer.status === 401 ? answer : { ...answer, words: LATE });
      return answer.ok;
    });
    for (const place of places) this.asked.set(place, coming);
  }

  /** Those at a mark, wherever it is. */
  at(mark) {
    return "h" in mark.dataset ? true : this.ask(this.places.filter((place) => place.contains(mark)));
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
    return this.ask(this.places);
  }

  async fill(html, places) {
    const stale = new Set();
    for (const notes of [...new DOMParser().parseFromString(html, "text/html").body.children]) {
      const number = Number(notes.id.slice(1));
      if (!this.put(notes, document.getElementById(`p${number}`))) stale.add(number);
    }
    for (const place of places) {
      for (const mark of place.querySelectorAll("mark:not([data-h])")) stale.add(numberOf(mark.closest(".row")));
    }
    await Promise.all(stretches(stale).map((ends) => this.renew(ends)));
  }

  /** False where the row on the page has other marks than the notes tell of: somebody changed it meanwhile. */
  put(notes, row) {
    if (!row || row.querySelector("mark[data-h]")) return true; // swapped meanwhile, so newer
    unfold(row.parentElement);
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
