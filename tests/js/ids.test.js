// Ids made in the browser are like those made in corpus_app/ids.py: twelve characters, sorted by time, never twice.
import assert from "node:assert/strict";
import test from "node:test";
import { newId } from "../../static/js/ids.js";

test("an id is twelve characters that the server takes", () => {
  for (let n = 0; n < 200; n++) assert.match(newId(), /^[0-9abcdefghjkmnpqrstvwxyz]{12}$/);
});

test("no two of many ids are the same", () => {
  assert.equal(new Set(Array.from({ length: 20_000 }, () => newId())).size, 20_000);
});

test("the first five characters tell the time in steps of 128 seconds", () => {
  const start = Date.UTC(2024, 0, 1);
  const prefix = (milliseconds) => newId(start + milliseconds).slice(0, 5);
  assert.equal(prefix(0), "00000");
  assert.equal(prefix(127_999), "00000");
  assert.equal(prefix(128_000), "00001");
  assert.equal(prefix(128_000 * 32), "00010");
  assert.equal(prefix(128_000 * (32 ** 5 - 1)), "zzzzz");
});

test("later ids sort later", () => {
  const now = Date.UTC(2026, 5, 1);
  const ids = [0, 1, 2, 40, 2000, 70_000].map((steps) => newId(now + steps * 128_000));
  assert.deepEqual([...ids].sort(), ids);
});
