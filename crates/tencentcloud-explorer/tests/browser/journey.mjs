// The way through the page: found, filled in, sent, seen, and taken away as code that runs. By the
// keyboard alone, in either language.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const FIELDS = {
  Scheme: "HTTP",
  Algorithm: "ROUND-ROBIN",
  UniqVpcId: "vpc-7hyfzxi3",
  UpstreamName: "web",
};

/** Presses Tab until `selector` has the focus. */
async function tabTo(page, selector) {
  for (let n = 0; n < 150; n += 1) {
    if (await page.evaluate((it) => document.activeElement?.matches(it), selector)) return;
    await page.keyboard.press("Tab");
  }
  assert.fail(`${selector} is not reached by Tab`);
}

export async function journey(page, url, { shot, environment }) {
  const chinese = environment.LANGUAGE.startsWith("zh");
  await page.keyboard.press("Control+k");
  await page.keyboard.type(chinese ? "创建后端通道" : "create upstream");
  await page.waitForFunction(() => document.querySelector("#palette [aria-selected=true]")?.textContent.includes("CreateUpstream"));
  await shot("palette");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/call/apigateway/2018-08-08/CreateUpstream**");

  for (const [name, value] of Object.entries(FIELDS)) {
    await tabTo(page, `[name="${name}"]`);
    await page.keyboard.type(value);
  }
  await page.waitForFunction(() => document.querySelector("#written")?.textContent.includes("vpc-7hyfzxi3"));
  await shot("form");

  await page.keyboard.press("Control+Enter");
  await page.waitForSelector("#panel-response .badge.good");
  const sent = await page.locator("#panel-response").innerText();
  assert.match(sent, /upstream-/, sent);
  const row = page.locator("#timeline [role=row]:has-text('CreateUpstream')").first();
  await row.waitFor();
  await shot("sent");

  // The code is copied, and runs.
  await page.locator("#tab-code").click();
  await page.locator('[data-query="code"][value="curl"]').click();
  await page.waitForFunction(() => document.querySelector("#written")?.textContent.includes("openssl"));
  await page.locator("#panel-code [data-copy=written]").click();
  const code = await page.evaluate(() => navigator.clipboard.readText());
  const script = path.join(mkdtempSync(path.join(tmpdir(), "explorer-code-")), "run.sh");
  writeFileSync(script, code);
  const response = execFileSync("sh", [script], { env: { ...process.env }, encoding: "utf8" });
  assert.match(response, /"UpstreamId"/, response);
  await page.waitForFunction(() => document.querySelectorAll("#timeline .lines [role=row]").length >= 2);

  // Each call is one step from form, code, signature and policy.
  await row.click();
  await page.waitForURL("**/row/*");
  await page.waitForSelector("#panel-response:visible, #panel-code:visible");
  await shot("row");
  await page.locator("a[href^='/selection?ids=']").click();
  await page.waitForSelector("#policy");
  assert.match(await page.locator("#policy").innerText(), /CreateUpstream/);
  await shot("selection");
}
