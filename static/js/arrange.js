// Arranging the codebook: Alt with arrows and dragging press the page's own buttons; without script these do the same.
const WAYS = { ArrowUp: "up", ArrowDown: "down", ArrowLeft: "out", ArrowRight: "in" };

/** Where a tag dropped at `share` of a row's height goes: in front of it, below it, or behind it and all below it. */
export function placeAt(share, isFlat) {
  if (isFlat) return share < 0.5 ? "before" : "after";
  return share < 0.3 ? "before" : share > 0.7 ? "after" : "under";
}

/** Parent and next sibling, as ids, of a tag dropped there; rows as { tag, parent, depth } in the page's order. */
export function target(rows, onto, place) {
  const at = rows.findIndex(({ tag }) => tag === onto), row = rows[at];
  if (place === "under") return { parent: onto, before: "" };
  if (place === "before") return { parent: row.parent, before: onto };
  const next = rows.slice(at + 1).find(({ depth }) => depth <= row.depth);
  return { parent: row.parent, before: next?.depth === row.depth ? next.tag : "" };
}

const rowsOf = (list) => [...list.children].map(({ dataset }) => ({ tag: dataset.tag, parent: dataset.parent, depth: Number(dataset.depth) }));

class Arrange extends (globalThis.HTMLElement ?? Object) {
  connectedCallback() {
    this.addEventListener("keydown", (event) => this.onKey(event));
    this.addEventListener("submit", (event) => this.onSubmit(event));
    this.addEventListener("change", () => this.count());
    for (const type of ["dragstart", "dragover", "dragleave", "drop", "dragend"]) this.addEventListener(type, (event) => this[type](event));
    this.prepare();
  }

  prepare() {
    for (const row of this.querySelectorAll("[data-tag]")) row.draggable = true;
    this.count();
  }

  count() {
    const ticked = this.querySelectorAll("[name=tag]:checked").length, words = this.querySelector("#ticked");
    if (words) words.textContent = ticked ? `${ticked} ticked` : "Tick tags to";
  }

  onKey(event) {
    const row = event.target.closest("[data-tag]"), way = WAYS[event.key];
    if (!row || !way || !event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const button = row.querySelector(`[value^="${way}:"]`);
    if (button && !this.isBusy) this.move(button.value, event.target);
  }

  onSubmit(event) {
    const { submitter } = event;
    if (submitter?.name !== "move") return;
    event.preventDefault();
    if (!this.isBusy) this.move(submitter.value, submitter);
  }

  // The page that comes back has the new order and a toast with Undo; where it does not come, the form goes by itself.
  async move(value, control) {
    this.isBusy = true;
    const form = this.querySelector("#arrange"), data = new FormData(form);
    data.delete("tag");
    data.set("move", value);
    const ticked = [...this.querySelectorAll("[name=tag]:checked")].map((box) => box.value);
    const back = { tag: value.split(":")[1], name: control?.value?.split(":")[0] ?? "" };
    try {
      const answer = await fetch(form.action, { method: "POST", body: data });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (!page.querySelector("#arranging")) throw new Error(answer.status);
      this.replaceChildren(...document.adoptNode(page.querySelector("#arranging")).childNodes);
      document.querySelector("#toasts")?.replaceChildren(...document.adoptNode(page.querySelector("#toasts")).childNodes);
      for (const box of this.querySelectorAll("[name=tag]")) box.checked = ticked.includes(box.value);
      this.prepare();
      const row = this.querySelector(`[data-tag="${back.tag}"]`);
      (row?.querySelector(`[value^="${back.name}:"]`) ?? row?.querySelector("input"))?.focus();
      row?.scrollIntoView({ block: "nearest" });
    } catch {
      location.reload();
    } finally {
      this.isBusy = false;
    }
  }

  dragstart(event) {
    this.dragged = event.target.closest?.("[data-tag]");
    if (!this.dragged) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", this.dragged.textContent.trim());
    this.dragged.classList.add("dragged");
  }

  // Only within one facet, and not onto the tag itself or what stands below it.
  placeOf(event) {
    const row = event.target.closest("[data-tag]"), list = this.dragged?.parentElement;
    if (!row || row.parentElement !== list || row === this.dragged) return null;
    const rows = rowsOf(list), from = rows.findIndex(({ tag }) => tag === this.dragged.dataset.tag);
    const end = rows.findIndex(({ depth }, n) => n > from && depth <= rows[from].depth);
    const at = rows.findIndex(({ tag }) => tag === row.dataset.tag);
    if (at > from && (end < 0 || at < end)) return null;
    const box = row.getBoundingClientRect();
    return { row, place: placeAt((event.clientY - box.top) / box.height, "flat" in list.dataset) };
  }

  dragover(event) {
    const found = this.placeOf(event);
    this.dragleave();
    if (!found) return;
    event.preventDefault();
    found.row.classList.add(`drop-${found.place}`);
  }

  dragleave() {
    for (const row of this.querySelectorAll("[class*=drop-]")) row.classList.remove("drop-before", "drop-under", "drop-after");
  }

  drop(event) {
    const found = this.placeOf(event);
    if (!found) return;
    event.preventDefault();
    const { parent, before } = target(rowsOf(found.row.parentElement), found.row.dataset.tag, found.place);
    const tag = this.dragged.dataset.tag;
    this.dragend();
    if (before !== tag && !this.isBusy) this.move(`to:${tag}:${parent}:${before}`);
  }

  dragend() {
    this.dragleave();
    this.dragged?.classList.remove("dragged");
    this.dragged = null;
  }
}

globalThis.customElements?.define("corpus-arrange", Arrange);
