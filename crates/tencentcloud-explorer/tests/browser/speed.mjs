// First paint and weight.

import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";

export async function speed(page, url) {
  const weights = new Map();
  page.on("response", async (response) => {
    if (response.url().includes("/timeline/live")) return;
    // What is navigated away from has no body any more; it came in another of the loads.
    const body = await response.body().catch(() => null);
    if (body) weights.set(response.url(), gzipSync(body).length);
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

  // From a key to the code that it changes.
  await page.goto(`${url}/call/cvm/2017-03-12/RunInstances?code=rust`);
  await page.waitForSelector("#written");
  const times = await page.evaluate(async () => {
    const field = document.querySelector('[name="InstanceName"]');
    const times = [];
    for (let n = 0; n < 15; n += 1) {
      const seen = new Promise((resolve) => {
        const watch = new MutationObserver(() => {
          if (!document.querySelector("#written")?.textContent.includes(`web-${n}x`)) return;
          watch.disconnect();
          resolve(performance.now());
        });
        watch.observe(document.querySelector("#side"), { childList: true, subtree: true });
      });
      const start = performance.now();
      field.value = `web-${n}x`;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      times.push((await seen) - start);
    }
    return times.sort((a, b) => a - b);
  });
  console.log(`code after a key ${times[7].toFixed(0)} ms (median of 15)`);
}
