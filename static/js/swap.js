// Puts the parts of an answer in the place of the page's own parts of the same id; selection and focus stay.
import { passageOf, rangeOf } from "./offsets.js";

// Words that are replaced while a mouse is drawn over them take the beginning of its selection along: that waits.
let isDrawing = false;
const waiting = [];
globalThis.document?.addEventListener("pointerdown", ({ button, pointerType, target }) => {
  isDrawing = button === 0 && pointerType === "mouse" && Boolean(target.closest("[data-p]"));
});
globalThis.document?.addEventListener("pointerup", release);
globalThis.document?.addEventListener("pointercancel", release);
globalThis.document?.addEventListener("pointermove", ({ buttons }) => buttons || release()); // let go outside the window

function release() {
  if (!isDrawing) return;
  isDrawing = false;
  setTimeout(() => { for (const parts of waiting.splice(0)) swap(...parts); }); // the browser settles the selection first
}

/** Apply the HTML of an answer. Parts with data-into are appended to that element where the page has none yet.
 * The part of the id `but` is left out. */
export function swap(html, root, but = "") {
  if (isDrawing) return void waiting.push([html, root, but]);
  const parts = new DOMParser().parseFromString(html, "text/html").body.children;
  const keep = remember(root);
  for (const part of [...parts]) {
    if (part.id === but) continue;
    const present = document.getElementById(part.id);
    if (!present) document.getElementById(part.dataset.into)?.append(part);
    else if (present.hasAttribute("aria-live")) present.replaceChildren(...part.childNodes);
    else present.replaceWith(part);
  }
  keep();
  document.dispatchEvent(new Event("corpus:swapped"));
}

/** What is selected and in focus, as a function that puts it back. */
export function remember(root) {
  const selection = getSelection();
  const range = selection.rangeCount ? selection.getRangeAt(0) : null;
  const backward = range && selection.anchorNode === range.endContainer && selection.anchorOffset === range.endOffset;
  const passage = range && !range.collapsed && root.contains(range.commonAncestorContainer) ? passageOf(range, root) : null;
  const focus = document.activeElement?.closest("[id]")?.id;
  return () => {
    if (focus && document.activeElement === document.body) refocus(document.getElementById(focus));
    const again = passage && rangeOf(passage.start, passage.end, root);
    if (!again) return;
    const ends = [[again.startContainer, again.startOffset], [again.endContainer, again.endOffset]];
    if (backward) ends.reverse();
    selection.setBaseAndExtent(...ends[0], ...ends[1]);
  };
}

const FOCUSABLE = "a,button,input,textarea";

function refocus(place) {
  const target = place?.matches(FOCUSABLE) ? place : place?.querySelector(FOCUSABLE);
  target?.focus({ preventScroll: true });
}
