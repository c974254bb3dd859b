// The field of the filter: what is wrong with it, and what could be typed.

import { address } from "./shell.js";

/** Makes an element with a text. */
function make(tag, text, values = {}) {
  return Object.assign(document.createElement(tag), { textContent: text, ...values });
}

export class Sift {
  constructor(element, changed) {
    [this.input, this.list, this.error] = ["input", "ul", "p"].map((name) => element.querySelector(name));
    this.changed = () => changed(this.input.value.trim());
    this.input.addEventListener("input", () => this.typed());
    this.input.addEventListener("focus", () => this.offer());
    this.input.addEventListener("blur", () => this.expand(false));
    this.input.addEventListener("keydown", (event) => this.key(event));
    // Before the field loses the focus, and the list with it.
    this.list.addEventListener("mousedown", (event) => {
      event.preventDefault();
      event.target.closest("li")?.take();
    });
    this.error.addEventListener("click", ({ target }) => target.value && this.put(target.value, this.told.from, this.told.to));
  }

  /** Shows a filter that another part of the page has set. */
  show(text) {
    if (this.input.value.trim() !== text.trim()) this.input.value = text;
  }

  /** Shows what is wrong with the filter, and what could be; `null` if nothing is. */
  wrong(told) {
    this.told = told;
    this.error.hidden = !told;
    this.input.toggleAttribute("aria-invalid", Boolean(told));
    const possible = told?.possible.slice(0, 8).map((text) => make("button", text, { type: "button", className: "badge", value: text }));
    if (told) this.error.replaceChildren(`${told.message} `, ...possible);
  }

  put(text, from, to) {
    this.input.setRangeText(text, from, to, "end");
    this.input.focus();
    this.typed();
  }

  typed() {
    clearTimeout(this.timer);
    this.timer = setTimeout(this.changed, 180);
    this.offer();
  }

  async offer() {
    const end = this.input.selectionEnd;
    const before = this.input.value.slice(0, end);
    const url = address("/timeline/suggest");
    url.searchParams.set("q", before);
    const offers = await (await fetch(url)).json();
    // It may have been typed on since.
    if (document.activeElement !== this.input || !this.input.value.startsWith(before)) return;
    const items = offers.map(({ text, shown, detail }, index) => {
      const item = make("li", "", { id: `filter-offer-${index}`, role: "option", ariaSelected: "false", take: () => this.put(text, 0, end) });
      item.append(make("code", shown), make("span", detail));
      return item;
    });
    this.list.replaceChildren(...items);
    this.expand(items.length > 0);
  }

  expand(is) {
    this.list.hidden = !is;
    this.input.setAttribute("aria-expanded", String(is));
    this.input.removeAttribute("aria-activedescendant");
  }

  key(event) {
    const items = this.list.hidden ? [] : [...this.list.children];
    const here = items.findIndex((item) => item.ariaSelected === "true");
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && items.length) {
      const next = items[(Math.max(here, step < 0 ? 0 : -1) + step + items.length) % items.length];
      for (const item of items) item.ariaSelected = String(item === next);
      next.scrollIntoView({ block: "nearest" });
      this.input.setAttribute("aria-activedescendant", next.id);
    } else if (["Enter", "Tab"].includes(event.key) && here >= 0) items[here].take();
    else if (event.key === "Enter") {
      this.expand(false);
      this.changed();
    } else if (event.key === "Escape" && items.length) this.expand(false);
    else return;
    event.preventDefault();
  }
}
