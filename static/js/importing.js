// Adding articles: files can be dropped, and a draft's paragraphs are corrected with single keys.
import { toCodePoints } from "./offsets.js";

// <file-drop> around a file input: the input stays the truth, so that the form works without this script.
class FileDrop extends HTMLElement {
  connectedCallback() {
    if (this.classList.contains("live")) return;
    this.input = this.querySelector("input[type=file]");
    this.zone = document.createElement("label");
    this.zone.className = "drop";
    this.zone.htmlFor = this.input.id;
    this.zone.append(part("b", "Drop files or a folder here"), part("span", "or press to choose files"));
    this.folder = Object.assign(document.createElement("input"), { type: "file", webkitdirectory: true, hidden: true });
    const choose = Object.assign(part("button", "Choose a folder"), { type: "button", className: "button small quiet" });
    choose.addEventListener("click", () => this.folder.click());
    this.folder.addEventListener("change", () => this.take([...this.folder.files].sort(byPath)));
    this.list = document.createElement("ul");
    this.list.className = "brought";
    this.list.setAttribute("aria-live", "polite");
    this.input.after(this.zone, choose, this.folder, this.list);
    this.classList.add("live");
    this.input.addEventListener("change", () => this.show());
    this.input.form.addEventListener("submit", (event) => { event.submitter.textContent = "Sending …"; });
    for (const event of ["dragover", "dragleave", "drop"]) this.zone.addEventListener(event, (e) => this.drag(e));
  }

  drag(event) {
    event.preventDefault();
    this.zone.classList.toggle("over", event.type === "dragover");
    if (event.type !== "drop" || !event.dataTransfer.files.length) return;
    const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry?.());
    if (entries.some((entry) => entry?.isDirectory)) filesIn(entries.filter(Boolean)).then((files) => this.take(files));
    else this.take([...event.dataTransfer.files]);
  }

  // The files of a folder go into the one input; what lies there for the system's own use stays out.
  take(files) {
    const chosen = new DataTransfer();
    for (const file of files) if (!isHidden(file)) chosen.items.add(file);
    this.input.files = chosen.files;
    this.show();
  }

  show() {
    const files = [...this.input.files];
    const { maxFiles, maxBytes } = this.dataset;
    const rows = files.slice(0, 100).map((file) => this.row(file.name, size(file.size), file.size > maxBytes));
    if (files.length > maxFiles) rows.unshift(this.row(`${files.length} files; only ${maxFiles} fit at once`, "", true));
    else if (files.length > 1) rows.unshift(this.row(`${files.length} files`, size(files.reduce((sum, file) => sum + file.size, 0))));
    this.list.replaceChildren(...rows);
  }

  row(name, amount, bad = false) {
    const item = document.createElement("li");
    item.classList.toggle("bad", bad);
    item.append(part("span", name), part("span", bad && amount ? `${amount}, too large` : amount));
    return item;
  }
}

// All files below these entries of a drop, folder by folder; a folder tells its entries a hundred at a time.
async function filesIn(entries) {
  const found = [];
  for (const entry of entries) {
    if (entry.isFile) found.push(await new Promise((done, failed) => entry.file(done, failed)));
    else found.push(...(await filesIn(await entriesOf(entry.createReader()))));
  }
  return found;
}

async function entriesOf(reader) {
  const found = [];
  for (let more; (more = await new Promise((done, failed) => reader.readEntries(done, failed))).length; ) found.push(...more);
  return found.sort((a, b) => a.name.localeCompare(b.name));
}

const byPath = (a, b) => (a.webkitRelativePath < b.webkitRelativePath ? -1 : 1);

const isHidden = (file) => /^(\.|Thumbs\.db$|desktop\.ini$)/i.test(file.name);

function part(tag, text) {
  const element = document.createElement(tag);
  element.textContent = text;
  return element;
}

