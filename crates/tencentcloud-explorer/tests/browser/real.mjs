// A call to a real account asks first, and what destroys wants its name typed.

import assert from "node:assert/strict";

import { faults } from "./access.mjs";

/** Sends to the real account `prod`, which asks first. */
export async function real(page, url, { axe, shot }) {
  await page.goto(`${url}/call/vpc/2017-03-12/DeleteVpc?target=prod&p=${encodeURIComponent('{"VpcId":"vpc-00000000"}')}`);
  assert.match(await page.locator("tc-send .go").textContent(), /prod\s*· ap-shanghai/);
  await shot("real-button");
  await page.locator("tc-send .go").click();
  const dialog = page.locator("dialog.confirm");
  await dialog.waitFor();
  await shot("real-dialog");
  const wrong = await faults(page, axe, "the question");
  assert.equal(wrong.length, 0, wrong.join("\n\n"));
  await dialog.locator(".danger").click();
  assert.equal(await dialog.isVisible(), true, "nothing was typed");
  await dialog.locator("[name=typed]").fill("DeleteVpc");
  await dialog.locator(".danger").click();
  await page.locator("#panel-response .error-part").waitFor();
}
