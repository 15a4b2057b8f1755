// The palette at a passage: find a tag by typing, add it with Enter, create it, say a stance's target and holder.
import * as choices from "./choices.js";
import { newId } from "./ids.js";

const SHOWN = 60;
const BAR = 56; // height of the page's bar
const GAP = 10; // between passage and palette
const ENOUGH = 420; // pixels in which the palette shows all it has
const LEAST = 260; // pixels it takes even where the window has less
const PROMPTS = { tag: "Type to find a tag", target: "Toward whom or what?", holder: "Whose stance is it?" };

function element(name, { text = "", ...attributes } = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...(text ? [text] : []), ...children);
  return made;
}

const swatch = (tag) => element("i", { class: tag.value ? `stance ${tag.value}` : "sw", "aria-hidden": "true" });

function chip(tag, aside) {
  const path = tag.above.length ? [element("span", { class: "par", text: `${tag.above.join(" / ")} / ` })] : [];
  const more = aside ? [element("span", { class: "par", text: ` ${aside}` })] : [];
  return element("span", { class: `chip t${tag.look}` }, swatch(tag), element("span", {}, ...path, tag.name, ...more));
}

export class Palette {
  /** `save(passage or highlight id, fields, words)` sends a tagging and tells whether it was kept, however late;
   * `showPanel(id)` fetches. */
  constructor(root, { codebook, recent, save, showPanel }) {
    this.root = root;
    this.codebook = codebook;
    this.recent = recent;
    this.save = save;
    this.showPanel = showPanel;
    this.input = root.querySelector("#palette-find");
    this.list = root.querySelector("#palette-list");
    if (!this.input) return; // readers look at highlights and tag nothing
    this.input.addEventListener("input", () => this.show());
    this.input.addEventListener("keydown", (event) => this.onKey(event));
    this.list.addEventListener("pointerdown", (event) => event.preventDefault()); // keeps the page's selection
    this.list.addEventListener("click", (event) => this.choose(event.target.closest("li")?.dataset.n));
    root.querySelector("#palette-recent").addEventListener("pointerdown", (event) => event.preventDefault());
    root.querySelector("#palette-recent").addEventListener("click", (event) => this.quick(event.target.closest("button")?.dataset.n));
  }

  get isOpen() { return !this.root.hidden; }

  /** On a passage that is not highlighted yet; its id is made now, so that a save sent twice is one highlight. */
  openFor(passage, range) {
    this.passage = { uid: newId(), ...passage };
    this.highlight = null;
    this.root.querySelector("#panel")?.replaceChildren();
    this.say(passage.quote);
    this.open(range.getBoundingClientRect());
  }

  /** On a highlight that is there. */
  openOn(uid, quote, box) {
    this.passage = null;
    this.highlight = uid;
    this.say(quote);
    this.open(box);
  }

  /** Which words it is about. */
  say(quote) {
    this.root.querySelector("#palette-quote").textContent = quote;
  }

  async open(box) {
    this.root.hidden = false;
    this.place(box);
    await this.restart();
    this.keepInSight(box);
  }

  close() {
    this.root.hidden = true;
    this.passage = this.highlight = null;
  }

  restart() {
    if (!this.input) return null;
    this.step = "tag";
    this.chosen = { fields: {} };
    this.input.value = "";
    return this.show();
  }

  // Below the passage or, where there is more room, above it; it grows away from the passage and never over it.
  // On phones the style sheet makes it a sheet at the bottom.
  place(box) {
    const below = innerHeight - box.bottom - GAP, above = box.top - BAR - GAP;
    const isBelow = below >= ENOUGH || below >= above;
    const origin = this.root.parentElement.getBoundingClientRect();
    const left = Math.max(8, Math.min(box.left, document.documentElement.clientWidth - this.root.offsetWidth - 8));
    const { style } = this.root;
    style.setProperty("--left", `${Math.round(left - origin.left)}px`);
    style.setProperty("--top", isBelow ? `${Math.round(box.bottom + GAP - origin.top)}px` : "auto");
    style.setProperty("--bottom", isBelow ? "auto" : `${Math.round(origin.bottom - box.top + GAP)}px`);
    style.setProperty("--room", `${Math.round(Math.max(isBelow ? below : above, LEAST) - GAP)}px`);
  }

  follow(box) {
    if (!this.isOpen) return;
    if (getComputedStyle(this.root).position === "fixed") this.keepInSight(box);
    else this.place(box);
  }

  // The sheet of a phone lies over the lower part of the window: the passage moves up above it.
  keepInSight(box) {
    if (getComputedStyle(this.root).position !== "fixed") return;
    const covered = box.bottom + GAP - this.root.getBoundingClientRect().top;
    const room = Math.max(0, box.top - GAP);
    if (covered > 0) scrollBy({ top: Math.min(covered, room), behavior: "instant" });
  }