function size(bytes) {
  return bytes < 1000 ? `${bytes} bytes` : bytes < 1e6 ? `${Math.round(bytes / 1000)} KB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

// <draft-editor>: j and k move between paragraphs, letters choose their kind, Shift+J joins, s splits, u undoes.
class DraftEditor extends HTMLElement {
  hastened = new WeakSet();

  connectedCallback() {
    this.said = this.querySelector("#said");
    this.querySelector(".keys").hidden = false;
    this.press = (event) => this.key(event);
    document.addEventListener("keydown", this.press);
    this.addEventListener("focusin", (event) => this.show(event.target.closest(".block")));
    this.addEventListener("click", (event) => this.choose(event));
    this.addEventListener("click", ({ target }) => { if (target.matches(".split")) target.value = caretIn(target.closest(".block")); }, true);
    this.addEventListener("submit", (event) => this.hasten(event));
    this.addEventListener("htmx:before:request", () => this.say("Saving …"));
    this.addEventListener("htmx:after:request", (event) => { if (event.detail.ctx.response.status < 400) this.say("Saved."); });
    this.addEventListener("htmx:response:error", (event) => this.fail(event.detail.ctx));
    this.addEventListener("htmx:error", () => this.fail());
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.press);
  }

  // Pressed between its coming and htmx's taking it up: the browser would load the page anew.
  hasten(event) {
    const { target, submitter } = event;
    const asked = [submitter, target].find((element) => element?.matches("[hx-post]"));
    if (event.defaultPrevented || !asked || this.hastened.has(asked)) return;
    event.preventDefault();
    this.hastened.add(asked);
    globalThis.htmx.process(asked);
    if (asked === target) target.requestSubmit(submitter);
    else asked.click();
  }

  get current() {
    return document.activeElement?.closest(".block");
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select, dialog")) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (event.shiftKey && key === "j") this.current?.querySelector(".join")?.click();
    else if (event.shiftKey) return;
    else if (key === "j" || (this.current && key === "ArrowDown")) this.move(1);
    else if (key === "k" || (this.current && key === "ArrowUp")) this.move(-1);
    else if (key === "s") this.current?.querySelector(".split")?.click();
    else if (key === "u") this.querySelector("#undo button:enabled")?.click();
    else if (!this.setKind(key)) return;
    event.preventDefault();
  }

  move(step) {
    const blocks = [...this.querySelectorAll(".block")].filter((block) => block.checkVisibility());
    const at = blocks.indexOf(this.current);
    const next = at < 0 ? blocks.find((block) => block.getBoundingClientRect().top > 60) : blocks[at + step];
    next?.focus({ preventScroll: true });
    next?.scrollIntoView({ block: "nearest", behavior: "instant" });
  }

  setKind(key) {
    const select = this.current?.querySelector("select");
    const option = select?.querySelector(`option[data-key="${CSS.escape(key)}"]`);
    if (!option) return false;
    if (!option.selected) {
      option.selected = true;
      select.dispatchEvent(new Event("change", { bubbles: true }));
    }
    return true;
  }

  choose(event) {
    if (!event.target.closest("a, button, select, summary, label, input")) event.target.closest(".block")?.focus();
    const line = event.target.closest(".number")?.hash;
    if (line) this.querySelector(".original").open = true;
  }

  // The lines of the source that the paragraph was made of; scrolled inside their own box only.
  show(block) {
    const source = this.querySelector(".source");
    for (const line of source.querySelectorAll(".here")) line.classList.remove("here");
    const lines = block ? block.dataset.lines.split(" ").map((number) => document.getElementById(`l${number}`)) : [];
    for (const line of lines) line?.classList.add("here");
    if (lines[0] && source.checkVisibility()) source.scrollTop = lines[0].offsetTop - source.offsetTop - source.clientHeight / 3;
  }

  say(text) {
    this.said.className = "vh";
    this.said.textContent = text;
  }

  fail(ctx) {
    const answer = new DOMParser().parseFromString(ctx?.text || "", "text/html").getElementById("said");
    this.said.className = "alert bad";
    this.said.textContent = answer?.textContent || "This could not be saved. Check your connection, then reload the page.";
  }
}

// Before which code point of a paragraph's text a person clicked last; "" where that was elsewhere.
function caretIn(block) {
  const text = block.querySelector(".text"), { focusNode, focusOffset } = getSelection();
  if (!text.contains(focusNode)) return "";
  const before = new Range();
  before.setStart(text, 0);
  before.setEnd(focusNode, focusOffset);
  const part = before.cloneContents();
  for (const button of part.querySelectorAll("button")) button.remove();
  return toCodePoints(part.textContent, part.textContent.length) || "";
}

customElements.define("file-drop", FileDrop);
customElements.define("draft-editor", DraftEditor);
