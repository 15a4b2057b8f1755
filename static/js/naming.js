// While a new tag's name is typed on the codebook page, what is to be said of it stands below the field.
import { remark } from "./similar.js";

document.addEventListener("input", ({ target }) => {
  const place = target.form?.querySelector("[data-remark]");
  if (!place || target.name !== "name") return;
  const chips = target.closest(".facet").querySelectorAll(":scope > table .chip");
  const said = remark(target.value, [...chips].map((chip) => chip.textContent.trim()));
  place.textContent = said && `${said[0].toUpperCase()}${said.slice(1)}.`;
});
