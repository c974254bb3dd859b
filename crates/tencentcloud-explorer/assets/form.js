// The form of an action. One object of parameters is the truth; fields and JSON show it.

import { address, announce, go, post, tell } from "./shell.js";
// It takes the page's call from the server first; the form says the same, with all digits of its numbers.
import "./tabs.js";
import { NUMBER, Wrong, blank, isObject, isRaw, number, parse } from "./json.js";

/** Stands in the text for what is not shown; it means what was there before. */
const MASK = "••••••••";
/** The longest parameters that stand in an address, in bytes. */
const LONGEST = 4096;
const PAUSE = 150;
const EVENTS = { input: "typed", click: "clicked", focusin: "entered", toggle: "opened" };
/** What 64 bits hold. */
const LIMITS = { integer: [-(2n ** 63n), 2n ** 63n - 1n], unsigned: [0n, 2n ** 64n - 1n] };

const shown = (value) => (value === undefined || value === null ? "" : typeof value === "string" ? value : JSON.stringify(value));
const at = (value, path) => path.reduce((inner, key) => inner?.[key], value);
const part = (member, selector) => member.querySelector(`:scope > ${selector}, :scope > .entry > ${selector}`);
const controlOf = (item) => part(item, ":is(input, select, textarea)");
const first = (item) => controlOf(item) ?? part(item, ".members").querySelector("input, select, textarea, summary, button");

/** Returns a copy of `value` with `place` instead of what `hidden` names; without it if that is undefined. */
function copy(value, hidden, place, path = []) {
  if (hidden.has(path.join("."))) return place;
  if (Array.isArray(value)) {
    return value.map((item, n) => copy(item, hidden, place, [...path, n])).filter((item) => item !== undefined);
  }
  if (!isObject(value)) return value;
  const made = blank();
  for (const [name, inner] of Object.entries(value)) made[name] = copy(inner, hidden, place, [...path, name]);
  return made;
}

/** Puts back what a mask stands for. */
function unmask(value, before) {
  if (value === MASK && before !== undefined) return before;
  if (Array.isArray(value)) return value.map((item, n) => unmask(item, before?.[n]));
  if (isObject(value)) for (const name of Object.keys(value)) value[name] = unmask(value[name], before?.[name]);
  return value;
}

/** A call that waits for its form: an address cannot hold all of it. */
let waiting = null;

class Form extends HTMLElement {
  offers = {};

  connectedCallback() {
    this.words = JSON.parse(this.dataset.words);
    this.call = parse(this.dataset.call);
    this.truth = this.call.parameters;
    if (waiting && ["service", "version", "action"].every((name) => waiting[name] === this.call[name])) {
      this.truth = waiting.parameters;
    }
    waiting = null;
    this.root = this.querySelector("[data-root]");
    this.json = this.querySelector("#parameters");
    this.wrong = this.querySelector("#parameters-wrong");
    for (const [name, method] of Object.entries(EVENTS)) this.addEventListener(name, (event) => this[method](event), true);
    this.draw();
    this.write();
    this.tell();
  }

  disconnectedCallback() {
    clearTimeout(this.timer);
  }

  current() {
    return { ...this.call, parameters: this.truth };
  }

  /** Tells the other modules what the call is now. */
  tell() {
    tell("tc:call", this.current());
  }

