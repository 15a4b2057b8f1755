// At the edge of a wide window: where in the text the highlights are, each in the colour of its tag. Pressing goes there.
// Hidden from assistive technology: Tab goes from note to note, which is the same way and says what is there.
import { cut, isPlain, runsOf } from "./plain.js";

const TALL = 3; // pixels of a stripe
const REACH = 2; // stripes above and below that a press may miss
const REST = 200; // milliseconds without a change; while somebody scrolls, sections are laid out one after the other
const SVG = "http://www.w3.org/2000/svg";

/** The hue of a mark's fill: -1 where nothing is tagged, null where the legend hides all of it. */
export function hueOf(classes, isHidden = null) {
  if (!isHidden) return classes.startsWith("off") ? null : classes.startsWith("f") ? parseInt(classes.slice(1), 10) : -1; // the fill comes first
  const names = classes.split(" ");
  if (names.includes("off")) return null;
  const looks = names.filter((name) => /^u\d-/.test(name)).map((name) => Number(name.slice(3)));
  const shown = looks.filter((look) => !isHidden(look));
  if (looks.length && !shown.length) return null;
  if (shown.length < looks.length) return hueOfLook(shown[0]);
  return hueOf(classes);
}

const hueOfLook = (look) => Math.floor(look / 3);

/** Neighbouring stripes of one colour together: [[first, last, hue]]. */
export function stripes(hues) {
  const found = [];
  hues.forEach((hue, n) => {
    if (hue === undefined) return;
    if (found.at(-1)?.[2] === hue && found.at(-1)[1] === n - 1) found.at(-1)[1] = n;
    else found.push([n, n, hue]);
  });
  return found;
}

const nodesOf = ({ childNodes }) => [...childNodes].map((node) => [node.textContent.length, node.localName === "mark" && node, node.className]);

function runsIn({ textContent, parentElement: row }) {
  return cut(textContent, runsOf(row)).map(([words, classes]) => [words.length, classes !== null && row, classes]);
}

export class Minimap {
  /** `text` is the article's; `isHidden()` gives null, or what tells whether the legend hides a look in rows that do not
   * say whose they are. */
  constructor(text, isHidden) {
    this.text = text;
    this.isHidden = isHidden;
    this.root = document.createElementNS(SVG, "svg");
    this.root.classList.add("minimap");
    this.root.setAttribute("aria-hidden", "true");
    this.root.addEventListener("click", (event) => this.goTo(event.offsetY));
    text.parentElement.append(this.root);
    for (const event of ["corpus:swapped", "corpus:sifted"]) document.addEventListener(event, () => this.later());
    new ResizeObserver(() => this.later()).observe(text); // also when a section is laid out for the first time
    addEventListener("resize", () => this.later(), { passive: true });
    this.later();
  }

  later() {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.draw(), REST);
  }

  draw() {
    const tall = this.root.clientHeight, page = document.documentElement.scrollHeight;
    if (!tall) return; // a narrow window has none
    this.scale = tall / page;
    this.hues = new Array(Math.floor(tall / TALL));
    this.first = []; // the first mark of each stripe
    const per = this.scale / TALL, last = this.hues.length - 1;
    for (const [section, box] of [...this.text.children].map((section) => [section, section.getBoundingClientRect()])) {
      const top = (box.top + scrollY) * per, high = box.height * per; // in stripes
      const stripe = (share) => Math.min(last, Math.floor(top + share * high));
      if (stripe(1) - stripe(0) < section.children.length / 2) this.sample([...section.children], top, high, stripe(1));
      else this.fill(section, stripe);
    }
    const shapes = new Map(); // of each hue: hundreds of elements would cost the browser more than all else here
    for (const [first, last, hue] of stripes(this.hues)) {
      shapes.set(hue, `${shapes.get(hue) ?? ""}M0,${first * TALL}h99v${(last - first + 1) * TALL - 0.5}h-99z`);
    }
    const parts = [...shapes].map(([hue, shape]) => `<path${hue < 0 ? "" : ` class="t${hue * 3}"`} d="${shape}"/>`);
    const here = Math.max(TALL, innerHeight * this.scale), drawn = `${parts.join("")}<rect class="here" width="100%" height="${here}"/>`;
    if (drawn === this.drawn) return;
    this.root.innerHTML = this.drawn = drawn;
    this.root.lastChild.style.setProperty("--way", `${tall - here}px`);
  }

  // A long text has several paragraphs in a stripe: the first mark in them will do, and the others are not looked at.
  sample(rows, top, high, last) {
    const beginOf = (place) => Math.max(0, Math.min(rows.length, Math.ceil(((place - top) / high) * rows.length)));
    for (let place = Math.floor(top); place <= last; place += 1) {
      const beyond = place === last ? rows.length : beginOf(place + 1);
      for (let row = beginOf(place); row < beyond && this.hues[place] === undefined; row += 1) {
        if (isPlain(rows[row].parentElement)) {
          for (const [, , classes] of runsOf(rows[row])) if (this.colour(place, place, rows[row], classes)) break;
        } else for (let mark = rows[row].querySelector("mark"); mark && !this.colour(place, place, mark);) mark = mark.nextElementSibling;
      }
    }
  }

  // Inside a section that is high on the map, by the share of its text.
  fill(section, stripe) {
    const marks = []; // where each begins and ends
    let whole = 0;
    for (const paragraph of section.querySelectorAll("[data-p]")) {
      for (const [length, mark, classes] of isPlain(section) ? runsIn(paragraph) : nodesOf(paragraph)) {
        const from = whole;
        whole += length;
        if (mark) marks.push([mark, classes, from, whole - 1]);
      }
    }
    for (const [mark, classes, from, to] of marks) this.colour(stripe(from / whole), stripe(to / whole), mark, classes);
  }

  /** True where the mark has given these stripes its colour, as far as no other had. */
  colour(first, last, mark, classes = mark.className) {
    const hue = hueOf(classes, mark.dataset.h ? null : this.isHidden());
    if (hue === null) return false;
    for (let n = first; n <= last; n += 1) {
      this.hues[n] ??= hue;
      this.first[n] ??= mark;
    }
    return true;
  }

  goTo(y) {
    const pressed = Math.floor(y / TALL);
    const near = Array.from({ length: 2 * REACH + 1 }, (_, n) => (n % 2 ? -1 : 1) * Math.ceil(n / 2)).map((away) => this.first[pressed + away]);
    const mark = near.find((found) => found?.isConnected);
    if (mark) mark.scrollIntoView({ block: "center", behavior: "instant" });
    else scrollTo({ top: y / this.scale - innerHeight / 2, behavior: "instant" });
  }
}
