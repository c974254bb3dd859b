// A call is sent from its form, and its response is read, searched and copied from.

import assert from "node:assert/strict";

const button = (page, name) => page.locator(`tc-send ${name}`);
const panel = (page) => page.locator("#panel-response");

/** Sends calls from forms at `url`, with a page that was let in. */
export async function send(page, url, { shot = async () => {} } = {}) {
  await page.goto(`${url}/call/vpc/2017-03-12/CreateVpc?p=${encodeURIComponent('{"VpcName":"网络","CidrBlock":"10.0.0.0/16"}')}`);
  await page.keyboard.press("Control+Enter");
  await panel(page).locator(".badge.good").waitFor();
  await shot("send-create");

  // The tree, by its keyboard alone.
  const tree = panel(page).locator("tc-tree [role=tree]");
  await tree.locator("[tabindex='0']").focus();
  const line = tree.locator(".line", { hasText: "VpcId" });
  for (let step = 0; step < 30 && !(await line.locator("..").evaluate((node) => node === document.activeElement)); step++) {
    await page.keyboard.press("ArrowDown");
  }
  assert.equal(await panel(page).locator(".path").textContent(), "Vpc.VpcId");
  const id = await line.locator(".string").textContent();
  await panel(page).locator("[data-kind=value]").click();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), id);
  await panel(page).locator("[data-kind=path]").click();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), "Vpc.VpcId");
  await tree.locator(".line", { hasText: "VpcId" }).locator("..").press("ArrowLeft");
  await page.keyboard.press("ArrowLeft");
  assert.equal(await line.isVisible(), false);

  // The search opens what holds the match.
  const input = panel(page).locator("tc-tree input");
  await input.fill("vpcid");
  assert.equal(await panel(page).locator(".count").first().textContent(), "1/1");
  assert.equal(await line.isVisible(), true);
  await input.fill("no such thing");
  assert.match(await panel(page).locator(".tools .count").textContent(), /nothing|未找到/);

  // All pages and regions are one table.
  await page.goto(`${url}/call/vpc/2017-03-12/DescribeVpcs`);
  await button(page, "summary").click();
  await button(page, "[name=pages]").check();
  for (const region of ["ap-guangzhou", "ap-shanghai"]) await button(page, `[value=${region}]`).check();
  await shot("send-often");
  await button(page, ".go").click();
  await panel(page).locator(".table").waitFor();
  await shot("send-table");
  await panel(page).locator("th button", { hasText: "VpcName" }).press("Enter");
  await panel(page).locator("th[aria-sort=ascending]").waitFor();
  assert.match(await page.evaluate(() => document.activeElement.textContent), /VpcName/);
  await panel(page).locator("[name=query]").fill("VpcSet[].VpcName");
  await panel(page).locator("tc-tree, .wide").first().waitFor();
  await panel(page).locator("[name=query]").fill("VpcSet[");
  await panel(page).locator(".said:not(:empty)").waitFor();
  await shot("send-wrong");
  assert.match(await panel(page).locator(".said").textContent(), /column 8/);
  await panel(page).locator("[name=query]").fill("");
  await panel(page).locator(".table").waitFor();
  const [file] = await Promise.all([page.waitForEvent("download"), panel(page).locator("[value=csv]").click()]);
  assert.equal(file.suggestedFilename(), "DescribeVpcs.csv");

  await page.goto(`${url}/call/vpc/2017-03-12/DeleteVpc?p=${encodeURIComponent('{"VpcId":"vpc-00000000"}')}`);
  await button(page, ".go").click();
  await panel(page).locator(".error-part").waitFor();
  await shot("send-error");
}
