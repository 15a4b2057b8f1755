// Places in the text between two characters, in code points of the version's text: under a pointer, and word by word.
import { pointAt, startOf, toCodePoints, toUnits } from "./offsets.js";
import { spansOf } from "./picker.js";

const paragraphOf = (node) => (node instanceof Element ? node : node.parentElement)?.closest("[data-p]");

/** The DOM point [node, offset] under a point of the window; null where there is none. */
export function caretAt(x, y) {
  if (document.caretPositionFromPoint) {
    const found = document.caretPositionFromPoint(x, y);
    return found && [found.offsetNode, found.offset];
  }
  const range = document.caretRangeFromPoint?.(x, y); // Safari
  return range ? [range.startContainer, range.startOffset] : null;
}

/** The code point of a DOM point; null outside the text. */
export function offsetOf(node, offset, root) {
  const paragraph = node && paragraphOf(node);
  if (!paragraph || !root.contains(paragraph)) return null;
  const before = new Range();
  before.setStart(paragraph, 0);
  before.setEnd(node, offset);
  return startOf(paragraph) + toCodePoints(paragraph.textContent, before.toString().length);
}

// In UTF-16 units of a paragraph. Its own ends count too, so that quotation marks and full stops are reached.
function edgesOf(paragraph, isEnd) {
  const found = spansOf(paragraph, "word").map((span) => span[isEnd ? 1 : 0]);
  const own = isEnd ? paragraph.textContent.trimEnd().length : 0;
  return [...new Set([...found, own])].sort((a, b) => a - b);
}

/** From a place to the next beginning or end of a word in a direction, over paragraphs; the same where there is none. */
export function wordEdge(offset, root, by, isEnd) {
  const all = [...root.querySelectorAll("[data-p]")];
  const here = paragraphOf(pointAt(offset, root, isEnd)[0]);
  const units = toUnits(here.textContent, offset - startOf(here));
  const edges = edgesOf(here, isEnd);
  const next = by > 0 ? edges.find((edge) => edge > units) : edges.findLast((edge) => edge < units);
  if (next !== undefined) return startOf(here) + toCodePoints(here.textContent, next);
  for (let n = all.indexOf(here) + by; n >= 0 && n < all.length; n += by) {
    const paragraph = all[n];
    if (!paragraph.textContent.trim()) continue;
    return startOf(paragraph) + toCodePoints(paragraph.textContent, edgesOf(paragraph, isEnd).at(by > 0 ? 0 : -1));
  }
  return offset;
}

/** The next beginning of a word in a direction, with the bracket or quotation mark that opens before it. */
export function wordStart(offset, root, by) {
  const found = wordEdge(offset, root, by, false);
  const paragraph = paragraphOf(pointAt(found, root)[0]);
  const before = paragraph.textContent.slice(0, toUnits(paragraph.textContent, found - startOf(paragraph)));
  const opening = before.match(/(?:^|\s)([\p{Ps}\p{Pi}"']+)$/u)?.[1] ?? "";
  const at = found - [...opening].length;
  return by > 0 && at <= offset && found > offset ? wordStart(found, root, by) : at; // from such a mark on to the next word
}
