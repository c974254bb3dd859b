// Requests that wait: their numbers in the bar.

import { announce } from "./shell.js";

document.addEventListener("tc:waiting", ({ detail: { room, waiting } }) => {
  const count = document.getElementById(`${room}-count`);
  count.hidden = waiting === 0;
  count.textContent = waiting;
  if (document.getElementById(`${room}-list`)) announce(count.dataset.told + waiting);
});
