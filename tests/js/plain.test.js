// The marks of plain sections are put where the server says, whatever the text is made of.
import assert from "node:assert/strict";
import test from "node:test";
import { cut, parse } from "../../static/js/plain.js";

test("a line says where each mark stands and how it looks", () => {
  assert.deepEqual(parse(""), []);
  assert.deepEqual(parse("0,4,f3 u1-9 s e;12,5,bare"), [[0, 4, "f3 u1-9 s e"], [12, 5, "bare"]]);
});

test("a text is cut by code points, and nothing of it is lost", () => {
  assert.deepEqual(cut("no mark", []), [["no mark", null]]);
  assert.deepEqual(cut("abcdef", parse("0,2,f1;0,1,f2;1,2,f3")), [["ab", "f1"], ["c", "f2"], ["d", null], ["ef", "f3"]]);
  assert.deepEqual(cut("😀 é😀x", parse("1,3,f1")), [["😀", null], [" é😀", "f1"], ["x", null]]);
});
