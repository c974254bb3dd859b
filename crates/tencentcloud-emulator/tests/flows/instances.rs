//! Instances: what the program asks before it makes one, and their whole life.

use serde_json::{Value, json};

use crate::disks::disks;
use crate::groups::group;
use crate::network;
use crate::provider::{
    Provider, Read, ZONE, assert_members, assert_unset, filter, named, read, text,
};

fn instances(id: &str) -> Read<'static> {
    let parameters = json!({"InstanceIds": [id]});
    read("cvm.DescribeInstances", parameters, "InstanceSet")
}

/// Returns an image that everybody can take.
pub(crate) fn image(provider: &Provider) -> String {
    let filters = [
        filter(("image-type", "PUBLIC_IMAGE")),
        filter(("platform", "Ubuntu")),
    ];
    let parameters = json!({"Filters": filters, "Limit": 100, "Offset": 0});
    let images = provider.list(&read("cvm.DescribeImages", parameters, "ImageSet"));
    text(&images[0]["ImageId"])
}

/// Returns the smallest type that has two cores and four GiB in the zone.
fn instance_type(provider: &Provider) -> String {
    let filters = [
        filter(("zone", ZONE)),
        filter(("instance-charge-type", "POSTPAID_BY_HOUR")),
    ];
    let parameters = json!({"Filters": filters});
    let items = "InstanceTypeQuotaSet";
    let all = provider.list(&read(
        "cvm.DescribeZoneInstanceConfigInfos",
        parameters,
        items,
    ));
    let fits = |offer: &&Value| offer["Cpu"] == 2 && offer["Memory"] == 4;
    let offer = all.iter().find(fits).unwrap();
    assert_members(
        offer,
        [
            ("Zone", json!(ZONE)),
            ("InstanceChargeType", json!("POSTPAID_BY_HOUR")),
            ("Status", json!("SELL")),
        ],
    );
    text(&offer["InstanceType"])
}

/// Reads an instance as the program does: until no operation is under way.
#[track_caller]
fn settled(provider: &Provider, id: &str) -> Value {
    provider.until(&instances(id), "LatestOperationState", &json!("SUCCESS"))
}

/// Makes an instance in a subnet with nothing but what must be said.
pub(crate) fn instance(provider: &Provider, vpc: &str, subnet: &str) -> (String, Read<'static>) {
    let made = provider.call(
        "cvm.RunInstances",
        json!({
            "ImageId": image(provider), "Placement": {"Zone": ZONE}, "InstanceType": "S5.MEDIUM4",
            "VirtualPrivateCloud": {"VpcId": vpc, "SubnetId": subnet}, "ClientToken": "plain",
        }),
    );
    let id = text(&made["InstanceIdSet"][0]);
    provider.until(&instances(&id), "InstanceState", &json!("RUNNING"));
    let read = instances(&id);
    (id, read)
}

#[tokio::test]
async fn what_is_offered() {
    let provider = Provider::start().await;
    let regions = provider.list(&read("cvm.DescribeRegions", json!({}), "RegionSet"));
    let named = |all: &[Value], member: &str, name: &str| {
        let found = all.iter().find(|one| one[member] == name).cloned();
        found.unwrap_or_else(|| panic!("no {name} among {all:?}"))
    };
    let region = named(&regions, "Region", "ap-guangzhou");
    assert_eq!(region["RegionState"], "AVAILABLE");
    let zones = provider.list(&read("cvm.DescribeZones", json!({}), "ZoneSet"));
    let zone = named(&zones, "Zone", ZONE);
    assert_members(
        &zone,
        [
            ("ZoneId", json!("100003")),
            ("ZoneState", json!("AVAILABLE")),
        ],
    );
    for zone in &zones {
        assert!(text(&zone["Zone"]).starts_with("ap-guangzhou-"), "{zone}");
    }
    let filters = [filter(("zone", ZONE)), filter(("instance-family", "S5"))];
    let types = read(
        "cvm.DescribeInstanceTypeConfigs",
        json!({"Filters": filters}),
        "InstanceTypeConfigSet",
    );
    let types = provider.list(&types);
    assert!(!types.is_empty());
    for offer in &types {
        assert_members(
            offer,
            [("Zone", json!(ZONE)), ("InstanceFamily", json!("S5"))],
        );
    }
    let one = named(&types, "InstanceType", "S5.2XLARGE16");
    assert_members(
        &one,
        [("CPU", json!(8)), ("Memory", json!(16)), ("GPU", json!(0))],
    );
}

