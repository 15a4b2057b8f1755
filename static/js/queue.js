// Work on its way to the server: kept in the browser until it is answered, and sent in the order in which it was made.
// What could not be sent is tried again; what was refused waits until the person decides.
const PREFIX = "corpus-unsent:";
const PAUSES = [1_000, 2_000, 5_000, 15_000, 30_000];
const OFTEN = 3; // times the server may fail at one entry before the others go on without it
const PASSING = [401, 408, 412, 425, 429]; // signed out, another person, too slow or too much: the entry is not at fault

/** A person's entries in a browser's storage. One key each, so that tabs never overwrite each other's. */
export class Kept {
  constructor(person, storage) {
    this.prefix = `${PREFIX}${person}:`;
    this.storage = storage;
    this.loose = new Map(); // what the browser would not keep, as text too: gone with the page
  }

  /** Oldest first. */
  get keys() {
    const stored = Array.from({ length: this.storage?.length ?? 0 }, (_, n) => this.storage.key(n));
    return [...stored.filter((key) => key.startsWith(this.prefix)), ...this.loose.keys()].sort();
  }

  get all() {
    return this.keys.map((key) => this.of(key)).filter(Boolean);
  }

  of(key) {
    try {
      const entry = JSON.parse(this.loose.get(key) ?? this.storage?.getItem(key) ?? null);
      return entry && { ...entry, key };
    } catch {
      return null; // not ours
    }
  }

  /** The entry with its key, which puts it behind all others whatever the clock says. */
  add(entry) {
    const last = Number(this.keys.at(-1)?.slice(this.prefix.length).split(":")[0] ?? 0);
    const at = Math.max(Date.now(), last + 1);
    return this.put({ ...entry, key: `${this.prefix}${String(at).padStart(15, "0")}:${entry.id}` });
  }

  put({ key, ...entry }) {
    this.drop({ key });
    try {
      this.storage.setItem(key, JSON.stringify(entry));
    } catch {
      this.loose.set(key, JSON.stringify(entry)); // full, or forbidden
    }
    return { ...entry, key };
  }

  drop({ key }) {
    this.loose.delete(key);
    this.storage?.removeItem(key);
  }
}

const isRefused = ({ status }) => status >= 400 && status < 500 && !PASSING.includes(status);

/** Tells by events: change; sent and refused, with { entry, answer, isLate }; elsewhere, with { entry }. */
export class Queue extends EventTarget {
  /** `post(url, fields)` gives an answer and never rejects; `turn(act)` calls act when nothing else is being sent. */
  constructor(kept, { post, turn }) {
    super();
    this.kept = kept;
    this.post = post;
    this.turn = turn;
    this.made = new Map(); // here and not answered yet, by key: { entry, resolve, isLate }
    this.trouble = null; // the status of what could not be sent; 0 where nobody answered
    this.failures = 0;
  }

  get all() { return this.kept.all; }
  get waiting() { return this.all.filter((entry) => !entry.refused); }
  get isLoose() { return this.kept.loose.size > 0; }

  /** Keep and send { id, kind, about, url, fields, instead?, … }; tells, perhaps much later, whether it was saved. */
  add({ instead, ...entry }) {
    const isDecided = (other) => other.key === instead || (other.refused && other.kind !== "note" && other.about === entry.about);
    const decided = entry.kind === "note" ? [] : this.all.filter(isDecided);
    const kept = this.kept.add(entry);
    for (const other of decided) this.kept.drop(other);
    const saved = new Promise((resolve) => this.made.set(kept.key, { entry: kept, resolve, isLate: false }));
    this.tell("change");
    this.go();
    return saved;
  }

  go() {
    clearTimeout(this.timer);
    return this.turn(() => this.drain());
  }

  async drain() {
    clearTimeout(this.timer);
    for (let entry; (entry = this.waiting[0]);) {
      const answer = await this.post(entry.url, entry.fields);
      if (!this.kept.of(entry.key)) continue; // another tab has had the answer meanwhile
      if (answer.ok) this.leave("sent", entry, answer);
      else if (isRefused(answer) || (answer.status === 500 && (entry.failed ?? 0) + 1 >= OFTEN)) this.leave("refused", entry, answer);
      else return this.wait(entry, answer);
    }
    this.trouble = null;
    this.failures = 0;
    return this.tell("change");
  }

  leave(name, entry, answer) {
    if (name === "sent") this.kept.drop(entry);
    else this.kept.put({ ...entry, refused: { status: answer.status, words: answer.words } });
    const { resolve, isLate } = this.made.get(entry.key) ?? { isLate: true };
    this.made.delete(entry.key);
    this.trouble = null;
    this.failures = 0;
    this.tell(name, { entry, answer, isLate });
    resolve?.(name === "sent");
    this.tell("change");
  }

  wait(entry, { status }) {
    if (status === 500) this.kept.put({ ...entry, failed: (entry.failed ?? 0) + 1 });
    for (const made of this.made.values()) made.isLate = true;
    this.trouble = status;
    this.timer = setTimeout(() => this.go(), PAUSES[Math.min(this.failures++, PAUSES.length - 1)]);
    this.tell("change");
  }

  /** What another tab has sent, or was refused, is not waited for here. */
  look() {
    for (const [key, { entry, resolve }] of this.made) {
      const now = this.kept.of(key);
      if (now && !now.refused) continue;
      this.made.delete(key);
      if (!now) this.tell("elsewhere", { entry });
      resolve(!now);
    }
    this.tell("change");
  }

  /** Once more as it is. */
  again({ key }) {
    const { refused, failed, ...entry } = this.kept.of(key) ?? {};
    if (refused) this.kept.put({ ...entry, key });
    this.tell("change");
    return this.go();
  }

  drop(entry) {
    this.kept.drop(entry);
    this.made.get(entry.key)?.resolve(false);
    this.made.delete(entry.key);
    this.tell("change");
  }

  /** What was dropped, as it was. */
  restore(entry) {
    this.kept.put(entry);
    this.tell("change");
  }

  tell(name, detail = {}) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}
