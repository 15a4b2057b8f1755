// Picks a passage by keys: makes a real selection, so that mouse, touch and keyboard share what comes after.
import { pieces } from "./offsets.js";
import { spansIn } from "./sentences.js";

export const spansOf = (paragraph, granularity) => spansIn(paragraph.textContent, granularity, paragraph.closest("[lang]")?.lang || undefined);

function pointIn(paragraph, units) {
  const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
  let node = null;
  while (walker.nextNode()) {
    node = walker.currentNode;
    if (units <= node.data.length) return [node, units];
    units -= node.data.length;
  }
  return [node, node.data.length];
}

export class Picker {
  constructor(root, say) {
    this.root = root;
    this.say = say;
    this.at = null; // { paragraph, a, b } in UTF-16 units
    const word = "word", sentence = "sentence";
    this.keys = {
      j: () => this.paragraph(1), k: () => this.paragraph(-1),
      s: () => this.sentence(1), S: () => this.sentence(-1),
      l: () => this.end(word, 1), h: () => this.end(word, -1),
      L: () => this.end(sentence, 1), H: () => this.end(sentence, -1),
      "[": () => this.begin(-1), "]": () => this.begin(1),
      e: () => this.whole(),
    };
  }

  /** Whether the key was one of the picker's. */
  take(key) {
    if (!Object.hasOwn(this.keys, key)) return false;
    this.follow();
    this.keys[key]();
    return true;
  }

  // Paragraphs are swapped after changes, and the mouse may have selected meanwhile: start from what is selected.
  follow() {
    const selection = getSelection();
    const range = selection.rangeCount && !selection.isCollapsed ? selection.getRangeAt(0) : null;
    const found = range && this.root.contains(range.commonAncestorContainer) ? pieces(range, this.root)[0] : null;
    if (found) this.at = found;
    else if (this.at && !this.at.paragraph.isConnected) {
      this.at = { ...this.at, paragraph: this.root.querySelector(`[data-p="${this.at.paragraph.dataset.p}"]`) };
    }
  }

  get paragraphs() {
    return [...this.root.querySelectorAll("[data-p]")];
  }

  // The first key starts at the top of the window, where the reader is.
  firstInView() {
    return this.paragraphs.find((paragraph) => paragraph.getBoundingClientRect().bottom > 80) ?? this.paragraphs[0];
  }

  paragraph(step) {
    const all = this.paragraphs;
    const next = this.at ? all[all.indexOf(this.at.paragraph) + step] : this.firstInView();
    const first = next && spansOf(next, "sentence")[0];
    if (first) this.select(next, ...first);
  }

  sentence(step) {
    if (!this.at) return this.paragraph(1);
    const spans = spansOf(this.at.paragraph, "sentence");
    const next = spans[spans.findIndex((span) => span[1] > this.at.a) + step];
    if (next) return this.select(this.at.paragraph, ...next);
    const all = this.paragraphs;
    const neighbour = all[all.indexOf(this.at.paragraph) + step];
    const span = neighbour && spansOf(neighbour, "sentence").at(step > 0 ? 0 : -1);
    if (span) this.select(neighbour, ...span);
  }

  end(granularity, step) {
    if (!this.at) return;
    const { paragraph, a, b } = this.at;
    const ends = spansOf(paragraph, granularity).map((span) => span[1]);
    const end = step > 0 ? ends.find((e) => e > b) : ends.findLast((e) => e < b && e > a);
    if (end) this.select(paragraph, a, end);
  }

  begin(step) {
    if (!this.at) return;
    const { paragraph, a, b } = this.at;
    const starts = spansOf(paragraph, "word").map((span) => span[0]);
    const start = step < 0 ? starts.findLast((s) => s < a) : starts.find((s) => s > a && s < b);
    if (start !== undefined) this.select(paragraph, start, b);
  }

  whole() {
    if (this.at) this.select(this.at.paragraph, 0, this.at.paragraph.textContent.trimEnd().length);
  }

  select(paragraph, a, b) {
    this.at = { paragraph, a, b };
    document.activeElement?.blur(); // else Enter would still belong to the note or mark that was left
    getSelection().setBaseAndExtent(...pointIn(paragraph, a), ...pointIn(paragraph, b));
    paragraph.scrollIntoView({ block: "nearest" });
    this.say(paragraph.textContent.slice(a, b));
  }
}
