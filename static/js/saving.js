// Saves of the reading page: each goes through the queue (queue.js), and what is not saved yet is painted in the text.
import { newId } from "./ids.js";
import { noteOf, wordsOf } from "./marks.js";
import { rangeOf } from "./offsets.js";
import { fetchPart } from "./send.js";
import { swap } from "./swap.js";
import { queue } from "./unsent.js";

export class Saving {
  /** `reader.show(answer, uid, isLate)` puts an answer on the page. */
  constructor(reader, signal) {
    this.reader = reader;
    const on = (name, act) => queue.addEventListener(name, ({ detail }) => this.isHere(detail.entry) && act(detail), { signal });
    on("sent", ({ answer, entry, isLate }) => reader.show(answer, entry.about, isLate));
    on("refused", ({ answer, entry, isLate }) => !isLate && reader.show(answer, entry.about));
    on("elsewhere", ({ entry }) => this.renew(entry));
    queue.addEventListener("change", () => this.paint(), { signal });
    document.addEventListener("corpus:swapped", () => this.paint(), { signal });
    this.paint();
  }

  /** Whether something done here is on its way to the server. */
  get isWaiting() { return queue.waiting.some((entry) => this.isHere(entry)); }

  /** Tag a passage, or a highlight by its id; true when it was saved, which may be after days (queue.js). */
  async save(what, fields, words) {
    if (!what) return false;
    const again = fields.again ? "again/" : "";
    if (typeof what === "string") return this.keep("tagging", what, `${this.reader.dataset.project}highlights/${what}/taggings/${again}`, fields, { words });
    const { uid, start, end, quote, instead } = what;
    const said = { uid, version: this.reader.dataset.version, start, end, quote, ...fields };
    return this.keep("highlight", uid, `${this.reader.dataset.url}highlights/${again}`, said, { words, quote, instead });
  }

  keep(kind, about, url, fields, { quote = wordsOf(this.reader.text, about), ...more }) {
    const at = kind === "highlight" ? rangeOf(fields.start, fields.end, this.reader.text)?.startContainer.parentElement : noteOf(about);
    const near = at?.closest(".row")?.id ?? "text";
    const title = document.title.replace(/ · Corpus$/, "");
    return queue.add({ id: newId(), kind, about, url, fields, quote, article: this.reader.dataset.url, near, title, ...more });
  }

  // What is written leaves the field at once, so that it is not sent as another note when it waits.
  keepNote(form) {
    const { highlight } = form.closest("#panel").dataset, text = form.elements.text.value;
    form.reset();
    form.closest("details").open = false;
    return this.keep("note", highlight, form.action, { uid: newId(), text }, { words: text });
  }

  isHere(entry) { return entry.article === this.reader.dataset.url; }

  /** The passages of this text that are not saved yet. */
  unsent() {
    const isOfText = (entry) => entry.kind === "highlight" && this.isHere(entry) && entry.fields.version === this.reader.dataset.version && document.getElementById(entry.near);
    return queue.all.filter(isOfText);
  }

  paint() {
    if (!("highlights" in CSS)) return;
    const ranges = this.unsent().map(({ fields }) => rangeOf(fields.start, fields.end, this.reader.text)).filter(Boolean);
    if (ranges.length) CSS.highlights.set("unsent", new Highlight(...ranges));
    else CSS.highlights.delete("unsent");
  }

  // Another tab has sent it, and has the answer.
  async renew({ near }) {
    const number = near.match(/\d+/)?.[0];
    if (!number) return;
    const answer = await fetchPart(`${this.reader.dataset.url}paragraphs/${number}-${number}/`);
    if (answer.ok) swap(answer.html, this.reader.text);
  }
}
