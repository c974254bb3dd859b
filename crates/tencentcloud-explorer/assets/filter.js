// Fields that hide what of a list or a tree lacks a word.

function lists(root) {
  const leaves = root.querySelectorAll("li");
  return leaves.length ? [...leaves] : [...root.children];
}

function filter(input) {
  const root = document.getElementById(input.dataset.filter);
  const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
  const items = lists(root);
  const fits = items.map((item) => {
    const text = item.textContent.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  items.forEach((item, at) => (item.hidden = !fits[at]));
  // What is within a name that fits stays with it, and what leads to it opens.
  for (const item of items) {
    const name = item.querySelector(":scope > details > summary")?.textContent.toLowerCase();
    if (name && words.length && words.every((word) => name.includes(word))) {
      for (const inner of item.querySelectorAll("li")) inner.hidden = false;
    }
    const details = item.querySelector(":scope > details");
    if (details && words.length) details.open = !item.hidden;
  }
  for (const section of root.querySelectorAll(".group")) section.hidden = !section.querySelector("li:not([hidden])");
}

document.addEventListener("input", (event) => {
  if (event.target.dataset?.filter) filter(event.target);
});
