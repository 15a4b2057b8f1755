// Sections that stand together are asked for together.
import assert from "node:assert/strict";
import test from "node:test";
import { stretches } from "../../static/js/notes.js";

test("neighbours are one stretch, in whatever order they come", () => {
  assert.deepEqual(stretches([]), []);
  assert.deepEqual(stretches([4]), [[4, 4]]);
  assert.deepEqual(stretches(new Set([7, 2, 1, 3, 12, 11])), [[1, 3], [7, 7], [11, 12]]);
});
