//! Instances, their disks, addresses and networks, as a program meets them that reads what it wrote.

use serde_json::{Value, json};
use tencentcloud_emulator::{Builder, Credential, Emulator};

use crate::client::{Request, Response};
use crate::{answer, code};

pub(crate) fn builder() -> Builder {
    Emulator::builder().seed(7)
}

/// Calls actions of any service with requests that are signed by the tests' own code.
pub(crate) struct Cloud(pub(crate) Emulator);

impl Cloud {
    pub(crate) async fn start() -> Self {
        Self(builder().start().await.unwrap())
    }

    fn send(&self, action: &str, parameters: &Value) -> Response {
        let (service, action) = action.split_once('.').unwrap();
        let version = match service {
            "as" => "2018-04-19",
            "clb" => "2018-03-17",
            _ => "2017-03-12",
        };
        Request::post(action, version, parameters)
            .header("Host", &format!("{service}.tencentcloudapi.com"))
            .tc3(service, &Credential::test())
            .send(self.0.address())
    }

    #[track_caller]
    pub(crate) fn call(&self, action: &str, parameters: Value) -> Value {
        answer(&self.send(action, &parameters))
    }

    #[track_caller]
    pub(crate) fn refused(&self, action: &str, parameters: Value) -> String {
        code(&self.send(action, &parameters))
    }

    /// Returns the only item of a list.
    #[track_caller]
    pub(crate) fn one(&self, action: &str, parameters: Value, items: &str) -> Value {
        let mut listed = self.call(action, parameters);
        let items = listed[items].as_array_mut().unwrap();
        assert_eq!(items.len(), 1, "{items:?}");
        items.remove(0)
    }

    /// Reads the only item of a list until a member has a value.
    #[track_caller]
    pub(crate) fn until(
        &self,
        (action, parameters, items): (&str, Value, &str),
        (member, expected): (&str, Value),
    ) -> Value {
        let mut seen = Vec::new();
        // A change is over at the second reading, or after some seconds of the endpoint's time.
        for _ in 0..4 {
            let item = self.one(action, parameters.clone(), items);
            if item[member] == expected {
                return item;
            }
            seen.push(item[member].clone());
        }
        panic!("{member} was {seen:?}, and never {expected}");
    }

    #[track_caller]
    pub(crate) fn network(&self) -> (String, String) {
        let vpc = self.call(
            "vpc.CreateVpc",
            json!({"VpcName": "net", "CidrBlock": "10.0.0.0/16"}),
        );
        let vpc = text(&vpc["Vpc"]["VpcId"]);
        let subnet = json!({
            "VpcId": vpc, "SubnetName": "a", "Zone": "ap-guangzhou-3", "CidrBlock": "10.0.1.0/24",
        });
        let subnet = self.call("vpc.CreateSubnet", subnet);
        (vpc, text(&subnet["Subnet"]["SubnetId"]))
    }

    #[track_caller]
    pub(crate) fn instance(&self, vpc: &str, subnet: &str) -> String {
        let mut request = plain();
        request["VirtualPrivateCloud"] = json!({"VpcId": vpc, "SubnetId": subnet});
        let made = self.call("cvm.RunInstances", request);
        let id = text(&made["InstanceIdSet"][0]);
        self.until(instances(&id), ("InstanceState", json!("RUNNING")));
        id
    }
}

pub(crate) fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

fn plain() -> Value {
    json!({
        "Placement": {"Zone": "ap-guangzhou-3"}, "InstanceType": "S5.MEDIUM4",
        "ImageId": "img-eb30mz89", "InstanceName": "web",
    })
}

pub(crate) fn instances(id: &str) -> (&'static str, Value, &'static str) {
    (
        "cvm.DescribeInstances",
        json!({"InstanceIds": [id]}),
        "InstanceSet",
    )
}

fn disks(id: &Value) -> (&'static str, Value, &'static str) {
    ("cbs.DescribeDisks", json!({"DiskIds": [id]}), "DiskSet")
}

fn addresses(id: &str) -> (&'static str, Value, &'static str) {
    (
        "vpc.DescribeAddresses",
        json!({"AddressIds": [id]}),
        "AddressSet",
    )
}

