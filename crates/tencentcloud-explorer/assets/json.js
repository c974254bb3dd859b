// JSON whose numbers stay as they are written: beyond 2^53, `1e2`, `0.10`.

const TOKEN =
  /([{}[\],:])|("(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[\dA-Fa-f]{4}))*")|(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.])|(true|false|null)(?!\w)/y;
const SPACE = /[ \t\n\r]*/y;

/** What a number of JSON looks like. */
export const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** Where a text is no JSON, and what is there; `found` is empty at its end. */
export class Wrong extends Error {
  constructor(text, at) {
    const lines = text.slice(0, at).split("\n");
    const found = /^(?:[\w.+-]{1,20}|.)?/su.exec(text.slice(at))[0];
    super(found);
    Object.assign(this, { found, line: lines.length, column: lines.at(-1).length + 1 });
  }
}

/** True for a number that JavaScript would write in another way. */
export const isRaw = (value) => JSON.isRawJSON?.(value) ?? false;

/** True for an object of JSON. */
export const isObject = (value) =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !isRaw(value);

/** Returns an object without members, those of its prototype neither. */
export const blank = () => Object.create(null);

/** Returns the number that is written as `text`; JSON.stringify writes it like that. */
export function number(text) {
  const plain = Number(text);
  return String(plain) === text || !JSON.rawJSON ? plain : JSON.rawJSON(text);
}

/** Reads `text`. Throws what is {@link Wrong}. */
export function parse(text) {
  let at = 0;
  let token = null;
  const step = () => {
    SPACE.lastIndex = at + (token?.[0].length ?? 0);
    SPACE.test(text);
    at = TOKEN.lastIndex = SPACE.lastIndex;
    token = TOKEN.exec(text);
  };
  const must = (is) => {
    if (!is) throw new Wrong(text, at);
  };
  const expect = (sign) => {
    must(token?.[1] === sign);
    step();
  };
  const several = (end, read) => {
    step();
    while (token?.[1] !== end) {
      read();
      if (token?.[1] !== ",") break;
      step();
      must(token?.[1] !== end);
    }
    expect(end);
  };
  const value = () => {
    must(token);
    const [whole, sign, string, digits] = token;
    if (sign === "{") {
      const object = blank();
      several("}", () => {
        must(token?.[2]);
        const name = JSON.parse(token[2]);
        step();
        expect(":");
        object[name] = value();
      });
      return object;
    }
    if (sign === "[") {
      const items = [];
      several("]", () => items.push(value()));
      return items;
    }
    must(!sign);
    step();
    return digits ? number(digits) : JSON.parse(string ?? whole);
  };
  step();
  const read = value();
  must(at === text.length);
  return read;
}
