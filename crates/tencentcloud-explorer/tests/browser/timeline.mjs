// The list of calls: 100,000 rows load and scroll; filter, keys, marks, groups, news.

import assert from "node:assert/strict";

const ROWS = 100_000;

/** Opens a recording of `count` calls, made up in the page. */
async function fill(page, count) {
  await page.evaluate(async (count) => {
    const actions = ["cvm DescribeInstances", "cvm RunInstances", "vpc DescribeVpcs", "vpc CreateVpc", "cdb DescribeDBInstances"];
    const clients = ["tccli/3.1.150.1 Python/3.12", "tencentcloud-sdk-rust/0.1.0", "SDK_GO_1.0.900"];
    const lines = Array.from({ length: count }, (_, n) => {
      const [service, action] = actions[n % 5].split(" ");
      const code = n % 53 === 7 ? "ResourceNotFound.VpcId" : undefined;
      const response = code ? { Error: { Code: code, Message: "not found" } } : { TotalCount: n, RequestId: `r-${n}` };
      return JSON.stringify({ format: 1, time: new Date(1767366245000 + n).toISOString(), ms: n % 900, service, version: "2017-03-12", action, region: "ap-guangzhou", client: clients[n % 3], request_id: `r-${n}`, code, request: { VpcId: `vpc-${n}`, Limit: 20 }, response });
    });
    const opened = await fetch("/timeline/open?name=many.jsonl", { method: "POST", body: `${lines.join("\n")}\n` });
    if (!opened.ok) throw new Error(await opened.text());
  }, count);
}

const count = (page) => page.textContent("tc-timeline .count");
const selected = (page) => page.evaluate(() => globalThis.selected);
const settled = (page, text) => page.waitForFunction((text) => document.querySelector("tc-timeline .count").textContent.includes(text), text);

/** Returns the frames a second while the list is scrolled from one end to the other. */
async function frames(page) {
  return page.evaluate(
    () =>
      new Promise((done) => {
        const grid = document.querySelector("tc-timeline .grid");
        const height = grid.scrollHeight - grid.clientHeight;
        const [start, spent] = [performance.now(), 2000];
        let drawn = 0;
        const step = (now) => {
          drawn += 1;
          grid.scrollTop = (height * (now - start)) / spent;
          if (now - start < spent) requestAnimationFrame(step);
          else done((drawn * 1000) / (now - start));
        };
        requestAnimationFrame(step);
      }),
  );
}

export async function timeline(page, url, { shot, axe }) {
  await page.goto(`${url}/calls`);
  await shot("timeline-empty");
  await fill(page, ROWS);
  await page.goto(`${url}/calls`);
  const start = Date.now();
  await settled(page, "100,000");
  const loaded = await page.evaluate(() => performance.now());
  const rate = await frames(page);
  await page.evaluate(() => (document.querySelector("tc-timeline .grid").scrollTop = 0));
  const typed = Date.now();
  await page.fill("#filter", '"vpc-77777"');
  await page.waitForFunction(() => document.querySelector("tc-timeline .count").textContent.startsWith("1 "));
  const heap = await page.evaluate(() => performance.memory?.usedJSHeapSize ?? 0);
  console.log(`100,000 rows: loaded ${loaded.toFixed(0)} ms after the page began (${Date.now() - start} ms), ${rate.toFixed(0)} frames a second, a text found in ${Date.now() - typed} ms with the pause of typing, ${(heap / 1e6).toFixed(0)} MB of heap`);
  // 50 and more where nothing else runs; a list that is not virtual has one or two, whatever else runs.
  assert.ok(rate > 5, `${rate} frames a second`);
  await page.fill("#filter", "");
  await page.press("#filter", "Escape");
  await settled(page, "100,000");
  await shot("timeline-many");

  await keys(page);
  await rules(page);
  await news(page);
  const { readFile } = await import("node:fs/promises");
  for (const place of ["/calls?by=client", "/?q=code:*", "/?q=serivce:cvm", "/"]) {
    await page.goto(url + place);
    await page.waitForTimeout(400);
    await page.evaluate(await readFile(axe(), "utf8"));
    const found = await page.evaluate(() => globalThis.axe.run("#timeline", { resultTypes: ["violations"] }));
    const serious = found.violations.filter(({ impact }) => ["serious", "critical"].includes(impact));
    assert.deepEqual(serious.map(({ id, nodes }) => `${id}: ${nodes[0].html}`), [], place);
    await shot(`timeline${place.replaceAll(/[/?:*=]/g, "-")}`);
  }
}

/** Arrows move, Shift selects, Space selects one, m sets a star, Ctrl-A selects all, Enter opens. */
async function keys(page) {
  await page.evaluate(() => document.addEventListener("tc:selection", ({ detail }) => (globalThis.selected = detail.ids)));
  await page.focus("tc-timeline .grid");
  const press = async (...names) => {
    for (const name of names) await page.keyboard.press(name);
  };
  await press("Home", "Space", "m");
  const [last] = await selected(page);
  await press("Escape", "ArrowDown", "Shift+ArrowDown", "Shift+ArrowDown");
  assert.deepEqual(await selected(page), [last - 3, last - 2, last - 1]);
  await page.waitForFunction(() => document.querySelector("#line-0 .mark").textContent === "★");
  await press("Control+a");
  assert.equal((await selected(page)).length, ROWS);
  await press("Escape", "End");
  await page.waitForSelector(`#line-${ROWS - 1}.active`);
  await press("Home", "Enter");
  await page.waitForURL(`**/row/${last}**`);
  await page.goBack();
}

/** The switches write into the address; a wrong filter says what could be, and a suggestion is taken by keys. */
async function rules(page) {
  await page.click("[data-do=reads]");
  await settled(page, "40,000");
  assert.equal(new URL(page.url()).searchParams.get("q"), "-class:read");
  await page.click("[data-do=by]");
  await page.waitForSelector(".line.group");
  assert.equal(new URL(page.url()).searchParams.get("by"), "client");
  const heading = await page.textContent("#line-0 .client");
  assert.match(heading, /13,33\d calls · \d+ failed/);
  await page.click("#line-0");
  await page.waitForSelector("#line-1.group");
  await page.click("[data-do=by]");
  await page.click("[data-do=reads]");
  await settled(page, "100,000");
  await page.fill("#filter", "cod:*");
  await page.waitForSelector("#filter-wrong [value='code:']");
  assert.equal(await count(page), "100,000 calls");
  await page.fill("#filter", "code");
  // What was offered before is still there until the server has said what is offered now.
  await page.waitForFunction(() => document.querySelector("#filter-offers li")?.textContent.startsWith("code:"));
  await page.press("#filter", "ArrowDown");
  await page.press("#filter", "Enter");
  await page.waitForFunction(() => document.querySelector("#filter").value === "code:");
  await page.keyboard.type("*");
  await settled(page, "1,887");
  await page.fill("#filter", "");
  await settled(page, "100,000");
}

/** Who reads further down is not moved, and is told of what is new. */
async function news(page) {
  await page.evaluate(() => (document.querySelector("tc-timeline .grid").scrollTop = 32_000));
  const seen = () => page.evaluate(() => document.querySelector("tc-timeline .lines .line:not([hidden])").title);
  await page.waitForTimeout(100);
  const before = await seen();
  await fill(page, 12);
  await page.waitForFunction(() => document.querySelector("tc-timeline .news").textContent.startsWith("12 "));
  assert.equal(await seen(), before);
  await page.click("tc-timeline .news");
  await page.waitForFunction(() => !document.querySelector("tc-timeline .grid").scrollTop);
  assert.ok(await page.isHidden("tc-timeline .news"));
}
