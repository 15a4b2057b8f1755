// <corpus-live>: follows the project while its page is looked at. Shows who else is there, and tells the page by events
// on the document what has changed (corpus:change, corpus:reload); a page that shows lists offers to load them anew.
import { fetchPart } from "./send.js";
import { Stream } from "./stream.js";

const REST = 200; // milliseconds: people turning pages leave and come
const GONE = {
  401: "You have been signed out, so this page no longer shows what others do. Sign in again to go on.",
  403: "You may not read this project any more.",
  404: "This page is not there any more for you: it was removed, or you are not a member of the project any more.",
};

class Live extends HTMLElement {
  connectedCallback() {
    const { url, after, watch = "" } = this.dataset;
    this.watched = watch.split(" ").filter(Boolean);
    this.news = new Set();
    this.stream = new Stream(url, after, {
      change: (said) => this.onChange(said),
      reload: () => this.onReload(),
      present: (said) => this.onPresent(said),
      refused: (status) => this.onRefused(status),
    });
  }

  disconnectedCallback() {
    this.stream.end();
    clearTimeout(this.resting);
  }

  onChange(said) {
    document.dispatchEvent(new CustomEvent("corpus:change", { detail: said }));
    if (said.about.includes("role")) return this.offer("Your role has changed");
    if (said.by === this.dataset.user || !said.about.some((part) => this.watched.includes(part))) return null;
    this.news.add(said.number);
    return this.offer(`${this.news.size} ${this.news.size === 1 ? "change" : "changes"}`);
  }

  onReload() {
    document.dispatchEvent(new CustomEvent("corpus:reload"));
    if (this.watched.length) this.offer("Many changes");
  }

  /** A link to this very page: lists are not moved under anybody's eyes. */
  offer(words) {
    const link = Object.assign(document.createElement("a"), { href: location.href.split("#")[0], textContent: words });
    link.append(Object.assign(document.createElement("span"), { textContent: " · show" }));
    this.querySelector(".news").replaceChildren(link);
  }

  onPresent({ here, elsewhere }) {
    const others = [here, elsewhere].map((people) => people.filter((uid) => uid !== this.dataset.user).join(","));
    clearTimeout(this.resting);
    this.resting = setTimeout(() => this.showPresent(...others), REST);
  }

  async showPresent(here, elsewhere) {
    if (!here && !elsewhere) return this.querySelector("#present").replaceChildren();
    const answer = await fetchPart(`${this.dataset.present}?${new URLSearchParams({ here, elsewhere })}`);
    if (!answer.ok) return null;
    const fresh = new DOMParser().parseFromString(answer.html, "text/html").getElementById("present");
    return this.querySelector("#present").replaceWith(fresh);
  }

  onRefused(status) {
    this.querySelector("#present").replaceChildren();
    const toast = document.createElement("corpus-toast");
    toast.className = "toast error";
    toast.append(Object.assign(document.createElement("p"), { textContent: GONE[status] }));
    document.getElementById("toasts").append(toast);
  }
}

customElements.define("corpus-live", Live);
