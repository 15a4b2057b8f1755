// The palette at a passage: find a tag by typing, add it with Enter, create it, say a stance's target and holder.
import { bringInSight, follow, keepFree, place } from "./beside.js";
import * as choices from "./choices.js";
import { newId } from "./ids.js";
import { lastSet, quicks, use } from "./recent.js";

const SHOWN = 60;
const PATIENCE = 1_500; // milliseconds in which the text may say who speaks
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
   * `showPanel(id)` fetches, and `everywhere(words)` is the address of all places where they stand. */
  constructor(root, reader, does) {
    this.root = root;
    this.reader = reader;
    Object.assign(this, does);
    this.input = root.querySelector("#palette-find");
    this.list = root.querySelector("#palette-list");
    this.lines = new WeakMap(); // of the tags that have been offered
    if (!this.input) return; // readers look at highlights and tag nothing
    this.input.addEventListener("input", () => this.show());
    this.input.addEventListener("keydown", (event) => this.onKey(event));
    this.list.addEventListener("pointerdown", (event) => event.preventDefault()); // keeps the page's selection
    this.list.addEventListener("click", (event) => {
      const n = event.target.closest("li")?.dataset.n;
      if (event.target.closest(".pin,.about")) this.more(n, event.target.closest(".about"));
      else this.choose(n);
    });
    this.atHand = root.querySelector("#palette-recent");
    this.atHand.addEventListener("pointerdown", (event) => event.preventDefault());
    this.atHand.addEventListener("click", (event) => {
      const n = event.target.closest("button")?.dataset.n;
      if (n === "again") this.again();
      else this.quick(n);
    });
  }

  get isOpen() { return !this.root.hidden; }

  /** On a passage that is not highlighted yet; its id is made now, so that a save sent twice is one highlight. */
  openFor(passage, range) {
    this.passage = { uid: newId(), ...passage };
    this.highlight = null;
    this.root.querySelector("#panel").replaceChildren();
    this.root.querySelector(".among").hidden = true;
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
    this.quote = quote;
    this.root.querySelector("#palette-quote").textContent = quote;
  }

  async open(box) {
    this.root.hidden = false;
    this.root.scrollTop = 0;
    place(this.root, box);
    await this.restart();
    bringInSight(this.root, box, this.passage !== null);
  }

  close() {
    this.root.hidden = true;
    this.passage = this.highlight = null;
  }

  restart() {
    if (!this.input) return null;
    this.step = "tag";
    this.speaking = null;
    this.chosen = { fields: {} };
    this.input.value = "";
    return this.show();
  }

  follow(box) {
    if (this.isOpen) follow(this.root, box);
  }

  keepInSight(box) { keepFree(this.root, box); }

  async show() {
    const codebook = (this.book = await this.codebook.now());
    const query = this.input.value;
    this.offers = (
      this.step === "tag" ? choices.tags(codebook, query, Boolean(this.passage))
        : this.step === "target" ? choices.targets(codebook, query, this.chosen.facet)
          : choices.holders(codebook, query, (await this.speaking) ?? {})
    ).slice(0, SHOWN);
    this.arrange(this.offers.map((offer, n) => this.lineOf(offer, n)));
    this.activate(0, this.input.value !== "");
    this.input.placeholder = PROMPTS[this.step];
    this.showStep();
    this.showRecent(codebook, query);
    if (this.offers.some(({ fields }) => fields.new_tag)) import("./similar.js").then(({ remarkOn }) => remarkOn(this), () => {}); // offline it cannot be looked up
  }

  // Most tags are offered again after each save. Their lines stay: to lay out all anew took longer than to paint the mark.
  arrange(lines) {
    const staying = new Set(lines);
    for (const line of [...this.list.children]) if (!staying.has(line)) line.remove();
    lines.forEach((line, n) => this.list.children[n] === line || this.list.insertBefore(line, this.list.children[n] ?? null));
  }

  lineOf(offer, n) {
    const isPinned = this.book.pins.includes(offer.tag?.id), before = this.lines.get(offer.tag);
    const line = before?.isPinned === isPinned ? before.line : this.option(offer, n);
    if (offer.tag) this.lines.set(offer.tag, { line, isPinned });
    if (line.id !== `offer-${n}`) Object.assign(line, { id: `offer-${n}` }).dataset.n = n;
    return line;
  }

  option(offer, n) {
    const option = element("li", { id: `offer-${n}`, role: "option", "data-n": n, "aria-selected": "false" });
    if (offer.tag) {
      const isPinned = this.book.pins.includes(offer.tag.id);
      option.append(chip(offer.tag), element("small", { text: offer.tag.above.length ? "" : offer.tag.facet.name }), element("i", { class: "about", title: "What it means" }), element("i", { class: isPinned ? "pin on" : "pin", title: isPinned ? "Unpin" : "Pin to the number keys" }));
    } else option.append(element("span", { class: offer.isNew ? "new" : "", text: offer.isNew ? `+ ${offer.label}` : offer.label }), element("small", { text: offer.aside ?? "" }));
    if (this.step !== "tag" && n < 9 && !this.input.value) option.append(element("kbd", { text: n + 1 }));
    if (offer.tag?.hint) option.title = offer.tag.hint;
    return option;
  }

  activate(n, isInSight = true) {
    this.list.querySelector("[aria-selected=true]")?.setAttribute("aria-selected", "false");
    this.active = Math.max(0, Math.min(n, this.offers.length - 1));
    const option = this.list.children[this.active];
    option?.setAttribute("aria-selected", "true");
    if (isInSight) option?.scrollIntoView({ block: "nearest" });
    else this.list.scrollTop = 0; // of an open highlight what is above the list matters more
    if (option) this.input.setAttribute("aria-activedescendant", option.id);
    else this.input.removeAttribute("aria-activedescendant");
  }

  showStep() {
    const line = this.root.querySelector("#palette-step");
    line.hidden = this.step === "tag";
    if (!line.hidden) line.replaceChildren(...(this.chosen.tag ? [chip(this.chosen.tag)] : [this.chosen.fields.new_tag]), ` ${PROMPTS[this.step].toLowerCase()}`);
  }

  showRecent(codebook, query) {
    const { atHand } = this, last = lastSet(codebook);
    this.quicks = quicks(codebook);
    atHand.hidden = this.step !== "tag" || query !== "";
    const one = ({ tag, target }, ...more) => [chip({ ...codebook.byId.get(tag), above: [] }, target && codebook.entityById.get(target).name), ...more];
    const isMore = last.taggings.length > 1 || last.taggings.some(({ holder, holder_kind: kind }) => holder || kind);
    const everywhere = this.everywhere(this.quote), said = JSON.stringify([this.quicks, last.again, everywhere]);
    if (codebook === this.told && said === this.said) return; // most often nothing has changed since the last save
    Object.assign(this, { told: codebook, said });
    atHand.replaceChildren(
      ...this.quicks.map((quick, n) => element("button", { type: "button", "data-n": n, class: quick.kind }, ...one(quick, element("kbd", { text: n + 1 })))),
      ...(isMore ? [element("button", { type: "button", "data-n": "again", title: "The last tags once more" }, ...last.taggings.flatMap((said) => one(said)), element("kbd", { text: "." }))] : []),
      ...(everywhere ? [element("a", { href: everywhere, text: "All occurrences " }, element("kbd", { text: "*" }))] : []),
    );
  }

  onKey(event) {
    if (event.isComposing) return;
    const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 };
    if (event.key in steps) this.activate(this.active + steps[event.key]);
    else if (event.key === "Enter" && (event.shiftKey || event.altKey)) this.more(this.active, event.altKey);
    else if (event.key === "Enter") this.enter(event);
    else if (event.key === "Backspace" && !this.input.value && this.step !== "tag") this.restart();
    else if (!this.take(event.key)) return;
    event.preventDefault();
  }

  type(letter) {
    this.input.value += letter;
    this.show();
  }

  /** Whether the key, while nothing is typed, was one of 1 to 9 for what is at hand or offered, . or *. */
  take(key) {
    if (this.input?.value !== "") return false;
    const n = /^[1-9]$/.test(key) ? key - 1 : -1, isTag = this.step === "tag";
    if (isTag && key === ".") this.again();
    else if (isTag && key === "*" && this.everywhere(this.quote)) location.assign(this.everywhere(this.quote));
    else if (isTag && this.quicks?.[n]) this.quick(n);
    else if (!isTag && this.offers[n]) this.choose(n);
    else return false;
    return true;
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
    if (offer) await (offer.isBare ? this.keep({}) : this.go(offer));
  }

  async go(offer) {
    const fields = { ...this.chosen.fields, ...offer.fields };
    const facet = this.chosen.facet ?? offer.tag?.facet ?? offer.facet;
    const next = choices.stepAfter(this.step, facet);
    if (!next) return this.keep(fields);
    if (facet.holder === "optional") this.speaking ??= this.whoSpeaks();
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

  // Asked for while the target is chosen; an answer that comes late is left out, so that nothing moves under a finger.
  whoSpeaks() {
    const late = new Promise((resolve) => { setTimeout(resolve, PATIENCE, {}); });
    const said = import("./at-hand.js").then((module) => module.speaker(this.reader, this.passage ?? this.highlight));
    return Promise.race([said.catch(() => ({})), late]);
  }

  /** What is at hand: with its target it is complete, without one a stance asks on. */
  async quick(n) {
    const { tag, target } = this.quicks?.[n] ?? {};
    if (target) await this.keep({ tag, target });
    else if (tag) await this.go({ tag: this.book.byId.get(tag), fields: { tag } });
  }

  more(n, isAbout) {
    return import("./at-hand.js").then((module) => module[isAbout ? "explain" : "togglePin"](this, this.reader, n));
  }

  /** The last tags once more, all in one step. */
  async again() {
    const { taggings, again } = lastSet(await this.codebook.now());
    if (again) await this.keep({ again }, taggings);
    else this.reader.say("There are no tags to repeat yet.");
  }

  async keep(fields, taggings = [fields]) {
    const { passage, highlight } = this;
    const isNew = Object.keys(fields).some((field) => field.startsWith("new_"));
    const saving = this.save(passage ?? highlight, fields, taggings.map((one) => this.named(one)).join(", "));
    this.restart();
    if (!(await saving)) return;
    if (isNew) await this.codebook.renew();
    else for (const one of taggings) if (one.tag) use(this.book, passage?.uid ?? highlight, one);
    if (passage && [this.passage?.uid, this.highlight].includes(passage.uid)) {
      this.passage = null;
      this.highlight = passage.uid;
      this.showPanel(passage.uid);
    }
    if (this.isOpen) await this.show();
  }
}
