// Shows and hides tags, facets and coders by the legend. Only what is near the window is gone through at once, the rest
// when it comes near: a toggle costs the same in every article. Marks whose owners have not come yet are not painted
// meanwhile. The choice is remembered for the article until the tab is closed.
import { noteOf, uidsOf } from "./marks.js";

const NEAR = "100% 0px"; // so far above and below the window

/** A mark's classes where some of what covers it is hidden; what is shown of it as { size, looks, signs, isBare }. */
export function classesOf(classes, shown) {
  const left = new Map(), signs = new Set(shown.flatMap((highlight) => highlight.signs));
  for (const look of shown.flatMap(({ looks }) => looks)) left.set(look, (left.get(look) ?? 0) + 1);
  const kept = classes.split(" ").filter((name) => {
    const look = Number(name.match(/^u\d-(\d+)$/)?.[1] ?? -1);
    if (look < 0) return name.startsWith("v-") ? signs.has(name.slice(2)) : !/^(f\d+|bare)$/.test(name);
    left.set(look, (left.get(look) ?? 0) - 1);
    return left.get(look) >= 0;
  });
  if (!shown.length) return "off";
  const [inner] = [...shown].sort((a, b) => a.size - b.size || a.isBare - b.isBare);
  return [inner.isBare ? "bare" : `f${Math.floor(inner.looks[0] / 3)}`, ...kept].join(" ");
}

export class Sift {
  /** `legend` is the fold around the list, `key` names the article in the tab's memory. */
  constructor(text, legend, key) {
    this.text = text;
    this.legend = legend;
    this.key = key;
    this.before = new WeakMap(); // classes of marks and notes as the server gave them
    this.near = new Set();
    this.stale = new Set();
    this.count = legend.querySelector("summary").appendChild(document.createElement("span"));
    const { tags, coders } = JSON.parse(sessionStorage.getItem(key)) ?? { tags: [], coders: [] };
    this.tags = new Map(tags); // hidden ones, by id, with their looks
    this.coders = new Set(coders);
    this.observer = new IntersectionObserver((changes) => this.moved(changes), { rootMargin: NEAR });
    this.changed = new MutationObserver((changes) => this.again(changes));
    legend.addEventListener("change", (event) => this.choose(event.target.dataset, event.target.checked));
    legend.addEventListener("click", (event) => event.target.closest(".sift button") && this.showAll());
    document.addEventListener("corpus:swapped", () => this.say());
    this.apply();
  }

  get isOn() {
    return this.tags.size + this.coders.size > 0;
  }

  /** Whether all tags of a look are hidden, as far as the legend knows; for rows that do not say whose they are. */
  isHidden(look) {
    return this.looks.has(look);
  }

  choose({ tag, facet, coder }, isShown) {
    const boxes = [...this.legend.querySelectorAll(tag ? `[data-tag="${tag}"]` : `[data-in="${facet}"]`)];
    if (coder) this.coders[isShown ? "delete" : "add"](coder);
    else for (const { dataset } of boxes) isShown ? this.tags.delete(dataset.tag) : this.tags.set(dataset.tag, Number(dataset.look));
    this.apply();
  }

  showAll() {
    this.tags.clear();
    this.coders.clear();
    this.apply();
    this.legend.querySelector("#legend input")?.focus({ preventScroll: true });
  }

  apply() {
    sessionStorage.setItem(this.key, JSON.stringify({ tags: [...this.tags], coders: [...this.coders] }));
    this.looks = new Set(this.tags.values());
    for (const { dataset } of this.legend.querySelectorAll("[data-look]")) if (!this.tags.has(dataset.tag)) this.looks.delete(Number(dataset.look));
    this.say();
    this.text.classList.toggle("sifted", this.isOn);
    if (this.isOn && !this.isWatching) {
      for (const section of this.text.children) this.observer.observe(section);
      this.changed.observe(this.text, { childList: true, subtree: true, attributeFilter: ["data-h"] });
      this.isWatching = true;
    }
    this.stale = new Set(this.isWatching ? this.text.children : []);
    for (const section of this.near) this.go(section);
    document.dispatchEvent(new Event("corpus:sifted"));
  }

