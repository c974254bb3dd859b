// Makes each call that comes in as a line of JSON through the official Node SDK, and answers with
// a line of JSON: {"answer": ...}, or {"code": ..., "message": ...}.
const readline = require("readline");
const sdk = "tencentcloud-sdk-nodejs/tencentcloud";
const { AbstractClient } = require(`${sdk}/common/abstract_client`);
const Refusal = require(`${sdk}/common/exception/tencent_cloud_sdk_exception`).default;

// {"$base64": ...} stands for bytes, which JSON does not have.
const withBytes = (_, value) =>
  value && value.$base64 !== undefined ? Buffer.from(value.$base64, "base64") : value;

function client(order) {
  const config = {
    credential: { secretId: order.id, secretKey: order.key },
    region: "ap-guangzhou",
    profile: {
      signMethod: order.method,
      httpProfile: {
        protocol: "http://",
        endpoint: order.endpoint,
        proxy: order.proxy,
        reqMethod: order.verb,
        headers: order.headers,
      },
    },
  };
  if (order.form !== "typed") {
    return new AbstractClient(`${order.service}.tencentcloudapi.com`, order.version, config);
  }
  let service;
  try {
    service = require(`${sdk}/services/${order.service}`)[order.service];
  } catch (error) {
    if (error.code !== "MODULE_NOT_FOUND") throw error;
  }
  const version = service && service[`v${order.version.replace(/-/g, "")}`];
  if (!version) return {};
  return new service[`v${order.version.replace(/-/g, "")}`].Client(config);
}

function absent(order) {
  const refusal = new Refusal(`the SDK has no ${order.service} ${order.version} ${order.action}`);
  return Object.assign(refusal, { code: "Absent" });
}

function call(order) {
  switch (order.form) {
    case "typed": {
      const typed = client(order);
      if (typeof typed[order.action] !== "function") throw absent(order);
      return typed[order.action](order.parameters);
    }
    case "multipart":
      return client(order).request(order.action, order.parameters, { multipart: true });
    case "octets":
      return client(order).requestOctetStream(order.action, order.parameters);
  }
}

(async () => {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    let result;
    try {
      result = { answer: await call(JSON.parse(line, withBytes)) };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      result = { code: error.code || "", message: error.message };
    }
    console.log(JSON.stringify(result));
  }
})();
