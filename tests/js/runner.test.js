// The runner itself: Node reads the page's modules as they are, without a package.json.
import assert from "node:assert/strict";
import test from "node:test";

test("a test file is an ES module", () => {
  assert.equal(typeof import.meta.url, "string");
});
