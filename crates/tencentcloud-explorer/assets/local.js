// Parts of the page follow what programs do; the switches of the local endpoint's panel act in place.

import { address, announce, go } from "./shell.js";

const PAUSE = 200;
let waiting = null;

/** Fetches the page that is shown, or what a form makes of it, as a document. */
async function fetched(url, options = {}) {
  const response = await fetch(url, { ...options, headers: { "x-part": "1" } });
  return { response, made: new DOMParser().parseFromString(await response.text(), "text/html") };
}

/** Puts `made` in the place of `element`; what was open stays open, and what had the focus keeps it. */
function replace(element, made) {
  const before = [...element.querySelectorAll("details")].map((details) => details.open);
  const focused = element.contains(document.activeElement) ? document.activeElement : null;
  const open = [...made.querySelectorAll("details")];
  if (open.length === before.length) open.forEach((details, n) => (details.open = before[n]));
  element.replaceWith(made);
  if (focused) again(made, focused)?.focus({ preventScroll: true });
}

/** Returns the element within `root` that stands for `old`. */
function again(root, old) {
  if (old.id) return root.querySelector(`#${CSS.escape(old.id)}`);
  const href = old.getAttribute("href") ?? "";
  const same = (other) => other.name === old.name && other.value === old.value && (other.getAttribute("href") ?? "") === href;
  return [...root.querySelectorAll(old.localName)].find(same);
}

/** Changes the parts that are no longer as the server has them. */
async function refresh() {
  const url = location.href;
  const { response, made } = await fetched(url);
  if (!response.ok || url !== location.href) return;
  for (const live of document.querySelectorAll("[data-live]")) {
    const part = live.id && made.getElementById(live.id);
    if (part && part.dataset.live !== live.dataset.live) replace(live, part);
  }
}

function later() {
  if (waiting || !document.querySelector("[data-live]")) return;
  waiting = setTimeout(() => {
    waiting = null;
    refresh();
  }, PAUSE);
}

document.addEventListener("tc:rows", later);
document.addEventListener("tc:waiting", later);

// Before the window would: a switch that is thrown leaves the page where it is.
document.addEventListener(
  "submit",
  async (event) => {
    const form = event.target;
    if (!form.closest(".endpoint") || form.method !== "post" || form.enctype === "multipart/form-data") return;
    event.preventDefault();
    const body = new URLSearchParams(new FormData(form, event.submitter));
    const { response, made } = await fetched(address(form.getAttribute("action")), { method: "POST", body });
    const room = document.querySelector(".endpoint");
    const part = made.querySelector(".endpoint");
    const path = new URL(response.url).pathname;
    if (!room || !part || path !== location.pathname) return go(path);
    replace(room, part);
    announce(part.querySelector("[role=alert]")?.textContent ?? event.submitter?.textContent ?? "");
  },
  true,
);

const seen = new WeakMap();
setInterval(() => {
  for (const clock of document.querySelectorAll("time[data-runs]")) {
    if (!seen.has(clock)) seen.set(clock, Date.parse(clock.dateTime) - performance.now());
    const now = new Date(seen.get(clock) + performance.now());
    clock.textContent = now.toISOString().slice(0, 19).replace("T", " ");
  }
}, 1000);
