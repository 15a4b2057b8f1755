// Completes whom a note mentions: after an @ the project's members who can read it, by arrow keys, Tab or a finger.
import { fetchPart } from "./send.js";

const TRIED = /(^|[^\p{L}\p{N}_])@([^@\n]{0,40})$/u;
const MOST = 8;
const known = new Map(); // people by address, as promises

/** What stands between the last @ before the caret and the caret; null where nobody is being mentioned. */
export function tried(text, caret) {
  const found = text.slice(0, caret).match(TRIED);
  return found && { from: caret - found[2].length, words: found[2] };
}

/** The names that fit, those first whose beginning fits. */
export function fitting(people, words) {
  const wanted = fold(words);
  const places = people.map((person) => ({ person, at: placeIn(fold(person.name), wanted) })).filter(({ at }) => at >= 0);
  return places.sort((one, other) => Number(one.at > 0) - Number(other.at > 0)).slice(0, MOST).map(({ person }) => person);
}

const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
const placeIn = (name, wanted) => (name.startsWith(wanted) ? 0 : ` ${name}`.indexOf(` ${wanted}`));

/** The people of an address; fetched once for a page. */
function peopleOf(url) {
  if (!known.has(url)) {
    known.set(url, fetchPart(url).then((answer) => {
      if (answer.ok) return JSON.parse(answer.html).people;
      known.delete(url);
      return [];
    }));
  }
  return known.get(url);
}

class Mention {
  constructor(field) {
    this.field = field;
    this.list = null;
    field.addEventListener("input", () => this.look());
    field.addEventListener("keydown", (event) => this.onKey(event), true);
    field.addEventListener("blur", () => this.close());
    field.setAttribute("aria-autocomplete", "list");
    peopleOf(field.dataset.people);
  }

  async look() {
    const place = tried(this.field.value, this.field.selectionStart);
    if (!place) return this.close();
    const people = fitting(await peopleOf(this.field.dataset.people), place.words);
    const now = tried(this.field.value, this.field.selectionStart);
    if (!now || now.words !== place.words) return null;
    const isWhole = people.length === 1 && people[0].name === place.words.trimEnd();
    return !people.length || isWhole ? this.close() : this.show(people, place);
  }

  show(people, place) {
    this.people = people;
    this.place = place;
    this.list ??= this.make();
    this.list.replaceChildren(...people.map((person, n) => this.option(person, n)));
    this.choose(0);
    const box = this.field.getBoundingClientRect();
    const room = innerHeight - box.bottom;
    this.list.style.setProperty("left", `${Math.min(box.left, innerWidth - this.list.offsetWidth - 8)}px`);
    this.list.style.setProperty("top", `${room < this.list.offsetHeight + 8 ? Math.max(4, box.top - this.list.offsetHeight - 4) : box.bottom + 4}px`);
  }

  // A popover: above the palette and whatever else is open, wherever those are scrolled to.
  make() {
    const list = Object.assign(document.createElement("ul"), { className: "people", id: "people", popover: "manual" });
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "Mention somebody");
    list.addEventListener("pointerdown", (event) => {
      event.preventDefault(); // the field keeps the focus
      event.stopPropagation(); // nor is it outside of what is open
      const option = event.target.closest("[role=option]");
      if (option) this.take(Number(option.dataset.n));
    });
    (this.field.closest("[popover]") ?? this.field.closest("corpus-reader,main")).append(list);
    list.showPopover();
    this.field.setAttribute("aria-controls", "people");
    this.field.setAttribute("aria-expanded", "true");
    return list;
  }

  option({ name, initials }, n) {
    const option = Object.assign(document.createElement("li"), { id: `person-${n}` });
    option.dataset.n = n;
    option.setAttribute("role", "option");
    const avatar = Object.assign(document.createElement("span"), { className: "avatar small", textContent: initials });
    avatar.setAttribute("aria-hidden", "true");
    option.append(avatar, Object.assign(document.createElement("bdi"), { textContent: name }));
    return option;
  }

  choose(n) {
    this.chosen = (n + this.people.length) % this.people.length;
    for (const option of this.list.children) option.setAttribute("aria-selected", Number(option.dataset.n) === this.chosen);
    this.list.children[this.chosen].scrollIntoView({ block: "nearest" });
    this.field.setAttribute("aria-activedescendant", `person-${this.chosen}`);
  }

  take(n) {
    const { from } = this.place, { name } = this.people[n];
    this.field.setRangeText(`${name} `, from, this.field.selectionStart, "end");
    this.close();
    this.field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  onKey(event) {
    if (!this.list || event.isComposing) return;
    const keys = {
      ArrowDown: () => this.choose(this.chosen + 1), ArrowUp: () => this.choose(this.chosen - 1),
      Enter: () => this.take(this.chosen), Tab: () => this.take(this.chosen), Escape: () => this.close(),
    };
    if (event.shiftKey || !Object.hasOwn(keys, event.key)) return;
    event.preventDefault();
    event.stopPropagation(); // Escape would close what the field stands in, too
    keys[event.key]();
  }

  close() {
    this.list?.remove();
    this.list = null;
    for (const name of ["aria-controls", "aria-expanded", "aria-activedescendant"]) this.field.removeAttribute(name);
  }
}

const attended = new WeakSet();

/** Attend to a field from now on. */
export function attend(field) {
  if (attended.has(field)) return;
  attended.add(field);
  new Mention(field).look();
}
