// The pictures of the READMEs: `SHOTS=FOLDER` takes them.

async function send(page, url, action, parameters) {
  await page.goto(`${url}/call/vpc/2017-03-12/${action}?region=ap-guangzhou&p=${encodeURIComponent(JSON.stringify(parameters))}`);
  await page.keyboard.press("Control+Enter");
  await page.waitForSelector("#panel-response .badge.good");
  return page.locator("#panel-response").innerText();
}

export async function pictures(page, url, { shot, environment }) {
  const made = await send(page, url, "CreateVpc", { VpcName: "web", CidrBlock: "10.0.0.0/16" });
  const vpc = made.match(/vpc-\w+/)[0];
  await send(page, url, "CreateSubnet", { VpcId: vpc, SubnetName: "a", CidrBlock: "10.0.1.0/24", Zone: "ap-guangzhou-3" });
  await shot("form");
  const rows = await page.evaluate(async () => (await (await fetch("/timeline?q=-class:read")).json()).rows.map(([id]) => id));
  await page.goto(`${url}/selection?ids=${rows.join(",")}`);
  await page.waitForSelector("#policy");
  await page.waitForTimeout(300);
  await shot("inspector");
  await page.goto(`${url}/approvals`);
  await page.fill("#approval-code", environment.APPROVAL_CODE);
  await page.press("#approval-code", "Enter");
  await page.click("#approvals-list .waiting .primary");
  await page.waitForSelector("#approval-name");
  await shot("approvals");
}
