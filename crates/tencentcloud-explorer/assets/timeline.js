// The list of calls: drawn where it is seen, live, by keys and pointers.

import { address, announce, go, post, tell } from "./shell.js";
import { Rows } from "./rows.js";
import { Sift } from "./sift.js";

const CELLS = { "": ["pick", "mark"], top: ["action", "attempt", "ms"], bottom: ["time", "client", "region", "error"] };

class Timeline extends HTMLElement {
  rows = new Rows();
  last = 0;
  fresh = 0; // Came while the reader was elsewhere.
  picked = new Set();
  folded = new Set();
  lines = [];

  connectedCallback() {
    this.texts = JSON.parse(this.dataset.texts);
    this.grid = this.querySelector(".grid");
    this.sheet = this.querySelector(".lines");
    this.sift = new Sift(this.querySelector(".sift"), (text) => this.setUrl("q", text));
    this.grid.addEventListener("scroll", () => this.later(), { passive: true });
    this.grid.addEventListener("keydown", (event) => this.key(event));
    this.sheet.addEventListener("click", (event) => this.click(event));
    this.sheet.addEventListener("mouseover", (event) => {
      const line = event.target.closest(".line");
      if (line) line.title = line.hint.filter(Boolean).map((part) => part.toLocaleString()).join("\n");
    });
    this.addEventListener("click", ({ target }) => {
      this.act(target.closest("[data-do]")?.dataset.do);
      this.export(target.closest("[data-export]"));
    });
    this.querySelector("input[type=file]").addEventListener("change", (event) => this.open(event.target));
    document.addEventListener("tc:go", () => this.follow());
    new ResizeObserver(() => this.arrange()).observe(this);
    this.follow();
    this.connect();
  }

  setUrl(name, value) {
    const url = new URL(location.href);
    if (value) url.searchParams.set(name, value);
    else url.searchParams.delete(name);
    history.replaceState(history.state, "", url);
    this.follow();
  }

  /** Goes by the address: the filter, the groups, the call that is open. */
  follow() {
    const before = this.q;
    const said = Object.fromEntries(new URLSearchParams(location.search));
    [this.q, this.by] = [said.q ?? "", said.by === "client"];
    this.sift.show(this.q);
    const press = (name, is) => this.querySelector(`[data-do=${name}]`).setAttribute("aria-pressed", String(Boolean(is)));
    press("reads", this.q.split(/\s+/).includes("-class:read"));
    press("by", this.by);
    press("pause", this.paused);
    this.changed();
    if (before !== undefined && before !== this.q) this.read(true);
  }

  connect() {
    const live = new EventSource("/timeline/live");
    const gone = this.querySelector(".gone");
    const on = (name, then) => live.addEventListener(name, then);
    on("open", () => (gone.hidden = true));
    on("error", () => {
      gone.hidden = false;
      // Another start has another cookie: only the door helps.
      if (live.readyState !== EventSource.CLOSED) return;
      gone.querySelector("a").hidden = false;
      setTimeout(() => this.connect(), 3000);
    });
    on("notice", (event) => this.notice(event.data));
    on("cleared", (event) => {
      this.rows.drop(this.rows.before(Number(event.data)));
      this.pick([]);
      this.changed();
    });
    for (const room of ["held", "approvals"]) on(room, ({ data }) => tell("tc:waiting", { room, waiting: Number(data) }));
    on("last", (event) => {
      this.last = Number(event.data);
      if (this.paused) this.news(this.last - this.rows.last);
      else this.read();
    });
  }

  /** Reads what is new, or all that another filter takes: until that is here, the old list stays. */
  async read(isOther) {
    if (this.reading && !isOther) return;
    this.reading?.abort();
    const reading = (this.reading = new AbortController());
    const rows = isOther ? new Rows() : this.rows;
    try {
      do {
        const url = address("/timeline");
        url.searchParams.set("after", rows.last);
        const response = await fetch(url, { signal: reading.signal });
        const found = await response.json();
        this.sift.wrong(response.ok ? null : found);
        if (!response.ok) break;
        const isFirst = !rows.last;
        rows.add(found);
        if (rows !== this.rows) {
          this.rows = rows;
          this.grid.scrollTop = 0;
          this.pick([]);
        }
        this.changed(isFirst ? 0 : found.rows.length);
      } while (rows.last < this.last);
    } catch (error) {
      // The server has ended, or another filter was typed.
      if (error.name !== "AbortError" && !(error instanceof TypeError)) throw error;
    }
    if (this.reading === reading) this.reading = null;
    tell("tc:rows", { last: rows.last });
  }

