// Very many marks come as text beside the article: those of its plain sections, which have neither marks nor numbers until
// they come near the window or all are wanted (see annotations/markup.py for the contract).
import { toUnits } from "./offsets.js";
import { remember } from "./swap.js";

let lines = null;

export const isPlain = (section) => section.classList.contains("plain");

const number = (digits) => parseInt(digits, 36);

/** The classes of a mark: a digit for the hue, one for its edges, one for each lane of lines, and signs as they are. */
function classesOf(look) {
  const [[hue, edges, ...lanes], ...signs] = look.split(" ");
  const lines = lanes.map((line, n) => line !== "-" && `u${n + 1}-${number(line)}`);
  const ends = ["s", "e", "more"].filter((_, n) => (edges >> n) & 1);
  return [hue === "-" ? "bare" : `f${number(hue)}`, ...lines.filter(Boolean), ...ends, ...signs].join(" ");
}

/** What a paragraph's line says, one after the other, as [code points skipped, code points covered, classes]. */
export function* parse(line) {
  if (!line) return;
  for (const run of line.split(";")) {
    const [skipped, covered, look] = run.split(",");
    yield [number(skipped), number(covered), classesOf(look)];
  }
}

/** A text cut at the runs, as [words, classes]; what is not marked has none. */
export function cut(text, runs) {
  const found = [];
  const take = (points, classes) => {
    const units = toUnits(text, points);
    if (units) found.push([text.slice(0, units), classes]);
    text = text.slice(units);
  };
  for (const [skipped, covered, classes] of runs) {
    take(skipped, null);
    take(covered, classes);
  }
  take(text.length, null);
  return found;
}

export function runsOf(row) {
  const told = document.getElementById("marks");
  lines ??= told.textContent.split("\n");
  return parse(lines[Number(row.id.slice(1)) - Number(told.dataset.first)]);
}

/** Make a plain section what it would have been from the beginning; any other is left as it is. */
export function unfold(section) {
  if (!isPlain(section)) return;
  const keep = getSelection().containsNode(section, true) ? remember(section.parentElement) : () => {};
  section.classList.remove("plain");
  for (const row of section.children) if (row.firstElementChild.localName !== "a") fill(row); // else it was swapped, so it is newer
  keep();
  if (globalThis.CSS?.highlights?.size) document.dispatchEvent(new Event("corpus:swapped")); // what is painted there has lost its place
}

function fill(row) {
  const paragraph = row.firstElementChild, link = document.createElement("a");
  Object.assign(link, { className: "pn", textContent: paragraph.dataset.p }).setAttribute("href", `#${row.id}`);
  row.prepend(link);
  const runs = [...runsOf(row)];
  if (runs.length) paragraph.replaceChildren(...cut(paragraph.textContent, runs).map(([words, classes]) => (classes === null ? words : markOf(words, classes))));
}

const markOf = (words, classes) => Object.assign(document.createElement("mark"), { className: classes, textContent: words });

export function unfoldAll(text) {
  for (const section of text.querySelectorAll(":scope > .plain")) unfold(section);
}

/** What concerns all of the text: printing, the browser's own search, and all selected to be copied. */
export function unfoldInTime(text, signal) {
  addEventListener("beforeprint", () => unfoldAll(text), { signal });
  addEventListener("keydown", ({ key, ctrlKey, metaKey }) => {
    if (key === "F3" || ((ctrlKey || metaKey) && ["a", "f"].includes(key.toLowerCase()))) unfoldAll(text);
  }, { signal });
}