#[tokio::test]
async fn public_images() {
    let provider = Provider::start().await;
    let list = |parameters| provider.list(&read("cvm.DescribeImages", parameters, "ImageSet"));
    let public = filter(("image-type", "PUBLIC_IMAGE"));
    let all = list(json!({"Filters": [public], "Limit": 100, "Offset": 0}));
    assert!(all.len() > 10);
    for image in &all {
        text(&image["OsName"]);
        text(&image["Platform"]);
        assert_members(
            image,
            [
                ("ImageType", json!("PUBLIC_IMAGE")),
                ("ImageState", json!("NORMAL")),
            ],
        );
    }
    // By pages, by id and by name, as everything is listed.
    let first = list(json!({"Filters": [public], "Limit": 3, "Offset": 0}));
    let second = list(json!({"Filters": [public], "Limit": 3, "Offset": 3}));
    assert_eq!([first, second].concat(), all[..6]);
    let id = text(&all[4]["ImageId"]);
    assert_eq!(list(json!({"ImageIds": [id]})), all[4..5]);
    let name = filter(("image-name", all[4]["ImageName"].as_str().unwrap()));
    assert_eq!(list(json!({"Filters": [name]})), all[4..5]);
    let private = filter(("image-type", "PRIVATE_IMAGE"));
    assert_eq!(list(json!({"Filters": [private]})), [Value::Null; 0]);

    // They are nobody's own, and an instance takes no other.
    let none = provider.refused("cvm.DeleteImages", json!({"ImageIds": [id]}));
    assert_eq!(none, "InvalidImageId.NotFound");
    let of = |image: &str| {
        json!({
            "ImageId": image, "Placement": {"Zone": ZONE}, "InstanceType": "S5.MEDIUM4",
        })
    };
    let run = "cvm.RunInstances";
    assert_eq!(
        provider.refused(run, of("img-00000000")),
        "InvalidImageId.NotFound"
    );
    assert_eq!(
        provider.refused(run, of("ubuntu")),
        "InvalidImageId.Malformed"
    );
    let made = provider.call(run, of(&id));
    let instance = text(&made["InstanceIdSet"][0]);
    let read = settled(&provider, &instance);
    assert_eq!(read["OsName"], all[4]["OsName"]);
    let made = provider.call(
        "cvm.CreateImage",
        json!({"ImageName": "mine", "InstanceId": instance}),
    );
    let mine = text(&made["ImageId"]);
    let own = list(json!({"Filters": [private]}));
    assert_members(
        &own[0],
        [
            ("ImageId", json!(mine)),
            ("OsName", all[4]["OsName"].clone()),
            ("Platform", all[4]["Platform"].clone()),
        ],
    );
    assert_eq!(list(json!({"Limit": 100})).len(), all.len() + 1);
    provider.call(run, of(&mine));
}

/// What an instance is made with.
struct Wanted {
    image: String,
    instance_type: String,
    vpc: String,
    subnet: String,
    group: String,
    key: String,
}

#[tokio::test]
async fn an_instance() {
    let provider = Provider::start().await;
    let (vpc, subnet) = network::both(&provider);
    let key = json!({"KeyName": "mine", "ProjectId": 0, "PublicKey": "ssh-ed25519 AAAA"});
    let wanted = Wanted {
        image: image(&provider),
        instance_type: instance_type(&provider),
        vpc,
        subnet,
        group: group(&provider, "web"),
        key: text(&provider.call("cvm.ImportKeyPair", key)["KeyId"]),
    };
    let other = group(&provider, "other");
    let id = made(&provider, &wanted);
    assert_eq!(provider.tags("cvm", "instance", &id), json!({"team": "a"}));
    let found = settled(&provider, &id);
    assert_made(&found, &wanted);
    let (system, data) = assert_disks(&provider, &id, &found);
    let attributes = json!({"InstanceIds": [id], "Attributes": ["UserData"]});
    let action = "cvm.DescribeInstancesAttributes";
    let attributes = provider.one(&read(action, attributes, "InstanceSet"));
    assert_eq!(attributes["Attributes"]["UserData"], "dGVzdA==");

    changed(&provider, &id, &wanted.group, &other, &wanted.key);
    stopped_and_started(&provider, &id);
    let tags = json!({"team": "b"});
    for (prefix, id) in [("instance", &id), ("volume", &system), ("volume", &data)] {
        provider.tag(&named("cvm", prefix, id), [("team", "b")], &[]);
        assert_eq!(provider.tags("cvm", prefix, id), tags);
    }
    ended(&provider, &id, &wanted);
    provider.until_gone(&disks(&system));
    provider.until_gone(&disks(&data));
    for group in [&wanted.group, &other] {
        provider.call("vpc.DeleteSecurityGroup", json!({"SecurityGroupId": group}));
    }
    network::delete(&provider, &wanted.vpc, &wanted.subnet);
}

