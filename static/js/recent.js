// The taggings somebody used last in this project, newest first: the palette offers them on the keys 1 to 9.
const MOST = 9;

export class Recent {
  constructor(project) {
    this.key = `corpus-recent:${project}`;
  }

  get all() {
    try {
      return JSON.parse(localStorage.getItem(this.key)) ?? [];
    } catch {
      return [];
    }
  }

  /** Fields of a saved tagging by ids: { tag, target?, holder?, holder_kind? }. */
  use(fields) {
    const rest = this.all.filter((other) => other.tag !== fields.tag || other.target !== fields.target);
    try {
      localStorage.setItem(this.key, JSON.stringify([fields, ...rest].slice(0, MOST)));
    } catch {
      // A browser that keeps nothing for us has no recent tags, and works.
    }
  }
}
