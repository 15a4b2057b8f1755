// The hits of a phrase by keys: j and k go on and back, y and n decide and go on, A and N take all or none.
class Occurrences extends HTMLElement {
  connectedCallback() {
    this.querySelector(".tools").hidden = false;
    this.count = this.querySelector("#chosen-count");
    this.stop = new AbortController();
    const { signal } = this.stop;
    this.addEventListener("change", () => this.tell(), { signal });
    this.addEventListener("click", (event) => {
      const all = event.target.closest("[data-all]");
      if (all) this.all(all.dataset.all !== "");
    }, { signal });
    document.addEventListener("keydown", (event) => this.onKey(event), { signal });
    this.tell();
  }

  disconnectedCallback() {
    this.stop.abort();
  }

  get boxes() { return [...this.querySelectorAll("[name=hit]")]; }

  onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.closest("input:not([type=checkbox]),select,textarea")) return;
    const acts = {
      j: () => this.go(1), k: () => this.go(-1), ArrowDown: () => this.go(1), ArrowUp: () => this.go(-1),
      y: () => this.decide(true), n: () => this.decide(false), A: () => this.all(true), N: () => this.all(false),
    };
    const act = acts[event.key];
    if (!act || (event.key.startsWith("Arrow") && event.target.name !== "hit")) return;
    event.preventDefault();
    act();
  }

  go(step) {
    const { boxes } = this, at = boxes.indexOf(document.activeElement);
    const next = boxes[at < 0 ? 0 : Math.max(0, Math.min(boxes.length - 1, at + step))];
    next?.focus({ preventScroll: true, focusVisible: true });
    next?.closest("li").scrollIntoView({ block: "nearest" });
  }

  decide(isWanted) {
    const box = document.activeElement;
    if (!this.boxes.includes(box)) return this.go(1);
    box.checked = isWanted;
    this.tell();
    return this.go(1);
  }

  all(isWanted) {
    for (const box of this.boxes) box.checked = isWanted;
    this.tell();
  }

  tell() {
    const chosen = this.boxes.filter((box) => box.checked).length;
    this.count.textContent = chosen === 1 ? "1 passage" : `${chosen} passages`;
  }
}

customElements.define("corpus-occurrences", Occurrences);
