// Passages that wait for their place in a new text: decided by keys, and placed by selecting words.
import { passageOf } from "./offsets.js";

// <placing-tray>: j and k go from one to the next; a, m and l press what they are named for.
class PlacingTray extends HTMLElement {
  connectedCallback() {
    this.querySelector(".keys").hidden = false;
    this.press = (event) => this.key(event);
    document.addEventListener("keydown", this.press);
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.press);
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select, [popover]")) return;
    const rows = [...this.querySelectorAll(".waiting")];
    const at = rows.indexOf(document.activeElement?.closest(".waiting"));
    const key = event.key.toLowerCase();
    if (key === "j" || key === "k") rows[Math.min(rows.length - 1, Math.max(0, at + (key === "j" ? 1 : -1)))].focus();
    else {
      const pressed = rows[Math.max(0, at)].querySelector(`[data-key="${CSS.escape(key)}"]`);
      if (at < 0 || !pressed) return;
      pressed.click();
    }
    event.preventDefault();
  }
}

// <place-chooser> around the new text: selected words go into the form's field, and which of several they are.
class PlaceChooser extends HTMLElement {
  connectedCallback() {
    this.form = document.getElementById("place-form");
    this.start = Object.assign(document.createElement("input"), { type: "hidden", name: "start", disabled: true });
    this.form.append(this.start);
    this.choose = () => this.take();
    document.addEventListener("selectionchange", this.choose);
    this.form.elements.words.addEventListener("input", () => { this.start.disabled = true; });
  }

  disconnectedCallback() {
    document.removeEventListener("selectionchange", this.choose);
  }

  take() {
    const selection = document.getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return;
    const passage = passageOf(selection.getRangeAt(0), this.firstElementChild);
    if (!passage) return;
    this.form.elements.words.value = passage.quote;
    this.form.querySelector("fieldset")?.remove();
    this.start.disabled = false;
    this.start.value = passage.start;
  }
}

customElements.define("placing-tray", PlacingTray);
customElements.define("place-chooser", PlaceChooser);
