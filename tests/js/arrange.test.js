// Where a dragged tag goes: in front of a row, below it, or behind it and all that stands below that one.
import assert from "node:assert/strict";
import test from "node:test";
import { placeAt, target } from "../../static/js/arrange.js";

const ROWS = [
  { tag: "a", parent: "", depth: 0 }, { tag: "a1", parent: "a", depth: 1 }, { tag: "a2", parent: "a", depth: 1 },
  { tag: "b", parent: "", depth: 0 },
];

test("the middle of a row means below it, its edges beside it; on a scale there are edges only", () => {
  assert.deepEqual([0.1, 0.5, 0.9].map((share) => placeAt(share, false)), ["before", "under", "after"]);
  assert.deepEqual([0.1, 0.4, 0.6].map((share) => placeAt(share, true)), ["before", "before", "after"]);
});

test("behind a tag is behind all below it, and behind the last is the end", () => {
  assert.deepEqual(target(ROWS, "a", "after"), { parent: "", before: "b" });
  assert.deepEqual(target(ROWS, "a1", "after"), { parent: "a", before: "a2" });
  assert.deepEqual(target(ROWS, "a2", "after"), { parent: "a", before: "" });
  assert.deepEqual(target(ROWS, "b", "after"), { parent: "", before: "" });
  assert.deepEqual(target(ROWS, "a2", "before"), { parent: "a", before: "a2" });
  assert.deepEqual(target(ROWS, "b", "under"), { parent: "b", before: "" });
});
