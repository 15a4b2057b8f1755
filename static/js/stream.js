// Server-sent events with a place in the diary: after every break, hidden or asleep, it goes on where it was.
// A hidden page has no stream, for browsers open six connections to a server and no more.
const SILENCE = 40_000; // the server says something every 15 seconds; after a sleep nobody tells that the line is dead
const WATCH = 5_000;
const PAUSES = [2_000, 5_000, 15_000, 60_000];

export class Stream {
  /** `told` has change(said), reload(), present(said) and refused(status): signed out, or not a member any more. */
  constructor(url, cursor, told) {
    this.url = url;
    this.cursor = cursor;
    this.told = told;
    this.stop = new AbortController();
    this.failures = 0;
    const on = (target, type, act) => target.addEventListener(type, act, { signal: this.stop.signal });
    on(document, "visibilitychange", () => (document.hidden ? this.close() : this.open()));
    on(window, "pagehide", () => this.close());
    on(window, "pageshow", () => this.open());
    on(window, "online", () => this.open());
    this.open();
  }

  end() {
    this.stop.abort();
    this.close();
  }

  close() {
    clearTimeout(this.pause);
    clearInterval(this.watch);
    this.source?.close();
    this.source = null;
  }

  open() {
    if (document.hidden || this.source || this.stop.signal.aborted) return;
    this.close();
    const source = (this.source = new EventSource(`${this.url}?after=${encodeURIComponent(this.cursor)}`));
    const on = (type, act) => source.addEventListener(type, (event) => this.hear(event, act));
    on("message", (said) => this.told.change(said));
    on("reload", () => { this.failures = 0; this.told.reload(); });
    on("present", (said) => this.told.present(said));
    on("begin", () => { this.failures = 0; });
    on("beat", () => {});
    source.addEventListener("error", () => source.readyState === EventSource.CLOSED && this.source === source && this.onRefusal());
    this.heard = Date.now();
    this.watch = setInterval(() => this.listenForSilence(), WATCH);
  }

  hear(event, act) {
    this.heard = Date.now();
    this.cursor = event.lastEventId || this.cursor;
    act(event.data ? JSON.parse(event.data) : null);
  }

  listenForSilence() {
    if (Date.now() - this.heard < SILENCE) return;
    this.close();
    this.open();
  }

  // EventSource does not say why it was refused, and does not try again.
  async onRefusal() {
    this.close();
    const status = await fetch(this.url, { method: "HEAD", redirect: "manual" })
      .then((response) => (response.type === "opaqueredirect" ? 401 : response.status)).catch(() => 0);
    if ([401, 403, 404].includes(status)) {
      this.end();
      this.told.refused(status);
      return;
    }
    this.pause = setTimeout(() => this.open(), PAUSES[Math.min(this.failures++, PAUSES.length - 1)]);
  }
}