  /** Shows what has changed; `added` calls came on top. */
  changed(added = 0) {
    this.groups = this.by ? this.rows.grouped(this.folded) : null;
    const isAway = this.grid.scrollTop > 0;
    this.arrange();
    if (added && isAway && !this.groups) this.grid.scrollTop += added * this.height;
    if (!this.paused) this.news(isAway ? this.fresh + added : 0);
  }

  news(count) {
    this.fresh = count;
    const button = this.querySelector(".news");
    button.hidden = !count;
    button.textContent = this.text("news", count);
  }

  notice(text) {
    this.querySelector(".notice").hidden = !text;
    this.querySelector(".notice span").textContent = text;
  }

  text(name, count) {
    return this.texts[name].replace("{}", count.toLocaleString());
  }

  get length() {
    return this.groups?.order.length ?? this.rows.count;
  }

  /** Returns the row at a place of the list, the newest first; a heading is a negative number. */
  at(place) {
    return this.groups ? this.groups.order[place] : this.rows.count - 1 - place;
  }

  /** Returns the ids from one place to another. */
  ids(first, last) {
    const rows = Array.from({ length: last - first + 1 }, (_, n) => this.at(first + n));
    return rows.filter((at) => at >= 0 && at < this.rows.count).map((at) => this.rows.columns.id[at]);
  }

  /** Fits the list to its place. */
  arrange() {
    this.wide = Boolean(document.getElementById("calls")) && this.clientWidth > 700;
    this.classList.toggle("wide", this.wide);
    this.height = this.wide ? 32 : 46;
    const { count } = this.rows;
    this.grid.hidden = !count;
    this.querySelector(".connect").hidden = count || this.q;
    this.querySelector(".none").hidden = count || !this.q;
    this.querySelector(".count").textContent = count ? (this.wide ? this.text("calls", count) : count.toLocaleString()) : "";
    this.sheet.style.height = `${this.length * this.height}px`;
    this.grid.setAttribute("aria-rowcount", this.length + 1);
    this.draw();
  }

  later() {
    this.frame ??= requestAnimationFrame(() => {
      this.frame = null;
      if (!this.grid.scrollTop && this.fresh && !this.paused) this.news(0);
      this.draw(true);
    });
  }

  /** Draws the lines that are seen: each place has its line, which is written anew only when it is another one's. */
  draw(isSame) {
    const seen = Math.ceil(this.grid.clientHeight / this.height) + 8;
    const first = Math.max(0, Math.floor(this.grid.scrollTop / this.height) - 4);
    const end = Math.min(this.length, first + seen);
    while (this.lines.length < seen) this.lines.push(this.line());
    const open = Number(/^\/row\/(\d+)/.exec(location.pathname)?.[1]);
    this.lines.forEach((line, index) => {
      const place = first + ((((index - first) % this.lines.length) + this.lines.length) % this.lines.length);
      if (isSame && line.place === place) return;
      line.place = place;
      line.hidden = place >= end;
      if (line.hidden) return line.removeAttribute("id");
      const at = this.at(place);
      line.id = `line-${place}`;
      line.setAttribute("aria-rowindex", place + 2);
      line.style.transform = `translateY(${place * this.height}px)`;
      if (at < 0) this.heading(line, this.groups.groups[-1 - at]);
      else this.call(line, at, open);
      line.classList.toggle("active", place === this.active);
    });
    const isSeen = this.active >= first && this.active < end;
    if (isSeen) this.grid.setAttribute("aria-activedescendant", `line-${this.active}`);
    else this.grid.removeAttribute("aria-activedescendant");
  }

