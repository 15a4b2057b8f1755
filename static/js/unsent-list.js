// What is not saved yet, told at the edge of the window on every page: how much, why, and what the person can do. Where
// something was refused they see both, what they wanted and what is there, and decide.
import { passageOf, rangeOf, startOf, toCodePoints } from "./offsets.js";
import { fetchPart } from "./send.js";
import { queue } from "./unsent.js";

const SLOW = 2_000; // milliseconds after which a save without an answer is told
const REST = 5_000; // so long it is told that all is saved
const WHY = {
  0: "The server cannot be reached.",
  401: "You have been signed out.",
  412: "Somebody else has signed in in this browser. It is kept until you sign in again as yourself.",
};
const MISSING = {
  highlight: "The article is not there any more for you: it was removed, or you have left the project.",
  tagging: "The highlight is not there any more for you: somebody deleted it, or removed the article.",
  note: "The highlight is not there any more for you: somebody deleted it, or removed the article.",
};
const CHANGED = "These words are not in the text any more. Select what you want to mark instead; then drop the old passage.";
const reader = document.querySelector("corpus-reader");
const there = new Map(); // by the entry's key: what stands at its place now

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

const button = (act, words, more = {}) => element("button", { type: "button", class: "button small", "data-act": act, ...more }, words);
const many = (count, one, more) => `${count} ${count === 1 ? one : more}`;
const isHere = (entry) => reader?.dataset.url === entry.article;
const why = (entry) => (entry.refused.status === 404 ? MISSING[entry.kind] : entry.refused.words ?? "The server fails at this.");

/** The same words in the text as it is now, nearest to where they were; null where they are gone. */
function placeOf({ fields: { start, end }, quote }) {
  const same = rangeOf(start, end, reader.text);
  if (same && passageOf(same, reader.text)?.quote === quote) return same;
  const found = [...reader.text.querySelectorAll("[data-p]")].flatMap((paragraph) => {
    const at = paragraph.textContent.indexOf(quote);
    return at < 0 ? [] : [startOf(paragraph) + toCodePoints(paragraph.textContent, at)];
  }).sort((a, b) => Math.abs(a - start) - Math.abs(b - start));
  return found.length ? rangeOf(found[0], found[0] + [...quote].length, reader.text) : null;
}

function markAgain(entry) {
  const range = placeOf(entry);
  if (!range) {
    document.getElementById(entry.near)?.scrollIntoView({ block: "center", behavior: "instant" });
    return reader.complain({ words: CHANGED });
  }
  getSelection().setBaseAndExtent(range.startContainer, range.startOffset, range.endContainer, range.endOffset);
  range.startContainer.parentElement.scrollIntoView({ block: "center", behavior: "instant" });
  if (reader.offer() && reader.palette.passage) reader.palette.passage.instead = entry.key;
  return reader.palette.input?.focus({ preventScroll: true });
}

async function copy({ quote, kind, words }, pressed) {
  const text = kind === "note" ? words : quote;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const field = element("textarea", { class: "vh" }); // plain http has no clipboard object
    field.value = text;
    pressed.after(field);
    field.select();
    document.execCommand("copy");
    field.remove();
  }
  pressed.textContent = "Copied";
  pressed.focus();
}

class Unsent {
  constructor() {
    this.told = element("p", { role: "status", "aria-live": "polite" });
    this.now = button("now", "Try now");
    this.signIn = element("a", { class: "button small" }, "Sign in");
    this.more = button("more", "Show", { "aria-expanded": "false", "aria-controls": "unsent-list" });
    this.list = element("ul", { id: "unsent-list", hidden: "" });
    this.root = element("section", { id: "unsent", class: "unsent", "aria-label": "Not saved yet", hidden: "" },
      element("div", { class: "line" }, this.told, this.now, this.signIn, this.more), this.list);
    document.body.append(this.root);
    this.root.addEventListener("click", (event) => this.onClick(event.target.closest("[data-act]")));
    this.root.addEventListener("keydown", (event) => this.onKey(event));
    queue.addEventListener("change", () => this.show());
    queue.addEventListener("refused", ({ detail }) => detail.isLate && this.open(true));
    this.show();
    if (queue.all.some((entry) => entry.refused)) this.open(true);
  }

  show() {
    const all = queue.all, waiting = all.filter((entry) => !entry.refused);
    clearTimeout(this.timer);
    if (!all.length) return this.end();
    const isWorse = queue.trouble !== null || waiting.length < all.length;
    if (this.root.hidden && !isWorse) this.timer = setTimeout(() => this.tell(), SLOW);
    else this.tell();
    return null;
  }

