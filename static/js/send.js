// Sends forms to the server one after the other, in the order they were made, and gives back the parts to show.
const PATIENCE = 20_000;
let last = Promise.resolve();

const said = (page, name) => page.querySelector(`meta[name=${name}]`)?.content ?? "";

/** Act when everything sent so far has been answered. */
export function inTurn(act) {
  const done = last.then(act);
  last = done.catch(() => {});
  return done;
}

/** The answer as { ok, status, html, words? }; status 0 where the server could not be reached. Never rejects. */
export const send = (url, fields) => inTurn(() => post(url, fields));

/** When everything sent so far has been answered. */
export const settled = () => last;

/** As `send`, but at once. The page that refuses an old token brings a new one, by which this page recovers. */
export async function post(url, fields) {
  // URLSearchParams, because FormData would turn the line ends inside a quote into CRLF.
  const body = new URLSearchParams(fields);
  body.delete("csrfmiddlewaretoken"); // as old as the page; the header counts
  const answer = await attempt(url, body);
  return answer.page?.querySelector("[data-too-old]") ? anew(answer.page, url, body) : answer;
}

function anew(page, url, body) {
  const now = said(page, "person"), token = said(page, "csrf-token");
  if (now !== said(document, "person")) return { ok: false, status: now ? 412 : 401, html: "" };
  document.querySelector("meta[name=csrf-token]").content = token;
  for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = token;
  return attempt(url, body);
}

// A legend that was never opened is fetched when it is; entries for it would be counted in vain.
function reader() {
  const legend = document.querySelector(".legend");
  return legend?.hidden || legend?.querySelector("li") ? "legend" : "1";
}

// Which text the page shows: the server refuses what belongs to an older one.
function shown() {
  const reader = document.querySelector("corpus-reader")?.dataset;
  return reader && { "Corpus-Text": reader.url + reader.version };
}

async function attempt(url, body) {
  const answer = await answerTo(url, {
    method: "POST", body, signal: AbortSignal.timeout(PATIENCE),
    headers: { ...shown(), "X-CSRFToken": said(document, "csrf-token"), "Corpus-Reader": reader(), "Corpus-Person": said(document, "person") },
  });
  if (answer.ok || !answer.html) return answer;
  const page = new DOMParser().parseFromString(answer.html, "text/html");
  const words = answer.status === 404 ? undefined : page.querySelector(".problem p, .toast p")?.textContent;
  return { ...answer, page, words };
}

/** A part of the page, fetched at once; of the newest text too where `text` is {}. */
export const fetchPart = (url, text = shown()) => answerTo(url, { headers: { ...text, "Corpus-Reader": "1" } });

async function answerTo(url, options) {
  try {
    const response = await fetch(url, { ...options, redirect: "manual" });
    // A redirect is the way to the sign-in page: the session has ended.
    if (response.type === "opaqueredirect") return { ok: false, status: 401, html: "" };
    return { ok: response.ok, status: response.status, html: await response.text() };
  } catch {
    return { ok: false, status: 0, html: "" };
  }
}
