// The palette: everything is found by keyboard, from anywhere.

import { fill, go } from "./shell.js";

const dialog = document.getElementById("palette");
const input = document.getElementById("palette-text");
const found = document.getElementById("palette-found");
const PAGE = 8;

let asked = null;
let answered = Promise.resolve();
let composing = false;

const options = () => [...found.querySelectorAll('[role="option"]')];
const chosen = () => found.querySelector('[aria-selected="true"]');

function choose(option) {
  chosen()?.setAttribute("aria-selected", "false");
  input.removeAttribute("aria-activedescendant");
  if (!option) return;
  option.setAttribute("aria-selected", "true");
  input.setAttribute("aria-activedescendant", option.id);
  option.scrollIntoView({ block: "nearest" });
}

async function ask() {
  asked?.abort();
  asked = new AbortController();
  const url = new URL("/find", location.href);
  url.searchParams.set("q", input.value);
  try {
    const response = await fetch(url, { signal: asked.signal });
    fill(found, await response.text());
  } catch (error) {
    if (error.name === "AbortError") return;
    throw error;
  }
  const all = options();
  input.setAttribute("aria-expanded", String(all.length > 0));
  found.scrollTop = 0;
  choose(input.value.trim() ? all[0] : null);
}

function find() {
  answered = ask();
}

function open(text) {
  if (!dialog.open) dialog.showModal();
  input.value = text ?? "";
  input.focus();
  input.select();
  find();
}

function move(step) {
  const all = options();
  if (!all.length) return;
  const at = all.indexOf(chosen());
  const last = all.length - 1;
  // From the ends a single step goes round; a page stops there.
  if (Math.abs(step) === 1) return choose(all[at < 0 ? (step > 0 ? 0 : last) : (at + step + all.length) % all.length]);
  choose(all[Math.min(last, Math.max(0, at + step))]);
}

const KEYS = {
  ArrowDown: () => move(1),
  ArrowUp: () => move(-1),
  PageDown: () => move(PAGE),
  PageUp: () => move(-PAGE),
  Home: () => move(-Infinity),
  End: () => move(Infinity),
  Enter: async () => {
    // What is typed may be ahead of what is shown.
    const text = input.value;
    await answered;
    const option = chosen();
    if (!option || text !== input.value) return;
    dialog.close();
    go(option.href);
  },
};

input.addEventListener("keydown", (event) => {
  const key = KEYS[event.key];
  if (!key || event.isComposing || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  event.preventDefault();
  key();
});
input.addEventListener("input", () => composing || find());
// While an input method composes, its letters are not yet what is meant.
input.addEventListener("compositionstart", () => (composing = true));
input.addEventListener("compositionend", () => {
  composing = false;
  find();
});

document.addEventListener("keydown", (event) => {
  const key = event.key.toLowerCase();
  const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
  const slash = key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey;
  if (!slash && !(key === "k" && (event.ctrlKey || event.metaKey))) return;
  event.preventDefault();
  if (dialog.open && !slash) dialog.close();
  else open();
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-find]");
  if (button) return open(button.dataset.find);
  // Beside the palette, or on what it found.
  const plain = !event.ctrlKey && !event.metaKey && !event.shiftKey;
  if (event.target === dialog || (plain && found.contains(event.target) && event.target.closest("a"))) dialog.close();
});