  line() {
    const add = (parent, role, className) => Object.assign(parent.appendChild(document.createElement("span")), { role, className });
    const line = add(this.sheet, "row", "line");
    line.cells = Object.entries(CELLS).flatMap(([part, names]) => {
      const place = part ? add(line, "presentation", part) : line;
      return names.map((name) => add(place, "gridcell", name));
    });
    for (const cell of line.cells) cell.append("");
    return line;
  }

  heading(line, { name, rows, failed, ms }) {
    line.className = "line group";
    line.hint = [name];
    line.removeAttribute("aria-selected");
    const client = [this.text("calls", rows.length), failed && this.text("failed", failed)].filter(Boolean).join(" · ");
    write(line, { pick: this.folded.has(name) ? "▸" : "▾", action: name || this.texts.nobody, ms: duration(ms), client });
  }

  call(line, at, open) {
    const { columns, marks } = this.rows;
    const { source, client, service, action, region, code, kind } = this.rows.head(at);
    const id = columns.id[at];
    const isPicked = this.picked.has(id);
    const mark = marks.get(id) ?? "";
    const attempt = columns.attempt[at];
    const moment = Number.isNaN(columns.time[at]) ? null : new Date(columns.time[at]);
    line.className = `line ${code && "failed"} ${kind} ${id === open ? "open" : ""} ${attempt > 1 ? "again" : ""}`;
    line.hint = [`${service} ${action}`, code, region, client, moment, source, mark];
    line.setAttribute("aria-selected", isPicked);
    write(line, {
      pick: isPicked ? "☑" : "☐",
      time: moment && clock(moment, this.wide),
      client: this.wide ? client : client.split(" ")[0],
      action: `${service} ${action}`,
      region: this.wide || !code ? region : "",
      error: code,
      ms: duration(columns.ms[at]),
      attempt: this.wide ? attempt || "" : attempt > 1 ? `×${attempt}` : "",
      mark: mark === "star" ? "★" : mark && (this.wide ? `✎ ${mark}` : "✎"),
    });
  }

  key(event) {
    const { key } = event;
    const page = Math.max(1, Math.floor(this.grid.clientHeight / this.height) - 1);
    const here = this.active ?? -1;
    const steps = { ArrowDown: here + 1, ArrowUp: here - 1, PageDown: here + page, PageUp: here - page, Home: 0, End: this.length - 1 };
    const ids = this.ids(here, here);
    if (key in steps) {
      const next = Math.min(this.length - 1, Math.max(0, steps[key]));
      if (event.shiftKey) this.stretch(here < 0 ? next : here, next);
      else this.anchor = undefined;
      this.move(next);
    } else if ((event.ctrlKey || event.metaKey) && key === "a") this.pick(this.rows.columns.id.subarray(0, this.rows.count));
    else if (event.ctrlKey || event.metaKey || event.altKey) return;
    else if (key === "Escape") this.pick([]);
    else if (here < 0 || here >= this.length) return;
    else if (key === "Enter" || (key === " " && !ids.length)) this.enter(here);
    else if (key === " ") this.toggle(ids[0]);
    else if (key === "m") this.mark(ids);
    else return;
    event.preventDefault();
  }

  move(place) {
    this.active = place;
    const top = place * this.height;
    const bottom = top + this.height + this.sheet.offsetTop - this.grid.clientHeight;
    this.grid.scrollTop = Math.max(Math.min(this.grid.scrollTop, top), bottom);
    this.draw();
  }

  click(event) {
    const line = event.target.closest(".line");
    if (!line) return;
    const before = this.active;
    this.active = line.place;
    const [id] = this.ids(this.active, this.active);
    if (event.shiftKey && id) this.stretch(before ?? this.active, this.active);
    else if (id && (event.target.className === "pick" || event.ctrlKey || event.metaKey)) this.toggle(id);
    else this.enter(this.active);
  }

  /** Opens a call, or folds the calls of a client. */
  async enter(place) {
    const [id] = this.ids(place, place);
    if (id) {
      await go(`/row/${id}`);
      return this.grid.focus();
    }
    const { name } = this.groups.groups[-1 - this.at(place)];
    if (!this.folded.delete(name)) this.folded.add(name);
    this.changed();
  }

  toggle(id) {
    this.pick(this.picked.has(id) ? [...this.picked].filter((other) => other !== id) : [...this.picked, id]);
  }

