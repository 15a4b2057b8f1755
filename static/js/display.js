// How the page looks: what is chosen is shown at once, and kept for all pages and devices of the person.
import { BAR, firstInView } from "./place.js";
import { fetchPart, send } from "./send.js";

const OFTEN = "The form could not be fetched. Try again in a moment.";
const LOST = "This look could not be kept: the server cannot be reached. It stays until you leave the page.";
const WORDS = {
  on: "Focus mode: the text alone. Press f or Escape to leave it.",
  off: "Focus mode is off.",
};
const reader = document.querySelector("corpus-reader");
let panel = null;

/** Open or close the form beside the text. */
export async function toggle(link) {
  panel ??= await fetched(link);
  panel?.togglePopover({ source: link });
}

/** Take one setting: the page's class for it, the form's, and what the server keeps. */
export async function choose(name, value) {
  const radio = panel?.querySelector(`[name="${name}"][value="${value}"]`);
  if (radio) radio.checked = true;
  show(name, value);
  if (name === "focus") reader.say(WORDS[value]);
  const answer = await send(document.querySelector(".aa").pathname, { [name]: value });
  if (!answer.ok) reader.complain({ ...answer, words: answer.status === 401 ? null : LOST });
}

// What is read at the top of the window stays there, whatever size it gets: the same share of its paragraph.
function show(name, value) {
  const root = document.documentElement, first = firstInView(reader.text);
  const { top, height } = first.getBoundingClientRect();
  const share = Math.max(0, (BAR - top) / height);
  for (const held of [...root.classList]) if (held.startsWith(`${name}-`)) root.classList.remove(held);
  root.classList.add(`${name}-${value}`);
  if (name === "theme") document.querySelector("meta[name=color-scheme]").content = value === "system" ? "light dark" : value;
  const now = first.getBoundingClientRect();
  if (scrollY > 0) scrollBy({ top: now.top - top + share * (now.height - height), behavior: "instant" });
}

async function fetched(link) {
  const answer = await fetchPart(link.href);
  const form = answer.ok && new DOMParser().parseFromString(answer.html, "text/html").getElementById("display");
  if (!form) return reader.complain({ ...answer, words: answer.status === 401 ? null : OFTEN }), null;
  const made = document.createElement("div");
  Object.assign(made, { className: "display-panel", popover: "auto" });
  made.setAttribute("role", "dialog");
  made.setAttribute("aria-label", "How pages look");
  const shut = Object.assign(document.createElement("button"), { type: "button", className: "button shut", textContent: "Done" });
  shut.addEventListener("click", () => made.hidePopover());
  form.querySelector(".display-foot").prepend(shut);
  made.append(form, Object.assign(document.createElement("p"), { className: "keys", textContent: "f turns focus mode on and off" }));
  made.addEventListener("change", (event) => choose(event.target.name, event.target.value));
  made.addEventListener("toggle", (event) => {
    link.setAttribute("aria-expanded", event.newState === "open");
    if (event.newState === "open") form.querySelector(":checked").focus({ preventScroll: true });
    else if (document.activeElement === document.body || made.contains(document.activeElement)) link.focus({ preventScroll: true });
  });
  link.after(made);
  return made;
}
