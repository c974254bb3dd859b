// Requests that wait: their number in the bar, and their list while it is shown.

import { address, announce } from "./shell.js";

/** Puts the list as it is now in the place of the one that is shown. */
async function renew() {
  const response = await fetch(address("/held"), { headers: { "x-part": "1" } });
  const made = new DOMParser().parseFromString(await response.text(), "text/html");
  const [old, list] = [document, made].map((page) => page.getElementById("held-list"));
  if (old && list) old.replaceWith(list);
}

document.addEventListener("tc:held", ({ detail: waiting }) => {
  const count = document.getElementById("held-count");
  count.hidden = waiting === 0;
  count.textContent = waiting;
  if (!document.getElementById("held-list")) return;
  announce(count.dataset.told + waiting);
  renew();
});