#[track_caller]
pub(crate) fn assert_members<const N: usize>(item: &Value, expected: [(&str, Value); N]) {
    for (path, expected) in expected {
        let pointer = format!("/{}", path.replace('.', "/"));
        assert_eq!(item.pointer(&pointer), Some(&expected), "{path} of {item}");
    }
}

#[tokio::test]
async fn an_instance_reads_as_it_was_written() {
    let cloud = Cloud::start().await;
    let (vpc, subnet) = cloud.network();
    let group = cloud.call(
        "vpc.CreateSecurityGroup",
        json!({"GroupName": "web", "GroupDescription": ""}),
    );
    let group = text(&group["SecurityGroup"]["SecurityGroupId"]);
    let key = json!({"KeyName": "mine", "ProjectId": 0, "PublicKey": "ssh-ed25519 AAAA"});
    let key = text(&cloud.call("cvm.ImportKeyPair", key)["KeyId"]);
    let mut request = plain();
    request["Placement"]["ProjectId"] = json!(0);
    request["VirtualPrivateCloud"] = json!({"VpcId": vpc, "SubnetId": subnet});
    request["SystemDisk"] = json!({"DiskType": "CLOUD_SSD", "DiskSize": 60});
    request["DataDisks"] = json!([{"DiskType": "CLOUD_PREMIUM", "DiskSize": 100}]);
    request["InternetAccessible"] =
        json!({"InternetChargeType": "TRAFFIC_POSTPAID_BY_HOUR", "InternetMaxBandwidthOut": 5});
    request["SecurityGroupIds"] = json!([group]);
    request["LoginSettings"] = json!({"KeyIds": [key]});
    request["TagSpecification"] =
        json!([{"ResourceType": "instance", "Tags": [{"Key": "team", "Value": "a"}]}]);
    let made = cloud.call("cvm.RunInstances", request);
    let id = text(&made["InstanceIdSet"][0]);
    let begun = cloud.one(
        "cvm.DescribeInstances",
        json!({"InstanceIds": [id]}),
        "InstanceSet",
    );
    assert_members(
        &begun,
        [
            ("InstanceState", json!("PENDING")),
            ("LatestOperationState", json!("OPERATING")),
        ],
    );
    let instance = cloud.until(instances(&id), ("InstanceState", json!("RUNNING")));
    assert_members(
        &instance,
        [
            ("Placement.Zone", json!("ap-guangzhou-3")),
            ("Placement.ProjectId", json!(0)),
            ("InstanceType", json!("S5.MEDIUM4")),
            ("CPU", json!(2)),
            ("Memory", json!(4)),
            ("ImageId", json!("img-eb30mz89")),
            ("InstanceName", json!("web")),
            ("InstanceChargeType", json!("POSTPAID_BY_HOUR")),
            ("SystemDisk.DiskType", json!("CLOUD_SSD")),
            ("SystemDisk.DiskSize", json!(60)),
            ("DataDisks.0.DiskSize", json!(100)),
            ("DataDisks.0.DeleteWithInstance", json!(true)),
            ("VirtualPrivateCloud.VpcId", json!(vpc)),
            ("VirtualPrivateCloud.SubnetId", json!(subnet)),
            ("PrivateIpAddresses", json!(["10.0.1.2"])),
            ("InternetAccessible.InternetMaxBandwidthOut", json!(5)),
            ("SecurityGroupIds", json!([group])),
            ("LoginSettings.KeyIds", json!([key])),
            ("Tags", json!([{"Key": "team", "Value": "a"}])),
            ("LatestOperationState", json!("SUCCESS")),
            ("CamRoleName", Value::Null),
            ("HpcClusterId", json!("")),
        ],
    );
    assert_eq!(instance["PublicIpAddresses"].as_array().unwrap().len(), 1);
    let system = cloud.until(
        disks(&instance["SystemDisk"]["DiskId"]),
        ("DiskState", json!("ATTACHED")),
    );
    assert_members(
        &system,
        [
            ("DiskUsage", json!("SYSTEM_DISK")),
            ("DiskSize", json!(60)),
            ("InstanceId", json!(id)),
            ("Attached", json!(true)),
            ("Placement.Zone", json!("ap-guangzhou-3")),
            ("Tags", json!([])),
        ],
    );
    let pair = cloud.one(
        "cvm.DescribeKeyPairs",
        json!({"KeyIds": [key]}),
        "KeyPairSet",
    );
    assert_eq!(pair["AssociatedInstanceIds"], json!([id]));
    let status = cloud.one(
        "cvm.DescribeInstancesStatus",
        json!({"InstanceIds": [id]}),
        "InstanceStatusSet",
    );
    assert_eq!(
        status,
        json!({"InstanceId": id, "InstanceState": "RUNNING"})
    );
}

