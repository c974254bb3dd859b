// A call is sent from its form, and its response is read, searched and copied from.

import assert from "node:assert/strict";

import { faults } from "./access.mjs";

const button = (page, name) => page.locator(`tc-send ${name}`);
const panel = (page) => page.locator("#panel-response");

/** Sends calls from forms at `url`, with a page that was let in. */
export async function send(page, url, { axe, shot }) {
  const wrong = [];
  await page.goto(`${url}/call/vpc/2017-03-12/CreateVpc?p=${encodeURIComponent('{"VpcName":"网络","CidrBlock":"10.0.0.0/16"}')}`);
  await page.keyboard.press("Control+Enter");
  await panel(page).locator(".badge.good").waitFor();
  await shot("send-create");
  wrong.push(...(await faults(page, axe, "a tree")));

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

  // Enter goes from match to match, and leaves the tree as it is.
  await input.fill("enable");
  const matches = Number((await panel(page).locator(".tools .count").textContent()).split("/")[1]);
  await input.press("Enter");
  assert.equal(await panel(page).locator(".tools .count").textContent(), `2/${matches}`);
  await input.press("Shift+Enter");
  await input.press("Shift+Enter");
  assert.equal(await panel(page).locator(".tools .count").textContent(), `${matches}/${matches}`);
  await large(page);

  // All pages and regions are one table.
  await page.goto(`${url}/call/vpc/2017-03-12/DescribeVpcs`);
  await button(page, "summary").last().click();
  await button(page, "[name=pages]").check();
  for (const region of ["ap-guangzhou", "ap-shanghai"]) await button(page, `[value=${region}]`).check();
  await shot("send-often");
  await button(page, ".go").click();
  await panel(page).locator(".table").waitFor();
  await shot("send-table");
  wrong.push(...(await faults(page, axe, "a table")));
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
  wrong.push(...(await faults(page, axe, "an error")));
  assert.equal(wrong.length, 0, wrong.join("\n\n"));
}

/** Opens a response of 5 MB, and finds what is at its end. */
async function large(page) {
  const took = await page.evaluate(async () => {
    const items = Array.from({ length: 30_000 }, (_, n) => ({ InstanceId: `ins-${n}`, Name: "名称 ".repeat(10), Tags: [{ Key: "n", Value: n }], Big: `BIG${n}` }));
    const pre = document.createElement("pre");
    pre.textContent = JSON.stringify({ TotalCount: items.length, InstanceSet: items }).replaceAll(/"BIG(\d+)"/g, "90071992547409910$1");
    const bytes = new TextEncoder().encode(pre.textContent).length;
    const tree = document.createElement("tc-tree");
    tree.append(document.querySelector("tc-tree .tools").cloneNode(true), pre);
    const painted = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    let start = performance.now();
    const lap = async () => (await painted(), [performance.now() - start, (start = performance.now())][0]);
    document.querySelector("#panel-response").append(tree);
    const opened = await lap();
    const input = tree.querySelector("input");
    input.value = "ins-29999";
    input.dispatchEvent(new Event("input"));
    const found = await lap();
    const big = tree.querySelector(".hit").parentElement.parentElement.textContent;
    const [path, count] = [tree.querySelector(".path").textContent, tree.querySelectorAll(".line").length];
    tree.remove();
    return { bytes, opened, found, path, big, count };
  });
  assert.ok(took.bytes > 5e6, `${took.bytes} bytes`);
  assert.equal(took.path, "InstanceSet[29999].InstanceId");
  assert.match(took.big, /9007199254740991029999/, "a number keeps its digits");
  assert.ok(took.count < 2000, `${took.count} rows were made`);
  console.log(`a response of ${(took.bytes / 1e6).toFixed(1)} MB: open in ${took.opened.toFixed(0)} ms, searched in ${took.found.toFixed(0)} ms`);
}
