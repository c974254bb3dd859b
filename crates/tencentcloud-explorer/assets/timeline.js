// The list of calls: rows are drawn where they are seen.

import { address, tell } from "./shell.js";

const HEIGHT = 44;
const [ID, TIME, SOURCE, CLIENT, SERVICE, VERSION, ACTION, REGION, CODE, MS, CLASS] = Array(11).keys();

class Timeline extends HTMLElement {
  rows = [];
  last = 0;

  connectedCallback() {
    this.list = document.createElement("div");
    this.list.className = "rows";
    this.append(this.list);
    this.addEventListener("scroll", () => this.draw(), { passive: true });
    new ResizeObserver(() => this.draw()).observe(this);
    this.draw();
    const live = new EventSource("/timeline/live");
    live.addEventListener("last", (event) => this.read(Number(event.data)));
  }

  async read(last) {
    if (last <= this.last || this.reading) return;
    this.reading = true;
    try {
      while (this.last < last) {
        const url = address("/timeline");
        url.searchParams.set("after", this.last);
        const found = await (await fetch(url)).json();
        this.rows.push(...found.rows);
        this.last = found.last;
        last = Math.max(last, found.last);
      }
    } finally {
      this.reading = false;
    }
    this.draw();
    tell("tc:rows", { last: this.last });
  }

  draw() {
    if (!this.rows.length) {
      this.list.className = "empty";
      this.list.textContent = this.dataset.empty;
      return;
    }
    this.list.className = "rows";
    this.list.style.height = `${this.rows.length * HEIGHT}px`;
    const first = Math.max(0, Math.floor(this.scrollTop / HEIGHT) - 5);
    const count = Math.ceil(this.clientHeight / HEIGHT) + 10;
    // The newest is on top.
    const seen = Array.from({ length: count }, (_, n) => this.rows.length - 1 - first - n).filter((n) => n >= 0);
    this.list.replaceChildren(...seen.map((n) => this.row(this.rows[n], this.rows.length - 1 - n)));
  }

  row(row, place) {
    const link = document.createElement("a");
    link.href = `/row/${row[ID]}`;
    link.dataset.go = "";
    link.className = `row ${row[CODE] ? "failed" : ""} ${row[CLASS]}`;
    link.style.transform = `translateY(${place * HEIGHT}px)`;
    const part = (name, text) => {
      const span = document.createElement("span");
      span.className = name;
      span.textContent = text ?? "";
      link.append(span);
    };
    part("time", row[TIME]?.slice(11, 19));
    part("name", `${row[SERVICE] ?? "?"} ${row[ACTION]}`);
    part("ms", row[MS] === null ? "" : `${row[MS].toFixed(row[MS] < 10 ? 1 : 0)} ms`);
    part("detail", [row[CODE], row[REGION], row[CLIENT]].filter(Boolean).join(" · "));
    return link;
  }
}

customElements.define("tc-timeline", Timeline);
