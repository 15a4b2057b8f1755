// The marks of plain sections are put where the server says, whatever the text is made of.
import assert from "node:assert/strict";
import test from "node:test";
import { cut, parse } from "../../static/js/plain.js";

test("a line says where each mark stands and how it looks", () => {
  const told = (line) => [...parse(line)];
  assert.deepEqual(told(""), []);
  assert.deepEqual(told("0,4,339;c,5,-0"), [[0, 4, "f3 u1-9 s e"], [12, 5, "bare"]]);
  assert.deepEqual(told("10,zz,b6-z8 v-for v-against"), [[36, 1295, "f11 u2-35 u3-8 e more v-for v-against"]]);
});

test("a text is cut by code points, and nothing of it is lost", () => {
  assert.deepEqual(cut("no mark", []), [["no mark", null]]);
  assert.deepEqual(cut("abcdef", [...parse("0,2,10;0,1,20;1,2,30")]), [["ab", "f1"], ["c", "f2"], ["d", null], ["ef", "f3"]]);
  assert.deepEqual(cut("😀 é😀x", [...parse("1,3,10")]), [["😀", null], [" é😀", "f1"], ["x", null]]);
});