#[tokio::test]
async fn what_an_instance_was_not_given_is_empty() {
    let cloud = Cloud::start().await;
    let made = cloud.call("cvm.RunInstances", plain());
    let id = text(&made["InstanceIdSet"][0]);
    let instance = cloud.until(instances(&id), ("InstanceState", json!("RUNNING")));
    assert_members(
        &instance,
        [
            ("Tags", json!([])),
            ("SecurityGroupIds", json!([])),
            ("PublicIpAddresses", Value::Null),
            ("LoginSettings.KeyIds", Value::Null),
            ("VirtualPrivateCloud.SubnetId", json!("")),
            ("InternetAccessible.InternetMaxBandwidthOut", json!(0)),
            ("DataDisks", json!([])),
            ("SystemDisk.DiskSize", json!(50)),
            ("DisasterRecoverGroupId", json!("")),
            ("DedicatedClusterId", json!("")),
        ],
    );
}

#[tokio::test]
async fn an_instance_is_changed_stopped_and_ended() {
    let cloud = Cloud::start().await;
    let (vpc, subnet) = cloud.network();
    let id = cloud.instance(&vpc, &subnet);
    let only = json!({"InstanceIds": [id]});
    let renamed = json!({"InstanceIds": [id], "InstanceName": "db"});
    cloud.call("cvm.ModifyInstancesAttribute", renamed);
    assert_eq!(
        cloud.refused(
            "cvm.ModifyInstancesAttribute",
            json!({"InstanceIds": [id], "SecurityGroups": ["sg-00000000"]})
        ),
        "InvalidSecurityGroupId.NotFound"
    );
    let started = cloud.refused("cvm.StartInstances", only.clone());
    assert_eq!(started, "UnsupportedOperation.InstanceStateRunning");
    cloud.call("cvm.StopInstances", only.clone());
    let reading = |state: &str| cloud.until(instances(&id), ("InstanceState", json!(state)));
    reading("STOPPING");
    reading("STOPPED");
    let larger = json!({"InstanceIds": [id], "InstanceType": "S5.2XLARGE16"});
    cloud.call("cvm.ResetInstancesType", larger);
    cloud.call("cvm.StartInstances", only.clone());
    reading("STARTING");
    let instance = reading("RUNNING");
    assert_members(
        &instance,
        [
            ("InstanceName", json!("db")),
            ("CPU", json!(8)),
            ("Memory", json!(16)),
            ("VirtualPrivateCloud.SubnetId", json!(subnet)),
        ],
    );
    let system = instance["SystemDisk"]["DiskId"].clone();
    let grown = json!({"InstanceId": id, "SystemDisk": {"DiskSize": 80}});
    cloud.call("cvm.ResizeInstanceDisks", grown);
    let (action, request, items) = disks(&system);
    assert_eq!(cloud.one(action, request.clone(), items)["DiskSize"], 80);
    cloud.call("cvm.RebootInstances", only.clone());
    reading("REBOOTING");
    let again = reading("RUNNING");
    assert_members(
        &again,
        [
            ("SystemDisk.DiskSize", json!(80)),
            ("SystemDisk.DiskId", system),
        ],
    );

    let in_use = cloud.refused("vpc.DeleteSubnet", json!({"SubnetId": subnet}));
    assert_eq!(in_use, "ResourceInUse");
    cloud.call("cvm.TerminateInstances", only.clone());
    reading("TERMINATING");
    let gone = cloud.call("cvm.DescribeInstances", only.clone());
    assert_eq!(
        (&gone["TotalCount"], &gone["InstanceSet"]),
        (&json!(0), &json!([]))
    );
    assert_eq!(cloud.call(action, request)["TotalCount"], 0);
    assert_eq!(
        cloud.refused("cvm.TerminateInstances", only),
        "InvalidInstanceId.NotFound"
    );
    cloud.call("vpc.DeleteSubnet", json!({"SubnetId": subnet}));
    cloud.call("vpc.DeleteVpc", json!({"VpcId": vpc}));
}