  tell() {
    const all = queue.all, waiting = all.filter((entry) => !entry.refused), refused = all.length - waiting.length;
    const parts = [];
    if (waiting.length) parts.push(`${waiting.length} not saved yet.`, queue.trouble === null ? "" : WHY[queue.trouble] ?? "The server has trouble.");
    if (queue.isLoose) parts.push("This browser cannot keep it: leave this page open.");
    if (refused) parts.push(`${many(refused, "was", "were")} refused: please decide.`);
    const words = parts.filter(Boolean).join(" ");
    if (this.told.textContent !== words) this.told.textContent = words; // said once
    this.root.hidden = false;
    this.now.hidden = !waiting.length || [401, 412].includes(queue.trouble);
    this.signIn.hidden = queue.trouble !== 401;
    this.signIn.href = `/sign-in/?next=${encodeURIComponent(this.place())}`;
    this.more.hidden = false;
    this.fill(all);
  }

  /** To come back to what is being read. */
  place() {
    const row = [...document.querySelectorAll("#text .row")].find((one) => one.getBoundingClientRect().bottom > 80);
    return location.pathname + location.search + (row ? `#${row.id}` : location.hash);
  }

  end() {
    this.open(false);
    this.list.replaceChildren();
    if (this.root.hidden) return;
    this.told.textContent = "All is saved.";
    for (const part of [this.now, this.signIn, this.more]) part.hidden = true;
    this.timer = setTimeout(() => { this.root.hidden = true; }, REST);
  }

  open(isOpen) {
    this.list.hidden = !isOpen;
    this.more.setAttribute("aria-expanded", isOpen);
    this.more.textContent = isOpen ? "Hide" : "Show";
  }

  // Lines stay where they are while they say the same, so that the focus does, too.
  fill(all) {
    const lines = new Map([...this.list.children].map((line) => [line.dataset.key, line]));
    const wanted = all.map((entry) => {
      const line = lines.get(entry.key), state = `${Boolean(entry.refused)} ${there.get(entry.key) ?? ""}`;
      return line?.dataset.state === state ? line : this.line(entry, state);
    });
    if (wanted.some((line, n) => line !== this.list.children[n]) || wanted.length !== this.list.children.length) this.list.replaceChildren(...wanted);
  }

  line(entry, state) {
    const { key, kind, quote, words, title } = entry;
    const wish = [element("q", {}, quote), " ", element("b", {}, words || "no tag")];
    if (kind === "note") wish[2].prepend("Note: ");
    if (!isHere(entry)) wish.push(" in ", element("a", { href: `${entry.article}#${entry.near}` }, title));
    const line = element("li", { "data-key": key, "data-state": state });
    if (!entry.refused) return line.append(element("p", {}, ...wish)), line;
    const now = [element("dd", {}, why(entry))];
    if (there.get(key)) now.push(element("dd", {}, element("q", {}, there.get(key))));
    line.append(element("dl", {}, element("dt", {}, "You wanted"), element("dd", {}, ...wish), element("dt", {}, "What is there"), ...now));
    line.append(element("p", { class: "decide" }, ...this.ways(entry)));
    this.ask(entry);
    return line;
  }

  ways(entry) {
    const { status } = entry.refused;
    const mayMark = entry.kind === "highlight" && isHere(entry) && ![403, 404].includes(status);
    const isOld = mayMark && status === 409 && entry.fields.version === reader.dataset.version;
    const mark = isOld ? button("reload", "Show the article as it is now") : button("mark", "Mark again");
    return [...(mayMark ? [mark] : []), button("again", "Try again"), button("copy", entry.kind === "note" ? "Copy the note" : "Copy the words"), button("drop", "Drop it")];
  }

  // The paragraph as it stands now, where the text or the highlight is what has changed.
  async ask({ key, kind, article, near, refused }) {
    const number = near.match(/\d+/)?.[0];
    if (there.has(key) || !number || ![404, 409].includes(refused.status) || (kind === "highlight" && refused.status === 404)) return;
    there.set(key, "");
    const answer = await fetchPart(`${article}paragraphs/${number}-${number}/`, {});
    const paragraph = answer.ok && new DOMParser().parseFromString(answer.html, "text/html").querySelector("[data-p]");
    if (!paragraph) return;
    there.set(key, paragraph.textContent);
    this.show();
  }

  onClick(pressed) {
    const act = pressed?.dataset.act, key = pressed?.closest("li")?.dataset.key;
    if (act === "now") return queue.go();
    if (act === "more") return this.open(this.list.hidden);
    if (act === "reload") return location.reload();
    const entry = queue.all.find((one) => one.key === key);
    if (!entry) return null;
    if (act === "copy") return copy(entry, pressed);
    if (act === "mark") return this.open(false), markAgain(entry);
    if (act === "again") queue.again(entry);
    else this.drop(entry);
    if (!this.root.hidden) (this.list.querySelector("button") ?? this.more).focus();
    return null;
  }

  /** Dropped by mistake it can be put back. */
  drop(entry) {
    queue.drop(entry);
    const toast = element("corpus-toast", { class: "toast" }, element("p", {}, "Dropped."), button("back", "Put it back"));
    toast.querySelector("button").addEventListener("click", () => { toast.remove(); queue.restore(entry); });
    document.getElementById("toasts").replaceChildren(toast);
  }

  onKey(event) {
    if (event.key !== "Escape" || this.list.hidden) return;
    event.stopPropagation();
    this.open(false);
    this.more.focus();
  }
}

new Unsent();