/// Makes an instance with all that can be said of it.
fn made(provider: &Provider, wanted: &Wanted) -> String {
    let enabled = json!({"Enabled": true});
    let made = provider.call(
        "cvm.RunInstances",
        json!({
            "ImageId": wanted.image, "Placement": {"Zone": ZONE, "ProjectId": 0},
            "InstanceName": "web", "InstanceType": wanted.instance_type, "HostName": "web-1",
            "InstanceChargeType": "POSTPAID_BY_HOUR",
            "InternetAccessible": {
                "InternetChargeType": "TRAFFIC_POSTPAID_BY_HOUR", "InternetMaxBandwidthOut": 5,
                "PublicIpAssigned": true,
            },
            "VirtualPrivateCloud": {
                "VpcId": wanted.vpc, "SubnetId": wanted.subnet, "PrivateIpAddresses": ["10.0.1.20"],
            },
            "SecurityGroupIds": [wanted.group],
            "SystemDisk": {"DiskType": "CLOUD_PREMIUM", "DiskSize": 60, "DiskName": "root"},
            "DataDisks": [{
                "DiskType": "CLOUD_SSD", "DiskSize": 100, "DiskName": "data",
                "ThroughputPerformance": 0, "DeleteWithInstance": true, "Encrypt": false,
            }],
            "EnhancedService": {
                "SecurityService": enabled, "MonitorService": enabled,
                "AutomationService": enabled,
            },
            "LoginSettings": {"KeyIds": [wanted.key]}, "UserData": "dGVzdA==",
            "DisableApiTermination": false,
            "TagSpecification": [
                {"ResourceType": "instance", "Tags": [{"Key": "team", "Value": "a"}]},
            ],
            "ClientToken": "first",
        }),
    );
    let id = text(&made["InstanceIdSet"][0]);
    provider.until(&instances(&id), "InstanceState", &json!("RUNNING"));
    id
}

/// Asserts that an instance is read as it was made.
#[track_caller]
fn assert_made(read: &Value, wanted: &Wanted) {
    for member in ["CreatedTime", "Uuid", "OsName"] {
        text(&read[member]);
    }
    assert_members(
        read,
        [
            ("ImageId", json!(wanted.image)),
            ("Placement.Zone", json!(ZONE)),
            ("Placement.ProjectId", json!(0)),
            ("InstanceName", json!("web")),
            ("InstanceType", json!(wanted.instance_type)),
            ("InstanceChargeType", json!("POSTPAID_BY_HOUR")),
            (
                "InternetAccessible.InternetChargeType",
                json!("TRAFFIC_POSTPAID_BY_HOUR"),
            ),
            ("InternetAccessible.InternetMaxBandwidthOut", json!(5)),
            ("VirtualPrivateCloud.VpcId", json!(wanted.vpc)),
            ("VirtualPrivateCloud.SubnetId", json!(wanted.subnet)),
            ("PrivateIpAddresses", json!(["10.0.1.20"])),
            ("SecurityGroupIds", json!([wanted.group])),
            ("SystemDisk.DiskType", json!("CLOUD_PREMIUM")),
            ("SystemDisk.DiskSize", json!(60)),
            ("DataDisks.0.DiskType", json!("CLOUD_SSD")),
            ("DataDisks.0.DiskSize", json!(100)),
            ("DataDisks.0.Encrypt", json!(false)),
            ("DataDisks.0.DeleteWithInstance", json!(true)),
            ("DataDisks.0.ThroughputPerformance", json!(0)),
            ("LoginSettings.KeyIds", json!([wanted.key])),
            ("CPU", json!(2)),
            ("Memory", json!(4)),
            ("HostName", json!("web-1")),
            ("DisableApiTermination", json!(false)),
        ],
    );
    let unset = [
        "RenewFlag",
        "CamRoleName",
        "HpcClusterId",
        "DedicatedClusterId",
        "DisasterRecoverGroupId",
        "IPv6Addresses",
        "PublicIPv6Addresses",
        "LoginSettings.Password",
        "DataDisks.0.KmsKeyId",
        "DataDisks.0.SnapshotId",
    ];
    assert_unset(read, unset);
    assert_eq!(read["PublicIpAddresses"].as_array().unwrap().len(), 1);
}

/// Asserts that the disks of an instance are those it was made with, and returns their ids.
#[track_caller]
fn assert_disks(provider: &Provider, id: &str, read: &Value) -> (String, String) {
    let system = text(&read["SystemDisk"]["DiskId"]);
    let data = text(&read["DataDisks"][0]["DiskId"]);
    for (disk, name, size) in [(&system, "root", 60), (&data, "data", 100)] {
        assert_members(
            &provider.one(&disks(disk)),
            [
                ("DiskName", json!(name)),
                ("DiskSize", json!(size)),
                ("DiskState", json!("ATTACHED")),
                ("InstanceId", json!(id)),
                ("Encrypt", json!(false)),
            ],
        );
    }
    (system, data)
}

