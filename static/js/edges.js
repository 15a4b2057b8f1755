// Changes which words the open highlight covers: its edges by handles, fingers and keys, and where it is cut in two.
// What is proposed is painted and read out; Enter or letting go of a handle sends it, Escape leaves all as it was.
import { newId } from "./ids.js";
import { boxAround, framed, paint, putAt } from "./handles.js";
import { caretAt, offsetOf, wordEdge, wordStart } from "./carets.js";
import { segments } from "./marks.js";
import { passageOf, rangeOf, startOf } from "./offsets.js";
import { fetchPart, send } from "./send.js";
import { swap } from "./swap.js";

const LONGEST = 120; // characters of a passage that are shown or read out
const MARGIN = 56; // pixels from the window's end where dragging scrolls
const KEYS = { "[": ["start", -1], "]": ["start", 1], "{": ["end", -1], "}": ["end", 1] };
const ARROWS = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 };
const first = (text, count) => [...text].slice(0, count).join(""); // by code points: no emoji is halved
const last = (text, count) => [...text].slice(-count).join("");
const shortened = (text) => (text.length > LONGEST ? `${first(text, LONGEST / 2).replace(/\S*$/, "")}… ${last(text, LONGEST / 2).replace(/^\S* /, "")}` : text);

export class Edges {
  /**
   * `kept(answer)` puts an answer on the page and tells whether it was kept, `say(words)` tells a screen reader, and
   * `inSight(passage, handle)` keeps these two boxes free of what lies over the text.
   */
  constructor(text, { panel, url, kept, say, inSight }) {
    this.text = text;
    this.panel = panel;
    this.url = url;
    this.kept = kept;
    this.say = say;
    this.inSight = inSight;
    this.frame = text.closest("[data-may-annotate]") && framed();
    this.seen = null;
    if (!this.frame) return; // readers change nothing
    for (const handle of this.frame.children) {
      handle.addEventListener("pointerdown", (event) => this.grab(event));
      handle.addEventListener("pointermove", (event) => this.drag(event));
      handle.addEventListener("pointerup", () => this.drop());
      handle.addEventListener("pointercancel", () => this.cancel());
    }
    this.resized = new ResizeObserver(() => this.seen && this.draw()); // the text moves when notes come or fonts load
    this.resized.observe(text);
  }

  stop() {
    this.resized?.disconnect();
    this.close();
  }

  // --- Which highlight, and what is proposed

  /**
   * Follow the panel: its own highlight gets handles, as it is now. What is proposed stays, with the version it was
   * proposed for: if another window has changed the highlight meanwhile, the server will show both.
   */
  follow() {
    const told = this.frame && this.panel()?.querySelector(".edging")?.dataset;
    if (!told) return this.close();
    const uid = this.panel().dataset.highlight, version = Number(told.versionNo);
    if (this.seen?.uid !== uid || (this.seen.version !== version && !this.isPending)) {
      this.seen = { uid, version, start: Number(told.start), end: Number(told.end), move: told.move, split: told.split };
      this.cut = null;
      this.now = { start: this.seen.start, end: this.seen.end };
    }
    this.draw();
  }

  close() {
    this.seen = this.now = this.cut = this.held = null;
    paint(null);
    if (this.frame) this.frame.hidden = true;
  }

  get isPending() {
    return Boolean(this.seen) && (this.cut !== null || this.now.start !== this.seen.start || this.now.end !== this.seen.end);
  }

  propose(start, end) {
    const range = start < end && rangeOf(start, end, this.text);
    const passage = range && passageOf(range, this.text);
    if (!passage) return;
    this.now = { start: passage.start, end: passage.end };
    this.quote = passage.quote;
    this.draw();
  }

  cutAt(offset) {
    if (offset <= this.now.start || offset >= this.now.end) return;
    this.cut = offset;
    this.draw();
  }

  /** Let the person choose where the highlight is split: first where they clicked, else in its middle. */
  startCut() {
    this.now = { start: this.seen.start, end: this.seen.end };
    const { start, end } = this.now, selection = getSelection();
    const clicked = selection.rangeCount ? offsetOf(selection.anchorNode, selection.anchorOffset, this.text) : null;
    const near = clicked > start && clicked < end ? clicked : Math.floor((start + end) / 2);
    const found = [wordStart(near + 1, this.text, -1), wordStart(near, this.text, 1)].find((at) => at > start && at < end);
    if (found === undefined) return this.say("One word cannot be split.");
    this.cutAt(found);
    this.frame.querySelector(".cut").focus({ preventScroll: true });
  }

  /** Escape: true where there was something to leave. */
  cancel() {
    if (!this.isPending) return false;
    const wasCutting = document.activeElement?.dataset.edge === "cut";
    this.seen = this.cut = this.held = null;
    this.follow();
    if (wasCutting) document.getElementById("palette").focus({ preventScroll: true });
    this.say("Left as it was.");
    return true;
  }

  async keep() {
    const { uid, version, move, split } = this.seen;
    const rows = this.rowsOf(uid);
    const answer = this.cut === null
      ? await send(move, { version_no: version, ...this.now, quote: this.quote })
      : await send(split, { version_no: version, at: this.cut, uid: newId() });
    if (answer.ok) this.seen = null; // what the panel tells next is new, whatever its number
    if (!this.kept(answer) && answer.status !== 409) return; // not sent: it stays proposed
    await this.renew(rows.filter((row) => !answer.html.includes(`id="p${row}"`)));
    if (answer.status !== 409) return;
    this.seen = null;
    this.follow();
  }

  rowsOf(uid) {
    return segments(this.text, uid).map((mark) => Number(mark.closest(".row").id.slice(1)));
  }

