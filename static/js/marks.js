// Which marks belong to a highlight, and the reverse; a mark says so (data-h) once its row's notes are there.

export const uidsOf = (mark) => mark.dataset.h?.split(" ") ?? [];
export const noteOf = (uid) => document.getElementById(`h-${uid}`);

/** A highlight's marks: from where its note stands, section by section, as far as it goes. */
export function segments(root, uid) {
  const within = (part) => [...part.querySelectorAll(`mark[data-h~="${uid}"]`)];
  const begins = noteOf(uid)?.closest("section");
  if (!begins) return within(root);
  const found = within(begins);
  for (let next = begins.nextElementSibling; next; next = next.nextElementSibling) {
    const more = within(next);
    if (!more.length) break;
    found.push(...more);
  }
  return found;
}

export const wordsOf = (root, uid) => segments(root, uid).map((part) => part.textContent).join("");

/** The highlights at a mark, innermost first: that is what was pointed at. */
export function highlightsAt(root, mark) {
  return uidsOf(mark).map((uid) => [wordsOf(root, uid).length, uid]).sort((a, b) => a[0] - b[0]).map(([, uid]) => uid);
}

/** Where a highlight stands in the window; its note's place where none of its marks is on the page. */
export function boxOf(root, uid) {
  const parts = segments(root, uid);
  const range = new Range();
  if (parts.length) {
    range.setStartBefore(parts[0]);
    range.setEndAfter(parts.at(-1));
  } else range.selectNode(noteOf(uid) ?? root);
  return range.getBoundingClientRect();
}

/** Light the marks and notes that belong to what is pointed at, a mark or a note; put out the others. */
export function light(root, target) {
  const mark = target.closest("mark"), note = target.closest(".notes li");
  const uids = mark ? uidsOf(mark) : note ? [note.id.slice(2)] : [];
  const lit = new Set(uids.flatMap((uid) => [...segments(root, uid), ...(noteOf(uid) ? [noteOf(uid)] : [])]));
  for (const before of [...root.getElementsByClassName("lit")]) if (!lit.has(before)) before.classList.remove("lit");
  for (const now of lit) now.classList.add("lit");
}
