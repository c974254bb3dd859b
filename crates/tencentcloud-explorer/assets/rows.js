// Calls by columns of numbers; what many have in common is kept once.

const [ID, TIME, SOURCE, CLIENT, SERVICE, VERSION, ACTION, REGION, CODE, MS, ATTEMPT, CLASS, MARK] = Array(13).keys();
const COMMON = [SOURCE, CLIENT, SERVICE, VERSION, ACTION, REGION, CODE, CLASS];
const MOST = 200_000; // As many as the server keeps.

export class Rows {
  count = 0;
  last = 0; // The number of the last call that was looked at.
  heads = [];
  known = new Map();
  marks = new Map();
  columns = { id: new Float64Array(1024), time: new Float64Array(1024), ms: new Float32Array(1024), attempt: new Uint16Array(1024), head: new Uint32Array(1024) };

  /** Adds a page of calls, as the server sends it. */
  add({ rows, last }) {
    for (const row of rows) this.push(row);
    if (this.count > MOST) this.drop(this.count - MOST);
    this.last = last;
  }

  push(row) {
    const { columns, heads, known } = this;
    if (this.count === columns.id.length) {
      for (const [name, old] of Object.entries(columns)) (columns[name] = new old.constructor(old.length * 2)).set(old);
    }
    const names = COMMON.map((at) => row[at] ?? "");
    const key = names.join("\n");
    if (!known.has(key)) {
      const [source, client, service, version, action, region, code, kind] = names;
      known.set(key, heads.push({ source, client, service, version, action, region, code, kind }) - 1);
    }
    columns.id[this.count] = row[ID];
    columns.time[this.count] = row[TIME] ?? NaN;
    columns.ms[this.count] = row[MS] ?? NaN;
    columns.attempt[this.count] = row[ATTEMPT] ?? 0;
    columns.head[this.count++] = known.get(key);
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

  head(at) {
    return this.heads[this.columns.head[at]];
  }

  /** Puts calls under their clients, the one with the newest call first. In `order`, a client is a negative number. */
  grouped(folded) {
    const clients = new Map();
    for (let at = this.count - 1; at >= 0; at--) {
      const { client: name, code } = this.head(at);
      const group = clients.get(name) ?? { name, rows: [], failed: 0, ms: 0 };
      clients.set(name, group);
      group.rows.push(at);
      if (code) group.failed++;
      group.ms += this.columns.ms[at] || 0;
    }
    const groups = [...clients.values()];
    return { groups, order: groups.flatMap((group, index) => [-1 - index].concat(folded.has(group.name) ? [] : group.rows)) };
  }
}
