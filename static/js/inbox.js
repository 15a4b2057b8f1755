// How much concerns the person and is not read: fetched after the page, shown in its bar, and again when there is news.
import { fetchPart } from "./send.js";

const PAUSE = 300; // milliseconds: what comes together is asked about once

class Inbox {
  constructor(place, url) {
    this.place = place;
    this.url = url;
    document.addEventListener("corpus:change", ({ detail }) => detail.about.some((part) => ["inbox", "project"].includes(part)) && this.soon());
    document.addEventListener("corpus:reload", () => this.soon());
    document.addEventListener("corpus:read", ({ detail }) => this.put(detail));
    document.addEventListener("visibilitychange", () => document.hidden || this.soon());
    this.renew();
  }

  soon() {
    this.waiting ??= setTimeout(() => { this.waiting = null; this.renew(); }, PAUSE);
  }

  async renew() {
    const answer = await fetchPart(this.url);
    if (answer.ok) this.put(answer.html);
  }

  put(html) {
    const link = new DOMParser().parseFromString(html, "text/html").getElementById("inbox");
    const shown = document.getElementById("inbox");
    if (!link) return;
    if (shown) shown.replaceWith(link);
    else this.place.before(link);
  }
}

const menu = document.getElementById("user");
if (menu) new Inbox(menu, "/inbox/unread/");
