// The reading page: from a selection to the palette, from a mark to its panel, and what the server answers.
import { Codebook } from "./codebook.js";
import { Keyboard } from "./keyboard.js";
import { boxOf, highlightsAt, light, noteOf, uidsOf, wordsOf } from "./marks.js";
import { Notes } from "./notes.js";
import { passageOf, rangeOf } from "./offsets.js";
import { Palette } from "./palette.js";
import { Place } from "./place.js";
import { unfoldInTime } from "./plain.js";
import { Saving } from "./saving.js";
import { fetchPart, send } from "./send.js";
import { swap } from "./swap.js";
import { Undo } from "./undo.js";

const TROUBLE = {
  0: "The server cannot be reached. Nothing was changed: try again in a moment.",
  401: "You have been signed out. Sign in again in another window, then try once more here.",
  403: "You may not change this any more. Reload the page to see why.",
  412: "Somebody else has signed in in this browser. Nothing was changed: sign in again as yourself.",
};
const WAIT = "What you did last is not saved yet. Undo works again as soon as it is.";
const BESIDE = "#palette,#toasts,#edges,#history,#unsent"; // pressing these leaves palette and selection as they are
const NO_EDGES = { follow() {}, close() {}, stop() {}, cancel() {}, claims() {}, press() {}, take() {} }; // until a highlight is opened
const LONGEST_PHRASE = 200; // code points that the server looks for

class Reader extends HTMLElement {
  edges = NO_EDGES;

  connectedCallback() {
    this.text = this.querySelector("#text");
    this.paint = "highlights" in CSS ? (name, range) => (range ? CSS.highlights.set(name, new Highlight(range)) : CSS.highlights.delete(name)) : () => {};
    this.palette = new Palette(this.querySelector("#palette"), this, {
      codebook: this.codebook(), save: (what, fields, words) => this.saving.save(what, fields, words), showPanel: (uid) => this.showPanel(uid),
      everywhere: (words) => this.everywhere(words),
    });
    this.undo = new Undo({ show: (answer) => this.show(answer), say: (words) => this.say(words), close: () => this.close(), forget: () => this.palette.codebook.forget(), mustWait: () => this.saving.isWaiting && !this.complain({ words: WAIT }) });
    this.notes = new Notes(this.text, this.dataset.url, (answer) => this.complain(answer));
    this.stop = new AbortController();
    unfoldInTime(this.text, this.stop.signal);
    this.saving = new Saving(this, this.stop.signal);
    const keyboard = new Keyboard(this);
    const on = (target, type, act, options) => target.addEventListener(type, act, { signal: this.stop.signal, ...options });
    on(document, "pointerup", (event) => this.onPointerUp(event));
    on(document, "pointerdown", (event) => this.onPointerDown(event));
    on(document, "selectionchange", () => this.onSelectionChange());
    on(document, "keydown", (event) => keyboard.take(event));
    on(document, "keyup", (event) => { if (event.shiftKey && event.key.startsWith("Arrow")) this.offer(); });
    on(document, "submit", (event) => this.onSubmit(event));
    on(this, "click", (event) => this.onClick(event));
    on(this.text, "pointerover", (event) => light(this.text, event.target));
    on(this.text, "focusin", (event) => light(this.text, event.target));
    for (const leaving of ["pointerleave", "focusout"]) on(this.text, leaving, () => this.lightOpen());
    on(this.querySelector(".legend"), "toggle", (event) => event.target.open && this.fetchLegend());
    const place = new Place(this.text, this.notes, { url: this.dataset.url, kept: Number(this.dataset.position) });
    on(window, "scroll", () => place.keep(), { passive: true });
    on(window, "resize", () => this.keepPaletteBeside(), { passive: true });
    on(window, "hashchange", () => place.goTo(location.hash));
    place.comeBack();
  }

  disconnectedCallback() {
    this.stop.abort();
    this.notes.stop();
    this.edges.stop();
  }

  // The page itself carries no legend, which lies folded away and is many bytes.
  async fetchLegend() {
    const answer = await fetchPart(`${this.dataset.url}legend/`);
    if (answer.ok) swap(answer.html, this.text);
    else this.complain(answer);
  }

  codebook() {
    const url = `${this.dataset.project}codebook.json`;
    let loaded = null;
    const load = async () => {
      const answer = await fetchPart(url, {});
      if (answer.ok) return new Codebook(JSON.parse(answer.html));
      loaded = null; // the next key tries again
      this.complain(answer);
      return new Codebook({ facets: [], tags: [], entities: [] });
    };
    return { now: () => (loaded ??= load()), renew: () => (loaded = load()), forget: () => { loaded = null; } };
  }