#[tokio::test]
async fn several_instances_are_made_at_once_and_protected_ones_stay() {
    let cloud = Cloud::start().await;
    let (vpc, subnet) = cloud.network();
    let mut request = plain();
    request["InstanceCount"] = json!(3);
    request["DisableApiTermination"] = json!(true);
    request["VirtualPrivateCloud"] = json!({"VpcId": vpc, "SubnetId": subnet});
    let made = cloud.call("cvm.RunInstances", request.clone());
    let ids = made["InstanceIdSet"].as_array().unwrap().clone();
    assert_eq!(ids.len(), 3);
    let filters = json!([{"Name": "subnet-id", "Values": [subnet]}]);
    let listed = cloud.call(
        "cvm.DescribeInstances",
        json!({"Filters": filters, "Limit": 2}),
    );
    assert_eq!(listed["TotalCount"], 3);
    assert_eq!(listed["InstanceSet"].as_array().unwrap().len(), 2);
    let subnets = json!({"SubnetIds": [subnet]});
    let counted = cloud.one("vpc.DescribeSubnets", subnets, "SubnetSet");
    assert_eq!(counted["AvailableIpAddressCount"], 256 - 3 - 3);
    let ended = cloud.refused("cvm.TerminateInstances", json!({"InstanceIds": ids}));
    assert_eq!(ended, "UnsupportedOperation.InstancesProtected");
    request["VirtualPrivateCloud"]["VpcId"] = json!("vpc-00000000");
    let other = cloud.refused("cvm.RunInstances", request.clone());
    assert_eq!(other, "InvalidParameterValue.VpcIdSubnetIdNotMatch");
    request["VirtualPrivateCloud"] = json!({"VpcId": vpc, "SubnetId": "subnet-00000000"});
    let unknown = cloud.refused("cvm.RunInstances", request);
    assert!(unknown.contains("Subnet"), "{unknown}");
}

#[tokio::test]
async fn a_key_pair_is_put_on_an_instance_and_taken_off() {
    let cloud = Cloud::start().await;
    let (vpc, subnet) = cloud.network();
    let id = cloud.instance(&vpc, &subnet);
    let request = json!({"KeyName": "mine", "ProjectId": 0, "PublicKey": "ssh-ed25519 AAAA\n"});
    let key = text(&cloud.call("cvm.ImportKeyPair", request.clone())["KeyId"]);
    assert!(key.starts_with("skey-"));
    let twice = cloud.refused("cvm.ImportKeyPair", request);
    assert_eq!(twice, "InvalidKeyPairName.Duplicate");
    let both = json!({"InstanceIds": [id], "KeyIds": [key], "ForceStop": true});
    let read = || {
        let instance = cloud.until(instances(&id), ("InstanceState", json!("RUNNING")));
        let pair = cloud.one(
            "cvm.DescribeKeyPairs",
            json!({"KeyIds": [key]}),
            "KeyPairSet",
        );
        (instance["LoginSettings"]["KeyIds"].clone(), pair)
    };
    cloud.call("cvm.AssociateInstancesKeyPairs", both.clone());
    let (keys, pair) = read();
    assert_eq!(keys, json!([key]));
    assert_members(
        &pair,
        [
            ("KeyName", json!("mine")),
            ("PublicKey", json!("ssh-ed25519 AAAA")),
            ("AssociatedInstanceIds", json!([id])),
            ("Description", json!("")),
            ("PrivateKey", json!("")),
        ],
    );
    cloud.refused("cvm.DeleteKeyPairs", json!({"KeyIds": [key]}));
    cloud.call("cvm.DisassociateInstancesKeyPairs", both);
    let (keys, pair) = read();
    assert_eq!(
        (keys, &pair["AssociatedInstanceIds"]),
        (json!([]), &json!([]))
    );
    cloud.call("cvm.DeleteKeyPairs", json!({"KeyIds": [key]}));
    let gone = cloud.refused("cvm.DeleteKeyPairs", json!({"KeyIds": [key]}));
    assert_eq!(gone, "InvalidKeyPairId.NotFound");
}

