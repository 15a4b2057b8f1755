// Custom elements around single fields: a button that copies, a form whose button comes when something differs.

// <copy-button><input readonly value="…"></copy-button>; without script the text can be selected.
class CopyButton extends HTMLElement {
  connectedCallback() {
    const field = this.querySelector("input");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button small";
    button.textContent = "Copy";
    field.addEventListener("focus", () => field.select());
    button.addEventListener("click", () => this.copy(field, button));
    this.append(button);
  }

  async copy(field, button) {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      document.execCommand("copy"); // plain http has no clipboard object
    }
    button.textContent = "Copied";
    setTimeout(() => { button.textContent = "Copy"; }, 2000);
  }
}

// <changed-form> shows its button once something differs from what is saved; without script it is always there.
class ChangedForm extends HTMLElement {
  connectedCallback() {
    const button = this.querySelector("button");
    button.hidden = true;
    this.addEventListener("input", () => {
      button.hidden = [...this.querySelectorAll("option")].every((option) => option.selected === option.defaultSelected);
    });
  }
}

customElements.define("changed-form", ChangedForm);
customElements.define("copy-button", CopyButton);
