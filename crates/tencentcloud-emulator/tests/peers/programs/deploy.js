// The two libraries by which the Serverless Framework and CloudBase deploy, each with its own
// signing. What they tell on the way goes to standard error.
console.log = console.error;
const { Account, Tag, Vpc, Apigw } = require("tencent-component-toolkit");
const CloudBase = require("@cloudbase/manager-node");

const region = process.env.TENCENTCLOUD_REGION;
const secretId = process.env.TENCENTCLOUD_SECRET_ID;
const secretKey = process.env.TENCENTCLOUD_SECRET_KEY;
const key = { SecretId: secretId, SecretKey: secretKey };

async function run() {
  const tag = new Tag(key, region);
  await tag.request({ Action: "CreateTag", TagKey: "owner", TagValue: "serverless" });
  const tags = await tag.getTagList();
  const network = await new Vpc(key, region).deploy({
    vpcName: "network", subnetName: "subnet", zone: `${region}-3`, cidrBlock: "10.0.0.0/16",
  });
  const service = await new Apigw(key, region).deploy({
    serviceName: "service", protocols: ["http"], environment: "release", netTypes: ["OUTER"], endpoints: [],
  });

  const manager = CloudBase.init({ secretId, secretKey, region, envId: "env-1" });
  const { VpcSet } = await manager.commonService("vpc", "2017-03-12").call({ Action: "DescribeVpcs", Param: {} });
  const { EnvList } = await manager.env.listEnvs();
  const account = await new Account(key, region).get();
  const { EnvId: envId } = await manager.commonService("tcb", "2018-06-08").call({
    Action: "CreateEnv", Param: { Alias: "shop", PackageId: "baas_personal", Resources: ["flexdb"] },
  });
  const shop = new CloudBase({ secretId, secretKey, region, envId });
  const { EnvInfo } = await shop.env.getEnvInfo();
  return {
    account,
    environment: EnvInfo,
    tags: tags.map((tag) => `${tag.TagKey}=${tag.TagValue}`),
    made: [network.vpcId],
    read: VpcSet.map((vpc) => vpc.VpcId),
    service: service.created,
    environments: EnvList,
  };
}

run().then((result) => process.stdout.write(JSON.stringify(result)));
