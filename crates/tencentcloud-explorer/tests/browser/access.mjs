// Each room by the rules of axe-core; and nothing wider than the window.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";

const ROOMS = [
  "/",
  "/signature",
  "/call/apigateway/2018-08-08/CreateUpstream",
  "/call/cvm/2017-03-12/RunInstances?tab=docs",
  "/service/vpc",
  "/services",
  "/held",
  "/approvals",
  "/errors/InvalidParameterValue",
  "/compare",
  "/local",
  "/history",
  "/saved",
];

/** Runs in the page: the elements that reach beyond the window, from outside to inside. */
function widest() {
  const beyond = [...document.querySelectorAll("body *")].filter((it) => it.getBoundingClientRect().right > innerWidth + 1);
  return beyond.slice(0, 4).map((it) => it.outerHTML.slice(0, 160)).join("\n");
}

/** Returns what is seriously wrong with what `page` shows now, which is called `name`. */
export async function faults(page, axe, name) {
  // The page's own policy lets no other script in: the tool is put in from outside.
  await page.evaluate(await readFile(axe(), "utf8"));
  await page.waitForTimeout(100);
  const found = await page.evaluate(() => globalThis.axe.run({ resultTypes: ["violations"] }));
  const serious = found.violations.filter(({ impact }) => ["serious", "critical"].includes(impact));
  const told = serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary }) => `${html}\n${failureSummary}`).slice(0, 3).join("\n")}`);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  if (wide > 0) told.push(`${wide} px wider than the window: ${await page.evaluate(widest)}`);
  return told.map((what) => `${name}: ${what}`);
}

export async function access(page, url, { axe, shot }) {
  const wrong = [];
  for (const room of ROOMS) {
    await page.goto(url + room);
    wrong.push(...(await faults(page, axe, room)));
    await shot(`room${room.replaceAll("/", "-")}`);
  }
  assert.equal(wrong.length, 0, wrong.join("\n\n"));
}