/// Ends an instance, whose addresses are free then.
fn ended(provider: &Provider, id: &str, wanted: &Wanted) {
    let one = json!({"InstanceIds": [id]});
    let last = provider.one(&instances(id));
    provider.call("cvm.TerminateInstances", one.clone());
    provider.until_gone(&instances(id));
    let used = json!({
        "VpcId": wanted.vpc, "SubnetId": wanted.subnet, "IpAddresses": last["PrivateIpAddresses"],
    });
    provider.until_gone(&read("vpc.DescribeUsedIpAddress", used, "IpAddressStates"));
    assert_eq!(provider.tags("cvm", "instance", id), json!({}));
    let gone = provider.refused("cvm.TerminateInstances", one);
    assert_eq!(gone, "InvalidInstanceId.NotFound");
}

/// Changes all that is changed by an action of its own, and reads it.
fn changed(provider: &Provider, id: &str, group: &str, other: &str, key: &str) {
    let all = |changes: Value| {
        let mut parameters = json!({"InstanceIds": [id]});
        let changes = changes.as_object().unwrap().clone();
        parameters.as_object_mut().unwrap().extend(changes);
        parameters
    };
    for changes in [
        json!({"InstanceName": "db"}),
        json!({"HostName": "db-1"}),
        json!({"SecurityGroups": [other, group]}),
    ] {
        provider.call("cvm.ModifyInstancesAttribute", all(changes));
        settled(provider, id);
    }
    let project = all(json!({"ProjectId": 7}));
    provider.call("cvm.ModifyInstancesProject", project);
    let unbound = all(json!({"KeyIds": [key], "ForceStop": true}));
    provider.call("cvm.DisassociateInstancesKeyPairs", unbound);
    assert_unset(&settled(provider, id), ["LoginSettings.KeyIds"]);
    let bound = all(json!({"KeyIds": [key], "ForceStop": true}));
    provider.call("cvm.AssociateInstancesKeyPairs", bound);
    let access = json!({
        "InternetChargeType": "TRAFFIC_POSTPAID_BY_HOUR", "InternetMaxBandwidthOut": 10,
    });
    let wider = all(json!({"InternetAccessible": access}));
    provider.call("cvm.ResetInstancesInternetMaxBandwidth", wider);
    let larger = all(json!({"InstanceType": "S5.LARGE8", "ForceStop": true}));
    provider.call("cvm.ResetInstancesType", larger);
    settled(provider, id);
    let grown = json!({
        "InstanceId": id, "ForceStop": true,
        "SystemDisk": {"DiskSize": 80, "DiskType": "CLOUD_PREMIUM"},
    });
    provider.call("cvm.ResizeInstanceDisks", grown);
    let read = settled(provider, id);
    assert_members(
        &read,
        [
            ("InstanceState", json!("RUNNING")),
            ("InstanceName", json!("db")),
            ("HostName", json!("db-1")),
            ("SecurityGroupIds", json!([other, group])),
            ("Placement.ProjectId", json!(7)),
            ("Placement.Zone", json!(ZONE)),
            ("LoginSettings.KeyIds", json!([key])),
            ("InternetAccessible.InternetMaxBandwidthOut", json!(10)),
            ("InstanceType", json!("S5.LARGE8")),
            ("CPU", json!(4)),
            ("Memory", json!(8)),
            ("SystemDisk.DiskSize", json!(80)),
            ("SystemDisk.DiskType", json!("CLOUD_PREMIUM")),
        ],
    );
    let system = provider.one(&disks(&text(&read["SystemDisk"]["DiskId"])));
    assert_eq!(system["DiskSize"], 80);
    let data = text(&read["DataDisks"][0]["DiskId"]);
    provider.call("cbs.ResizeDisk", json!({"DiskId": data, "DiskSize": 120}));
    let renamed = json!({"DiskIds": [data], "DiskName": "more"});
    provider.call("cbs.ModifyDiskAttributes", renamed);
    let read = provider.until(&disks(&data), "DiskState", &json!("ATTACHED"));
    assert_members(
        &read,
        [("DiskSize", json!(120)), ("DiskName", json!("more"))],
    );
    assert_eq!(settled(provider, id)["DataDisks"][0]["DiskSize"], 120);
}

fn stopped_and_started(provider: &Provider, id: &str) {
    let stop = json!({
        "InstanceIds": [id], "StopType": "SOFT_FIRST", "StoppedMode": "KEEP_CHARGING",
    });
    provider.call("cvm.StopInstances", stop);
    provider.until(&instances(id), "InstanceState", &json!("STOPPED"));
    assert_eq!(settled(provider, id)["StopChargingMode"], "KEEP_CHARGING");
    provider.call("cvm.StartInstances", json!({"InstanceIds": [id]}));
    provider.until(&instances(id), "InstanceState", &json!("RUNNING"));
    settled(provider, id);
}
