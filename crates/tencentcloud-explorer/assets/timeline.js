// The list of calls: columns of numbers, and rows that are drawn where they are seen.

import { address, announce, go, post, tell } from "./shell.js";
import { Sift } from "./sift.js";

const [ID, TIME, SOURCE, CLIENT, SERVICE, VERSION, ACTION, REGION, CODE, MS, ATTEMPT, CLASS, MARK] = Array(13).keys();
const COMMON = [SOURCE, CLIENT, SERVICE, VERSION, ACTION, REGION, CODE, CLASS];
const CELLS = ["pick", "time", "client", "action", "region", "code", "ms", "attempt", "mark"];
const MOST = 200_000; // As many as the server keeps.

/** Calls by columns; what many have in common is kept once. */
class Rows {
  count = 0;
  heads = [];
  known = new Map();
  marks = new Map();
  columns = { id: new Float64Array(1024), time: new Float64Array(1024), ms: new Float32Array(1024), attempt: new Uint16Array(1024), head: new Uint32Array(1024) };

  push(row) {
    if (this.count === this.columns.id.length) {
      for (const [name, old] of Object.entries(this.columns)) {
        const grown = new old.constructor(old.length * 2);
        grown.set(old);
        this.columns[name] = grown;
      }
    }
    const key = COMMON.map((at) => row[at] ?? "").join("\n");
    let head = this.known.get(key);
    if (head === undefined) {
      head = this.heads.push({ source: row[SOURCE], client: row[CLIENT], service: row[SERVICE], action: row[ACTION], region: row[REGION], code: row[CODE], class: row[CLASS] }) - 1;
      this.known.set(key, head);
    }
    const at = this.count++;
    const { columns } = this;
    columns.id[at] = row[ID];
    columns.time[at] = row[TIME] ?? NaN;
    columns.ms[at] = row[MS] ?? NaN;
    columns.attempt[at] = row[ATTEMPT] ?? 0;
    columns.head[at] = head;
    if (row[MARK] !== null) this.marks.set(row[ID], row[MARK]);
  }

  /** Forgets the oldest `count`. */
  drop(count) {
    for (const column of Object.values(this.columns)) column.copyWithin(0, count, this.count);
    this.count -= count;
  }

  /** Returns how many calls are older than `id`. */
  before(id) {
    let [low, high] = [0, this.count];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.columns.id[middle] < id) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  find(id) {
    const at = this.before(id);
    return this.columns.id[at] === id && at < this.count ? at : -1;
  }

  head(at) {
    return this.heads[this.columns.head[at]];
  }
}

class Timeline extends HTMLElement {
  rows = new Rows();
  last = 0;
  shown = 0; // Where the next page begins.
  fresh = 0; // Came while the reader was elsewhere.
  picked = new Set();
  folded = new Set();
  groups = null;
  lines = [];

  connectedCallback() {
    this.texts = JSON.parse(this.dataset.texts);
    this.grid = this.querySelector(".grid");
    this.sheet = this.querySelector(".lines");
    this.sift = new Sift(this.querySelector(".sift"), (text) => this.setUrl("q", text));
    this.grid.addEventListener("scroll", () => this.later(), { passive: true });
    this.grid.addEventListener("keydown", (event) => this.key(event));
    this.grid.addEventListener("click", (event) => this.click(event));
    this.addEventListener("click", (event) => {
      const button = event.target.closest("[data-do]");
      if (button) this.act(button.dataset.do);
      const link = event.target.closest("[data-export]");
      if (link) this.export(link);
    });
    this.querySelector("input[type=file]").addEventListener("change", (event) => this.open(event.target));
    document.addEventListener("tc:go", () => this.follow());
    new ResizeObserver(() => this.arrange()).observe(this);
    this.url = this.wanted();
    this.switches();
    this.connect();
  }

  /** What of the address the list goes by. */
  wanted() {
    const params = new URLSearchParams(location.search);
    return { q: params.get("q") ?? "", by: params.get("by") ?? "" };
  }

