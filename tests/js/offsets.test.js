// Code points and UTF-16 units are converted both ways without loss; the rest of the module is tested in Chromium.
import assert from "node:assert/strict";
import test from "node:test";
import { toCodePoints, toUnits } from "../../static/js/offsets.js";

const TEXTS = ["", "plain", "🚲", "a🚲b", "👩‍👩‍👧 e\u0301 𠀀𝕏", "שלום 🇪🇪 مرحبا", "\u00a0\t\n", "🏴\u{e0067}\u{e0062}\u{e007f}."];

test("every border between code points is found both ways", () => {
  for (const text of TEXTS) {
    let units = 0, points = 0;
    for (const character of text) {
      assert.equal(toCodePoints(text, units), points);
      assert.equal(toUnits(text, points), units);
      units += character.length;
      points++;
    }
    assert.equal(toCodePoints(text, text.length), points);
    assert.equal(toUnits(text, points), text.length);
  }
});

test("a place beyond the end is the end", () => {
  assert.equal(toUnits("a🚲", 99), 3);
});
