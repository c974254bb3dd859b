// The window: links change its middle and side without losing the rest.

const STICKY = ["target", "q", "by", "tab", "code"];

/** Returns the address `href` with what all pages of this window share. */
export function address(href) {
  const url = new URL(href, location.href);
  const own = new URLSearchParams(location.search);
  for (const name of STICKY) {
    if (own.has(name) && !url.searchParams.has(name)) url.searchParams.set(name, own.get(name));
  }
  return url;
}

/** Sends `body` as JSON to `path`; returns the response's text. Throws what the server says is wrong. */
export async function post(path, body, signal) {
  const response = await fetch(address(path), {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
    signal,
  });
  const text = await response.text();
  if (!response.ok) throw new Error(text || response.statusText);
  return text;
}

/** Puts server-made HTML in the place of what `element` holds. */
export function fill(element, markup) {
  const made = new DOMParser().parseFromString(markup, "text/html");
  element.replaceChildren(...made.body.childNodes);
}

/** Says `text` to who does not see the screen. */
export function announce(text) {
  document.getElementById("announce").textContent = text;
}

/** Tells all modules of something. */
export function tell(name, detail) {
  document.dispatchEvent(new CustomEvent(name, { detail }));
}

let going = null;

/** Fetches a room, and puts its parts into the window; returns its address, or null if another one was faster. */
async function load(url, options = {}) {
  going?.abort();
  going = new AbortController();
  let response;
  try {
    response = await fetch(url, { ...options, headers: { "x-part": "1" }, signal: going.signal });
  } catch (error) {
    if (error.name === "AbortError") return null;
    throw error;
  }
  if (response.status === 401) return location.assign("/");
  const made = new DOMParser().parseFromString(await response.text(), "text/html");
  for (const id of ["centre", "side"]) {
    const part = made.getElementById(id);
    if (part) document.getElementById(id).replaceWith(part);
  }
  return response.redirected ? new URL(response.url) : url;
}

function arrived(url) {
  const centre = document.getElementById("centre");
  document.title = `${centre.dataset.title} · tcloud explorer`;
  centre.focus({ preventScroll: true });
  tell("tc:go", { url });
}

/** Shows the room at `href`; `how` is what becomes of the history: push, replace or none. */
export async function go(href, how = "push") {
  const url = await load(address(href));
  if (!url) return;
  if (how === "push") history.pushState(null, "", url);
  if (how === "replace") history.replaceState(null, "", url);
  arrived(url);
}

// A form of the window: its response takes the place of the room.
document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (form.dataset.part === undefined || event.defaultPrevented) return;
  event.preventDefault();
  const data = new URLSearchParams(new FormData(form, event.submitter));
  // Not `form.action`, which may be a field of that name.
  const path = form.getAttribute("action");
  if (form.method === "get") return go(`${path}?${data}`);
  const action = address(path);
  const url = await load(action, { method: "POST", body: data });
  if (!url) return;
  // Where the server led: what it refused has no address of its own.
  if (url !== action && url.pathname !== location.pathname) history.pushState(null, "", address(url));
  arrived(url);
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("a");
  if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
  if (link.dataset.language !== undefined) {
    const url = new URL(location.href);
    url.searchParams.set("lang", link.lang);
    event.preventDefault();
    location.assign(url);
  } else if (link.dataset.go !== undefined) {
    event.preventDefault();
    go(link.getAttribute("href"));
  }
});

document.addEventListener("change", (event) => {
  if (event.target.id !== "target") return;
  const url = new URL(location.href);
  url.searchParams.set("target", event.target.value);
  location.assign(url);
});

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const source = button.dataset.copy;
  const text = source ? document.getElementById(source).textContent : button.value;
  await navigator.clipboard.writeText(text);
  button.classList.add("done");
  announce(button.dataset.copied ?? "");
  setTimeout(() => button.classList.remove("done"), 1200);
});

addEventListener("popstate", () => go(location.href, "none"));
