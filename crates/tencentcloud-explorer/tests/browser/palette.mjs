// Everything by the keyboard: find, choose, open; in the language of the reader.

import assert from "node:assert/strict";

const input = (page) => page.locator("#palette-text");
const chosen = (page) => page.locator('#palette-found [aria-selected="true"]');
const isOpen = (page) => page.locator("#palette").evaluate((dialog) => dialog.open);

/** Waits until what is shown is what `text` finds. */
async function find(page, text) {
  const found = page.waitForResponse((response) => new URL(response.url()).searchParams.get("q") === text && response.url().includes("/find"));
  await input(page).fill(text);
  await found;
  await chosen(page).waitFor();
}

export async function palette(page, url, { shot }) {
  await page.goto(url);
  const chinese = (await page.evaluate(() => document.documentElement.lang)).startsWith("zh");

  // Both keys open it; Escape closes it, and a slash within a field is a slash.
  await page.keyboard.press("/");
  assert.ok(await isOpen(page));
  assert.ok(await input(page).evaluate((field) => field === document.activeElement));
  await page.keyboard.type("a/b");
  assert.equal(await input(page).inputValue(), "a/b");
  await page.keyboard.press("Escape");
  assert.ok(!(await isOpen(page)));
  await page.keyboard.press("Control+k");
  assert.ok(await isOpen(page));
  await page.getByRole("button", { name: "cvm RI" }).last().waitFor();
  await shot("palette-empty");

  // The first is chosen; arrows go round, Home and End to the ends.
  await find(page, "create vpc");
  assert.match(await chosen(page).innerText(), /^CreateVpc\n/);
  assert.match(await chosen(page).innerText(), chinese ? /私有网络/ : /Virtual Private Cloud/);
  const pointed = () => input(page).getAttribute("aria-activedescendant");
  assert.equal(await pointed(), await chosen(page).getAttribute("id"));
  await page.keyboard.press("ArrowDown");
  assert.equal(await pointed(), "hit-2");
  await page.keyboard.press("Home");
  assert.equal(await pointed(), "hit-1");
  await page.keyboard.press("ArrowUp");
  const last = await page.locator('#palette-found [role="option"]').count();
  assert.equal(await pointed(), `hit-${last}`);
  await page.keyboard.press("End");
  assert.equal(await pointed(), `hit-${last}`);
  await page.keyboard.press("ArrowDown");
  await shot("palette-found");

  // Enter opens the form, and Back leads back.
  await page.keyboard.press("Enter");
  await page.waitForURL("**/call/vpc/2017-03-12/CreateVpc*");
  await page.locator("#centre").getByText("CreateVpc").first().waitFor();
  assert.ok(!(await isOpen(page)));
  await page.goBack();
  await page.locator("#centre .search").waitFor();

  // Enter at once opens what is typed, not what was shown before.
  await page.keyboard.press("Control+k");
  await page.keyboard.type(chinese ? "创建云服务器" : "cvm RunInstances");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/call/cvm/2017-03-12/RunInstances*");

  // Codes, services, and nothing.
  await page.keyboard.press("Escape");
  await page.locator("#centre").focus();
  await page.keyboard.press("Control+k");
  await find(page, "InvalidParameterValue.VpcIdNotExist");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/errors/InvalidParameterValue.VpcIdNotExist*");
  await page.keyboard.press("Control+k");
  await find(page, "apigateway");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/service/apigateway*");
  const rows = page.locator("#action-list li:visible");
  const all = await rows.count();
  await page.locator("[data-filter=action-list]").fill("upstream create");
  assert.equal(await page.locator('#action-list a[href*="CreateUpstream"]:visible').count() > 0, true);
  assert.ok((await rows.count()) < all / 4, "the filter hides little");
  await page.keyboard.press("Control+k");
  await input(page).fill("zzzzqqqq");
  await page.locator("#palette-found .empty").waitFor();
  assert.equal(await pointed(), null);
  await page.keyboard.press("Enter");
  assert.ok(await isOpen(page));
  await shot("palette-nothing");

  await times(page);
}

/** From a key to the drawn result. */
async function times(page) {
  await page.evaluate(() => {
    const found = document.getElementById("palette-found");
    window.times = [];
    window.made = [];
    let start = null;
    document.getElementById("palette-text").addEventListener("keydown", () => (start = performance.now()), true);
    new MutationObserver(() => {
      const from = start;
      start = null;
      if (from === null) return;
      window.made.push(performance.now() - from);
      // A frame's callback comes before it is drawn, a task after that behind it.
      requestAnimationFrame(() => setTimeout(() => window.times.push(performance.now() - from)));
    }).observe(found, { childList: true });
  });
  for (const text of ["create vpc", "describe instances", "InvalidParameterValue", "upstream nodes", "RunInst"]) {
    await input(page).fill("");
    await page.waitForTimeout(100);
    for (const key of text) {
      const before = await page.evaluate(() => window.times.length);
      await page.keyboard.type(key);
      await page.waitForFunction((count) => window.times.length > count, before);
    }
  }
  for (const [name, of] of [["results", "made"], ["drawn results, at 60 frames a second", "times"]]) {
    const times = (await page.evaluate((of) => window[of], of)).sort((a, b) => a - b);
    const at = (share) => times[Math.floor((times.length - 1) * share)].toFixed(1);
    console.log(`${times.length} keys to ${name}: median ${at(0.5)} ms, 95 % ${at(0.95)} ms, slowest ${at(1)} ms`);
    assert.ok(times.length > 50);
  }
}
