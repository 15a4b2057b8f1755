// How many each choice of the filter would leave: fetched after the list, whose answer brings the address.

class FilterCounts extends HTMLElement {
  static observedAttributes = ["data-url"];

  async attributeChangedCallback() {
    const url = this.dataset.url;
    const answer = await fetch(url, { headers: { Accept: "application/json" } }).catch(() => null);
    if (!answer?.ok || url !== this.dataset.url) return; // without numbers the filter works as well
    const counts = await answer.json();
    for (const row of document.querySelectorAll("#filter .picks li")) {
      const { name, value } = row.querySelector("input");
      const count = counts[name]?.[value] ?? 0;
      row.querySelector("small").textContent = count.toLocaleString("en");
      row.classList.toggle("none", !count);
    }
  }
}

customElements.define("filter-counts", FilterCounts);
