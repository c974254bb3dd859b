// An agent asks; a person hears of it, types the approval code, reads, types the action's name, and approves.

import assert from "node:assert/strict";

import { faults } from "./access.mjs";

/** Goes to the request for `action` from the list, by the keyboard. */
async function review(page, action) {
  await page.locator("#approvals-list .waiting li", { hasText: action }).locator(".button").focus();
  await page.keyboard.press("Enter");
  await page.waitForSelector("#approval .facts");
}

export async function approvals(page, url, { axe, shot, environment }) {
  const wrong = [];
  // Wherever the person is, the window says that somebody asks.
  await page.locator("#approvals-count", { hasText: /^2$/ }).waitFor();
  assert.match(await page.title(), /^\(2\) /);
  await page.locator("nav a[href='/approvals']").press("Enter");
  await page.waitForSelector("#approval-code");
  assert.match(await page.title(), /^\(2\) /);
  assert.doesNotMatch(await page.locator("#centre").innerText(), /DeleteVpc|release/);
  await shot("approvals-locked");

  // By the keyboard: first a code that is not right.
  await page.locator("#approval-code").focus();
  await page.keyboard.type("aaaa-bbbb-cccc");
  await page.keyboard.press("Enter");
  await page.waitForSelector(".approvals [role=alert]");
  wrong.push(...(await faults(page, axe, "a wrong code")));
  await page.locator("#approval-code").focus();
  await page.keyboard.type(environment.APPROVAL_CODE);
  await page.keyboard.press("Enter");
  await page.waitForSelector("#approvals-list .waiting li");
  await page.waitForFunction(() => / 9:\d\d$/.test(document.querySelector(".approvals time[data-ends]").textContent));
  wrong.push(...(await faults(page, axe, "approvals")));
  await shot("approvals-list");

  await review(page, "DeleteVpc");
  wrong.push(...(await faults(page, axe, "an approval")));
  await shot("approvals-one");
  // The button does nothing before the name is right.
  await page.locator("#approval-name").focus();
  await page.keyboard.type("DeleteVp");
  await page.keyboard.press("Enter");
  assert.ok(await page.locator("#approval-name").isVisible());
  await page.keyboard.type("c");
  await page.keyboard.press("Enter");
  await page.waitForSelector("#approval .badge.good.sent");
  wrong.push(...(await faults(page, axe, "an approval that was used")));
  await shot("approvals-sent");
  await page.locator("#approvals-count", { hasText: /^1$/ }).waitFor();

  await page.goto(`${url}/approvals`);
  await review(page, "CreateVpc");
  await page.locator("#approval-why").focus();
  await page.keyboard.type("one is enough");
  await page.keyboard.press("Enter");
  await page.waitForSelector("#approval .badge.bad");
  await page.waitForSelector("#approvals-count", { state: "hidden" });
  assert.doesNotMatch(await page.title(), /^\(/);
  await page.goto(`${url}/approvals`);
  await page.locator("#approvals-log summary").press("Enter");
  wrong.push(...(await faults(page, axe, "decided approvals")));
  await shot("approvals-decided");
  assert.equal(wrong.length, 0, wrong.join("\n\n"));
}
