// Every key, over the text: ? opens and closes the list, which is a page of its own without script.
import { fetchPart } from "./send.js";

let panel = null;

async function fetched(link) {
  const answer = await fetchPart(link.href);
  const page = answer.ok && new DOMParser().parseFromString(answer.html, "text/html");
  const list = page && page.getElementById("every-key");
  if (!list) return document.querySelector("corpus-reader").complain(answer), null;
  document.head.append(document.adoptNode(page.querySelector('link[href*="keys"]')));
  const made = Object.assign(document.createElement("div"), { className: "keys-panel", popover: "auto", tabIndex: -1 });
  made.setAttribute("role", "dialog");
  made.setAttribute("aria-label", "Every key");
  const head = Object.assign(document.createElement("div"), { className: "head-of-keys" });
  const shut = Object.assign(document.createElement("button"), { type: "button", className: "button", textContent: "Close" });
  shut.addEventListener("click", () => made.hidePopover());
  head.append(Object.assign(document.createElement("h1"), { textContent: "Every key" }), shut);
  made.append(head, list);
  made.addEventListener("toggle", ({ newState }) => {
    if (newState === "open") made.focus({ preventScroll: true });
  });
  made.addEventListener("keydown", (event) => {
    if (event.key !== "?") return;
    event.preventDefault();
    made.hidePopover();
  });
  document.querySelector("corpus-reader").append(made); // the link lies in a menu that is closed
  return made;
}

/** Open or close the list; `link` leads to its page. */
export async function toggle(link) {
  panel ??= await fetched(link);
  panel?.togglePopover();
}
