// What people write, on any page: fields that complete names after an @ and take the focus when they are unfolded;
// on the reading page the sheet of notes and memos, and the thread that a link leads to.
const FOLDED = "details.write,details.editing";
const talk = () => import("./talk.js");

document.addEventListener("toggle", ({ target }) => target.open && target.matches(FOLDED) && target.querySelector("textarea").focus(), true);
document.addEventListener("focusin", ({ target }) => target.dataset?.people && complete(target));

// Offline a name is typed by hand, which mentions as well; the next field tries again.
function complete(field) {
  import("./mention.js").then(({ attend }) => attend(field), () => {});
}

const sheet = document.querySelector(".talk-open"); // without script it is a link to a page of its own
sheet?.addEventListener("click", (event) => {
  event.preventDefault();
  talk().then((module) => module.toggle(sheet), () => document.querySelector("corpus-reader").complain({ status: 0 }));
});

const note = sheet && new URLSearchParams(location.search).get("note");
if (note) talk().then((module) => module.openThread(note, location.hash.slice(3)), () => {});
