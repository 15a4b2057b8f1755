// What a mark looks like where some of what covers it is hidden.
import assert from "node:assert/strict";
import test from "node:test";
import { classesOf } from "../../static/js/sift.js";

const shown = (size, ...looks) => ({ size, looks, signs: looks.includes(14) ? ["for"] : [], isBare: !looks.length });

test("nothing shown, nothing painted", () => {
  assert.equal(classesOf("f3 u1-9 s e", []), "off");
});

test("the lines of what is hidden go, the others stay in their lanes", () => {
  assert.equal(classesOf("f4 u1-9 u2-14 u3-20 s", [shown(5, 9, 20)]), "f3 u1-9 u3-20 s");
});

test("the fill is that of the innermost that is shown", () => {
  assert.equal(classesOf("f4 u1-9 u2-14", [shown(90, 9)]), "f3 u1-9");
  assert.equal(classesOf("f4 u1-9 u2-14 e", [shown(90, 9), shown(5, 14)]), "f4 u1-9 u2-14 e");
});

test("of two lines alike one stays where one of two is hidden", () => {
  assert.equal(classesOf("f3 u1-9 u2-9", [shown(5, 9)]), "f3 u1-9");
});

test("what has no tag is shown as such", () => {
  assert.equal(classesOf("f3 u1-9 more", [shown(7)]), "bare more");
});

test("the sign of a stance goes with it", () => {
  assert.equal(classesOf("f3 u1-9 u2-14 s v-for", [shown(5, 9)]), "f3 u1-9 s");
  assert.equal(classesOf("f3 u1-9 u2-14 s v-for v-against", [shown(5, 14)]), "f4 u2-14 s v-for");
});
