// Approvals: how long requests still wait, and what lets this browser decide.

const WORD = "approver";

document.addEventListener("tc:go", () => {
  const given = document.querySelector("[data-word]");
  // Storage is this port's alone; a cookie goes to every server of this machine.
  if (given) localStorage.setItem(WORD, given.dataset.word);
  count();
});

// Before the window sends it.
document.addEventListener(
  "submit",
  ({ target: { elements } }) => {
    if (elements.word) elements.word.value = localStorage.getItem(WORD) ?? "";
  },
  true,
);

document.addEventListener("click", ({ target }) => {
  if (target.closest("[data-notify]")) Notification.requestPermission();
});

function count() {
  for (const end of document.querySelectorAll("time[data-ends]")) {
    const left = Math.max(0, Math.round((Date.parse(end.dateTime) - Date.now()) / 1000));
    end.textContent = end.dataset.ends.replace("{}", `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`);
  }
}

setInterval(count, 1000);
count();