#[tokio::test]
async fn a_disk_is_attached_grown_detached_and_kept_in_a_snapshot() {
    let cloud = Cloud::start().await;
    let (vpc, subnet) = cloud.network();
    let id = cloud.instance(&vpc, &subnet);
    let request = json!({
        "Placement": {"Zone": "ap-guangzhou-3"}, "DiskChargeType": "POSTPAID_BY_HOUR",
        "DiskType": "CLOUD_SSD", "DiskSize": 20, "DiskName": "data", "Encrypt": "ENCRYPT",
    });
    let disk = cloud.call("cbs.CreateDisks", request)["DiskIdSet"][0].take();
    let read = |state: &str| cloud.until(disks(&disk), ("DiskState", json!(state)));
    assert_members(
        &read("UNATTACHED"),
        [
            ("DiskName", json!("data")),
            ("DiskSize", json!(20)),
            ("DiskType", json!("CLOUD_SSD")),
            ("DiskUsage", json!("DATA_DISK")),
            ("Encrypt", json!(true)),
            ("Attached", json!(false)),
            ("InstanceId", json!("")),
            ("Tags", json!([])),
            ("AutoSnapshotPolicyIds", Value::Null),
        ],
    );
    let both = json!({"DiskIds": [disk], "InstanceId": id});
    let unknown = json!({"DiskIds": [disk], "InstanceId": "ins-00000000"});
    assert_eq!(
        cloud.refused("cbs.AttachDisks", unknown),
        "InvalidInstanceId.NotFound"
    );
    cloud.call("cbs.AttachDisks", both.clone());
    read("ATTACHING");
    assert_members(
        &read("ATTACHED"),
        [("InstanceId", json!(id)), ("Attached", json!(true))],
    );
    let held = |instance: &Value| instance["DataDisks"].as_array().unwrap().len();
    let instance = cloud.until(instances(&id), ("InstanceState", json!("RUNNING")));
    assert_eq!(
        (held(&instance), &instance["DataDisks"][0]["DiskId"]),
        (1, &disk)
    );
    cloud.refused("cbs.TerminateDisks", json!({"DiskIds": [disk]}));
    cloud.call("cbs.ResizeDisk", json!({"DiskId": disk, "DiskSize": 50}));
    read("EXPANDING");
    assert_eq!(read("ATTACHED")["DiskSize"], 50);
    let instance = cloud.until(instances(&id), ("InstanceState", json!("RUNNING")));
    assert_eq!(instance["DataDisks"][0]["DiskSize"], 50);
    cloud.refused("cbs.ResizeDisk", json!({"DiskId": disk, "DiskSize": 30}));

    let request = json!({"DiskId": disk, "SnapshotName": "before"});
    let snapshot = cloud.call("cbs.CreateSnapshot", request)["SnapshotId"].take();
    let reading = (
        "cbs.DescribeSnapshots",
        json!({"SnapshotIds": [snapshot]}),
        "SnapshotSet",
    );
    assert_eq!(
        cloud.one(reading.0, reading.1.clone(), reading.2)["Percent"],
        0
    );
    assert_members(
        &cloud.until(reading.clone(), ("SnapshotState", json!("NORMAL"))),
        [
            ("DiskId", disk.clone()),
            ("DiskSize", json!(50)),
            ("Percent", json!(100)),
            ("Encrypt", json!(true)),
            ("IsPermanent", json!(true)),
        ],
    );
    let renamed = json!({"SnapshotId": snapshot, "SnapshotName": "after"});
    cloud.call("cbs.ModifySnapshotAttribute", renamed);
    let named = cloud.one(reading.0, reading.1.clone(), reading.2);
    assert_eq!(named["SnapshotName"], "after");
    cloud.call("cbs.DeleteSnapshots", json!({"SnapshotIds": [snapshot]}));
    assert_eq!(cloud.call(reading.0, reading.1)["TotalCount"], 0);

    cloud.call("cbs.DetachDisks", both);
    read("DETACHING");
    assert_members(
        &read("UNATTACHED"),
        [("InstanceId", json!("")), ("Attached", json!(false))],
    );
    let instance = cloud.until(instances(&id), ("InstanceState", json!("RUNNING")));
    assert_eq!(held(&instance), 0);
    cloud.call("cbs.TerminateDisks", json!({"DiskIds": [disk]}));
    assert_eq!(
        cloud.call("cbs.DescribeDisks", json!({"DiskIds": [disk]}))["TotalCount"],
        0
    );
}

