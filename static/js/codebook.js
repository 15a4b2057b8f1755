// The project's tags and entities, searched in the browser at every key: 1,000 tags take a quarter of a millisecond.

/** One spelling for search: no case, no accents. */
export const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

function begins(word, name) {
  for (let at = name.indexOf(word); at >= 0; at = name.indexOf(word, at + 1)) {
    if (at === 0 || /[^\p{L}\p{N}]/u.test(name[at - 1])) return true;
  }
  return false;
}

/** How well words fit an entry: its own name counts most, its path next, its facet's name least; 0 where one does not fit. */
function score(words, { last, folded, group = "", key }) {
  if (key && words[0] === key && !words[1]) return 99;
  let points = last.startsWith(words[0]) ? 1 : 0;
  for (const word of words) {
    const fits = begins(word, last) ? 4 : begins(word, folded) ? 3 : folded.includes(word) ? 2 : begins(word, group) ? 1 : 0;
    if (!fits) return 0;
    points += fits;
  }
  return points;
}

const words = (query) => fold(query).split(/[\s/]+/).filter(Boolean);

function best(entries, query) {
  const wanted = words(query);
  if (!wanted.length) return entries;
  const found = entries.map((entry) => ({ entry, points: score(wanted, entry) })).filter(({ points }) => points);
  return found.sort((a, b) => b.points - a.points).map(({ entry }) => entry);
}

export class Codebook {
  constructor({ facets, tags, entities, pins = [], recent = [], last = { about: "", taggings: [] } }) {
    Object.assign(this, { pins, recent, last });
    this.facets = new Map(facets.map((facet) => [facet.id, facet]));
    this.tags = tags.map((tag) => {
      const facet = this.facets.get(tag.facet), name = tag.path.at(-1);
      return { ...tag, facet, name, above: tag.path.slice(0, -1), folded: fold(tag.path.join(" / ")), last: fold(name), group: fold(facet.name) };
    });
    this.byId = new Map(this.tags.map((tag) => [tag.id, tag]));
    this.entities = entities.map((entity) => ({ ...entity, folded: fold([entity.name, ...entity.aliases].join(" / ")), last: fold(entity.name) }));
    this.entityById = new Map(this.entities.map((entity) => [entity.id, entity]));
  }

  tagsLike(query) { return best(this.tags, query); }
  entitiesLike(query) { return best(this.entities, query); }

  /** What typing this name would create: under "Parent / name" the parent, else at the top of each theme facet. */
  creations(query) {
    const parts = query.split("/").map((part) => part.trim()).filter(Boolean);
    const name = parts.at(-1);
    if (!name) return [];
    const above = parts.length > 1 ? fold(parts.slice(0, -1).join(" / ")) : "";
    const parents = above ? this.tags.filter((tag) => fold(tag.path.join(" / ")) === above || tag.last === above) : [];
    const places = parents.length ? parents.map((parent) => ({ facet: parent.facet, parent })) : [...this.facets.values()].filter((facet) => facet.kind === "theme").map((facet) => ({ facet }));
    return places.filter(({ facet, parent }) => !this.isThere(name, facet, parent)).map((place) => ({ name, ...place }));
  }

  isThere(name, facet, parent) {
    const path = fold([...(parent?.path ?? []), name].join(" / "));
    return this.tags.some((tag) => tag.facet === facet && fold(tag.path.join(" / ")) === path);
  }

  entityNamed(name) {
    const wanted = fold(name.trim());
    return this.entities.find((entity) => entity.last === wanted);
  }
}