  // Where the server could not know that this page still shows the highlight: it had been moved in another window.
  async renew(rows) {
    if (!rows.length) return;
    const answer = await fetchPart(`${this.url}paragraphs/${Math.min(...rows)}-${Math.max(...rows)}/`);
    if (answer.ok) swap(answer.html, this.text);
  }

  // --- Handles

  draw() {
    const { start, end } = this.now;
    const range = rangeOf(start, end, this.text);
    this.frame.hidden = !range;
    if (!range) return;
    this.place("start", start, start, start + 1, false);
    this.place("end", end, end - 1, end, true);
    this.frame.querySelector(".cut").hidden = this.cut === null;
    if (this.cut !== null) this.place("cut", this.cut, this.cut, this.cut + 1, false);
    paint(this.isPending ? rangeOf(this.cut ?? start, end, this.text) : null, this.text);
    this.tell();
  }

  place(name, offset, from, to, isEnd) {
    const handle = this.frame.querySelector(`.${name}`);
    if (!putAt(handle, rangeOf(from, to, this.text), isEnd)) return;
    const { start, end } = this.now;
    handle.setAttribute("aria-valuemin", name === "end" ? start : 0);
    handle.setAttribute("aria-valuemax", name === "end" ? this.length() : end);
    handle.setAttribute("aria-valuenow", offset);
    handle.setAttribute("aria-valuetext", this.words(name));
  }

  length() {
    const end = [...this.text.lastElementChild.querySelectorAll("[data-p]")].at(-1);
    return startOf(end) + end.textContent.length;
  }

  between(from, to) { return passageOf(rangeOf(from, to, this.text), this.text)?.quote ?? ""; }

  words(name) {
    const { start, end } = this.now;
    if (name === "cut") return `${last(this.between(start, this.cut), 24)} | ${first(this.between(this.cut, end), 24)}`;
    return (name === "start" ? first : last)(this.between(start, end), 40);
  }

  // The line in the panel: what is proposed, with buttons for those who use neither handles nor keys.
  tell() {
    const line = this.panel()?.querySelector(".proposed");
    if (!line) return;
    line.hidden = !this.isPending;
    if (line.hidden) return;
    const { start, end } = this.now;
    const quoted = (from, to) => `“${shortened(this.between(from, to))}”`;
    line.firstElementChild.textContent = this.cut === null ? quoted(start, end) : `${quoted(start, this.cut)} | ${quoted(this.cut, end)}`;
  }

  grab(event) {
    if (event.button !== 0) return;
    event.preventDefault(); // the page's selection stays
    const handle = event.currentTarget;
    handle.setPointerCapture(event.pointerId);
    handle.focus({ preventScroll: true });
    const box = handle.getBoundingClientRect();
    // The finger is on the knob, beside the line it means.
    this.held = { name: handle.dataset.edge, dx: box.left + 1 - event.clientX, dy: box.top + box.height / 2 - event.clientY };
    document.body.classList.add("dragging");
  }

  drag(event) {
    if (!this.held) return;
    const { name, dx, dy } = this.held;
    const x = event.clientX + dx, y = event.clientY + dy;
    if (event.clientY < MARGIN) scrollBy({ top: -12, behavior: "instant" });
    else if (event.clientY > innerHeight - MARGIN) scrollBy({ top: 12, behavior: "instant" });
    const caret = caretAt(x, y);
    const offset = caret && offsetOf(...caret, this.text);
    if (offset === null) return;
    if (name === "cut") this.cutAt(offset);
    else if (name === "start") this.propose(offset, this.now.end);
    else this.propose(this.now.start, offset);
  }

  drop() {
    document.body.classList.remove("dragging");
    if (!this.held) return;
    const { name } = this.held;
    this.held = null;
    if (name !== "cut" && this.isPending) this.keep();
  }

  // --- Keys and clicks

  /** Whether the key changed something here. Works while the panel of an own highlight is open. */
  take(event) {
    if (!this.seen) return false;
    const name = event.target.dataset?.edge;
    if (event.key === "Enter" && this.isPending) this.keep();
    else if (event.key === "|") this.startCut();
    else if (name && event.key in ARROWS) this.step(name, ARROWS[event.key]);
    else if (event.key in KEYS) this.step(...(this.cut === null ? KEYS[event.key] : ["cut", KEYS[event.key][1]]));
    else return false;
    return true;
  }

  step(name, by) {
    const { start, end } = this.now;
    if (name === "cut") this.cutAt(wordStart(this.cut, this.text, by));
    else if (name === "start") this.propose(wordEdge(start, this.text, by, false), end);
    else this.propose(start, wordEdge(end, this.text, by, true));
    this.say(this.cut === null ? shortened(this.between(this.now.start, this.now.end)) : this.words("cut"));
    const handle = this.frame.querySelector(`.${name}`);
    handle.scrollIntoView({ block: "nearest", behavior: "instant" });
    this.inSight(boxAround(rangeOf(this.now.start, this.now.end, this.text), this.text), handle.getBoundingClientRect());
  }

  /** Whether a press on the text belongs here: while it is chosen where to split, it says where. */
  claims(event) {
    if (this.cut === null || !this.seen || !event.target.closest("mark")) return false;
    const caret = caretAt(event.clientX, event.clientY);
    const offset = caret && offsetOf(...caret, this.text);
    return offset !== null && offset > this.now.start && offset < this.now.end;
  }

  /** A press on the panel's own buttons, or on the passage that is being split. */
  press(event) {
    const button = event.target.closest("[data-edges]");
    if (button) return { keep: () => this.keep(), cancel: () => this.cancel(), split: () => this.startCut() }[button.dataset.edges](), true;
    if (!this.claims(event)) return false;
    this.cutAt(wordStart(offsetOf(...caretAt(event.clientX, event.clientY), this.text) + 1, this.text, -1));
    return true;
  }
}
