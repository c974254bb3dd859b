// Saving the call of a form.

import { address } from "./shell.js";

let last = null;
document.addEventListener("tc:call", ({ detail }) => (last = detail));
document.addEventListener("tc:go", () => (last = null));

class Save extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.told = this.querySelector(".told");
    this.form.addEventListener("submit", (event) => this.save(event));
  }

  /** The call as the form has it, or else as the page came. */
  get call() {
    return last ?? JSON.parse(document.querySelector("#centre [data-call]")?.dataset.call ?? "null");
  }

  async save(event) {
    event.preventDefault();
    const { call } = this;
    if (!call) return;
    const body = JSON.stringify({ ...call, name: this.form.elements.name.value, replace: this.form.elements.replace.checked });
    const response = await fetch(address("/saved"), { method: "POST", headers: { "content-type": "application/json" }, body });
    this.told.textContent = await response.text();
    this.told.classList.toggle("wrong", !response.ok);
  }
}

customElements.define("tc-save", Save);