  setUrl(name, value) {
    const url = new URL(location.href);
    if (value) url.searchParams.set(name, value);
    else url.searchParams.delete(name);
    history.replaceState(history.state, "", url);
    this.follow();
  }

  /** Goes by the address, which may have changed. */
  follow() {
    const before = this.url;
    this.url = this.wanted();
    this.sift.show(this.url.q);
    this.switches();
    this.arrange();
    if (this.url.q !== before.q) this.load();
    else if (this.url.by !== before.by) this.changed();
  }

  switches() {
    const press = (name, is) => this.querySelector(`[data-do=${name}]`).setAttribute("aria-pressed", String(Boolean(is)));
    press("reads", /(^|\s)-class:read(?=\s|$)/.test(this.url.q));
    press("by", this.url.by === "client");
    press("pause", this.paused);
  }

  connect() {
    const live = new EventSource("/timeline/live");
    const gone = this.querySelector(".gone");
    live.addEventListener("open", () => (gone.hidden = true));
    live.addEventListener("error", () => {
      gone.hidden = false;
      // Another start has another cookie: only the door helps.
      if (live.readyState !== EventSource.CLOSED) return;
      gone.querySelector("a").hidden = false;
      setTimeout(() => this.connect(), 3000);
    });
    live.addEventListener("cleared", (event) => {
      this.rows.drop(this.rows.before(Number(event.data)));
      this.changed();
    });
    live.addEventListener("notice", (event) => {
      const notice = this.querySelector(".notice");
      notice.firstElementChild.textContent = event.data;
      notice.hidden = false;
    });
    live.addEventListener("last", (event) => {
      this.last = Number(event.data);
      if (this.paused) this.news(this.last - this.shown);
      else this.read();
    });
  }

  /** Begins anew with another filter. */
  load() {
    this.reading?.abort();
    this.reading = null;
    [this.rows, this.shown, this.fresh] = [new Rows(), 0, 0];
    this.grid.scrollTop = 0;
    this.pick([]);
    this.read();
  }

  /** Reads what is new. */
  async read() {
    if (this.reading) return;
    const reading = (this.reading = new AbortController());
    const { rows } = this;
    try {
      do {
        const url = address("/timeline");
        url.searchParams.set("after", this.shown);
        const response = await fetch(url, { signal: reading.signal });
        const found = await response.json();
        if (this.reading !== reading) return;
        this.sift.wrong(response.ok ? null : found);
        if (!response.ok) break;
        const isFirst = !this.shown;
        found.rows.forEach((row) => rows.push(row));
        if (rows.count > MOST) rows.drop(rows.count - MOST);
        this.shown = found.last;
        this.changed(isFirst ? 0 : found.rows.length);
      } while (this.shown < this.last);
    } catch (error) {
      if (error.name !== "AbortError" && !(error instanceof TypeError)) throw error;
    } finally {
      if (this.reading === reading) this.reading = null;
    }
    tell("tc:rows", { last: this.shown });
  }

  /** Shows what has changed; `added` calls came on top. */
  changed(added = 0) {
    this.groups = this.url.by === "client" ? this.grouped() : null;
    const isAway = this.grid.scrollTop > 0;
    this.arrange();
    if (added && isAway && !this.groups) this.grid.scrollTop += added * this.height;
    this.news(isAway ? this.fresh + added : 0);
  }

  news(count) {
    this.fresh = count;
    const button = this.querySelector(".news");
    button.hidden = !count;
    button.textContent = this.text("news", count);
  }

  text(name, count) {
    return this.texts[name].replace("{}", count.toLocaleString());
  }

