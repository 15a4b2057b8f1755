// What is on the number keys, and the last set of tags.
import assert from "node:assert/strict";
import test from "node:test";
import { Codebook } from "../../static/js/codebook.js";
import { lastSet, quicks, use } from "../../static/js/recent.js";

const facets = [{ id: "theme", name: "Theme", kind: "theme", target: "no", holder: "no" }, { id: "s", name: "Stance", kind: "stance", target: "required", holder: "optional" }];
const tag = (id, facet = "theme", value = "") => ({ id, facet, path: [id], look: 0, value, hint: "" });
const book = (more) => new Codebook({ facets, tags: [tag("a"), tag("b"), tag("for", "s", "for"), tag("against", "s", "against")], entities: [{ id: "e", name: "Oslo", aliases: [] }], ...more });
const shown = (codebook) => quicks(codebook).map(({ tag, target, kind }) => `${kind} ${tag}${target ? ` ${target}` : ""}`);

test("pins come first, then what was used, then the values of stances; nothing twice", () => {
  const codebook = book({ pins: ["b", "for"], recent: [{ tag: "b" }, { tag: "for", target: "e" }, { tag: "a" }] });
  assert.deepEqual(shown(codebook), ["pinned b", "pinned for", "used for e", "used a", "value against"]);
});

test("what is gone is left out, and nine are enough", () => {
  assert.deepEqual(shown(book({ pins: ["gone"], recent: [{ tag: "a", target: "gone" }] })), ["value for", "value against"]);
  const many = book({ tags: Array.from({ length: 12 }, (_, n) => tag(`t${n}`)), pins: Array.from({ length: 12 }, (_, n) => `t${n}`) });
  assert.equal(quicks(many).length, 9);
});

test("using a tag puts it first, and its holder belongs to the last set only", () => {
  const codebook = book();
  use(codebook, "h1", { tag: "for", target: "e", holder: "e", holder_kind: "quoted" });
  use(codebook, "h1", { tag: "a" });
  assert.deepEqual(codebook.recent, [{ tag: "a" }, { tag: "for", target: "e" }]);
  assert.equal(lastSet(codebook).again, "for.e.e.quoted a...");
  use(codebook, "h2", { tag: "b" });
  assert.equal(lastSet(codebook).again, "b...");
});

test("there may be nothing to repeat", () => {
  assert.deepEqual(lastSet(book()), { taggings: [], again: "" });
});
