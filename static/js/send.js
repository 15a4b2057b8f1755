// Sends forms to the server one after the other, in the order they were made, and gives back the parts to show.
const PATIENCE = 20_000;
let last = Promise.resolve();

const token = () => document.querySelector("meta[name=csrf-token]").content;

/** The answer as { ok, status, html }; status 0 where the server could not be reached. Never rejects. */
export function send(url, fields) {
  last = last.then(() => post(url, fields));
  return last;
}

/** When everything sent so far has been answered. */
export const settled = () => last;

async function post(url, fields) {
  // URLSearchParams, because FormData would turn the line ends inside a quote into CRLF.
  const body = new URLSearchParams(fields);
  try {
    return await answerTo(fetch(url, {
      method: "POST", body, signal: AbortSignal.timeout(PATIENCE), redirect: "manual",
      headers: { "X-CSRFToken": token(), "Corpus-Reader": "1" },
    }));
  } catch {
    return { ok: false, status: 0, html: "" };
  }
}

/** A part of the page, fetched at once. */
export async function fetchPart(url) {
  try {
    return await answerTo(fetch(url, { headers: { "Corpus-Reader": "1" }, redirect: "manual" }));
  } catch {
    return { ok: false, status: 0, html: "" };
  }
}

async function answerTo(request) {
  const response = await request;
  // A redirect is the way to the sign-in page: the session has ended.
  if (response.type === "opaqueredirect") return { ok: false, status: 401, html: "" };
  return { ok: response.ok, status: response.status, html: await response.text() };
}
