// Sending: the button, what is asked before, and what comes back as it comes.

import { address, announce, fill, tell } from "./shell.js";
import { current, show } from "./tabs.js";

const JSON_TYPE = { "content-type": "application/json" };
let asking = null;
let number = null;

const part = (name) => document.querySelector(`tc-send ${name}`);

function body() {
  const checked = (name) => [...document.querySelectorAll(`tc-send [name=${name}]:checked`)].map((input) => input.value);
  const most = checked("pages").length ? Number(part("[name=most]").value) : 0;
  const { target } = document.querySelector("tc-send").dataset;
  return JSON.stringify({ ...current(), target, most, regions: checked("region") });
}

async function send(headers = {}, sent = body()) {
  if (asking) return;
  asking = new AbortController();
  busy(document.querySelector("tc-send").dataset.sending);
  try {
    const options = { method: "POST", headers: { ...JSON_TYPE, ...headers }, body: sent, signal: asking.signal };
    const response = await fetch(address("/send"), options);
    if (response.status === 428) confirm(await response.text(), sent);
    else if (!response.ok) throw new Error(await response.text());
    else await read(response.body.pipeThrough(new TextDecoderStream()).getReader());
  } catch (error) {
    const line = Object.assign(document.createElement("p"), { className: "wrong empty", textContent: error.message });
    if (error.name !== "AbortError") shown().replaceChildren(line);
  }
  asking = number = null;
  busy("");
}

/** Shows the stop button and `text` while it is sent, else the one that sends. */
function busy(text) {
  const [go, stop, say] = [part(".go"), part(".stop"), part(".say")];
  if (!go) return;
  const hadFocus = [go, stop].includes(document.activeElement);
  [say.textContent, go.hidden, stop.hidden] = [text, !!text, !text];
  if (hadFocus) (text ? stop : go).focus({ preventScroll: true });
}

/** Reads lines of JSON as they come. */
async function read(reader) {
  let parts = [];
  for (let next; !(next = await reader.read()).done; ) {
    parts.push(next.value);
    if (!next.value.includes("\n")) continue;
    const lines = parts.join("").split("\n");
    parts = [lines.pop()];
    lines.forEach((line) => take(JSON.parse(line)));
  }
}

function take({ stop, say, event, part: whole, row }) {
  number ??= stop;
  if (say && part(".say")) part(".say").textContent = say;
  if (event) {
    if (!document.querySelector(".events.live")) fill(shown(), '<ol class="events live"></ol>');
    const made = new DOMParser().parseFromString(event, "text/html");
    document.querySelector(".events.live").append(...made.body.childNodes);
  }
  if (whole === undefined) return;
  fill(shown(), whole);
  announce(document.querySelector("#panel-response .state")?.textContent ?? "");
  tell("tc:sent", { row });
}

/** Shows the tab of the response, and returns its panel. */
function shown() {
  const panel = document.getElementById("panel-response");
  show("response");
  if (matchMedia("(max-width: 900px)").matches) panel.scrollIntoView();
  return panel;
}

/** Asks before something is changed in a real account; then `sent` goes again with the confirmation. */
function confirm(markup, sent) {
  const dialog = new DOMParser().parseFromString(markup, "text/html").querySelector("dialog");
  document.body.append(dialog);
  dialog.addEventListener("close", () => {
    dialog.remove();
    const typed = dialog.querySelector("[name=typed]")?.value ?? "";
    const headers = { "x-confirmation": dialog.dataset.confirmation, "x-typed": typed };
    if (dialog.returnValue === "send") send(headers, sent);
  });
  dialog.showModal();
}

document.addEventListener("click", ({ target }) => {
  if (target.closest("tc-send .go")) send();
  if (!target.closest("tc-send .stop")) return;
  if (!number) return asking?.abort();
  fetch("/send/stop", { method: "POST", headers: JSON_TYPE, body: JSON.stringify({ stop: number }) });
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && part(".go")) send();
});

document.addEventListener("tc:call", ({ detail: call }) => {
  const region = call.region || document.querySelector("tc-send")?.dataset.usual;
  if (part(".region")) part(".region").textContent = region ? `· ${region}` : "";
});
