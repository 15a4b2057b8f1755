// The page's queue of unsent work (queue.js): one for all tabs of a person, tried again whenever there is hope.
import { Kept, Queue } from "./queue.js";
import { inTurn, post } from "./send.js";

const person = document.querySelector("meta[name=person]")?.content ?? "";
const name = `corpus-unsent:${person}`;

// Browsers may forbid storage altogether; then it is kept in the page.
function storage() {
  try {
    return localStorage;
  } catch {
    return null;
  }
}

// One tab sends at a time. Plain http has no locks: then two may send the same, whose id makes it one.
const alone = (act) => (navigator.locks ? navigator.locks.request(name, act) : act());
const warn = (event) => event.preventDefault();

export const queue = new Queue(new Kept(person, storage()), { post, turn: (act) => inTurn(() => alone(act)) });

const goOn = () => !document.hidden && queue.waiting.length && queue.go();
addEventListener("online", goOn);
addEventListener("pageshow", goOn); // also of a page that has just been loaded, unless that was before
if (document.readyState === "complete") goOn();
document.addEventListener("visibilitychange", goOn);
addEventListener("storage", ({ key }) => (key === null || key.startsWith(name)) && queue.look());
queue.addEventListener("change", () => { window.onbeforeunload = queue.isLoose ? warn : null; });
