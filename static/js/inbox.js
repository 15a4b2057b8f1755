// How much concerns the person and is not read: fetched after the page, shown in its bar, and again when there is news.
import { fetchPart, send } from "./send.js";

const READ = "/inbox/read/";
const AGAIN = 5_000;
const PAUSE = 300; // milliseconds: what comes together is asked about once

class Inbox {
  constructor(place, url) {
    this.place = place;
    this.url = url;
    document.addEventListener("corpus:change", ({ detail }) => detail.about.some((part) => ["inbox", "project"].includes(part)) && this.soon());
    document.addEventListener("corpus:reload", () => this.soon());
    document.addEventListener("corpus:read", ({ detail }) => this.put(detail));
    document.addEventListener("visibilitychange", () => document.hidden || this.soon());
    this.begin();
  }

  /** Whoever is led to a note beside an article has read its thread; beside a passage see talk.js. */
  async begin() {
    const note = document.getElementById("talk") && location.hash.match(/^#n-([0-9a-z]+)$/)?.[1];
    const answer = note ? await send(READ, { note }) : null;
    if (answer?.ok) this.put(answer.html);
    else this.renew();
  }

  soon() {
    this.waiting ??= setTimeout(() => { this.waiting = null; this.renew(); }, PAUSE);
  }

  async renew() {
    const asked = (this.asked = Symbol()); // an answer that is older than the last question is not shown
    const answer = await fetchPart(this.url);
    if (asked !== this.asked) return;
    if (answer.ok) this.put(answer.html);
    else if (answer.status === 0 || answer.status >= 500) setTimeout(() => this.soon(), AGAIN);
  }

  put(html) {
    const link = new DOMParser().parseFromString(html, "text/html").getElementById("inbox");
    const shown = document.getElementById("inbox");
    if (!link) return;
    if (shown) shown.replaceWith(link);
    else this.place.prepend(link);
  }
}

const menu = document.getElementById("user");
if (menu) new Inbox(menu, "/inbox/unread/");