  /** Puts calls under headings, the client with the newest call first; a heading is a negative number. */
  grouped() {
    const { rows } = this;
    const clients = new Map();
    for (let at = rows.count - 1; at >= 0; at--) {
      const head = rows.head(at);
      const name = head.client ?? "";
      let group = clients.get(name);
      if (!group) clients.set(name, (group = { name, rows: [], failed: 0, ms: 0 }));
      group.rows.push(at);
      if (head.code) group.failed++;
      group.ms += rows.columns.ms[at] || 0;
    }
    const groups = [...clients.values()];
    const order = groups.flatMap((group, index) => [-1 - index].concat(this.folded.has(group.name) ? [] : group.rows));
    return { groups, order };
  }

  get length() {
    return this.groups ? this.groups.order.length : this.rows.count;
  }

  /** Returns the row at a place of the list, the newest first; a heading is a negative number. */
  at(place) {
    return this.groups ? this.groups.order[place] : this.rows.count - 1 - place;
  }

  place(id) {
    const at = this.rows.find(id);
    if (at < 0) return -1;
    return this.groups ? this.groups.order.indexOf(at) : this.rows.count - 1 - at;
  }

  /** Fits the list to its place. */
  arrange() {
    this.wide = Boolean(document.getElementById("calls")) && this.clientWidth > 700;
    this.classList.toggle("wide", this.wide);
    this.height = this.wide ? 32 : 46;
    const isEmpty = !this.rows.count;
    const isSifted = Boolean(this.url.q);
    this.grid.hidden = isEmpty;
    this.querySelector(".connect").hidden = !isEmpty || isSifted;
    this.querySelector(".none").hidden = !isEmpty || !isSifted;
    this.querySelector(".count").textContent = isEmpty ? "" : this.text("calls", this.rows.count);
    this.sheet.style.height = `${this.length * this.height}px`;
    this.grid.setAttribute("aria-rowcount", this.length + 1);
    this.draw();
  }

  later() {
    this.frame ??= requestAnimationFrame(() => {
      this.frame = null;
      if (!this.grid.scrollTop && this.fresh && !this.paused) this.news(0);
      this.draw();
    });
  }

  draw() {
    const first = Math.max(0, Math.floor(this.grid.scrollTop / this.height) - 6);
    const count = Math.min(this.length - first, Math.ceil(this.grid.clientHeight / this.height) + 12);
    while (this.lines.length < count) this.lines.push(this.line());
    const open = Number(/^\/row\/(\d+)/.exec(location.pathname)?.[1]);
    this.lines.forEach((line, index) => {
      line.hidden = index >= count;
      if (line.hidden) return;
      const place = first + index;
      const at = this.at(place);
      line.id = `line-${place}`;
      line.dataset.place = place;
      line.setAttribute("aria-rowindex", place + 2);
      line.style.transform = `translateY(${place * this.height}px)`;
      if (at < 0) this.heading(line, this.groups.groups[-1 - at]);
      else this.call(line, at, open);
      line.classList.toggle("active", place === this.active);
    });
    if (this.active === undefined) this.grid.removeAttribute("aria-activedescendant");
    else this.grid.setAttribute("aria-activedescendant", `line-${this.active}`);
  }

  line() {
    const line = document.createElement("div");
    line.setAttribute("role", "row");
    line.cells = CELLS.map((name) => {
      const cell = document.createElement("span");
      cell.setAttribute("role", "gridcell");
      cell.className = name;
      return line.appendChild(cell);
    });
    this.sheet.append(line);
    return line;
  }

  heading(line, group) {
    line.className = "line group";
    line.removeAttribute("aria-selected");
    const failed = group.failed ? ` · ${this.text("failed", group.failed)}` : "";
    const texts = [this.folded.has(group.name) ? "▸" : "▾", "", "", group.name || this.texts.nobody];
    texts[5] = `${this.text("calls", group.rows.length)}${failed}`;
    texts[6] = duration(group.ms);
    line.title = group.name;
    write(line, texts);
  }