#[tokio::test]
async fn a_public_address_is_shown_on_both_sides_while_it_is_bound() {
    let cloud = Cloud::start().await;
    let (vpc, subnet) = cloud.network();
    let instance = cloud.instance(&vpc, &subnet);
    let request = json!({
        "AddressName": "front", "InternetMaxBandwidthOut": 10,
        "InternetChargeType": "TRAFFIC_POSTPAID_BY_HOUR",
    });
    let id = text(&cloud.call("vpc.AllocateAddresses", request)["AddressSet"][0]);
    let read = |status: &str| cloud.until(addresses(&id), ("AddressStatus", json!(status)));
    read("CREATING");
    let free = read("UNBIND");
    assert_members(
        &free,
        [
            ("AddressName", json!("front")),
            ("Bandwidth", json!(10)),
            ("AddressType", json!("EIP")),
            ("InternetServiceProvider", json!("BGP")),
            ("InstanceId", Value::Null),
            ("TagSet", json!([])),
            ("BandwidthPackageId", Value::Null),
        ],
    );
    let both = json!({"AddressId": id, "InstanceId": instance});
    let unknown = json!({"AddressId": id, "InstanceId": "ins-00000000"});
    assert_eq!(
        cloud.refused("vpc.AssociateAddress", unknown),
        "InvalidInstanceId.NotFound"
    );
    let task = cloud.call("vpc.AssociateAddress", both)["TaskId"].take();
    let done = cloud.call("vpc.DescribeVpcTaskResult", json!({"TaskId": task}));
    assert_eq!(done["Status"], "SUCCESS");
    read("BINDING");
    assert_members(
        &read("BIND"),
        [
            ("InstanceId", json!(instance)),
            ("InstanceType", json!("CVM")),
            ("PrivateAddressIp", json!("10.0.1.2")),
        ],
    );
    let public = || {
        let instance = cloud.until(instances(&instance), ("InstanceState", json!("RUNNING")));
        instance["PublicIpAddresses"].clone()
    };
    assert_eq!(public(), json!([free["AddressIp"]]));
    let filters = json!([{"Name": "instance-id", "Values": [instance]}]);
    let bound = cloud.one(
        "vpc.DescribeAddresses",
        json!({"Filters": filters}),
        "AddressSet",
    );
    assert_eq!(bound["AddressId"], json!(id));
    let kept = cloud.refused("vpc.ReleaseAddresses", json!({"AddressIds": [id]}));
    assert!(kept.contains("Status") || kept.contains("State"), "{kept}");
    cloud.call("vpc.DisassociateAddress", json!({"AddressId": id}));
    read("UNBINDING");
    assert_members(
        &read("UNBIND"),
        [("InstanceId", Value::Null), ("InstanceType", Value::Null)],
    );
    assert_eq!(public(), json!([]));
    let more = json!({"AddressIds": [id], "InternetMaxBandwidthOut": 20});
    cloud.call("vpc.ModifyAddressesBandwidth", more);
    assert_eq!(read("UNBIND")["Bandwidth"], 20);
    cloud.call("vpc.ReleaseAddresses", json!({"AddressIds": [id]}));
    let gone =
        || cloud.call("vpc.DescribeAddresses", json!({"Filters": filters}))["TotalCount"].take();
    assert_eq!(gone(), 0);
}