  /** The page of all places where these words stand; null where they are too long to be looked for. */
  everywhere(words) {
    const phrase = words.replace(/\s+/g, " ").trim();
    if (!phrase || [...phrase].length > LONGEST_PHRASE) return null;
    return `${this.dataset.project}occurrences/?${new URLSearchParams({ q: phrase, article: this.dataset.url.split("/").at(-2) })}`;
  }

  get mayAnnotate() { return this.hasAttribute("data-may-annotate") && !document.documentElement.matches(".focus-on"); }

  say(words) { this.querySelector("#live").textContent = words; }

  // --- From a selection to the palette -------------------------------------------------------------------------

  selected() {
    const selection = getSelection();
    const range = selection.rangeCount && !selection.isCollapsed ? selection.getRangeAt(0) : null;
    if (!range || !range.intersectsNode(this.text)) return null;
    const passage = passageOf(range, this.text);
    return passage && { passage, range: rangeOf(passage.start, passage.end, this.text) ?? range };
  }

  /** Open the palette on what is selected; false where nothing is. */
  offer() {
    const found = this.mayAnnotate && this.selected();
    if (!found) return false;
    const { passage, range } = found;
    const before = this.palette.isOpen && this.palette.passage;
    if (before && before.start === passage.start && before.end === passage.end) return true;
    const own = this.ownHighlightOf(range, passage.quote);
    if (own) return this.openMarks([own]), true;
    this.asked = null;
    const unsent = this.saving.unsent().find((entry) => entry.fields.start === passage.start && entry.fields.end === passage.end);
    this.palette.openFor({ ...passage, ...(unsent && { uid: unsent.about }) }, range);
    this.pending = range;
    this.paint("pending", range);
    return true;
  }

  // The same passage marked again by the same person is the highlight that is there.
  ownHighlightOf(range, quote) {
    const mark = range.startContainer.parentElement.closest("mark");
    const bare = quote.replace(/\s/g, "");
    return mark && uidsOf(mark).find((uid) => noteOf(uid)?.classList.contains("own")
      && wordsOf(this.text, uid).replace(/\s/g, "") === bare);
  }

  onPointerDown(event) {
    this.pointer = event.pointerType;
    if (this.palette.isOpen && !event.target.closest(BESIDE) && event.button === 0 && !this.edges.claims(event)) this.close();
  }

  onPointerUp(event) {
    if (event.pointerType === "touch" || event.button !== 0 || event.target.closest(BESIDE) || this.edges.claims(event)) return;
    setTimeout(() => this.offer()); // the browser settles the selection after this event
  }

  // Fingers move the system's handles: no pointer event tells when they are done.
  onSelectionChange() {
    if (this.pointer !== "touch") return;
    clearTimeout(this.settling);
    this.settling = setTimeout(() => this.offer(), 250);
  }

  close() {
    this.palette.close();
    this.edges.close();
    this.lightOpen();
    this.paint("pending", null);
    this.pending = null;
  }

  // What is open, or has the focus, stays lit when nothing is pointed at.
  lightOpen() { light(this.text, noteOf(this.palette.highlight) ?? document.activeElement); }

  // --- Marks and their panel -----------------------------------------------------------------------------------

  onClick(event) {
    if (this.edges.press(event)) return null;
    const step = event.target.closest("[data-step]");
    if (step) return this.openAmong(this.place + Number(step.dataset.step));
    if (event.target.closest(".shut")) return this.leave();
    const note = event.target.closest(".notes li");
    const mark = event.target.closest("mark");
    if (note && getSelection().isCollapsed) {
      event.preventDefault();
      this.openNote(note.id.slice(2), event.detail === 0);
    } else if (mark && getSelection().isCollapsed) this.openMark(mark);
  }

  async openMark(mark) {
    if (await this.notes.at(mark)) this.openMarks(highlightsAt(this.text, mark));
  }

  openMarks(uids) {
    this.among = uids;
    return this.openAmong(0);
  }

  // By a key the palette takes the focus, not its field: n still writes a note there, other letters begin the search.
  async openNote(uid, byKey) {
    await this.openMarks([uid]);
    if (byKey) this.palette.root.focus({ preventScroll: true });
  }

  async openAmong(n) {
    const count = this.among.length;
    this.place = (n + count) % count;
    const uid = this.among[this.place];
    if (!(await this.showPanel(uid))) return;
    this.palette.openOn(uid, wordsOf(this.text, uid), boxOf(this.text, uid));
    this.lightOpen();
    this.edges.follow();
    const among = this.querySelector(".among");
    if (!among) return;
    among.hidden = count < 2;
    among.querySelector("span").textContent = `${this.place + 1} / ${count}`;
  }

