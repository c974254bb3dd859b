// A response as a tree: rows are made when they are opened, so that 5 MB open at once. And another
// look at it: what the server makes of it as a table, sorted, or by a JMESPath expression.

import { fill } from "./shell.js";

const STEP = 200; // Longer lists are shown by ranges.
const ROWS = 60; // So many rows are open at first.
const MOST = 10_000; // So many matches are counted.
const LONG = 400; // Longer texts are cut where they are shown.

const isNested = (value) => value !== null && typeof value === "object" && !JSON.isRawJSON?.(value);
const written = (value, space) => (typeof value === "string" ? value : JSON.stringify(value, null, space));
const above = (node) => node.parentElement.closest(".node");

/** Reads JSON; a number that JavaScript would round keeps its text. */
function read(text) {
  const exact = JSON.rawJSON && /\d{16}|\.\d*0\b|\d[eE]/.test(text);
  const keep = (_, value, context) =>
    typeof value === "number" && String(value) !== context.source ? JSON.rawJSON(context.source) : value;
  return JSON.parse(text, exact ? keep : undefined);
}

/** Returns the JMESPath of the member `key` of what is at `path`. */
function below(path, key, inList) {
  if (inList) return `${path}[${key}]`;
  return `${path}${path && "."}${/^[A-Za-z_]\w*$/.test(key) ? key : JSON.stringify(key)}`;
}

const element = (className, more = {}, name = "div") => Object.assign(document.createElement(name), { className, ...more });
const word = (className, textContent) => element(className, { textContent }, "span");

class Tree extends HTMLElement {
  hits = [];
  at = -1;

