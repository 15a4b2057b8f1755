// What of the edges of a highlight is seen: their three handles, the words that are proposed, and where these stand.
import { pieces } from "./offsets.js";

const isRightToLeft = (text) => /^[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u.test(text);

/** A range by its paragraphs, without the notes and numbers between them. */
function partsOf(range, root) {
  return pieces(range, root).map(({ paragraph }) => {
    const part = new Range();
    part.selectNodeContents(paragraph);
    if (paragraph.contains(range.startContainer)) part.setStart(range.startContainer, range.startOffset);
    if (paragraph.contains(range.endContainer)) part.setEnd(range.endContainer, range.endOffset);
    return part;
  });
}

/** Paint what is proposed; null takes it away. */
export function paint(range, root) {
  if (!("highlights" in CSS)) return;
  if (range) CSS.highlights.set("edges", new Highlight(...partsOf(range, root)));
  else CSS.highlights.delete("edges");
}

/** The box around the words of a range. */
export function boxAround(range, root) {
  const boxes = partsOf(range, root).map((part) => part.getBoundingClientRect());
  const least = (side) => Math.min(...boxes.map((box) => box[side])), most = (side) => Math.max(...boxes.map((box) => box[side]));
  return new DOMRect(least("left"), least("top"), most("right") - least("left"), most("bottom") - least("top"));
}

const HANDLES = { start: "Beginning of the passage", end: "End of the passage", cut: "Where the passage is split" };

/** The three handles, hidden; they stand before the palette, so that Tab reaches them first. */
export function framed() {
  const frame = Object.assign(document.createElement("div"), { id: "edges", hidden: true });
  for (const [edge, label] of Object.entries(HANDLES)) {
    const handle = Object.assign(document.createElement("span"), { className: `edge ${edge}`, hidden: true });
    const said = { role: "slider", tabindex: 0, "data-edge": edge, "aria-label": label, "aria-orientation": "horizontal", "aria-valuenow": 0 };
    for (const [name, value] of Object.entries(said)) handle.setAttribute(name, value);
    frame.append(handle);
  }
  document.getElementById("palette").before(frame);
  return frame;
}

/** Put a handle before or behind a character; false where that is not on the page, which hides the handle. */
export function putAt(handle, character, isEnd) {
  const box = [...character.getClientRects()].at(isEnd ? -1 : 0);
  handle.hidden = !box;
  if (!box) return false;
  const origin = handle.parentElement.offsetParent.getBoundingClientRect();
  const x = isRightToLeft(character.toString()) === isEnd ? box.left : box.right;
  handle.style.setProperty("--edge-x", `${x - origin.left}px`);
  handle.style.setProperty("--edge-y", `${box.top - origin.top}px`);
  handle.style.setProperty("--edge-h", `${box.height}px`);
  return true;
}
