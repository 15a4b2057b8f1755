// What the palette offers at each step of a tagging: tags, then for a stance its target, then whose it is.

const tagChoice = (tag) => ({ tag, fields: { tag: tag.id } });
const creation = ({ name, facet, parent }) => ({
  label: parent ? `Create “${name}” under ${parent.path.join(" / ")}` : `Create “${name}” in ${facet.name}`,
  isNew: true, facet, fields: { new_tag: name, facet: facet.id, parent: parent?.id ?? "" },
});

/** A passage that is not highlighted yet may also be marked without a tag: that is what Enter alone does. */
export function tags(codebook, query, isNew) {
  const bare = isNew && !query ? [{ label: "Highlight without a tag", isBare: true, fields: {} }] : [];
  return [...bare, ...codebook.tagsLike(query).map(tagChoice), ...codebook.creations(query).map(creation)];
}

export function targets(codebook, query, facet) {
  const found = codebook.entitiesLike(query).map((entity) => ({ label: entity.name, fields: { target: entity.id } }));
  if (facet.target === "optional" && !query) found.unshift({ label: "No target", fields: {} });
  return [...found, ...created(codebook, query, "new_target", {})];
}

/** `speaker` is who the text says speaks, as { name, id? }: offered, never taken by itself. */
export function holders(codebook, query, speaker = {}) {
  const found = codebook.entitiesLike(query).flatMap((entity) => [
    { label: entity.name, aside: "quoted", fields: { holder: entity.id, holder_kind: "quoted" } },
    { label: entity.name, aside: "paraphrased", fields: { holder: entity.id, holder_kind: "paraphrased" } },
  ]);
  const said = speaker.id ? { holder: speaker.id } : { new_holder: speaker.name };
  const suggested = speaker.name ? [{ label: speaker.name, aside: "quoted, as the text suggests", fields: { ...said, holder_kind: "quoted" } }] : [];
  if (!query) found.unshift({ label: "Not stated", fields: {} }, ...suggested, { label: "The article’s author", fields: { holder_kind: "author" } });
  return [...found, ...created(codebook, query, "new_holder", { holder_kind: "quoted" })];
}

function created(codebook, query, field, more) {
  const name = query.trim();
  if (!name || codebook.entityNamed(name)) return [];
  return [{ label: `Create “${name}”`, isNew: true, fields: { [field]: name, ...more } }];
}

/** The step after choosing: a stance asks for its target, then for its holder; null when the tagging is complete. */
export function stepAfter(step, facet) {
  if (step === "tag" && facet.target !== "no") return "target";
  if (step !== "holder" && facet.holder === "optional" && facet.kind === "stance") return "holder";
  return null;
}
