"""Two networks and a disk, of which a policy each takes what it is about and acts on it. Prints what
each took and what is there afterwards."""
import json, subprocess, sys, time
from pathlib import Path

from tencentcloud.common.common_client import CommonClient
from tencentcloud.common.credential import EnvironmentVariableCredential

folder = Path(sys.argv[1])
key = EnvironmentVariableCredential().get_credential()
vpc = CommonClient("vpc", "2017-03-12", key, "ap-guangzhou")
cbs = CommonClient("cbs", "2017-03-12", key, "ap-guangzhou")
cvm = CommonClient("cvm", "2017-03-12", key, "ap-guangzhou")

for name, block in [("kept", "10.0.0.0/16"), ("other", "10.1.0.0/16")]:
    vpc.call_json("CreateVpc", {"VpcName": name, "CidrBlock": block})
for size in (10, 20):
    cbs.call_json("CreateDisks", {
        "DiskType": "CLOUD_PREMIUM", "DiskChargeType": "POSTPAID_BY_HOUR", "DiskSize": size,
        "Placement": {"Zone": "ap-guangzhou-3"}})
for kind in ("S5.MEDIUM2", "S5.LARGE8"):
    cvm.call_json("RunInstances", {
        "Placement": {"Zone": "ap-guangzhou-3"}, "ImageId": "img-eb30mz89", "InstanceType": kind})


def instances():
    return cvm.call_json("DescribeInstances", {})["Response"]["InstanceSet"]


# Only what runs can be stopped.
deadline = time.monotonic() + 120
while any(instance["InstanceState"] != "RUNNING" for instance in instances()):
    assert time.monotonic() < deadline, instances()
    time.sleep(0.1)

policies = [
    {"name": "networks", "resource": "tencentcloud.vpc", "filters": [{"VpcName": "kept"}],
     "actions": [{"type": "tag", "key": "owner", "value": "custodian"}]},
    {"name": "owned", "resource": "tencentcloud.vpc", "filters": [{"tag:owner": "custodian"}]},
    {"name": "disks", "resource": "tencentcloud.cbs",
     "filters": [{"DiskState": "UNATTACHED"}, {"type": "value", "key": "DiskSize", "op": "gt", "value": 15}]},
    {"name": "instances", "resource": "tencentcloud.cvm", "filters": [{"InstanceType": "S5.MEDIUM2"}],
     "actions": ["stop"]},
]
(folder / "policies.json").write_text(json.dumps({"policies": policies}))
subprocess.run(
    [Path(sys.executable).with_name("custodian"), "run", "--region", "ap-guangzhou",
     "--cache-period", "0", "--output-dir", folder / "out", folder / "policies.json"],
    stdout=sys.stderr, check=True)

took = {policy["name"]: json.loads((folder / "out" / policy["name"] / "resources.json").read_text())
        for policy in policies}
print(json.dumps({
    "networks": [vpc["VpcName"] for vpc in took["networks"]],
    "owned": [vpc["VpcName"] for vpc in took["owned"]],
    "disks": [disk["DiskSize"] for disk in took["disks"]],
    "instances": [instance["InstanceType"] for instance in took["instances"]],
    "states": {instance["InstanceType"]: instance["InstanceState"] for instance in instances()},
}))