  /** Selects all from where the selection began to `to`. */
  stretch(from, to) {
    this.anchor ??= from;
    this.pick(this.ids(Math.min(this.anchor, to), Math.max(this.anchor, to)));
  }

  /** Selects the calls with these ids alone. */
  pick(ids) {
    const had = this.picked.size;
    this.picked = new Set(ids);
    const bar = this.querySelector(".picked");
    bar.hidden = !this.picked.size;
    bar.firstElementChild.textContent = this.text("picked", this.picked.size);
    if (had || this.picked.size) {
      announce(bar.firstElementChild.textContent);
      tell("tc:selection", { ids: [...this.picked].sort((left, right) => left - right) });
    }
    this.draw();
  }

  /** Marks calls; by default with a star, which goes if all have one. Nothing is done for `null`. */
  async mark(ids, mark) {
    if (mark === null) return;
    const { marks } = this.rows;
    const set = mark ?? (ids.every((id) => marks.get(id) === "star") ? "none" : "star");
    const made = JSON.parse(await post("/timeline/mark", { ids, mark: set })).mark;
    for (const id of ids) made === null ? marks.delete(id) : marks.set(id, made);
    this.draw();
  }

  act(name) {
    if (!name) return;
    const actions = {
      reads: () => this.setUrl("q", this.reads()),
      by: () => this.setUrl("by", this.by ? "" : "client"),
      pause: () => this.pause(!this.paused),
      news: () => this.pause(false),
      clear: () => confirm(this.texts.clear) && post("/timeline/clear", {}),
      star: () => this.mark([...this.picked]),
      note: () => this.mark([...this.picked], prompt(this.texts.note)),
      none: () => this.pick([]),
      dismiss: () => this.notice(""),
    };
    actions[name]();
    this.querySelector("details").open = false;
  }

  /** Stands still, or goes on with the newest on top. */
  pause(is) {
    this.paused = is;
    this.follow();
    if (is) return;
    this.grid.scrollTop = 0;
    this.news(0);
    this.read();
  }

  /** Returns the filter with reading calls, or without them. */
  reads() {
    const without = this.q.replace(/(^|\s)-class:read(?=\s|$)/, "").trim();
    if (without !== this.q.trim()) return without;
    return /\bor\b|[|｜或]/.test(without) ? `-class:read (${without})` : `${without} -class:read`.trim();
  }

  /** Lets a link lead to what is shown, or what is selected. */
  export(link) {
    if (!link) return;
    const url = address(link.pathname);
    if (link.dataset.export === "picked") url.searchParams.set("ids", ranges([...this.picked]));
    link.href = url;
  }

  async open(input) {
    const [file] = input.files;
    if (!file) return;
    const response = await fetch(`/timeline/open?name=${encodeURIComponent(file.name)}`, { method: "POST", body: file });
    const text = await response.text();
    this.notice(response.ok ? this.text("opened", JSON.parse(text).calls) : text);
    input.value = "";
    this.querySelector("details").open = false;
  }
}

/** Writes what has changed into the cells of a line. */
function write(line, texts) {
  for (const cell of line.cells) {
    const text = String(texts[cell.className] ?? "");
    if (cell.text === text) continue;
    cell.text = text;
    cell.firstChild.data = text;
  }
}

function clock(moment, isExact) {
  const parts = [moment.getHours(), moment.getMinutes(), moment.getSeconds()].map((part) => String(part).padStart(2, "0"));
  return parts.join(":") + (isExact ? `.${String(moment.getMilliseconds()).padStart(3, "0")}` : "");
}

function duration(ms) {
  if (Number.isNaN(ms)) return "";
  return ms < 10_000 ? `${ms.toFixed(ms < 10 ? 1 : 0)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

/** Returns numbers as ranges: 1-3,7. */
function ranges(ids) {
  const parts = [];
  for (const id of ids.sort((left, right) => left - right)) {
    if (parts.at(-1)?.[1] === id - 1) parts.at(-1)[1] = id;
    else parts.push([id, id]);
  }
  return parts.map(([first, last]) => (first === last ? first : `${first}-${last}`)).join(",");
}

customElements.define("tc-timeline", Timeline);
