// The article that is being read has got another text: what the person has begun stays until they ask for the new one.
const WORDS = "The text of this article has just been changed. What you have begun is still here: finish or copy it, then show the new text.";

export function offerNewText() {
  const toast = document.createElement("corpus-toast");
  toast.className = "toast error"; // which does not go by itself
  toast.id = "new-text";
  const link = Object.assign(document.createElement("a"), { className: "button small", href: location.pathname, textContent: "Show the new text" });
  toast.append(Object.assign(document.createElement("p"), { textContent: WORDS }), link);
  document.getElementById("new-text")?.remove();
  document.getElementById("toasts").append(toast);
}
