// Find in this article: / opens it, Enter and Shift+Enter go on and back, Escape leaves with the place selected.
import { rangeOf, startOf, toCodePoints } from "./offsets.js";
import { unfoldAll } from "./plain.js";

const MOST = 2_000;
const QUOTES = { "‘": "'", "’": "'", "‚": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "–": "-", "—": "-", "‐": "-", "\u00a0": " " };
const HIDDEN = /[\u00ad\u200b-\u200f\u2060\ufeff\u0300-\u036f]/u;
const paint = (name, ranges) => {
  if (!("highlights" in CSS)) return;
  if (ranges.length) CSS.highlights.set(name, new Highlight(...ranges));
  else CSS.highlights.delete(name);
};

/** A text without case and accents, with where each unit of it comes from: [folded, places]; places has one more. */
export function folded(text) {
  let found = "";
  const places = [];
  for (let at = 0; at < text.length;) {
    const length = text.codePointAt(at) > 0xffff ? 2 : 1, letter = text.slice(at, at + length);
    const plain = letter < "\u0080" ? letter.toLowerCase() : (QUOTES[letter] ?? letter).normalize("NFKD").toLowerCase();
    for (const unit of plain.split("")) {
      if (HIDDEN.test(unit) || (/\s/.test(unit) && found.endsWith(" "))) continue;
      found += /\s/.test(unit) ? " " : unit;
      places.push(at);
    }
    at += length;
  }
  return [found, [...places, text.length]];
}

/** Where the words stand in a text, as [start, end) in UTF-16 units. */
export function places(text, words, [plain, from] = folded(text)) {
  const wanted = folded(words.trim())[0], found = [];
  for (let at = plain.indexOf(wanted); wanted && at >= 0; at = plain.indexOf(wanted, at + wanted.length)) {
    let end = from[at + wanted.length - 1] + 1;
    while (end < from[at + wanted.length]) end++; // with the accents that stand behind the last letter
    found.push([from[at], text.slice(from[at], end).trimEnd().length + from[at]]);
  }
  return found;
}

class Find {
  constructor(reader) {
    this.reader = reader;
    this.known = new WeakMap();
    this.bar = document.createElement("search");
    Object.assign(this.bar, { className: "find", popover: "manual" });
    this.input = Object.assign(document.createElement("input"), { type: "search", id: "find-words", placeholder: "Find in this article", maxLength: 200 });
    this.input.setAttribute("aria-label", "Find in this article");
    this.count = Object.assign(document.createElement("output"), { textContent: "" });
    this.count.setAttribute("for", "find-words");
    const button = (name, text, act) => {
      const made = Object.assign(document.createElement("button"), { type: "button", textContent: text });
      made.setAttribute("aria-label", name);
      made.addEventListener("click", act);
      return made;
    };
    this.all = Object.assign(document.createElement("a"), { textContent: "Code all", hidden: true });
    this.bar.append(this.input, this.count, button("Previous place", "‹", () => this.go(-1)), button("Next place", "›", () => this.go(1)), ...(reader.mayAnnotate ? [this.all] : []), button("Close", "×", () => this.close()));
    this.input.addEventListener("input", () => this.look());
    this.bar.addEventListener("keydown", (event) => this.onKey(event));
    document.addEventListener("corpus:swapped", () => this.renew());
    reader.append(this.bar);
  }

  open(typed) {
    this.reader.close();
    unfoldAll(this.reader.text); // what is painted in a section would go with its words
    this.bar.showPopover();
    this.input.value = typed || this.input.value;
    this.input.focus();
    if (!typed) this.input.select();
    this.look();
  }

  look() {
    const words = this.input.value;
    this.found = [];
    if (words.trim()) for (const paragraph of this.reader.text.querySelectorAll("[data-p]")) {
      const text = paragraph.textContent, start = startOf(paragraph);
      for (const [a, b] of places(text, words, this.foldedOnce(paragraph, text))) this.found.push([start + toCodePoints(text, a), start + toCodePoints(text, b)]);
      if (this.found.length >= MOST) break;
    }
    const page = this.reader.everywhere(words);
    this.all.hidden = !this.found.length || !page;
    if (page) this.all.href = page;
    const top = this.found.findIndex(([start, end]) => this.rangeOf(start, end)?.getBoundingClientRect().top > 0);
    this.at = Math.max(0, top);
    this.ranges = this.found.map(([start, end]) => this.rangeOf(start, end)).filter(Boolean);
    paint("found", this.ranges);
    this.show();
  }

  // Paragraphs that somebody's change has replaced take their ranges along; the places are the same.
  renew() {
    if (!this.bar.matches(":popover-open") || !this.ranges?.some((range) => range.collapsed)) return;
    this.ranges = this.found.map(([start, end]) => this.rangeOf(start, end)).filter(Boolean);
    paint("found", this.ranges);
    paint("found-now", this.ranges.slice(this.at, this.at + 1));
  }

  foldedOnce(paragraph, text) {
    if (!this.known.has(paragraph)) this.known.set(paragraph, folded(text));
    return this.known.get(paragraph);
  }

  rangeOf(start, end) { return rangeOf(start, end, this.reader.text); }

  go(step) {
    if (!this.found?.length) return;
    this.at = (this.at + step + this.found.length) % this.found.length;
    this.show();
  }

  show() {
    const range = this.ranges[this.at];
    this.count.textContent = this.found.length ? `${this.at + 1} / ${this.found.length}${this.found.length >= MOST ? "+" : ""}` : this.input.value.trim() && "Not found";
    paint("found-now", range ? [range] : []);
    if (!range) return;
    const box = range.getBoundingClientRect();
    if (box.top < 90 || box.bottom > innerHeight - 90) scrollBy({ top: box.top - innerHeight / 3, behavior: "instant" });
  }

  onKey(event) {
    if (event.isComposing) return;
    if (event.key === "Escape") this.close();
    else if (event.key === "Enter" && event.target === this.input) this.go(event.shiftKey ? -1 : 1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  // What was found is selected: Enter or t tags it.
  close() {
    const range = this.ranges?.[this.at];
    paint("found", []);
    paint("found-now", []);
    this.bar.hidePopover();
    document.activeElement?.blur();
    if (!range) return;
    getSelection().removeAllRanges();
    getSelection().addRange(range);
  }
}

let find = null;

/** Open the bar of the reading page, with what has been typed meanwhile. */
export function open(reader, typed) {
  find ??= new Find(reader);
  find.open(typed);
}
