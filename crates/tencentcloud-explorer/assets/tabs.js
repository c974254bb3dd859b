// The tabs on the right: what the server makes of the call, each time it changes.

import { fill, post } from "./shell.js";

// The next key of a fast typist comes later: what one makes is shown, or given up for the next.
const PAUSE = 8;
let call = null;
let waiting = null;
let asking = null;

/** Returns the call that the page is about, or null. */
export const current = () => call;

function shown() {
  return document.querySelector("#side [role=tabpanel]:not([hidden])");
}

/** Asks the server for what the shown tab says of the call, if it is not the same call as before. */
async function refresh() {
  const panel = shown();
  if (!call || !panel?.dataset.post) return;
  const body = location.search + JSON.stringify(call);
  if (panel.of === body) return;
  asking?.abort();
  asking = new AbortController();
  panel.setAttribute("aria-busy", "true");
  try {
    fill(panel, await post(panel.dataset.post + location.search, call, asking.signal));
    panel.of = body;
  } catch (error) {
    if (error.name === "AbortError") return;
    const line = document.createElement("p");
    line.className = "wrong";
    line.textContent = error.message;
    panel.replaceChildren(line);
  }
  panel.removeAttribute("aria-busy");
}

/** Shows the tab `id`, if there is one. */
export function show(id, focus = false) {
  const tab = document.getElementById(`tab-${id}`);
  if (!tab) return;
  for (const other of tab.parentElement.children) {
    const is = other === tab;
    other.setAttribute("aria-selected", is);
    other.tabIndex = is ? 0 : -1;
    document.getElementById(other.getAttribute("aria-controls")).hidden = !is;
  }
  if (focus) tab.focus();
  const url = new URL(location.href);
  url.searchParams.set("tab", id);
  history.replaceState(history.state, "", url);
  refresh();
}

/** Takes the call that the server says the page is about. */
function take() {
  const holder = document.querySelector("#centre [data-call]");
  call = holder ? JSON.parse(holder.dataset.call) : null;
  refresh();
}

document.addEventListener("tc:call", (event) => {
  call = event.detail;
  clearTimeout(waiting);
  waiting = setTimeout(refresh, PAUSE);
});
document.addEventListener("tc:go", take);

document.addEventListener("click", async (event) => {
  const tab = event.target.closest("[data-tab]");
  if (tab) show(tab.dataset.tab);
  // A choice that stands in the address.
  const choice = event.target.closest("#side [data-query]");
  if (!choice) return;
  const url = new URL(location.href);
  url.searchParams.set(choice.dataset.query, choice.value);
  history.replaceState(history.state, "", url);
  await refresh();
  document.querySelector(`#side [data-query][value="${choice.value}"]`)?.focus();
});

document.addEventListener("keydown", (event) => {
  const tab = event.target.closest?.("[data-tab]");
  const step = { ArrowRight: 1, ArrowLeft: -1, Home: -Infinity, End: Infinity }[event.key];
  if (!tab || !step) return;
  event.preventDefault();
  const all = [...tab.parentElement.children];
  const next = Math.max(0, Math.min(all.length - 1, all.indexOf(tab) + step));
  show(all[next].dataset.tab, true);
});

take();
