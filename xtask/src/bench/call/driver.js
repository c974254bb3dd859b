// Makes as many calls as each line says through the official Node SDK, with its defaults, and
// prints the processor time that they took in nanoseconds.
const readline = require("readline");
const { cvm } = require("tencentcloud-sdk-nodejs/tencentcloud/services/cvm");

const [address, action] = process.argv.slice(1);
const client = new cvm.v20170312.Client({
  credential: { secretId: "AKIDexample", secretKey: "example-secret-key" },
  region: "ap-guangzhou",
  profile: { httpProfile: { protocol: "http://", endpoint: address } },
});
const parameters = action === "DescribeInstances" ? { Limit: 65, Offset: 0 } : {};

(async () => {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const before = process.cpuUsage();
    for (let call = 0; call < Number(line); call += 1) {
      if (!((await client[action](parameters)).TotalCount > 0)) throw new Error("no total");
    }
    const { user, system } = process.cpuUsage(before);
    console.log((user + system) * 1000);
  }
})();
