// What every page has: menus that close, toasts that go away.

class Toast extends HTMLElement {
  connectedCallback() {
    if (this.querySelector(".close")) return;
    const close = document.createElement("button");
    close.type = "button";
    close.className = "close";
    close.setAttribute("aria-label", "Dismiss");
    close.textContent = "×";
    close.addEventListener("click", () => this.remove());
    this.append(close);
    if (!this.classList.contains("error")) this.waitToGo();
  }

  disconnectedCallback() {
    clearTimeout(this.timer);
  }

  // Nobody loses an undo by reading slowly: the clock stands still under the pointer and the focus.
  waitToGo() {
    const start = () => { clearTimeout(this.timer); this.timer = setTimeout(() => this.remove(), 10_000); };
    for (const event of ["pointerenter", "focusin"]) this.addEventListener(event, () => clearTimeout(this.timer));
    for (const event of ["pointerleave", "focusout"]) this.addEventListener(event, start);
    start();
  }
}

customElements.define("corpus-toast", Toast);
if (document.querySelector("copy-button,changed-form")) import("./fields.js");

function closeMenus(except) {
  for (const menu of document.querySelectorAll("details.menu[open]")) if (menu !== except) menu.open = false;
}

document.addEventListener("click", (event) => closeMenus(event.target.closest("details.menu")));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.activeElement?.closest("details.menu[open]");
  closeMenus(null);
  menu?.querySelector("summary").focus();
});

// A slash goes to the page's search field or to the search page; the reading page has a bar of its own (view.js).
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input,textarea,select")) return;
  const field = [...document.querySelectorAll("main input[type=search]")].find((one) => one.checkVisibility());
  const link = field ?? document.querySelector('#project-nav [href$="/search/"]');
  if (!link || document.querySelector("corpus-reader")) return;
  event.preventDefault();
  if (!field) return link.click();
  field.focus();
  field.select();
});

// What is not saved yet is told on every page: it may have been left behind on another one.
const person = document.querySelector("meta[name=person]")?.content;

function hasUnsent() {
  try {
    return Object.keys(localStorage).some((key) => key.startsWith(`corpus-unsent:${person}:`));
  } catch {
    return false; // a browser that keeps nothing
  }
}

if (person && (document.querySelector("corpus-reader") || hasUnsent())) import("./unsent-list.js");
if (person) import("./inbox.js"), import("./writing.js");