  // What the boxes and the fold say; boxes may have come anew from the server.
  say() {
    for (const box of this.legend.querySelectorAll("input")) {
      const { tag, coder, facet } = box.dataset;
      const within = facet ? [...this.legend.querySelectorAll(`[data-in="${facet}"]`)].filter((one) => !one.closest("[hidden]")) : [];
      const hidden = within.filter((one) => this.tags.has(one.dataset.tag)).length;
      box.checked = facet ? hidden < within.length : !(this.tags.has(tag) || this.coders.has(coder));
      box.indeterminate = hidden > 0 && hidden < within.length;
    }
    const all = this.legend.querySelector(".sift button"), count = this.tags.size + this.coders.size;
    if (all) all.disabled = !this.isOn;
    this.count.textContent = count ? ` · ${count} hidden` : "";
  }

  // --- Sections

  moved(changes) {
    for (const { target, isIntersecting } of changes) {
      this.near[isIntersecting ? "add" : "delete"](target);
      if (isIntersecting) this.go(target);
    }
  }

  // Rows that were swapped, notes that have come.
  again(changes) {
    const sections = new Set(changes.map(({ target }) => target.closest("section")));
    for (const section of sections) if (section) this.stale.add(section);
    for (const section of sections) if (this.near.has(section)) this.go(section);
  }

  go(section) {
    if (!this.stale.delete(section)) return;
    for (const notes of section.querySelectorAll(".notes")) {
      const isWhole = [...notes.children].map((note) => this.fold(note)).every(Boolean);
      if (notes.parentElement.classList.contains("folded") === isWhole) notes.parentElement.classList.toggle("folded");
    }
    for (const paragraph of section.querySelectorAll("[data-p]:has(mark[data-h])")) this.paint([...paragraph.querySelectorAll("mark")]);
  }

  fold(note) {
    const { labels, looks, isShown } = this.of(note);
    for (const { box, isShown: shows } of labels) if (box.hidden === shows) box.hidden = !shows;
    if (note.hidden === isShown) note.hidden = !isShown;
    const edge = looks.length ? note.className.replace(/\bt\d+\b/, `t${looks[0]}`) : note.className;
    if (edge !== note.className) note.className = edge;
    return isShown;
  }

  paint(marks) {
    const sizes = new Map();
    for (const mark of marks) for (const uid of uidsOf(mark)) sizes.set(uid, (sizes.get(uid) ?? 0) + mark.textContent.length);
    for (const mark of marks) {
      if (!this.before.has(mark)) this.before.set(mark, mark.className.replace(/ ?\blit\b/, ""));
      const covering = uidsOf(mark).map((uid) => ({ note: noteOf(uid), size: sizes.get(uid) }));
      const own = this.isOn && covering.every(({ note }) => note) ? this.sifted(this.before.get(mark), covering) : this.before.get(mark);
      const now = mark.classList.contains("lit") ? `${own} lit` : own;
      if (now !== mark.className) mark.className = now;
    }
  }

  sifted(classes, covering) {
    const found = covering.map(({ note, size }) => ({ ...this.of(note), size }));
    if (found.every(({ isWhole }) => isWhole)) return classes;
    return classesOf(classes, found.filter(({ isShown }) => isShown));
  }

  /** What is shown of a highlight: its labels, and of those that are shown the looks and signs. */
  of(note) {
    const boxes = [...note.querySelectorAll("b[data-tag]")], author = note.dataset.by, isBare = !boxes.length;
    if (!this.before.has(note)) this.before.set(note, note.className); // where the first tag's look stands
    const labels = boxes.map((box, n) => ({
      box, look: Number((n ? box.className : this.before.get(note)).match(/\bt(\d+)\b/)[1]),
      sign: box.dataset.sign, isShown: !this.tags.has(box.dataset.tag) && !this.coders.has(box.dataset.by ?? author),
    }));
    const shown = labels.filter(({ isShown }) => isShown);
    return {
      labels, isBare, looks: [...new Set(shown.map(({ look }) => look))], signs: shown.flatMap(({ sign }) => sign ?? []),
      isShown: isBare ? !this.coders.has(author) : shown.length > 0,
      isWhole: isBare ? !this.coders.has(author) : shown.length === labels.length,
    };
  }
}