  call(line, at, open) {
    const { columns, marks } = this.rows;
    const head = this.rows.head(at);
    const id = columns.id[at];
    const isPicked = this.picked.has(id);
    const mark = marks.get(id) ?? "";
    line.className = `line ${head.code ? "failed" : ""} ${head.class} ${id === open ? "open" : ""}`;
    line.setAttribute("aria-selected", isPicked);
    const moment = new Date(columns.time[at]);
    const attempt = columns.attempt[at];
    line.title = [head.service, head.action, head.code, head.region, head.client, Number.isNaN(+moment) ? "" : moment.toLocaleString(), head.source]
      .filter(Boolean)
      .join("\n");
    write(line, [
      isPicked ? "☑" : "☐",
      Number.isNaN(+moment) ? "" : moment.toTimeString().slice(0, 8) + (this.wide ? `.${String(moment.getMilliseconds()).padStart(3, "0")}` : ""),
      head.client ?? "",
      head.service ? `${head.service} ${head.action}` : head.action,
      head.region ?? "",
      head.code ?? (this.wide ? "" : (head.region ?? "")),
      duration(columns.ms[at]),
      attempt > 1 || (this.wide && attempt) ? (this.wide ? attempt : `×${attempt}`) : "",
      mark === "star" ? "★" : mark && (this.wide ? `✎ ${mark}` : "✎"),
    ]);
  }

  key(event) {
    const { key } = event;
    const page = Math.max(1, Math.floor(this.grid.clientHeight / this.height) - 1);
    const here = this.active ?? -1;
    const steps = { ArrowDown: here + 1, ArrowUp: here - 1, PageDown: here + page, PageUp: here - page, Home: 0, End: this.length - 1 };
    const id = this.rows.columns.id[this.at(here)];
    if (key in steps) {
      const next = Math.min(this.length - 1, Math.max(0, steps[key]));
      if (event.shiftKey) this.stretch(here < 0 ? next : here, next);
      else this.anchor = undefined;
      this.move(next);
    } else if ((event.ctrlKey || event.metaKey) && key === "a") this.pick(this.rows.columns.id.subarray(0, this.rows.count));
    else if (event.ctrlKey || event.metaKey || event.altKey) return;
    else if (key === "Escape") this.pick([]);
    else if (here < 0 || here >= this.length) return;
    else if (key === "Enter") this.enter(here);
    else if (key === " ") id === undefined ? this.enter(here) : this.toggle(id);
    else if (key === "m" && id !== undefined) this.mark([id]);
    else return;
    event.preventDefault();
  }

  move(place) {
    this.active = place;
    const top = place * this.height;
    const head = this.sheet.offsetTop;
    const { scrollTop, clientHeight } = this.grid;
    if (top < scrollTop) this.grid.scrollTop = top;
    else if (top + this.height + head > scrollTop + clientHeight) this.grid.scrollTop = top + this.height + head - clientHeight;
    this.draw();
  }

  click(event) {
    const line = event.target.closest(".lines > .line");
    if (!line) return;
    const place = Number(line.dataset.place);
    const at = this.at(place);
    const before = this.active ?? place;
    this.active = place;
    const isPick = event.target.className === "pick" || event.ctrlKey || event.metaKey;
    if (event.shiftKey && at >= 0) this.stretch(before, place);
    else if (isPick && at >= 0) this.toggle(this.rows.columns.id[at]);
    else this.enter(place);
  }

  /** Opens a call, or folds the calls of a client. */
  enter(place) {
    const at = this.at(place);
    if (at >= 0) {
      this.draw();
      go(`/row/${this.rows.columns.id[at]}`).then(() => this.grid.focus());
      return;
    }
    const { name } = this.groups.groups[-1 - at];
    if (!this.folded.delete(name)) this.folded.add(name);
    this.changed();
  }

  toggle(id) {
    const ids = new Set(this.picked);
    if (!ids.delete(id)) ids.add(id);
    this.pick(ids);
  }

  /** Selects all from where the selection began to `to`. */
  stretch(from, to) {
    this.anchor ??= from;
    const [first, last] = [Math.min(this.anchor, to), Math.max(this.anchor, to)];
    const ids = [];
    for (let place = first; place <= last; place++) {
      const at = this.at(place);
      if (at >= 0) ids.push(this.rows.columns.id[at]);
    }
    this.pick(ids);
  }

