// Which words before the caret are a mention in the making, and which names fit them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { fitting, tried } from "../../static/js/mention.js";

const at = (text) => tried(text, text.length);
const people = [{ name: "Marta Kowalczyk" }, { name: "Amina Diallo" }, { name: "Élodie Martin" }, { name: "Zoë (coder-3)" }];
const names = (words) => fitting(people, words).map(({ name }) => name);

test("an @ begins a mention at the beginning of a word only", () => {
  assert.deepEqual(at("@"), { from: 1, words: "" });
  assert.deepEqual(at("Well, @am"), { from: 7, words: "am" });
  assert.deepEqual(at("(@Ji-ho P"), { from: 2, words: "Ji-ho P" });
  for (const text of ["", "me@home", "a@", "@ann\nnext line", `@${"x".repeat(50)}`]) assert.equal(at(text), null, text);
  assert.deepEqual(tried("@am and more", 3), { from: 1, words: "am" });
});

test("names fit by the beginning of any of their words, whatever their accents", () => {
  assert.deepEqual(names("MAR"), ["Marta Kowalczyk", "Élodie Martin"]);
  assert.deepEqual(names("elo"), ["Élodie Martin"]);
  assert.deepEqual(names("zoe"), ["Zoë (coder-3)"]);
  assert.deepEqual(names("amina d"), ["Amina Diallo"]);
  assert.deepEqual(names("mina"), []);
  assert.equal(names("").length, 4);
});
