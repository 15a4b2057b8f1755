// Undo and redo in this article: by the two buttons of the bar, by keys, and by the button of a toast. What can be
// taken back is the server's to say, from its diary: it comes with the page and with every answer (#history).
import { send, settled } from "./send.js";

const hasText = (target) => target.closest?.("input,textarea,select,[contenteditable]") && target.value !== "";

export class Undo {
  /** `show(answer)` puts an answer on the page, `say(words)` tells a screen reader, `close()` leaves the palette;
   * `forget()` what was used last;
   * `mustWait()` tells the person so where something they did later is not saved yet. */
  constructor(reader) {
    Object.assign(this, reader);
    this.turn = Promise.resolve();
  }

  /** Whether the key was one of these; a field with text in it keeps its own undo. */
  take(event) {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.isComposing || hasText(event.target)) return false;
    const key = event.key.toLowerCase();
    const isRedo = (key === "z" && event.shiftKey) || (key === "y" && event.ctrlKey && !event.shiftKey);
    if (!isRedo && key !== "z") return false;
    this.press(isRedo ? "redo-step" : "undo-step");
    return true;
  }

  // Each waits for the one before and for every save on its way, so that what is undone is what was done last.
  press(name) {
    this.turn = this.turn.then(settled).then(() => this.now(document.getElementById(name)));
    return this.turn;
  }

  now(button) {
    if (!button) return null;
    return button.form ? this.takeBack(button.form.action) : this.say(`${button.title}.`);
  }

  async takeBack(url) {
    if (this.mustWait()) return;
    const answer = await send(url, {});
    if (!this.show(answer)) return;
    this.forget();
    this.close();
    const touched = answer.html.match(/id="(p\d+)"/)?.[1];
    if (touched) document.getElementById(touched).scrollIntoView({ block: "nearest" });
  }
}