  /** Selects the calls with these ids alone. */
  pick(ids) {
    const had = this.picked.size;
    this.picked = new Set(ids);
    const bar = this.querySelector(".picked");
    bar.hidden = !this.picked.size;
    bar.querySelector("strong").textContent = this.text("picked", this.picked.size);
    if (had || this.picked.size) {
      announce(bar.textContent && this.text("picked", this.picked.size));
      tell("tc:selection", { ids: [...this.picked].sort((left, right) => left - right) });
    }
    this.draw();
  }

  /** Marks calls; without `mark` with a star, or takes it away if all have one. */
  async mark(ids, mark) {
    const { marks } = this.rows;
    const set = mark ?? (ids.every((id) => marks.get(id) === "star") ? "none" : "star");
    const { mark: made } = JSON.parse(await post("/timeline/mark", { ids, mark: set }));
    for (const id of ids) made === null ? marks.delete(id) : marks.set(id, made);
    this.draw();
  }

  act(name) {
    const texts = this.texts;
    const actions = {
      reads: () => this.setUrl("q", this.reads()),
      by: () => this.setUrl("by", this.url.by === "client" ? "" : "client"),
      pause: () => {
        this.paused = !this.paused;
        this.switches();
        if (!this.paused) this.read();
      },
      news: () => {
        this.paused = false;
        this.switches();
        this.grid.scrollTop = 0;
        this.news(0);
        this.read();
      },
      clear: () => confirm(texts.clear) && post("/timeline/clear", {}),
      star: () => this.mark([...this.picked]),
      note: () => {
        const note = prompt(texts.note);
        if (note !== null) this.mark([...this.picked], note || "none");
      },
      none: () => this.pick([]),
      dismiss: () => (this.querySelector(".notice").hidden = true),
    };
    actions[name]?.();
    this.querySelector("details").open = false;
  }

  /** Returns the filter with reading calls, or without them. */
  reads() {
    const without = this.url.q.replace(/(^|\s)-class:read(?=\s|$)/, "").trim();
    if (without !== this.url.q.trim()) return without;
    return /\bor\b|[|｜或]/.test(without) ? `-class:read (${without})` : `${without} -class:read`.trim();
  }

  /** Lets a link download what is shown, or what is selected. */
  export(link) {
    const url = address("/timeline/export");
    if (link.dataset.export === "picked") url.searchParams.set("ids", ranges([...this.picked]));
    link.href = url;
  }

  async open(input) {
    const [file] = input.files;
    input.value = "";
    if (!file) return;
    const response = await fetch(address(`/timeline/open?name=${encodeURIComponent(file.name)}`), { method: "POST", body: file });
    const text = await response.text();
    const notice = this.querySelector(".notice");
    notice.firstElementChild.textContent = response.ok ? this.text("opened", JSON.parse(text).calls) : text;
    notice.hidden = false;
    this.querySelector("details").open = false;
  }
}

/** Writes what has changed into the cells of a line. */
function write(line, texts) {
  line.cells.forEach((cell, index) => {
    const text = String(texts[index] ?? "");
    if (cell.textContent !== text) cell.textContent = text;
  });
}

function duration(ms) {
  if (Number.isNaN(ms)) return "";
  if (ms >= 10_000) return `${(ms / 1000).toFixed(1)} s`;
  return `${ms.toFixed(ms < 10 ? 1 : 0)} ms`;
}

/** Returns numbers as ranges: 1-3,7. */
function ranges(ids) {
  const parts = [];
  for (const id of ids.sort((left, right) => left - right)) {
    const last = parts.at(-1);
    if (last && last[1] === id - 1) last[1] = id;
    else parts.push([id, id]);
  }
  return parts.map(([first, last]) => (first === last ? first : `${first}-${last}`)).join(",");
}

customElements.define("tc-timeline", Timeline);
