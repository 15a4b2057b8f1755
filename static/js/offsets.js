// DOM selection <-> code points of the version's text; the only place where UTF-16 meets code points.
// Contract: the text content of a [data-p] element is the paragraph's stored text; data-start is where it begins
// in the version's text; two neighbouring paragraphs are joined there by SEPARATOR.
export const SEPARATOR = "\n\n";
const isLow = (unit) => unit >= 0xdc00 && unit <= 0xdfff;

/** UTF-16 index -> code-point index of a well-formed string. */
export function toCodePoints(text, index) {
  let points = 0;
  for (let i = 0; i < index; i++) if (!isLow(text.charCodeAt(i))) points++;
  return points;
}

/** Code-point index -> UTF-16 index. */
export function toUnits(text, points) {
  let index = 0;
  for (; points > 0 && index < text.length; points--) index += text.codePointAt(index) > 0xffff ? 2 : 1;
  return index;
}

const textNodes = (paragraph) => document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);

/** UTF-16 offset of a boundary point in a paragraph; the point may lie in a text node or between children. */
function unitsBefore(paragraph, node, offset) {
  const point = new Range();
  point.setStart(node, offset);
  let units = 0;
  for (const walker = textNodes(paragraph); walker.nextNode();) {
    const text = walker.currentNode;
    if (text === node) return units + offset;
    if (point.comparePoint(text, 0) === 1) return units;
    units += text.data.length;
  }
  return units;
}

/** The paragraphs a range touches, each with its text and the touched units [a, b); [] where it touches none. */
export function pieces(range, root) {
  const found = [];
  for (const paragraph of paragraphsAround(range, root)) {
    const whole = new Range();
    whole.selectNodeContents(paragraph);
    const text = paragraph.textContent;
    const fromStart = range.compareBoundaryPoints(Range.START_TO_START, whole) <= 0;
    const toEnd = range.compareBoundaryPoints(Range.END_TO_END, whole) >= 0;
    let a = fromStart ? 0 : unitsBefore(paragraph, range.startContainer, range.startOffset);
    let b = toEnd ? text.length : unitsBefore(paragraph, range.endContainer, range.endOffset);
    if (a > 0 && isLow(text.charCodeAt(a))) a--;
    if (b < text.length && isLow(text.charCodeAt(b))) b++;
    if (b > a) found.push({ paragraph, text, a, b });
  }
  return found;
}

/** The sections of a text, by which a long article's paragraphs are found without going through all of it. */
const partsOf = (root) => (root.firstElementChild?.localName === "section" ? [...root.children] : [root]);

/** Those from the first to the last paragraph of the range. */
function paragraphsAround(range, root) {
  const near = partsOf(root).filter((part) => range.intersectsNode(part));
  const all = near.flatMap((part) => [...part.querySelectorAll("[data-p]")]);
  const touches = all.findIndex((paragraph) => range.intersectsNode(paragraph));
  if (touches < 0) return [];
  let end = touches;
  while (end < all.length && range.intersectsNode(all[end])) end++;
  return all.slice(touches, end);
}

let graphemes = null; // made at the first selection: its tables cost the page 10 ms

/** Grow to whole graphemes (Chromium's own toString() does so too), then shrink over white space at the ends. */
export function tidy({ paragraph, text, a, b }) {
  graphemes ??= new Intl.Segmenter(undefined, { granularity: "grapheme" });
  const parts = graphemes.segment(text);
  a = parts.containing(a)?.index ?? a;
  const last = b < text.length ? parts.containing(b) : null;
  if (last && last.index < b) b = last.index + last.segment.length;
  while (a < b && /\s/.test(text[a])) a++;
  while (b > a && /\s/.test(text[b - 1])) b--;
  return { paragraph, text, a, b };
}

/** A range as { start, end, quote, range } of the version's text, in code points; null where no text is covered. */
export function passageOf(range, root) {
  const found = pieces(range, root).map(tidy).filter((piece) => piece.b > piece.a);
  if (!found.length) return null;
  const first = found[0], last = found.at(-1);
  return {
    start: startOf(first.paragraph) + toCodePoints(first.text, first.a),
    end: startOf(last.paragraph) + toCodePoints(last.text, last.b),
    quote: quoteOf(found),
  };
}

// Between the first and the last paragraph everything is covered, white space at the inner ends too.
function quoteOf(found) {
  if (found.length === 1) return found[0].text.slice(found[0].a, found[0].b);
  const first = found[0], last = found.at(-1);
  const inner = found.slice(1, -1).map((piece) => piece.text);
  return [first.text.slice(first.a), ...inner, last.text.slice(0, last.b)].join(SEPARATOR);
}

/** Where a paragraph begins in the version's text. Of a bare section only the first one says it: the others are reckoned
 * when one of them is asked for. */
export function startOf(paragraph) {
  if (!("start" in paragraph.dataset)) reckon(paragraph.closest("section"));
  return Number(paragraph.dataset.start);
}

function reckon(section) {
  let start = Number(section.dataset.start);
  for (const paragraph of section.querySelectorAll("[data-p]")) {
    const text = paragraph.textContent;
    paragraph.dataset.start = start;
    start += toCodePoints(text, text.length) + SEPARATOR.length;
  }
}

/** The inverse: a code-point offset of the version's text -> a DOM point [node, offset], or null outside root. */
export function pointAt(offset, root, atEnd = false) {
  const paragraph = paragraphAt(offset, root, atEnd);
  if (!paragraph) return null;
  let units = toUnits(paragraph.textContent, offset - startOf(paragraph));
  let node = null;
  for (const walker = textNodes(paragraph); walker.nextNode();) {
    node = walker.currentNode;
    if (units < node.data.length || (atEnd && units === node.data.length)) return [node, units];
    units -= node.data.length;
  }
  return node ? [node, node.data.length] : [paragraph, 0];
}

function paragraphAt(offset, root, atEnd) {
  const place = offset - (atEnd ? 1 : 0);
  const part = lastUpTo(place, partsOf(root), (one) => startOf(one.querySelector("[data-p]")));
  return part && lastUpTo(place, part.querySelectorAll("[data-p]"), startOf);
}

/** Of all in their order the last one that begins at the place or before it, else the first one. */
function lastUpTo(place, all, begin) {
  let low = 0, high = all.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (begin(all[middle]) <= place) low = middle; else high = middle - 1;
  }
  return all[low];
}

/** The DOM range of the code points [start, end). */
export function rangeOf(start, end, root) {
  const from = pointAt(start, root), to = pointAt(end, root, true);
  if (!from || !to) return null;
  const range = new Range();
  range.setStart(...from);
  range.setEnd(...to);
  return range;
}
