// Requests that wait: their numbers in the bar, and in the title of the window if they wait for an approval.

import { announce } from "./shell.js";

let asking = 0;

function entitle() {
  document.title = document.title.replace(/^(\(\d+\) )?/, asking ? `(${asking}) ` : "");
}

document.addEventListener("tc:go", entitle);

document.addEventListener("tc:waiting", ({ detail: { room, waiting } }) => {
  const count = document.getElementById(`${room}-count`);
  if (!count) return;
  count.hidden = waiting === 0;
  count.textContent = waiting;
  const isAsked = room === "approvals" && waiting > asking;
  if (isAsked || document.getElementById(`${room}-list`)) announce(count.dataset.told + waiting);
  if (room !== "approvals") return;
  asking = waiting;
  entitle();
  if (isAsked && document.hidden && Notification.permission === "granted") new Notification(count.dataset.told + waiting);
});
