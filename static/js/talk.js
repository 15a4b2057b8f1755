// Notes and memos of an article beside its text; and the thread that a link leads to, opened and read.
import { newId } from "./ids.js";
import { renewPanel } from "./panel.js";
import { fetchPart, send } from "./send.js";

const LOST = "The notes could not be fetched. Try again in a moment.";
const reader = document.querySelector("corpus-reader");
let panel = null;

/** Open or close the sheet beside the text. */
export async function toggle(link) {
  panel ??= await fetched(link);
  if (!panel) return;
  const isOpen = panel.togglePopover({ source: link });
  if (isOpen) renew();
}

/** A highlight's panel with this note in sight, and the notices of its thread read. */
export async function openThread(note, highlight) {
  await customElements.whenDefined("corpus-reader");
  await reader.notes.of(highlight);
  await reader.openMarks([highlight]);
  const said = document.getElementById(`n-${note}`);
  const folded = said?.closest("details.resolved");
  if (folded) folded.open = true;
  said?.classList.add("lit");
  said?.scrollIntoView({ block: "nearest", behavior: "instant" });
  read(note);
}

export async function read(note) {
  const answer = await send("/inbox/read/", { note });
  if (answer.ok) document.dispatchEvent(new CustomEvent("corpus:read", { detail: answer.html }));
}

// It stays open beside the text, also when a toast or a mark is pressed, until it is closed.
async function fetched(link) {
  const answer = await fetchPart(link.href);
  if (!answer.ok) return reader.complain({ ...answer, words: answer.status === 401 ? null : LOST }), null;
  const made = Object.assign(document.createElement("div"), { className: "talk-panel", popover: "manual" });
  made.setAttribute("role", "dialog");
  made.setAttribute("aria-label", "Notes and memos");
  const shut = Object.assign(document.createElement("button"), { type: "button", className: "shut", textContent: "×" });
  shut.setAttribute("aria-label", "Close");
  shut.addEventListener("click", () => made.hidePopover());
  made.append(shut, talkOf(answer.html));
  made.addEventListener("submit", onSubmit);
  made.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    made.hidePopover();
  });
  made.addEventListener("toggle", ({ newState }) => {
    link.setAttribute("aria-expanded", newState === "open");
    if (newState !== "open" && (document.activeElement === document.body || made.contains(document.activeElement))) link.focus({ preventScroll: true });
  });
  link.after(made);
  document.addEventListener("corpus:change", ({ detail }) => detail.about.includes("talk") && renew());
  document.addEventListener("corpus:reload", renew);
  document.addEventListener("corpus:swapped", renew);
  return made;
}

const talkOf = (html) => new DOMParser().parseFromString(html, "text/html").getElementById("talk");
const shown = () => panel?.querySelector("#talk");

/** What others wrote; what somebody types stays. */
async function renew() {
  if (!panel?.matches(":popover-open")) return;
  const answer = await fetchPart(shown().dataset.url);
  const fresh = answer.ok && talkOf(answer.html);
  if (fresh) renewPanel(shown(), fresh);
}

async function onSubmit(event) {
  event.preventDefault();
  const form = event.target;
  const fields = new FormData(form, event.submitter);
  if (form.closest(".write")) fields.set("uid", (form.dataset.uid ??= newId())); // sent again it is the same note
  const answer = await send(form.action, fields);
  if (!answer.html || !(answer.ok || [409, 422].includes(answer.status))) return reader.complain(answer);
  const parts = new DOMParser().parseFromString(answer.html, "text/html");
  const talk = parts.getElementById("talk"), toasts = parts.getElementById("toasts");
  if (talk) shown().replaceWith(talk);
  document.getElementById("toasts").replaceChildren(...toasts.childNodes);
}
