// What each key does on the reading page, where no field has the focus.
const PICKS = "jksSlhLH[]e"; // the keys of picker.js
const isTyping = (target) => target.closest?.("input,textarea,select,[contenteditable]");

export class Keyboard {
  constructor(reader) {
    this.reader = reader;
  }

  take(event) {
    if (event.key === "Escape") return this.reader.edges.cancel() || this.reader.leave();
    if (event.isComposing) return null;
    const command = (event.ctrlKey || event.metaKey || event.altKey) && !event.getModifierState("AltGraph"); // some type [ so
    if (command && event.key === "p" && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      return this.print();
    }
    if (this.reader.undo.take(event)) return event.preventDefault();
    if (command || isTyping(event.target)) return null;
    if (event.target.closest("a,button,summary") && ["Enter", " "].includes(event.key)) return null;
    if (this.reader.edges.take(event) || (this.reader.palette.isOpen ? this.inPalette(event) : this.inText(event))) event.preventDefault();
    return null;
  }

  // Paper has all notes, also of what was never on the screen.
  async print() {
    await this.reader.notes.all();
    print();
  }

  // The palette is open but the selection still has the focus: typing begins the search.
  inPalette(event) {
    const { palette } = this.reader;
    if (event.key === "n" && palette.highlight) return this.writeNote();
    if (["ArrowDown", "ArrowUp", "Enter"].includes(event.key) && (!event.shiftKey || event.key === "Enter")) return palette.onKey(event), true;
    if (palette.take(event.key)) return true;
    if ([...event.key].length === 1 && event.key !== " ") palette.input.focus({ preventScroll: true });
    return false;
  }

  inText(event) {
    const note = event.target.closest(".notes li.own");
    if (note && ["[", "]", "{", "}", "|"].includes(event.key)) {
      this.reader.openNote(note.id.slice(2), true).then(() => this.reader.edges.take(event));
      return true;
    }
    if (this.mustWait(event)) return this.hold(event), true;
    if (event.key === "Enter" || event.key === "t") {
      if (!this.reader.offer()) return false;
      this.reader.palette.input.focus({ preventScroll: true });
      return true;
    }
    if (event.key === "." && this.reader.mayAnnotate) return this.again(event.target.closest(".notes li"));
    if (event.key === "*" && this.reader.mayAnnotate) return this.goEverywhere();
    return PICKS.includes(event.key) && this.pick(event.key);
  }

  mustWait({ key }) {
    const isText = key === "Enter" || [...key].length === 1;
    return this.picking && isText && (this.held || !PICKS.includes(key));
  }

  // While the picker is on its way, the first key that is not the picker's waits for it, and all after that one too.
  hold(event) {
    const held = this.held = (this.held ?? this.picking).then(() => {
      const { palette } = this.reader;
      if (!palette.isOpen) this.inText(event);
      else if (!this.inPalette(event)) palette.type(event.key);
      if (this.held === held) this.held = null;
    });
  }

  /** The last tags once more, on the highlight that has the focus or on what is selected. */
  again(note) {
    if (note) this.reader.openNote(note.id.slice(2), true).then(() => this.reader.palette.again());
    else if (this.reader.offer()) this.reader.palette.again();
    else return false;
    return true;
  }

  goEverywhere() {
    const page = this.reader.everywhere(this.reader.selected()?.passage.quote ?? "");
    if (page) location.assign(page);
    return page !== null;
  }

  // One after the other, also while the module is on its way; what comes after waits for it.
  pick(key) {
    this.picker ??= import("./picker.js").then(({ Picker }) => new Picker(this.reader.text, (words) => this.reader.say(words)), () => { this.picker = null; });
    const picked = this.picking = this.picker.then((picker) => {
      picker?.take(key);
      if (this.picking === picked) this.picking = null;
    });
    return true;
  }

  writeNote() {
    const write = this.reader.querySelector("#panel>.write");
    if (!write) return false;
    write.open = true;
    write.querySelector("textarea").focus();
    return true;
  }
}