  async show() {
    const codebook = (this.book = await this.codebook.now());
    const query = this.input.value;
    this.offers = (
      this.step === "tag" ? choices.tags(codebook, query, Boolean(this.passage))
        : this.step === "target" ? choices.targets(codebook, query, this.chosen.facet)
          : choices.holders(codebook, query)
    ).slice(0, SHOWN);
    this.list.replaceChildren(...this.offers.map((offer, n) => this.option(offer, n)));
    this.activate(0);
    this.input.placeholder = PROMPTS[this.step];
    this.showStep();
    this.showRecent(codebook, query);
  }

  option(offer, n) {
    const option = element("li", { id: `offer-${n}`, role: "option", "data-n": n, "aria-selected": "false" });
    if (offer.tag) option.append(chip(offer.tag), element("small", { text: offer.tag.above.length ? "" : offer.tag.facet.name }));
    else option.append(element("span", { class: offer.isNew ? "new" : "", text: offer.isNew ? `+ ${offer.label}` : offer.label }), element("small", { text: offer.aside ?? "" }));
    if (offer.tag?.hint) option.title = offer.tag.hint;
    return option;
  }

  activate(n) {
    this.list.children[this.active]?.setAttribute("aria-selected", "false");
    this.active = Math.max(0, Math.min(n, this.offers.length - 1));
    const option = this.list.children[this.active];
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) this.input.setAttribute("aria-activedescendant", option.id);
    else this.input.removeAttribute("aria-activedescendant");
  }

  showStep() {
    const line = this.root.querySelector("#palette-step");
    line.hidden = this.step === "tag";
    if (!line.hidden) line.replaceChildren(...(this.chosen.tag ? [chip(this.chosen.tag)] : [this.chosen.fields.new_tag]), ` ${PROMPTS[this.step].toLowerCase()}`);
  }

  showRecent(codebook, query) {
    this.quicks = this.recent.all.filter(({ tag, target }) => codebook.byId.has(tag) && (!target || codebook.entityById.has(target)));
    const box = this.root.querySelector("#palette-recent");
    box.hidden = this.step !== "tag" || query !== "" || !this.quicks.length;
    box.replaceChildren(...this.quicks.map(({ tag, target }, n) => element(
      "button", { type: "button", "data-n": n },
      chip({ ...codebook.byId.get(tag), above: [] }, target && codebook.entityById.get(target).name), element("kbd", { text: n + 1 }),
    )));
  }

  onKey(event) {
    if (event.isComposing) return;
    const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 };
    if (event.key in steps) this.activate(this.active + steps[event.key]);
    else if (event.key === "Enter") this.enter(event);
    else if (event.key === "Backspace" && !this.input.value && this.step !== "tag") this.restart();
    else if (/^[1-9]$/.test(event.key) && !this.input.value && this.step === "tag" && this.quicks[event.key - 1]) this.quick(event.key - 1);
    else return;
    event.preventDefault();
  }

  // Whoever types faster than the codebook comes gets what they typed; a key held down adds one tag, not many.
  async enter(event) {
    if (event.repeat) return;
    await this.codebook.now();
    await this.choose(this.active);
  }

  /** Take an offer: the next question of a stance, or the whole tagging saved. */
  async choose(n) {
    const offer = this.offers?.[n];
    if (!offer) return;
    if (offer.isBare) return this.keep({});
    const fields = { ...this.chosen.fields, ...offer.fields };
    const facet = this.chosen.facet ?? offer.tag?.facet ?? offer.facet;
    const next = choices.stepAfter(this.step, facet);
    if (!next) return this.keep(fields);
    this.step = next;
    this.chosen = { tag: this.chosen.tag ?? offer.tag, facet, fields };
    this.input.value = "";
    await this.show();
  }

  /** What somebody chose, in words. */
  named({ tag, new_tag, target, new_target }) {
    const about = this.book?.entityById.get(target)?.name ?? new_target;
    return [this.book?.byId.get(tag)?.path.join(" / ") ?? new_tag, about].filter(Boolean).join(" → ");
  }

  async quick(n) {
    const fields = this.quicks?.[n];
    if (fields) await this.keep(fields);
  }

  async keep(fields) {
    const { passage, highlight } = this;
    const isNew = Object.keys(fields).some((field) => field.startsWith("new_"));
    const saving = this.save(passage ?? highlight, fields, this.named(fields));
    this.restart();
    if (!(await saving)) return;
    if (fields.tag && !isNew) this.recent.use(fields);
    if (isNew) await this.codebook.renew();
    if (passage && [this.passage?.uid, this.highlight].includes(passage.uid)) {
      this.passage = null;
      this.highlight = passage.uid;
      this.showPanel(passage.uid);
    }
    if (this.isOpen) await this.show();
  }
}
