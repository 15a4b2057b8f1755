// <text-editor>: the paragraphs of an article to edit. Alt and the arrows go from one to the next; a kind is seen at once.
class TextEditor extends HTMLElement {
  connectedCallback() {
    this.querySelector(".keys span").hidden = false;
    this.addEventListener("keydown", (event) => this.key(event));
    this.addEventListener("change", ({ target }) => {
      if (target.matches("select")) target.closest(".block").className = `block ${target.value}`;
      this.isChanged = true;
    });
    this.addEventListener("input", () => { this.isChanged = true; });
    this.addEventListener("submit", () => { this.isChanged = false; });
    this.leave = (event) => { if (this.isChanged) event.preventDefault(); };
    window.addEventListener("beforeunload", this.leave);
  }

  disconnectedCallback() {
    window.removeEventListener("beforeunload", this.leave);
  }

  key(event) {
    if (!event.altKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
    const fields = [...this.querySelectorAll("textarea")];
    fields[fields.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1)]?.focus();
    event.preventDefault();
  }
}

customElements.define("text-editor", TextEditor);
