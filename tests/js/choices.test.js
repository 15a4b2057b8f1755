// What the palette offers at each step, and which step comes next.
import assert from "node:assert/strict";
import test from "node:test";
import { holders, stepAfter, tags, targets } from "../../static/js/choices.js";
import { Codebook } from "../../static/js/codebook.js";

const facet = (target, holder, kind = "stance") => ({ id: "f", name: "Stance", kind, target, holder });
const book = new Codebook({
  facets: [{ ...facet("no", "no", "theme"), id: "theme", name: "Theme" }, facet("required", "optional")],
  tags: [{ id: "t1", facet: "theme", path: ["Frames"], look: 0, value: "", hint: "" }],
  entities: [{ id: "e1", name: "Order 14", aliases: [] }],
});
const labels = (offers) => offers.map(({ label }) => label);

test("a theme is complete with its tag", () => {
  assert.equal(stepAfter("tag", facet("no", "no", "theme")), null);
});

test("a stance asks for its target, then for its holder", () => {
  const stance = facet("required", "optional");
  assert.equal(stepAfter("tag", stance), "target");
  assert.equal(stepAfter("target", stance), "holder");
  assert.equal(stepAfter("holder", stance), null);
});

test("a stance without a target asks for its holder at once, one without a holder ends with its target", () => {
  assert.equal(stepAfter("tag", facet("no", "optional")), "holder");
  assert.equal(stepAfter("tag", facet("required", "no")), "target");
  assert.equal(stepAfter("target", facet("required", "no")), null);
});

test("creating is offered last, and says where", () => {
  const offers = tags(book, "frames / new");
  assert.deepEqual(offers.at(-1).fields, { new_tag: "new", facet: "theme", parent: "t1" });
  assert.equal(offers.at(-1).label, "Create “new” under Frames");
  assert.deepEqual(tags(book, "fr")[0].fields, { tag: "t1" });
  assert.equal(tags(book, "fr").at(-1).label, "Create “fr” in Theme");
});

test("only a target that may be left out can be left out", () => {
  assert.deepEqual(labels(targets(book, "", facet("required", "no"))), ["Order 14"]);
  assert.deepEqual(labels(targets(book, "", facet("optional", "no"))), ["No target", "Order 14"]);
});

test("a target that is there is not created again", () => {
  assert.deepEqual(labels(targets(book, "order 14", facet("required", "no"))), ["Order 14"]);
  assert.deepEqual(targets(book, " Order 15 ", facet("required", "no")).at(-1).fields, { new_target: "Order 15" });
});

test("a holder need not be stated, may be the author, is quoted or paraphrased, or new", () => {
  const none = holders(book, "");
  assert.deepEqual(none.map(({ fields }) => fields), [
    {}, { holder_kind: "author" }, { holder: "e1", holder_kind: "quoted" }, { holder: "e1", holder_kind: "paraphrased" },
  ]);
  assert.deepEqual(holders(book, "Ms. Ellery").at(-1).fields, { new_holder: "Ms. Ellery", holder_kind: "quoted" });
});

test("who probably speaks is offered second, so that Enter never takes it by itself", () => {
  const offers = holders(book, "", { name: "Jane Doe" });
  assert.deepEqual(labels(offers).slice(0, 3), ["Not stated", "Jane Doe", "The article’s author"]);
  assert.deepEqual(offers[1].fields, { new_holder: "Jane Doe", holder_kind: "quoted" });
  assert.deepEqual(holders(book, "", { name: "Order 14", id: "e1" })[1].fields, { holder: "e1", holder_kind: "quoted" });
  assert.ok(!labels(holders(book, "or", { name: "Jane Doe" })).includes("Jane Doe"));
});
