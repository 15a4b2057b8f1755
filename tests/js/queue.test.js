// The queue of unsent work: kept before it is sent, sent in order, tried again, decided upon; two tabs share it.
import assert from "node:assert/strict";
import test from "node:test";
import { Kept, Queue } from "../../static/js/queue.js";

class Store {
  constructor() { this.rows = new Map(); this.isFull = false; }
  get length() { return this.rows.size; }
  key(n) { return [...this.rows.keys()][n]; }
  getItem(key) { return this.rows.get(key) ?? null; }
  setItem(key, value) { if (this.isFull) throw new Error("full"); this.rows.set(key, value); }
  removeItem(key) { this.rows.delete(key); }
}

/** A queue whose server answers with these statuses, one for each post, then with 200; and what was posted. */
function a_queue({ statuses = [], store = new Store(), person = "anna", turns } = {}) {
  const posted = [];
  let last = Promise.resolve();
  const shared = turns ?? ((act) => (last = last.then(act)));
  const post = async (url) => {
    posted.push(url);
    const status = statuses.shift() ?? 200;
    return { ok: status === 200, status, html: "", words: `said ${status}` };
  };
  const queue = new Queue(new Kept(person, store), { post, turn: shared });
  return { queue, posted, store, end: () => clearTimeout(queue.timer) };
}

const an_entry = (id, more) => ({ id, kind: "highlight", about: id, url: id, fields: {}, ...more });
const idsOf = (entries) => entries.map((entry) => entry.id);

test("what is added is kept before it is sent, and gone when it was saved", async () => {
  const { queue, store, posted } = a_queue();
  const saved = queue.add(an_entry("a"));
  assert.equal(store.length, 1);
  assert.equal(await saved, true);
  assert.deepEqual(posted, ["a"]);
  assert.equal(store.length, 0);
});

test("later saves wait behind one that failed, and go out once, in order", async () => {
  const { queue, posted, end } = a_queue({ statuses: [0, 0, 0, 503] });
  const saved = ["a", "b", "c"].map((id) => queue.add(an_entry(id)));
  await queue.go();
  assert.deepEqual(idsOf(queue.waiting), ["a", "b", "c"]);
  assert.equal(queue.trouble, 503);
  posted.length = 0;
  await queue.go();
  assert.deepEqual(posted, ["a", "b", "c"]);
  assert.deepEqual(await Promise.all(saved), [true, true, true]);
  assert.equal(queue.trouble, null);
  end();
});

test("order does not hang on the clock", () => {
  const kept = new Kept("anna", new Store());
  const now = Date.now;
  try {
    for (const [id, at] of [["a", 5_000], ["b", 1_000], ["c", 1_000], ["d", 4_000]]) {
      Date.now = () => at;
      kept.add(an_entry(id));
    }
  } finally {
    Date.now = now;
  }
  assert.deepEqual(idsOf(kept.all), ["a", "b", "c", "d"]);
});

test("who is signed out, or another person, keeps what waits", async () => {
  for (const status of [401, 412, 429, 408]) {
    const { queue, end } = a_queue({ statuses: [status, status] });
    queue.add(an_entry("a"));
    await queue.go();
    assert.deepEqual([queue.trouble, idsOf(queue.waiting)], [status, ["a"]]);
    end();
  }
});

test("one that is refused waits for a decision while the others go on", async () => {
  const { queue } = a_queue({ statuses: [422] });
  const saved = [queue.add(an_entry("a")), queue.add(an_entry("b"))];
  assert.deepEqual(await Promise.all(saved), [false, true]);
  const [refused] = queue.all;
  assert.deepEqual(refused.refused, { status: 422, words: "said 422" });
  await queue.again(refused);
  assert.deepEqual(queue.all, []);
});

test("another tag for the same passage, or the passage marked again, takes the refused one's place; a note does not", async () => {
  const { queue } = a_queue({ statuses: [422, 409, 404] });
  await Promise.all([queue.add(an_entry("a")), queue.add(an_entry("b")), queue.add(an_entry("n", { kind: "note", about: "b" }))]);
  assert.deepEqual(idsOf(queue.all), ["a", "b", "n"]);
  await queue.add(an_entry("c", { about: "a" }));
  assert.deepEqual(idsOf(queue.all), ["b", "n"]);
  await queue.add(an_entry("d", { instead: queue.all[0].key }));
  assert.deepEqual(idsOf(queue.all), ["n"]);
});

test("the server may fail at one entry three times before the others go on without it", async () => {
  const { queue, posted, end } = a_queue({ statuses: [500, 500, 500] });
  queue.add(an_entry("a"));
  queue.add(an_entry("b"));
  for (let n = 0; n < 3; n++) await queue.go();
  assert.deepEqual(posted, ["a", "a", "a", "b"]);
  assert.deepEqual(queue.all.map((entry) => entry.refused.status), [500]);
  end();
});

test("a full browser keeps it in the page, in its place", async () => {
  const { queue, store, posted, end } = a_queue({ statuses: [0, 0, 0] });
  queue.add(an_entry("a"));
  store.isFull = true;
  queue.add(an_entry("b"));
  assert.equal(queue.isLoose, true);
  store.isFull = false;
  queue.add(an_entry("c"));
  assert.deepEqual(idsOf(queue.all), ["a", "b", "c"]);
  await queue.go();
  await queue.go();
  assert.deepEqual(posted.slice(-3), ["a", "b", "c"]);
  assert.equal(queue.isLoose, false);
  end();
});

test("a browser without storage works", async () => {
  const { queue } = a_queue({ store: null });
  assert.equal(await queue.add(an_entry("a")), true);
});

test("of two tabs one sends, and the other hears of it", async () => {
  const store = new Store();
  let last = Promise.resolve();
  const turns = (act) => (last = last.then(act));
  const one = a_queue({ statuses: [0], store, turns }), two = a_queue({ store, turns });
  const saved = one.queue.add(an_entry("a"));
  await last;
  const elsewhere = [];
  one.queue.addEventListener("elsewhere", ({ detail }) => elsewhere.push(detail.entry.id));
  await Promise.all([two.queue.go(), one.queue.go()]);
  one.queue.look();
  assert.equal(await saved, true);
  assert.deepEqual([one.posted, two.posted, elsewhere], [["a"], ["a"], ["a"]]);
  one.end();
});

test("another person's entries are not seen, whatever else the browser keeps", async () => {
  const store = new Store();
  store.setItem("corpus-unsent:anna:000000000000001:x", "not ours");
  store.setItem("corpus-recent:project", "[]");
  const anna = a_queue({ statuses: [0], store });
  anna.queue.add(an_entry("a"));
  await anna.queue.go();
  const ben = a_queue({ store, person: "ben" });
  await ben.queue.go();
  assert.deepEqual([ben.posted, ben.queue.all], [[], []]);
  anna.end();
});

test("what was dropped can be put back to its place", async () => {
  const { queue, end } = a_queue({ statuses: [0, 0, 0] });
  for (const id of ["a", "b"]) queue.add(an_entry(id));
  await queue.go();
  const [first] = queue.all;
  queue.drop(first);
  assert.deepEqual(idsOf(queue.all), ["b"]);
  queue.restore(first);
  assert.deepEqual(idsOf(queue.all), ["a", "b"]);
  end();
});
