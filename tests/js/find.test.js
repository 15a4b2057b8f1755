// Find in the article: places whatever the case and accents, in units of the text as it is.
import assert from "node:assert/strict";
import test from "node:test";
import { places } from "../../static/js/find.js";

const found = (text, words) => places(text, words).map((span) => text.slice(...span));

test("case, accents, quotes and spaces make no difference", () => {
  assert.deepEqual(found("São Tomé, SAO  TOME, sa\u0303o tome\u0301.", "sao tome"), ["São Tomé", "SAO  TOME", "sa\u0303o tome\u0301"]);
  assert.deepEqual(found("They don’t “go”.", "don't \"go\""), ["don’t “go”"]);
});

test("ligatures and emoji keep the places right", () => {
  assert.deepEqual(places("😀 oﬃce 😀x", "x"), [[10, 11]]);
  assert.deepEqual(found("😀 oﬃce", "office"), ["oﬃce"]);
});

test("nothing is found by nothing", () => {
  assert.deepEqual(places("abc", "  "), []);
});
