// The panel of the local endpoint follows what programs do, and its switches act in place.

import assert from "node:assert/strict";

/** Sends a call as the page does. */
async function send(page, url, action, parameters) {
  const data = { service: "vpc", version: "2017-03-12", action, region: "ap-guangzhou", target: "local", parameters };
  const sent = await page.context().request.post(`${url}/send`, { data, headers: { origin: url } });
  assert.equal(sent.status(), 200, await sent.text());
}

/** Goes through the panel at `url` with a page that was let in. */
export async function local(page, url, help) {
  await page.goto(`${url}/local?lang=en`);
  await page.waitForSelector(".endpoint .empty");
  // What a program creates appears by itself.
  await send(page, url, "CreateVpc", { VpcName: "first", CidrBlock: "10.0.0.0/16" });
  const kind = page.locator("#kinds").getByRole("link", { name: "vpc Vpc" });
  await kind.waitFor();
  await help?.shot("local");

  // A kind, a resource and a call about it, by links.
  await kind.click();
  await page.locator("#resources").getByRole("link", { name: /^vpc-/ }).click();
  await page.locator("#resource").getByRole("link", { name: "DescribeVpcs" }).waitFor();
  assert.match(await page.locator("#resource").innerText(), /10\.0\.0\.0\/16/);

  // The graph by the keyboard alone.
  await page.goto(`${url}/local/graph`);
  const node = page.locator("#graph svg a").first();
  await node.focus();
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/local\/vpc\/.*id=/);

  // A switch keeps the focus, and its count follows the calls.
  await page.goto(`${url}/local/faults`);
  await page.getByRole("button", { name: /10th/ }).click();
  const toggle = page.getByRole("switch").first();
  await toggle.waitFor();
  await send(page, url, "DescribeVpcs", {});
  await page.locator(".counts", { hasText: "0 / 1" }).waitFor();
  await toggle.focus();
  await page.keyboard.press("Space");
  await page.locator('[role=switch][aria-checked="false"]').waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute("role")), "switch");
  await help?.shot("faults");

  // The clock runs, and stands when it is frozen.
  await page.goto(`${url}/local/clock`);
  const now = page.locator(".clock time");
  const before = await now.innerText();
  await page.waitForFunction((before) => document.querySelector(".clock time").textContent !== before, before);
  await page.getByRole("button", { name: "Freeze" }).click();
  await page.getByRole("button", { name: "Run on" }).waitFor();
  const stood = await now.innerText();
  await page.getByRole("button", { name: "+ 1 hour" }).click();
  await page.waitForFunction((stood) => document.querySelector(".clock time").textContent !== stood, stood);
  assert.equal(Date.parse(`${await now.innerText()}Z`) - Date.parse(`${stood}Z`), 3_600_000);

  // Forgetting all asks first.
  await page.goto(`${url}/local/snapshot`);
  const reset = page.getByRole("button", { name: "Reset the endpoint" });
  assert.ok(!(await reset.isVisible()));
  await page.locator("summary", { hasText: "Reset…" }).click();
  await reset.click();
  await page.waitForSelector(".endpoint .empty");

  await saved(page, url);
}

/** A form is saved, and opened again. */
async function saved(page, url) {
  await page.goto(`${url}/call/vpc/2017-03-12/DescribeVpcs`);
  await page.locator("tc-save summary").click();
  await page.locator("tc-save [name=name]").fill("network/all");
  await page.locator("tc-save button").click();
  await page.locator("tc-save .told", { hasText: "Saved" }).waitFor();
  await page.goto(`${url}/saved`);
  await page.getByRole("button", { name: "Open", exact: true }).click();
  await page.waitForURL(/\/call\/vpc\/2017-03-12\/DescribeVpcs/);
  // The calls that were sent are in the history.
  await page.goto(`${url}/history`);
  await page.getByRole("link", { name: "vpc CreateVpc", exact: true }).waitFor();
}
