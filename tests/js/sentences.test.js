// Where sentences end: not at titles, initials and abbreviations.
import assert from "node:assert/strict";
import test from "node:test";
import { spansIn } from "../../static/js/sentences.js";

const cut = (text, lang = "en") => spansIn(text, "sentence", lang).map((span) => text.slice(...span));

for (const sentences of [
  ["Dr. Doe met Mr. Low.", "They left."],
  ["The U.S. Army came.", "It stayed in the U.S.", "The rest went."],
  ["J.D. Vance spoke.", "So did J. R. R. Tolkien and P. Sanchez."],
  ["He paid No. 5 on Jan. 3.", "Nobody knew."],
  ["Acme Inc. Chairman Li left.", "He was late."],
  ["Prof. Dr. Müller sagte es.", "Sie ging."],
  ["They met at 5 p.m. Monday.", "Why?", "Because!"],
  ["Plan B.", "It failed."],
]) {
  test(sentences.join(" | "), () => assert.deepEqual(cut(sentences.join(" ")), sentences));
}

test("words are counted in UTF-16 units", () => {
  assert.deepEqual(spansIn("😀 a b.", "word", "en"), [[3, 4], [5, 6]]);
});
