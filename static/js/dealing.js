// One decision for each passage, by keys: a digit or letter takes the choice that shows it and goes on to the next card.

/** The key a label shows, in small letters. */
const keyOf = (label) => label.querySelector("kbd")?.textContent.trim().toLowerCase();

class Dealing extends HTMLElement {
  connectedCallback() {
    this.cards = [...this.querySelectorAll(".deal-card")];
    this.form = this.querySelector("form");
    this.addEventListener("focusin", (event) => this.mark(event.target.closest(".deal-card")));
    this.addEventListener("change", () => this.count());
    this.onKey = (event) => this.take(event);
    document.addEventListener("keydown", this.onKey);
    this.count();
    this.go(0);
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.onKey);
  }

  get at() { return this.cards.findIndex((card) => card.classList.contains("here")); }

  mark(card) {
    if (card) for (const one of this.cards) one.classList.toggle("here", one === card);
  }

  count() {
    const chosen = this.form.querySelectorAll("input[type=radio]:checked:not([value=''])").length;
    this.querySelector("#dealt").textContent = `${chosen} of ${this.cards.length} decided`;
  }

  /** The card's own choice gets the focus, so that a screen reader says the passage and what is chosen. */
  go(n) {
    const card = this.cards[n];
    if (!card) return this.form.querySelector(".bulk .primary").focus();
    this.mark(card);
    card.querySelector("input:checked,input").focus({ preventScroll: true });
    card.scrollIntoView({ block: "center", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
  }

  take(event) {
    const { key, target } = event;
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (target.closest("select,textarea,input:not([type=radio],[type=checkbox]),button,a") && key !== "k" && key !== "j") return;
    const at = Math.max(0, this.at);
    if (key === "j" || key === "k") this.go(Math.max(0, at + (key === "j" ? 1 : -1)));
    else if (!this.choose(this.cards[at], key.toLowerCase())) return;
    event.preventDefault();
  }

  choose(card, key) {
    const label = [...card.querySelectorAll("label")].find((one) => keyOf(one) === key);
    const radio = label?.querySelector("input");
    if (!radio || radio.disabled) return false;
    radio.checked = true;
    this.count();
    const asks = label.nextElementSibling?.matches("select") ? label.nextElementSibling : null;
    if (asks) asks.focus();
    else this.go(this.cards.indexOf(card) + 1);
    return true;
  }
}

customElements.define("corpus-dealing", Dealing);
