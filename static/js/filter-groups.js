// The groups of the filter come back with each answer; what was chosen to be added is then in one of them.

class FilterGroups extends HTMLElement {
  static observedAttributes = ["data-groups"];

  attributeChangedCallback(name, before) {
    if (before === null) return;
    for (const id of ["filter-add", "filter-add-words"]) document.getElementById(id).value = "";
  }
}

customElements.define("filter-groups", FilterGroups);
