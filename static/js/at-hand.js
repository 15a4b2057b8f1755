// What few taggings need, fetched when it is used: who speaks in a quotation, what a tag means, and pinning tags.
import { segments } from "./marks.js";
import { passageOf } from "./offsets.js";
import { fetchPart, send } from "./send.js";

const MOST = 9;

/** Who probably says a passage, or a highlight by its id: { name, id? }, or {}. */
export async function speaker(reader, what) {
  const parts = typeof what === "string" ? segments(reader.text, what) : [];
  const range = new Range();
  if (parts.length) {
    range.setStartBefore(parts[0]);
    range.setEndAfter(parts.at(-1));
  }
  const at = parts.length ? passageOf(range, reader.text) : what;
  const answer = at.start >= 0 ? await fetchPart(`${reader.dataset.url}speaker/${at.start}-${at.end}/`) : {};
  return answer.ok ? JSON.parse(answer.html) : {};
}

/** Pin or unpin the tag that is offered as the nth, for the person on all devices. */
export async function togglePin(palette, reader, n) {
  const { tag } = palette.offers?.[n] ?? {}, { book } = palette;
  if (!tag) return;
  const isPinned = !book.pins.includes(tag.id);
  const answer = await send(`${reader.dataset.project}tags/${tag.id}/pin/`, { pinned: Number(isPinned) });
  if (!answer.ok) return reader.complain(answer);
  book.pins = [...book.pins.filter((id) => id !== tag.id), ...(isPinned ? [tag.id] : [])].slice(-MOST);
  await palette.show();
  palette.activate(palette.offers.findIndex((offer) => offer.tag?.id === tag.id));
  reader.say(isPinned ? `Pinned ${tag.name}: key ${book.pins.length}.` : `Unpinned ${tag.name}.`);
}

/** Show below the list what the offered tag means, or hide it; announced by its first line. */
export async function explain(palette, reader, n) {
  const { tag } = palette.offers?.[n] ?? {}, shown = palette.root.querySelector("#palette-meaning");
  shown?.remove();
  if (!tag || shown?.dataset.tag === tag.id) return;
  const answer = await fetchPart(`${reader.dataset.project}tags/${tag.id}/meaning/`);
  if (!answer.ok || !palette.isOpen || palette.offers?.[n]?.tag !== tag) return;
  palette.root.querySelector("#palette-meaning")?.remove();
  palette.list.insertAdjacentHTML("afterend", answer.html);
  const said = palette.root.querySelector("#palette-meaning");
  palette.list.addEventListener("click", () => said.remove(), { once: true });
  palette.input.addEventListener("input", () => said.remove(), { once: true });
  reader.say(`${tag.name}: ${said.querySelector(".meaning,.meta").textContent.trim().replace(/\s+/g, " ").slice(0, 300)}`);
}
