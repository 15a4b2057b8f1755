// What of the reading page is fetched only when somebody uses it: how it looks, the minimap of wide windows,
// what the legend shows and hides.
const isTyping = (target) => target.closest?.("input:not([type=radio],[type=checkbox]),textarea,select,[contenteditable]");
const inFocus = () => document.documentElement.classList.contains("focus-on");
const display = () => import("./display.js");

// Without script it is a link to a page of its own.
const opener = document.querySelector(".aa");
opener.role = "button";
opener.addEventListener("click", (event) => {
  event.preventDefault();
  display().then((module) => module.toggle(opener));
});
opener.addEventListener("keydown", (event) => {
  if (event.key !== " ") return;
  event.preventDefault();
  opener.click();
});

const keys = document.querySelector(".keys-open");
const showKeys = () => import("./keys.js").then(({ toggle }) => toggle(keys));
keys.addEventListener("click", (event) => {
  event.preventDefault();
  showKeys();
});

// What is typed before the field is there belongs into it.
function find() {
  let typed = "";
  const keep = (event) => {
    if (event.key.length > 2 || event.ctrlKey || event.metaKey) return;
    typed += event.key;
    event.preventDefault();
    event.stopPropagation();
  };
  addEventListener("keydown", keep, true);
  import("./find.js").then(({ open }) => open(document.querySelector("corpus-reader"), typed)).finally(() => removeEventListener("keydown", keep, true));
}

// f and Escape are left to whatever is open: the palette takes letters, a panel closes first.
document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  if (document.querySelector("#palette:not([hidden]),:popover-open,details.menu[open]")) return;
  if (event.key === "?") {
    event.preventDefault();
    showKeys();
  } else if (event.key === "/") {
    event.preventDefault();
    find();
  } else if (event.key === "f" || (event.key === "Escape" && inFocus())) {
    event.preventDefault();
    display().then((module) => module.choose("focus", inFocus() ? "off" : "on"));
  }
});

const text = document.getElementById("text"), legend = document.querySelector(".legend");
const kept = `corpus-hidden:${location.pathname}`;
let sift = null;

function sifting() {
  sift ??= import("./sift.js").then(({ Sift }) => new Sift(text, legend, kept));
  return sift;
}
legend.addEventListener("toggle", sifting);
if (sessionStorage.getItem(kept)) sifting();

const wide = matchMedia("(min-width: 68.8rem)");
async function map() {
  if (!wide.matches) return;
  wide.removeEventListener("change", map);
  const { Minimap } = await import("./minimap.js");
  let sifted = null;
  document.addEventListener("corpus:sifted", async () => { sifted = await sift; });
  sifted = await sift;
  new Minimap(text, () => (sifted?.isOn ? (look) => sifted.isHidden(look) : null));
}
wide.addEventListener("change", map);
map();

// Others' changes can wait until the text is there: the page says up to where it knows the diary.
const follow = () => import("./follow.js");
if (document.readyState === "complete") follow(); else addEventListener("load", follow, { once: true });
