// A call is held, seen at once, edited, signed again, and its sender gets the response of the edited call.

import assert from "node:assert/strict";

const CALL = {
  service: "vpc",
  version: "2017-03-12",
  action: "CreateVpc",
  region: "ap-guangzhou",
  parameters: { VpcName: "before", CidrBlock: "10.0.0.0/16" },
};

/** Sends a call from the page, whose response comes once it is let go. */
function send(page) {
  return page.evaluate((call) => {
    const headers = { "content-type": "application/json" };
    const sent = fetch("/send", { method: "POST", headers, body: JSON.stringify(call) });
    window.sent = sent.then((response) => response.text());
  }, CALL);
}

export async function held(page, url, { shot }) {
  await page.goto(`${url}/held`);
  await page.fill("#hold-action", "vpc:Create*");
  await page.press("#hold-action", "Enter");
  await page.waitForSelector(".held .table");
  // What is typed meanwhile stays while the list changes.
  await page.fill("#hold-action", "cvm:*");
  await send(page);
  await page.waitForSelector("#held-list .waiting li");
  assert.equal(await page.inputValue("#hold-action"), "cvm:*");
  await page.locator("#held-count", { hasText: /^1$/ }).waitFor();
  await shot("held-list");
  await page.click("#held-list .waiting .primary");
  await page.waitForSelector("#held-parameters");
  await shot("held-one");
  const given = await page.inputValue("#held-parameters");
  await page.fill("#held-parameters", given.replace("before", "after"));
  await page.click(".held form .primary");
  await page.waitForURL(`${url}/held`);
  assert.match(await page.evaluate(() => window.sent), /after/);
  await page.waitForSelector("#held-count", { state: "hidden" });
  await page.waitForSelector("#held-list .empty");
  await page.click(".held td.end button");
  await page.waitForSelector(".held .table", { state: "detached" });
}
