// Where the palette stands: beside its passage, never over it, and in the window.
const BAR = 56; // height of the page's bar
const GAP = 10; // between passage and palette
const ENOUGH = 420; // pixels in which the palette shows all it has
const LEAST = 260; // pixels it takes even where the window has less

const isSheet = (palette) => getComputedStyle(palette).position === "fixed";

/** Below the passage or, where there is more room, above it; it grows away from the passage and never over it.
 * On phones the style sheet makes it a sheet at the bottom. */
export function place(palette, box) {
  const below = innerHeight - box.bottom - GAP, above = box.top - BAR - GAP;
  const isBelow = below >= ENOUGH || below >= above || box.top + scrollY < BAR + LEAST;
  const origin = palette.parentElement.getBoundingClientRect();
  const left = Math.max(8, Math.min(box.left, document.documentElement.clientWidth - palette.offsetWidth - 8));
  const { style } = palette;
  style.setProperty("--left", `${Math.round(left - origin.left)}px`);
  style.setProperty("--top", isBelow ? `${Math.round(box.bottom + GAP - origin.top)}px` : "auto");
  style.setProperty("--bottom", isBelow ? "auto" : `${Math.round(origin.bottom - box.top + GAP)}px`);
  style.setProperty("--room", `${Math.round(Math.max(isBelow ? below : above, LEAST) - GAP)}px`);
}

export function follow(palette, box) {
  if (isSheet(palette)) keepFree(palette, box);
  else place(palette, box);
}

/** The sheet of a phone lies over the lower part of the window: what is at `box` moves up above it. So far that the end
 * is free where it has just been selected, else so that the beginning stays. */
export function keepFree(palette, box, isNew = false) {
  if (!isSheet(palette)) return;
  const covered = box.bottom + GAP - palette.getBoundingClientRect().top;
  const room = isNew && box.bottom <= innerHeight ? covered : Math.max(0, box.top - GAP);
  if (covered > 0) scrollBy({ top: Math.min(covered, room), behavior: "instant" });
}

/** Beside a passage that fills the window there is no room: the window moves to where the palette is. */
export function bringInSight(palette, box, isNew) {
  if (isSheet(palette)) return keepFree(palette, box, isNew);
  const { top, bottom } = palette.getBoundingClientRect();
  return scrollBy({ top: Math.max(0, bottom + GAP - innerHeight) || Math.min(0, top - BAR), behavior: "instant" });
}
