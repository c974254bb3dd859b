// The field of the filter: what is wrong with it, and what could be typed.

import { address } from "./shell.js";

export class Sift {
  constructor(element, changed) {
    [this.input, this.list, this.error] = ["input", "ul", "p"].map((name) => element.querySelector(name));
    this.changed = changed;
    this.input.addEventListener("input", () => this.typed());
    this.input.addEventListener("focus", () => this.offer());
    this.input.addEventListener("blur", () => this.close());
    this.input.addEventListener("keydown", (event) => this.key(event));
    // Before the field loses the focus, and the list with it.
    this.list.addEventListener("mousedown", (event) => {
      event.preventDefault();
      const item = event.target.closest("li");
      if (item) this.take(item);
    });
    this.error.addEventListener("click", (event) => {
      if (!event.target.dataset.put) return;
      const { from, to } = this.told;
      this.input.setRangeText(event.target.dataset.put, from, to, "end");
      this.input.focus();
      this.typed();
    });
  }

  /** Shows a filter that another part of the page has set. */
  show(text) {
    if (this.input.value.trim() !== text.trim()) this.input.value = text;
  }

  /** Shows what is wrong with the filter; `null` if nothing is. */
  wrong(told) {
    this.told = told;
    this.error.hidden = !told;
    this.input.toggleAttribute("aria-invalid", Boolean(told));
    if (!told) return;
    this.error.textContent = `${told.message} `;
    for (const text of told.possible.slice(0, 8)) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "badge";
      button.dataset.put = button.textContent = text;
      this.error.append(button);
    }
  }

  typed() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.changed(this.input.value.trim()), 180);
    this.offer();
  }

  async offer() {
    const end = this.input.selectionEnd ?? this.input.value.length;
    const before = this.input.value.slice(0, end);
    const url = address("/timeline/suggest");
    url.searchParams.set("q", before);
    const offers = await (await fetch(url)).json();
    // It may have been typed on since.
    if (document.activeElement !== this.input || !this.input.value.startsWith(before)) return;
    this.list.replaceChildren(
      ...offers.map((offer, index) => {
        const item = document.createElement("li");
        item.id = `filter-offer-${index}`;
        item.setAttribute("role", "option");
        item.setAttribute("aria-selected", "false");
        item.dataset.text = offer.text;
        item.dataset.end = end;
        const [shown, detail] = ["code", "span"].map((name) => item.appendChild(document.createElement(name)));
        shown.textContent = offer.shown;
        detail.textContent = offer.detail;
        return item;
      }),
    );
    this.expand(offers.length > 0);
  }

  expand(is) {
    this.list.hidden = !is;
    this.input.setAttribute("aria-expanded", String(is));
    this.input.removeAttribute("aria-activedescendant");
  }

  close() {
    this.expand(false);
  }

  key(event) {
    const items = [...this.list.children];
    const here = items.findIndex((item) => item.ariaSelected === "true");
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && !this.list.hidden && items.length) {
      const next = items[(here + step + items.length + (here < 0 && step < 0 ? 1 : 0)) % items.length];
      for (const item of items) item.setAttribute("aria-selected", String(item === next));
      next.scrollIntoView({ block: "nearest" });
      this.input.setAttribute("aria-activedescendant", next.id);
    } else if ((event.key === "Enter" || event.key === "Tab") && here >= 0 && !this.list.hidden) this.take(items[here]);
    else if (event.key === "Enter") {
      this.close();
      this.changed(this.input.value.trim());
    } else if (event.key === "Escape" && !this.list.hidden) this.close();
    else return;
    event.preventDefault();
  }

  take(item) {
    const rest = this.input.value.slice(Number(item.dataset.end));
    this.input.value = item.dataset.text + rest;
    this.input.setSelectionRange(item.dataset.text.length, item.dataset.text.length);
    this.typed();
  }
}
