// What to say of a new tag's name: others close to it, and what R and pandas take for a missing value. The same rules
// as annotations/similar.py and the form's, which say it again after saving.
import { fold } from "./codebook.js";

const SHORTEST = 4; // of two names that differ by a letter: “war” and “wax” are different words
const MISSING = new Set(["none", "na", "n/a", "nan", "-nan", "null", "<na>", "#n/a", "#na", "#n/a n/a"]);
const ENDINGS = [["ies", "y"], ["es", ""], ["e", ""], ["s", ""]];

const bare = (name) => fold(name).replace(/[^\p{L}\p{N}]+/gu, " ").trim();

function singular(name) {
  const found = ENDINGS.find(([ending]) => name.endsWith(ending) && name.length - ending.length >= SHORTEST - 1);
  return found ? name.slice(0, -found[0].length) + found[1] : name;
}

function differByALetter(one, other) {
  if (Math.abs(one.length - other.length) > 1) return false;
  let start = 0;
  while (start < Math.min(one.length, other.length) && one[start] === other[start]) start += 1;
  const left = one.slice(start), right = other.slice(start);
  const isSwapped = left.length > 1 && left[0] === right[1] && left[1] === right[0] && left.slice(2) === right.slice(2);
  return isSwapped || left.slice(1) === right.slice(1) || left.slice(1) === right || left === right.slice(1);
}

function areClose(one, other) {
  if (one === other || singular(one) === singular(other)) return true;
  if (/\p{N}/u.test(one + other)) return false; // codes: 504 and 505 are meant to differ
  return Math.min(one.length, other.length) >= SHORTEST && differByALetter(one, other);
}

export function alike(name, others) {
  const one = bare(name);
  return others.filter((other) => other !== name && areClose(one, bare(other)));
}

/** A few words, or none. */
export function remark(name, others) {
  const said = name.trim();
  if (!said) return "";
  if (MISSING.has(said.toLowerCase())) return "R and pandas read this as a missing value";
  const close = alike(said, others).slice(0, 3);
  return close.length ? `close to ${close.map((other) => `“${other}”`).join(", ")}` : "";
}

/** In the palette, beside each line that would make a tag. */
export function remarkOn({ offers, list, book }) {
  offers.forEach(({ fields, facet }, n) => {
    const names = fields.new_tag && book.tags.filter((tag) => tag.facet === facet).map(({ name }) => name);
    if (names) list.children[n].querySelector("small").textContent = remark(fields.new_tag, names);
  });
}