  /** Shows the truth everywhere, and keeps it in the address. */
  changed() {
    this.draw();
    if (document.activeElement !== this.json) this.write();
    this.tell();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.keep(), PAUSE);
  }

  write() {
    this.json.value = JSON.stringify(copy(this.truth, this.secret, MASK), null, 2);
    this.complain("");
  }

  complain(text) {
    this.wrong.textContent = text;
    this.json.setAttribute("aria-invalid", text !== "");
  }

  keep() {
    const url = new URL(location.href);
    const set = (name, value) => (value ? url.searchParams.set(name, value) : url.searchParams.delete(name));
    const p = JSON.stringify(copy(this.truth, new Set([...this.secret, ...this.unknown]), undefined));
    set("p", p !== "{}" && new Blob([p]).size <= LONGEST ? p : null);
    set("region", this.call.region);
    set("required", this.root.classList.contains("only") ? "1" : null);
    history.replaceState(history.state, "", url);
  }

  // What people do.

  typed({ target }) {
    if (target === this.json) return this.read();
    if (target.id === "region") this.call.region = target.value.trim() || undefined;
    else if (target.matches("[data-only]")) this.root.classList.toggle("only", target.checked);
    else if (target.type === "file") return this.file(target);
    else if (target.path) this.set(target.path, this.value(target));
    else return;
    this.changed();
  }

  /** Takes the text of the JSON, if it is an object. */
  read() {
    try {
      const read = this.json.value.trim() ? parse(this.json.value) : blank();
      if (!isObject(read)) return this.complain(this.words.braces);
      this.truth = unmask(read, this.truth);
      this.complain("");
      this.changed();
    } catch (error) {
      if (!(error instanceof Wrong)) return this.complain(error.message);
      const place = this.words.at.replace("{}", error.line).replace("{}", error.column);
      this.complain(`${place}: ${this.words.unexpected.replace("{}", error.found || this.words.end)}`);
    }
  }

  file(control) {
    const reader = new FileReader();
    reader.onload = () => {
      this.set(control.path, reader.result.slice(reader.result.indexOf(",") + 1));
      this.changed();
    };
    if (control.files[0]) reader.readAsDataURL(control.files[0]);
  }

  opened({ target }) {
    if (target.matches("details.object[open]")) this.draw();
  }

  clicked({ target }) {
    const button = target.closest("button");
    if (button?.dataset.example) return this.example(button.dataset.example);
    const what = button?.dataset.do;
    if (what === "add") this.add(button.closest("[data-list]"));
    else if (what === "remove") this.remove(button.closest(".item"));
    else if (what) this.move(button, what === "up" ? -1 : 1);
  }

  async example(all) {
    const { service, version, action } = this.call;
    const query = new URLSearchParams({ service, version, action, all });
    const response = await fetch(address(`/example?${query}`));
    if (!response.ok) return this.complain(await response.text());
    // What was typed before stays.
    this.truth = Object.assign(parse(await response.text()), this.truth);
    this.changed();
  }

  add(member) {
    const items = part(member, ".items");
    const list = [].concat(at(this.truth, member.path) ?? []);
    // A first item may be shown that has nothing in it yet.
    for (let more = Math.max(items.children.length - list.length, 0) + 1; more; more--) list.push(blank());
    this.set(member.path, list);
    this.changed();
    first(items.lastElementChild)?.focus();
  }

  remove(item) {
    const member = item.closest("[data-list]");
    const items = part(member, ".items");
    const n = [...items.children].indexOf(item);
    const list = [].concat(at(this.truth, member.path) ?? []);
    list.splice(n, 1);
    item.remove();
    this.set(member.path, list.length ? list : undefined);
    this.changed();
    const next = items.children[Math.min(n, items.children.length - 1)];
    ((next && first(next)) ?? part(member, "[data-do=add]")).focus();
  }

  move(button, by) {
    const item = button.closest(".item");
    const list = at(this.truth, item.closest("[data-list]").path) ?? [];
    const n = [...item.parentElement.children].indexOf(item);
    if (!(n + by in list) || !(n in list)) return;
    list.splice(n + by, 0, ...list.splice(n, 1));
    const other = item.parentElement.children[n + by];
    if (by < 0) other.before(item);
    else other.after(item);
    this.changed();
    button.focus();
    announce(button.getAttribute("aria-label"));
  }

  /** Offers the resources that the field can name: they are asked for once, when somebody is at it. */
  async entered({ target: control }) {
    const { path, list, type, tagName } = control;
    if (!path || tagName !== "INPUT" || type !== "text" || (list && !list.id.startsWith("ids:"))) return;
    const filters = control.closest("[data-offered]");
    const filter = filters && at(this.truth, [...filters.path, path[filters.path.length], filters.dataset.offered]);
    const id = `ids:${[...path.filter((key) => typeof key === "string"), filter, this.call.region].join(":")}`;
    const notes = control.closest("[data-member]").querySelector(".notes");
    const told = await (this.offers[id] ??= this.offer(id, control.name, filter || null));
    if (!told) return;
    const span = notes.querySelector(".listed") ?? notes.appendChild(document.createElement("span"));
    Object.assign(span, { className: "listed", textContent: told });
    control.setAttribute("list", id);
  }

  /** Asks what a field can name; returns what is to be said of it, nothing if it names nothing. */
  async offer(id, member, filter) {
    try {
      const found = await post("/ids", { call: this.current(), member, filter });
      if (!found) return "";
      const choices = JSON.parse(found);
      const offer = Object.assign(document.createElement("datalist"), { id });
      offer.append(...choices.map(({ id, name }) => new Option(name, id)));
      this.append(offer);
      return choices.length ? this.words.some.replace("{}", choices.length) : this.words.none;
    } catch (error) {
      // What is missing may be there next time.
      delete this.offers[id];
      return error.message;
    }
  }

  // The truth.

  /** Returns what `control` says; undefined if it says nothing. */
  value({ value, dataset: { kind } }) {
    if (value === "") return undefined;
    if (kind === "bool") return value === "true";
    if (kind === "json") {
      try {
        return parse(value);
      } catch {
        return value;
      }
    }
    const isNumber = ["integer", "unsigned", "float"].includes(kind);
    return isNumber && NUMBER.test(value.trim()) ? number(value.trim()) : value;
  }

  /** Sets what is at `path`, or takes it away, and objects that are empty then. */
  set(path, value) {
    const [last] = path.slice(-1);
    const outer = path.slice(0, -1);
    let inner = this.truth;
    outer.forEach((key, n) => {
      const is = typeof path[n + 1] === "number" ? Array.isArray : isObject;
      if (!is(inner[key])) inner[key] = is === isObject ? blank() : [];
      inner = inner[key];
    });
    if (value !== undefined) inner[last] = value;
    else if (!Array.isArray(inner)) delete inner[last];
    else if (last === inner.length - 1) inner.pop();
    else if (last < inner.length) inner[last] = "";
    const isEmpty = value === undefined && !Object.keys(inner).length;
    if (isEmpty && outer.length && typeof outer.at(-1) !== "number") this.set(outer, undefined);
  }

  // The fields.

  /** Shows the truth in the fields. */
  draw() {
    this.secret = new Set();
    this.unknown = new Set();
    this.members(this.root, this.truth, []);
  }

  members(box, object, path) {
    const known = new Set();
    for (const member of box.children) {
      const name = member.dataset.member;
      if (!name) continue;
      known.add(name);
      this.member(member, object?.[name], [...path, name]);
    }
    this.others(box, Object.entries(object ?? {}).filter(([name]) => !known.has(name)), path);
  }

  member(member, value, path) {
    const isNew = value !== undefined && !member.classList.contains("filled");
    member.path = path;
    member.classList.toggle("filled", value !== undefined);
    const notes = member.querySelector(".notes");
    notes.id = `notes:${path.join(".")}`;
    const doubt = member.querySelector(".doubt");
    const { list, type } = member.dataset;
    if (type && list === undefined && isNew) member.open = true;
    const text = list !== undefined ? this.list(member, value, path) : type ? this.object(member, value, path) : this.field(member, value, path, notes);
    doubt.textContent = text;
    doubt.hidden = !text;
  }

  /** Shows members that the description does not have. */
  others(box, others, path) {
    box.querySelector(":scope > .others")?.remove();
    if (!others.length) return;
    const list = document.createElement("dl");
    list.className = "others";
    for (const [name, value] of others) {
      this.unknown.add([...path, name].join("."));
      for (const [tag, text] of [["dt", name], ["dd", JSON.stringify(value)], ["dd", this.words.unknown]]) {
        list.append(Object.assign(document.createElement(tag), { textContent: text }));
      }
    }
    box.append(list);
  }

  /** Shows `value` in the fields of an object, which are there once it is open, or of an item. */
  object(holder, value, path) {
    const box = part(holder, ".members");
    if (!box.children.length && holder.open !== false) {
      const { type } = holder.closest("[data-type]").dataset;
      box.append(this.querySelector(`template[data-type="${CSS.escape(type)}"]`).content.cloneNode(true));
    }
    const place = holder.querySelector(":scope > .head > .place");
    if (place) place.textContent = path.join(".");
    (place ? holder : box).setAttribute("aria-label", path.join("."));
    if (box.children.length) this.members(box, isObject(value) ? value : undefined, path);
    return value === undefined || isObject(value) ? "" : this.words.object;
  }

  list(member, value, path) {
    const { type, offer, offered } = member.dataset;
    const items = part(member, ".items");
    const list = Array.isArray(value) ? value : [];
    member.setAttribute("aria-label", path.join("."));
    const isStarted = member.classList.contains("needed") && value === undefined;
    const count = !type ? list.length + 1 : isStarted ? Math.min(items.children.length, 1) : list.length;
    while (items.children.length > count) items.lastElementChild.remove();
    while (items.children.length < count) {
      const item = type ? this.querySelector("template[data-frame]").content.firstElementChild : items.lastElementChild;
      items.append(item.cloneNode(true));
    }
    const doubts = [...items.children].map((item, n) => {
      item.classList.toggle("blank", !type && n === list.length);
      const doubt = type ? this.object(item, list[n], [...path, n]) : this.field(item, list[n], [...path, n], null);
      if (offer) part(item, ".members").querySelector(`:scope > [data-member="${offered}"] input`)?.setAttribute("list", offer);
      for (const button of item.querySelectorAll(":scope > .tools > button, :scope > .head > .tools > button")) {
        button.setAttribute("aria-label", `${button.title} ${path.join(".")}.${n}`);
      }
      return doubt && `${n}: ${doubt}`;
    });
    const add = part(member, "[data-do=add]");
    add?.setAttribute("aria-label", `${add.title} ${path.join(".")}`);
    if (value === undefined || Array.isArray(value)) return doubts.filter(Boolean).join("; ");
    if (!type && "secret" in controlOf(items.firstElementChild).dataset) this.secret.add(path.join("."));
    return this.words.list;
  }

  /** Shows `value` in the control of `holder`; returns what is doubted of it. */
  field(holder, value, path, notes) {
    let control = controlOf(holder);
    const name = path.join(".");
    const text = shown(value);
    if (control.tagName === "INPUT" && control.type !== "file" && text.includes("\n")) control = this.area(control);
    control.path = path;
    if (control.name !== name || !control.id) {
      Object.assign(control, { name, id: `field:${name}` });
      control.setAttribute("aria-label", name);
      control.setAttribute("aria-describedby", (notes ?? holder.closest("[data-list]").querySelector(".notes")).id);
      const label = part(holder, "label");
      if (label) label.htmlFor = control.id;
    }
    if ("secret" in control.dataset && value !== undefined) this.secret.add(name);
    if (control.type === "file") return text && this.words.bytes.replace("{}", Math.floor((text.replace(/=+$/, "").length * 3) / 4));
    if (control.value !== text) control.value = text;
    return this.doubt(control, value);
  }

  /** Makes room for several lines. */
  area(control) {
    const area = document.createElement("textarea");
    for (const { name, value } of control.attributes) if (!["type", "list"].includes(name)) area.setAttribute(name, value);
    area.rows = 1;
    control.replaceWith(area);
    return area;
  }

  /** Returns what may be wrong with `value`; nothing keeps it from being sent. */
  doubt({ list, dataset: { kind, least, most } }, value) {
    if (value === undefined || (value === "" && kind === "text")) return "";
    if (value === null) return this.words.null;
    const isNumber = typeof value === "number" || isRaw(value);
    const text = shown(value);
    if (kind in LIMITS) {
      if (!isNumber || !/^-?\d+$/.test(text) || (kind === "unsigned" && text.startsWith("-"))) return this.words[kind];
      if (BigInt(text) < LIMITS[kind][0] || BigInt(text) > LIMITS[kind][1]) return this.words.wide;
    }
    if (kind === "float" && !isNumber) return this.words.float;
    if (kind === "bool" && typeof value !== "boolean") return this.words.bool;
    if (kind === "text" && typeof value !== "string") return this.words.text;
    if (kind === "json" && typeof value === "string") return this.words.json;
    if (Number(text) < Number(least ?? NaN) || Number(text) > Number(most ?? NaN)) return this.words.range;
    if (!list?.id.startsWith("values:")) return "";
    list.known ??= new Set([...list.options].map((option) => option.value));
    return list.known.has(text) ? "" : this.words.value;
  }
}

/** Takes a call that is pasted, and goes to its form. */
class Paste extends HTMLElement {
  connectedCallback() {
    this.addEventListener("submit", (event) => event.preventDefault() ?? this.take());
    this.addEventListener("input", ({ inputType }) => inputType === "insertFromPaste" && this.take());
    this.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
      // Elsewhere it sends the call.
      event.stopPropagation();
      this.take();
    });
  }

  async take() {
    const wrong = this.querySelector(".wrong");
    try {
      const { service, version, action } = this.closest("tc-form")?.call ?? {};
      const { link, call, left } = parse(await post("/paste", { text: this.querySelector("textarea").value, service, version, action }));
      waiting = call;
      await go(link);
      const told = Object.assign(document.createElement("p"), { className: "hint", role: "status" });
      document.querySelector("tc-form .controls").after(told);
      if (left.length) told.textContent = `${this.dataset.left} ${left.join(", ")}`;
    } catch (error) {
      wrong.textContent = error.message;
    }
  }
}

customElements.define("tc-paste", Paste);
customElements.define("tc-form", Form);
document.addEventListener("tc:go", () => document.querySelector("tc-form")?.tell());
