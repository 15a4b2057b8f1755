// What is on the keys 1 to 9: tags the person has pinned, then what they used last, then the values of stances.
const MOST = 9;
const isSame = (one, other) => one.tag === other.tag && (one.target ?? "") === (other.target ?? "");
const isThere = (codebook, { tag, target }) => codebook.byId.has(tag) && (!target || codebook.entityById.has(target));

/** As { tag, target?, kind } by ids; its kind is pinned, used or value. */
export function quicks(codebook) {
  const pins = codebook.pins.map((tag) => ({ tag, kind: "pinned" })), used = codebook.recent.map((one) => ({ ...one, kind: "used" }));
  const values = codebook.tags.filter((tag) => tag.value && tag.facet.kind === "stance").map(({ id }) => ({ tag: id, kind: "value" }));
  const found = [];
  for (const one of [...pins, ...used, ...values]) {
    if (isThere(codebook, one) && !found.some((other) => isSame(one, other))) found.push(one);
  }
  return found.slice(0, MOST);
}

/** The whole set of tags that the person gave last, as the server takes it once more; "" where there is none. */
export function lastSet(codebook) {
  const there = codebook.last.taggings.filter((one) => isThere(codebook, one) && (!one.holder || codebook.entityById.has(one.holder)));
  const again = there.map(({ tag, target = "", holder = "", holder_kind: kind = "" }) => [tag, target, holder, kind].join(".")).join(" ");
  return { taggings: there, again };
}

/** Note that a passage, by its id, was tagged so: what the server will say when it is asked the next time. */
export function use(codebook, about, { tag, target, ...holder }) {
  const said = target ? { tag, target } : { tag };
  const others = (list) => list.filter((one) => !isSame(one, said));
  codebook.recent = [said, ...others(codebook.recent)].slice(0, MOST);
  const before = codebook.last.about === about ? others(codebook.last.taggings) : [];
  codebook.last = { about, taggings: [...before, { ...said, ...holder }] };
}
