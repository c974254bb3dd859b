// The form and its JSON are one: what is typed into one is in the other at once.

import assert from "node:assert/strict";

const json = (page) => page.locator("#parameters");
const field = (page, name) => page.locator(`tc-form [name="${name}"]:visible`);
const text = (page) => json(page).inputValue();

/** Shows the JSON where the window is too narrow for both. */
async function show(page, view) {
  const choice = page.locator(`[name=view][value=${view}]`);
  if (await choice.isVisible()) await choice.check();
}

async function write(page, value) {
  await show(page, "json");
  await json(page).fill(value);
  await json(page).blur();
  await show(page, "fields");
}

/** Opens forms at `url`, and checks them with a page that was let in. */
export async function form(page, url) {
  await page.goto(`${url}/call/apigateway/2018-08-08/CreateUpstream`);
  await page.evaluate(() => document.addEventListener("tc:call", ({ detail }) => (window.called = JSON.stringify(detail))));

  // Fields become JSON, with numbers as they are typed.
  await field(page, "Scheme").fill("HTTP");
  await field(page, "Retries").fill("9223372036854775807");
  assert.equal(await text(page), '{\n  "Scheme": "HTTP",\n  "Retries": 9223372036854775807\n}');
  assert.match(await page.evaluate(() => window.called), /"Retries":9223372036854775807/);
  await field(page, "Retries").fill("1e2");
  assert.match(await text(page), /"Retries": 1e2\b/);

  // JSON becomes fields: nested ones, and those that the description does not have.
  await write(page, '{"Nodes": [{"Host": "10.0.0.1", "Port": 80}, {"Host": "10.0.0.2", "Weight": 0.10}], "Odd": {"a": 18446744073709551615}}');
  assert.equal(await field(page, "Nodes.1.Host").inputValue(), "10.0.0.2");
  assert.equal(await field(page, "Nodes.1.Weight").inputValue(), "0.10");
  assert.equal(await field(page, "Scheme").inputValue(), "");
  assert.match(await page.locator("tc-form .others").innerText(), /Odd[\s\S]*18446744073709551615/);
  await field(page, "Nodes.0.Port").fill("8080");
  assert.match(await text(page), /"Port": 8080/);
  assert.match(await text(page), /18446744073709551615/);

  // What is no JSON says where, and leaves the fields alone.
  await write(page, '{\n  "Scheme": HTTP\n}');
  await show(page, "json");
  assert.match(await page.locator("#parameters-wrong").innerText(), /2.*13.*HTTP/);
  await show(page, "fields");
  assert.equal(await field(page, "Nodes.0.Port").inputValue(), "8080");

  // Lists by the keyboard alone.
  await write(page, '{"Nodes": [{"Host": "a"}, {"Host": "b"}]}');
  const label = () => page.evaluate(() => document.activeElement.ariaLabel);
  await page.getByRole("button", { name: "Nodes.1" }).first().press("Enter");
  assert.equal(await field(page, "Nodes.0.Host").inputValue(), "b");
  assert.match(await label(), /Nodes\.0$/);
  await page.locator('[data-member="Nodes"] > [data-do=add]').press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.name), "Nodes.2.Host");
  await page.keyboard.type("c");
  await page.getByRole("button", { name: "Nodes.0" }).last().press("Enter");
  assert.deepEqual(JSON.parse(await text(page)), { Nodes: [{ Host: "a" }, { Host: "c" }] });

  // The address holds what was typed, and the page comes back with it.
  await page.waitForFunction(
    (kept) => new URL(location.href).searchParams.get("p") === kept,
    '{"Nodes":[{"Host":"a"},{"Host":"c"}]}',
  );
  await page.reload();
  assert.equal(await field(page, "Nodes.1.Host").inputValue(), "c");

  await pasted(page, url);
  await secrets(page, url);
  await doubts(page, url);
}

/** A pasted command is a form that is filled in, with what no address may hold. */
async function pasted(page, url) {
  await page.goto(url);
  await page.locator("[popovertarget=paste]").click();
  const text = "tccli cvm ResetInstancesPassword --InstanceIds '[\"ins-7\"]' --Password hush-hush";
  await page.evaluate((text) => navigator.clipboard.writeText(text), text);
  await page.locator("#pasted").press("Control+V");
  await page.waitForURL("**/ResetInstancesPassword?*");
  assert.equal(await field(page, "InstanceIds.0").inputValue(), "ins-7");
  assert.equal(await field(page, "Password").inputValue(), "hush-hush");
  assert.ok(!page.url().includes("hush"));
}

/** What is secret is in no address and in no text. */
async function secrets(page, url) {
  await page.goto(`${url}/call/cvm/2017-03-12/ResetInstancesPassword`);
  await page.evaluate(() => document.addEventListener("tc:call", ({ detail }) => (window.called = JSON.stringify(detail))));
  await field(page, "Password").fill("hush-hush");
  await field(page, "InstanceIds.0").fill("ins-1");
  await field(page, "InstanceIds.1").fill("ins-2");
  await page.waitForFunction(() => location.search.includes("ins-2"));
  assert.match(await page.evaluate(() => window.called), /"Password":"hush-hush"/);
  const seen = [page.url(), await text(page), await page.content()];
  for (const place of seen) assert.ok(!place.includes("hush"), place);
  // The mask in the text means the secret that it stands for.
  await write(page, (await text(page)).replace("ins-2", "ins-3"));
  assert.match(await page.evaluate(() => window.called), /"Password":"hush-hush".*ins-3|ins-3.*"Password":"hush-hush"/);
}

/** What is doubted is said, and sent nonetheless. */
async function doubts(page, url) {
  await page.goto(`${url}/call/cvm/2017-03-12/RunInstances`);
  const doubt = (name) => page.locator(`[data-member="${name}"] .doubt`).first();
  await field(page, "InstanceCount").fill("many");
  assert.ok(await doubt("InstanceCount").isVisible());
  assert.match(await text(page), /"InstanceCount": "many"/);
  await field(page, "InstanceCount").fill("501");
  assert.ok(await doubt("InstanceCount").isVisible());
  await field(page, "InstanceCount").fill("2");
  assert.ok(!(await doubt("InstanceCount").isVisible()));
  await page.locator('[data-member="Placement"] > summary').press("Enter");
  await field(page, "Placement.Zone").fill("ap-guangzhou-3");
  await page.locator("[data-only]").check();
  assert.ok(await field(page, "Placement.Zone").isVisible());
  assert.ok(!(await field(page, "ImageId").isVisible()));
}
