// What colour a mark gives the minimap, and how its stripes are joined.
import assert from "node:assert/strict";
import test from "node:test";
import { hueOf, stripes } from "../../static/js/minimap.js";

test("a mark gives the hue of its fill", () => {
  assert.equal(hueOf("f3 u1-9 u2-14 s e"), 3);
  assert.equal(hueOf("f11 u1-35 more"), 11);
  assert.equal(hueOf("bare s e"), -1);
});

test("what the legend hides gives none, or that of a line that is shown", () => {
  assert.equal(hueOf("off"), null);
  assert.equal(hueOf("f3 u1-9", (look) => look === 9), null);
  assert.equal(hueOf("f3 u1-9 u2-14", (look) => look === 9), 4);
  assert.equal(hueOf("bare s", () => true), -1);
});

test("neighbours of one colour are one stripe, others and gaps are not", () => {
  const hues = new Array(8);
  hues[1] = hues[2] = 3;
  hues[3] = 5;
  hues[6] = 5;
  assert.deepEqual(stripes(hues), [[1, 2, 3], [3, 3, 5], [6, 6, 5]]);
  assert.deepEqual(stripes(new Array(4)), []);
});
