// Puts a highlight's panel, as the server has it now, in the place of the one that is shown; what somebody types in it
// stays, with its caret. So does what somebody has opened to type in.

const FIELDS = "textarea,input:not([type=hidden],[type=checkbox])";
const isOpen = (part) => part.matches("details[open]") || part.querySelector("details[open]") !== null;
const isBusy = (part) => isOpen(part) || [...part.querySelectorAll(FIELDS)].some((field) => field === document.activeElement || field.value !== field.defaultValue);
const keyOf = (part) => part.id || part.querySelector(FIELDS)?.id || (part.className || part.tagName);

// A thread in which somebody writes a reply shows what others reply meanwhile; so do the memos of an article.
function renewInside(shown, fresh) {
  if (shown.matches(".thread,.memos") && shown.tagName === fresh.tagName) renewPanel(shown, fresh);
}

/** True where something somebody types was kept. Without a fresh panel only that is kept. */
export function renewPanel(shown, fresh) {
  const kept = [...shown.children].filter(isBusy);
  if (!kept.length) {
    if (fresh) shown.replaceWith(fresh);
    return false;
  }
  for (const part of [...shown.children]) if (!kept.includes(part)) part.remove();
  for (const name of fresh?.getAttributeNames() ?? []) shown.setAttribute(name, fresh.getAttribute(name));
  const waiting = [...kept];
  for (const part of [...(fresh?.children ?? [])]) {
    const at = waiting.findIndex((one) => keyOf(one) === keyOf(part));
    if (at < 0) shown.insertBefore(part, waiting[0] ?? null);
    else renewInside(waiting.splice(0, at + 1).at(-1), part);
  }
  return true;
}
