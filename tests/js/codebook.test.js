// Finding tags by typing: by the beginnings of words, over the whole path, without case or accents.
import assert from "node:assert/strict";
import test from "node:test";
import { Codebook, fold } from "../../static/js/codebook.js";

const THEME = { id: "f1", name: "Theme", kind: "theme", target: "no", holder: "no" };
const STANCE = { id: "f2", name: "Stance", kind: "stance", target: "required", holder: "optional" };
const tag = (id, path, facet = "f1", more = {}) => ({ id, facet, path, look: 0, value: "", hint: "", ...more });

function codebook(tags, { facets = [THEME, STANCE], entities = [] } = {}) {
  return new Codebook({ facets, tags, entities });
}

const FRAMES = [
  tag("t1", ["Frames"]), tag("t2", ["Frames", "Threat"]), tag("t3", ["Frames", "Économie"]), tag("t4", ["Threats to trade"]),
  tag("t5", ["Against"], "f2", { value: "against" }),
];
const found = (query, tags = FRAMES) => codebook(tags).tagsLike(query).map(({ id }) => id);

test("folding takes case and accents away", () => {
  assert.equal(fold("ÉCONOMIE ñ ø İ"), "economie n ø i");
  assert.equal(fold("ﬁ Ａ"), "fi a");
});

test("without a query all tags are offered in their order", () => {
  assert.deepEqual(found(""), ["t1", "t2", "t3", "t4", "t5"]);
  assert.deepEqual(found("   "), ["t1", "t2", "t3", "t4", "t5"]);
});

test("words are found anywhere on the path, in any order", () => {
  assert.deepEqual(found("fr th").slice(0, 1), ["t2"]);
  assert.deepEqual(found("threat frames").slice(0, 1), ["t2"]);
  assert.deepEqual(found("frames / threat").slice(0, 1), ["t2"]);
  assert.deepEqual(found("stance").at(0), "t5");
});

test("accents and case do not matter", () => {
  assert.deepEqual(found("ECONOMIE"), ["t3"]);
  assert.deepEqual(found("e\u0301conomie"), ["t3"]);
});

test("a tag whose own name begins with the query comes before one above which it stands", () => {
  assert.deepEqual(found("thr"), ["t2", "t4"]);
  assert.equal(found("frames")[0], "t1");
});

test("what does not fit is not offered", () => {
  assert.deepEqual(found("zebra"), []);
  assert.deepEqual(found("threat zebra"), []);
});

test("the query is no pattern", () => {
  assert.deepEqual(found(".*"), []);
  assert.deepEqual(found("("), []);
  assert.deepEqual(found("=SUM(", [tag("t1", ["=SUM(A1)"])]), ["t1"]);
});

const made = (query, tags = FRAMES, more = {}) => codebook(tags, more).creations(query);

test("a new name is created in the theme facet", () => {
  const [creation, ...rest] = made("Harbour");
  assert.equal(creation.name, "Harbour");
  assert.equal(creation.facet.id, "f1");
  assert.equal(creation.parent, undefined);
  assert.deepEqual(rest, []);
});

test("“Parent / name” is created under the parent, however it is spelled", () => {
  for (const query of ["Frames / Loss", "frames/Loss", " FRAMES  /  Loss "]) {
    const [creation] = made(query);
    assert.equal(creation.parent.id, "t1");
    assert.equal(creation.name, "Loss");
  }
});

test("under a parent at any depth", () => {
  assert.equal(made("frames / threat / Fire")[0].parent.id, "t2");
  assert.equal(made("threat / Fire")[0].parent.id, "t2");
});

test("a tag that is there is not created again", () => {
  assert.deepEqual(made("frames"), []);
  assert.deepEqual(made("Frames / THREAT"), []);
  assert.deepEqual(made("Frames / economie"), []);
  assert.equal(made("Threat").length, 1); // at the top there is none
});

test("nothing is created without a name", () => {
  for (const query of ["", "  ", "/", " / / "]) assert.deepEqual(made(query), []);
});

test("with two theme facets each is offered", () => {
  const other = { ...THEME, id: "f3", name: "Frame" };
  assert.deepEqual(made("New", [], { facets: [THEME, other, STANCE] }).map(({ facet }) => facet.id), ["f1", "f3"]);
});

test("entities are found by their other names too", () => {
  const entities = [{ id: "e1", name: "The Order", aliases: ["Order 14"] }, { id: "e2", name: "Mayor", aliases: [] }];
  const book = codebook([], { entities });
  assert.deepEqual(book.entitiesLike("14").map(({ id }) => id), ["e1"]);
  assert.equal(book.entityNamed(" the ORDER ").id, "e1");
  assert.equal(book.entityNamed("Order"), undefined);
});

test("a tag's shortcut, typed alone, brings it to the top", () => {
  const tags = [tag("t1", ["Parking"]), tag("t2", ["Public transport"], "f1", { key: "par" })];
  assert.deepEqual(found("par", tags), ["t2", "t1"]);
  assert.deepEqual(found("par x", tags), []);
});
