// First paint and weight.

import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";

export async function speed(page, url) {
  const weights = new Map();
  page.on("response", async (response) => {
    if (response.url().includes("/timeline/live")) return;
    weights.set(response.url(), gzipSync(await response.body()).length);
  });
  const paints = [];
  for (let n = 0; n < 7; n += 1) {
    await page.goto(`${url}/`);
    await page.waitForFunction(() => performance.getEntriesByName("first-contentful-paint").length);
    paints.push(await page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0].startTime));
  }
  paints.sort((a, b) => a - b);
  await page.waitForTimeout(200);
  const weight = [...weights.values()].reduce((sum, one) => sum + one, 0);
  console.log(`first paint ${paints[3].toFixed(0)} ms (median of 7), ${(weight / 1000).toFixed(1)} kB compressed`);
  assert.ok(weight <= 150_000, `${weight} bytes compressed`);
}