  async showPanel(uid) {
    const asked = (this.asked = Symbol());
    const [answer] = await Promise.all([fetchPart(`${this.dataset.project}highlights/${uid}/`), this.fetchEdges()]);
    if (asked !== this.asked) return false; // something else has been opened meanwhile
    if (!answer.ok) return this.complain(answer);
    swap(answer.html, this.text);
    if (this.palette.highlight === uid) this.edges.follow();
    this.palette.follow(boxOf(this.text, uid)); // the text moves when the first note or tag of the article appears
    return true;
  }

  // --- Answers ---------------------------------------------------------------------------------------------------

  /** Put an answer on the page; `uid` is the highlight it is about. The next passage may be selected already.
   * What comes late must not disturb what somebody is doing by now. */
  show(answer, uid, isLate = false) {
    if (!answer.html || !(answer.ok || [409, 422].includes(answer.status))) return this.complain(answer);
    const isOpen = this.palette.passage?.uid === uid;
    const next = isOpen ? null : this.palette.passage;
    if (answer.ok && !next && (isOpen || !isLate)) {
      getSelection().removeAllRanges();
      this.paint("pending", (this.pending = null));
    }
    swap(answer.html, this.text, isLate && this.palette.highlight !== uid ? "panel" : "");
    if (next) {
      if (!isLate) this.querySelector("#panel").replaceChildren();
      this.paint("pending", (this.pending = rangeOf(next.start, next.end, this.text)));
    }
    if (this.palette.highlight) this.followHighlight(this.palette.highlight);
    return answer.ok;
  }

  // To move, split and merge is for open highlights only, and a seventh of the page's script.
  fetchEdges() {
    return (this.fetching ??= import("./edges.js").then(({ Edges }) => {
      this.edges = new Edges(this.text, {
        panel: () => this.querySelector("#panel.of-highlight"), url: this.dataset.url, kept: (answer) => this.show(answer), say: (words) => this.say(words),
        inSight: (passage, handle) => { this.palette.follow(passage); this.palette.keepInSight(handle); },
      });
    }, () => { this.fetching = null; })); // offline: the next highlight tries again
  }

  // Its words, its place and its panel may be others now.
  followHighlight(uid) {
    this.palette.say(wordsOf(this.text, uid));
    this.edges.follow();
    this.keepPaletteBeside();
  }

  keepPaletteBeside() {
    if (this.palette.highlight) this.palette.follow(boxOf(this.text, this.palette.highlight));
    else if (this.pending) this.palette.follow(this.pending.getBoundingClientRect());
  }

  complain({ status, words = null, again = null }) {
    words ??= TROUBLE[status] ?? "That did not work. Reload the page and try again.";
    const toast = document.createElement("corpus-toast");
    toast.className = "toast error";
    toast.append(Object.assign(document.createElement("p"), { textContent: words }));
    if (again) {
      const button = Object.assign(document.createElement("button"), { type: "button", className: "button small", textContent: "Try again" });
      button.addEventListener("click", again);
      toast.append(button);
    }
    document.getElementById("toasts").replaceChildren(toast);
    return false;
  }

  async onSubmit(event) {
    const form = event.target;
    if (!form.closest("#panel,#toasts,#history") || !form.action.includes(this.dataset.project)) return;
    event.preventDefault();
    if (form.action.endsWith("/undo/")) return this.undo.takeBack(form.action);
    if (form.closest(".write")) return this.saving.keepNote(form);
    return this.send(form, new FormData(form));
  }

  async send(form, fields) {
    const answer = await send(form.action, fields);
    const again = answer.status === 0 || answer.status >= 500 ? () => this.send(form, fields) : null;
    const kept = this.show({ ...answer, again });
    this.palette.codebook.forget(); // what was used last may be another now
    if (kept && document.activeElement === document.body) this.palette.input?.focus({ preventScroll: true });
    if (kept && form.action.endsWith("/delete/") && form.action.includes("/highlights/")) this.close();
  }

  // Escape gives the selection, or the note that was opened, back.
  leave() {
    if (!this.palette.isOpen) return this.paint("pending", null);
    const range = this.pending, uid = this.palette.highlight;
    this.close();
    if (range) {
      getSelection().removeAllRanges();
      getSelection().addRange(range);
    } else document.querySelector(`#h-${uid} a`)?.focus({ preventScroll: true });
  }
}

customElements.define("corpus-reader", Reader);
