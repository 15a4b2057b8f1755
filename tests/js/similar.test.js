// Names close to a new one, by the same examples as tests/app/test_codebook_page.py.
import assert from "node:assert/strict";
import test from "node:test";
import { alike, remark } from "../../static/js/similar.js";

test("case, accents, a plural and one letter make names close", () => {
  for (const name of ["Tráde!", "Trades", "Trad", "Trdae", "Trede"]) assert.deepEqual(alike(name, ["Trade", "Law"]), ["Trade"], name);
  for (const name of ["Travel", "Trade unions", "Tra", "Law"]) assert.deepEqual(alike(name, ["Trade"]), [], name);
  const pairs = [["Policies", "Policy", true], ["504 Expand", "505 Expand", false], ["Über", "uber", true], ["War", "Wax", false], ["Buses", "Bus", true], ["汉字", "汉", false]];
  for (const [one, other, close] of pairs) assert.equal(alike(one, [other]).length === 1, close, one);
});

test("a remark names them, or says that programs take the name for nothing", () => {
  assert.equal(remark("Trades ", ["Trade", "trades", "Law"]), "close to “Trade”, “trades”");
  assert.match(remark("NA", []), /R and pandas/);
  assert.match(remark("none", ["None"]), /missing value/);
  assert.equal(remark("Mixed", ["Law"]), "");
  assert.equal(remark("  ", ["Law"]), "");
});
