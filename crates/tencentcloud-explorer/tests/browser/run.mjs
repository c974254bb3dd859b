// One scenario in one browser: `node run.mjs NAME`, with what it needs in the environment.
//
// EXPLORER_URL, EXPLORER_CODE: the page and its code. MODULES: where playwright-core and axe-core are.
// LANGUAGE, WIDTH, THEME: how the reader reads. SHOTS: a folder for screenshots. Any console error, any
// exception and any request to another host fails the scenario.

import { createRequire } from "node:module";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

const { EXPLORER_URL: url, EXPLORER_CODE: code, MODULES, LANGUAGE = "en-US", WIDTH = "1280", THEME = "light", SHOTS } = process.env;
const require = createRequire(path.join(MODULES, "index.js"));
const { chromium } = require("playwright-core");

const name = process.argv[2];
const scenario = (await import(`./${name}.mjs`))[name];
const profile = await mkdtemp(path.join(tmpdir(), "explorer-browser-"));
const quiet = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage"];
const context = await chromium.launchPersistentContext(profile, {
  executablePath: "/usr/bin/chromium",
  args: ["--no-sandbox", ...quiet],
  viewport: { width: Number(WIDTH), height: 800 },
  locale: LANGUAGE,
  colorScheme: THEME,
  permissions: ["clipboard-read", "clipboard-write"],
});
const page = context.pages()[0] ?? (await context.newPage());
page.setDefaultTimeout(60_000);

const wrong = [];
page.on("pageerror", (error) => wrong.push(`exception: ${error.stack}`));
page.on("console", (line) => {
  // The door and refused requests are said by their status.
  if (line.type() === "error" && !line.text().startsWith("Failed to load resource")) wrong.push(`console: ${line.text()}`);
});
page.on("request", (request) => {
  const to = request.url();
  if (!to.startsWith(url) && !/^(data|blob):/.test(to)) wrong.push(`a request to ${to}`);
});

const help = {
  /** Keeps a screenshot, if anybody wants one. */
  shot: async (label) => {
    if (SHOTS) await page.screenshot({ path: path.join(SHOTS, `${label}-${LANGUAGE.slice(0, 2)}-${THEME}-${WIDTH}.png`) });
  },
  environment: process.env,
  axe: () => require.resolve("axe-core/axe.min.js"),
  context,
};

let failure = null;
try {
  await page.goto(url);
  await page.fill("#code", code);
  await page.press("#code", "Enter");
  await page.waitForSelector("#timeline");
  await scenario(page, url, help);
} catch (error) {
  failure = error.stack;
  if (SHOTS) await page.screenshot({ path: path.join(SHOTS, `failed-${name}.png`) }).catch(() => {});
}
await context.close();
await rm(profile, { recursive: true, force: true });
if (failure ?? wrong.length) {
  console.error([failure, ...wrong].filter(Boolean).join("\n"));
  process.exit(1);
}