  connectedCallback() {
    const pre = this.querySelector("pre");
    if (!pre) return;
    const root = (this.root = element("", { role: "tree", ariaLabel: this.dataset.label }));
    root.group = root;
    this.hold(root, read(pre.textContent), "");
    pre.replaceWith(root);
    this.make(root);
    const first = [...root.children];
    first[0]?.setAttribute("tabindex", "0");
    for (let node; (node = first.shift()) && root.querySelectorAll(".line").length < ROWS; ) {
      if (this.open(node)) first.push(...node.group.children);
    }
    root.addEventListener("keydown", (event) => this.press(event));
    root.addEventListener("focusin", (event) => this.choose(event.target));
    this.addEventListener("click", (event) => this.click(event));
    const input = this.querySelector("input");
    input.addEventListener("input", () => this.search(input.value));
    input.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.ctrlKey || event.metaKey) return;
      event.preventDefault(); // It would send the form around the tree.
      this.show(this.at + (event.shiftKey ? -1 : 1));
    });
  }

  /** Lets `node` stand for the members of `value` from one to another. */
  hold(node, value, path, from = 0, to) {
    const keys = isNested(value) ? Object.keys(value) : [];
    Object.assign(node, { value, path, keys, from, to: to ?? keys.length, size: 1 });
    while ((node.to - from) / node.size > STEP) node.size *= STEP;
  }

  make(node) {
    for (let n = node.from; n < node.to; n += node.size) {
      const [made, line] = [element("node", { role: "treeitem", tabIndex: -1 }), element("line")];
      const [key, last] = [node.keys[n], Math.min(n + node.size, node.to)];
      if (node.size > 1) {
        this.hold(made, node.value, node.path, n, last);
        line.append(word("range", `${n} … ${last - 1}`));
      } else {
        const [value, inList] = [node.value[key], Array.isArray(node.value)];
        this.hold(made, value, below(node.path, key, inList));
        const count = Array.isArray(value) ? `[${made.to}]` : `{${made.to}}`;
        const text = isNested(value) ? count : written(value) || '""';
        const shown = text.length > LONG ? `${text.slice(0, LONG)} … (${text.length})` : text;
        const kind = isNested(value) ? "count" : value === null || value === "" ? "null" : typeof value;
        line.append(word(inList ? "range" : "key", key), word(kind, shown));
      }
      made.append(line);
      if (made.to > made.from) made.ariaExpanded = "false";
      node.group.append(made);
    }
  }

  /** Opens `node` or closes it; returns false for one that has nothing in it. */
  open(node, isOpen = true) {
    if (!node.ariaExpanded) return node === this.root;
    node.ariaExpanded = String(isOpen);
    if (isOpen && !node.group) {
      node.append((node.group = element("group", { role: "group" })));
      this.make(node);
    }
    return true;
  }

  choose(node) {
    this.root.querySelector("[tabindex='0']").tabIndex = -1;
    [node.tabIndex, this.chosen, this.querySelector(".path").textContent] = [0, node, node.path];
  }

  click(event) {
    const kind = event.target.dataset.kind;
    if (kind) {
      const { value, path } = kind === "all" || !this.chosen ? this.root : this.chosen;
      event.target.value = kind === "path" ? path || "@" : written(value, 2);
    }
    const line = event.target.closest(".line");
    if (!line || !getSelection().isCollapsed) return;
    const node = line.parentElement;
    node.focus();
    this.open(node, node.ariaExpanded === "false");
  }

  press(event) {
    const node = event.target.closest(".node");
    if (!node || event.ctrlKey || event.metaKey || event.altKey) return;
    const isOpen = node.ariaExpanded === "true";
    const last = (at) => (at.ariaExpanded === "true" ? last(at.group.lastElementChild) : at);
    const after = (at) => at && (at.nextElementSibling ?? after(above(at)));
    const before = node.previousElementSibling;
    const moves = {
      ArrowDown: () => (isOpen ? node.group.firstElementChild : after(node)),
      ArrowUp: () => (before ? last(before) : above(node)),
      ArrowRight: () => (isOpen ? node.group.firstElementChild : this.open(node)),
      ArrowLeft: () => (isOpen ? this.open(node, false) : above(node)),
    };
    if (!moves[event.key]) return;
    event.preventDefault();
    moves[event.key]()?.focus?.();
  }

  /** Finds `text` in names and values, and shows the first place. */
  search(text) {
    const [needle, hits, trail] = [text.toLowerCase(), [], []];
    const walk = (value) => {
      const names = Array.isArray(value) ? null : Object.keys(value);
      const count = names?.length ?? value.length;
      for (let n = 0; n < count && hits.length < MOST; n++) {
        const inner = value[names ? names[n] : n];
        trail.push(n);
        const own = isNested(inner) ? "" : written(inner).toLowerCase();
        if (own.includes(needle) || names?.[n].toLowerCase().includes(needle)) hits.push([...trail]);
        if (isNested(inner)) walk(inner);
        trail.pop();
      }
    };
    if (needle && isNested(this.root.value)) walk(this.root.value);
    [this.hits, this.needle] = [hits, needle];
    this.show(0);
  }

  show(at) {
    const { length } = this.hits;
    this.at = length ? (at + length) % length : -1;
    this.querySelector(".hit")?.classList.remove("hit");
    CSS.highlights?.delete("found");
    const total = length === MOST ? `${MOST}+` : length;
    this.querySelector(".count").textContent = length ? `${this.at + 1}/${total}` : this.needle ? this.dataset.none : "";
    if (!length) return;
    let node = this.root;
    for (const n of this.hits[this.at]) {
      do {
        this.open(node);
        node = node.group.children[Math.floor((n - node.from) / node.size)];
      } while (node.keys.length && node.firstChild.childElementCount === 1);
    }
    this.choose(node);
    node.firstChild.classList.add("hit");
    node.scrollIntoView({ block: "center" });
    for (const { firstChild: text } of node.firstChild.children) {
      const start = text?.data.toLowerCase().indexOf(this.needle) ?? -1;
      if (start < 0) continue;
      const range = new Range();
      range.setStart(text, start);
      range.setEnd(text, start + this.needle.length);
      CSS.highlights?.set("found", new Highlight(range));
    }
  }
}

customElements.define("tc-tree", Tree);

/** Asks the server for another look at the response that `form` is about. */
async function look(form, button) {
  const body = new URLSearchParams(new FormData(form));
  if (button?.name) body.set(button.name, button.value);
  form.asking?.abort();
  const { signal } = (form.asking = new AbortController());
  const response = await fetch("/response", { method: "POST", body, signal }).catch(() => null);
  if (!response) return;
  const [looked, text] = [form.querySelector(".looked"), await response.text()];
  form.querySelector(".said").textContent = response.ok ? "" : text;
  if (!response.ok) return;
  fill(looked, text);
  const isSame = (other) => other.name === button?.name && (other.name === "reveal" || other.value.slice(1) === button.value.slice(1));
  if (button?.name) [...looked.querySelectorAll("button")].find(isSame)?.focus();
}

document.addEventListener("submit", (event) => {
  if (!event.target.matches("form.look") || event.submitter?.name === "file") return;
  event.preventDefault();
  look(event.target, event.submitter);
});
document.addEventListener("input", (event) => {
  const { form } = event.target;
  if (event.target.name !== "query" || !form?.matches(".look")) return;
  clearTimeout(form.waiting);
  form.waiting = setTimeout(() => look(form), 120);
});
