//! Disks, and instances that have them.

use serde_json::{Value, json};

use crate::instances::instance;
use crate::network;
use crate::provider::{Provider, Read, ZONE, assert_members, assert_unset, named, read, text};

pub(crate) fn disks(id: &str) -> Read<'static> {
    let parameters = json!({"DiskIds": [id], "Limit": 100});
    read("cbs.DescribeDisks", parameters, "DiskSet")
}

/// Makes a disk with all that the program always gives.
fn disk(provider: &Provider) -> String {
    let made = provider.call(
        "cbs.CreateDisks",
        json!({
            "DiskName": "first", "DiskType": "CLOUD_PREMIUM", "DiskSize": 50,
            "Placement": {"Zone": ZONE, "ProjectId": 0}, "DiskChargeType": "POSTPAID_BY_HOUR",
            "Tags": [{"Key": "team", "Value": "a"}],
        }),
    );
    assert_eq!(made["DiskIdSet"].as_array().unwrap().len(), 1);
    text(&made["DiskIdSet"][0])
}

#[tokio::test]
async fn a_disk() {
    let provider = Provider::start().await;
    let id = disk(&provider);
    let read = provider.until(&disks(&id), "DiskState", &json!("UNATTACHED"));
    assert_members(
        &read,
        [
            ("DiskName", json!("first")),
            ("DiskType", json!("CLOUD_PREMIUM")),
            ("DiskSize", json!(50)),
            ("Placement.Zone", json!(ZONE)),
            ("Placement.ProjectId", json!(0)),
            ("DiskChargeType", json!("POSTPAID_BY_HOUR")),
            ("Encrypt", json!(false)),
            ("Attached", json!(false)),
            ("ThroughputPerformance", json!(0)),
            ("InstanceId", json!("")),
        ],
    );
    assert_unset(
        &read,
        [
            "RenewFlag",
            "KmsKeyId",
            "EncryptType",
            "Placement.DedicatedClusterId",
        ],
    );
    assert_ne!(read["BurstPerformance"], json!(true));
    assert_eq!(provider.tags("cvm", "volume", &id), json!({"team": "a"}));

    let renamed = json!({"DiskIds": [id], "DiskName": "second", "ProjectId": 7});
    provider.call("cbs.ModifyDiskAttributes", renamed);
    provider.call("cbs.ResizeDisk", json!({"DiskId": id, "DiskSize": 80}));
    provider.until(&disks(&id), "DiskSize", &json!(80));
    let faster = json!({"DiskId": id, "ThroughputPerformance": 10});
    provider.call("cbs.ModifyDiskExtraPerformance", faster);
    provider.tag(&named("cvm", "volume", &id), [("team", "b")], &[]);
    let read = provider.until(&disks(&id), "DiskState", &json!("UNATTACHED"));
    assert_members(
        &read,
        [
            ("DiskName", json!("second")),
            ("DiskSize", json!(80)),
            ("Placement.ProjectId", json!(7)),
            ("Placement.Zone", json!(ZONE)),
            ("ThroughputPerformance", json!(10)),
        ],
    );
    assert_eq!(provider.tags("cvm", "volume", &id), json!({"team": "b"}));

    provider.call("cbs.TerminateDisks", json!({"DiskIds": [id]}));
    provider.until_gone(&disks(&id));
}

#[tokio::test]
async fn a_disk_of_an_instance() {
    let provider = Provider::start().await;
    let (vpc, subnet) = network::both(&provider);
    let (instance, reading) = instance(&provider, &vpc, &subnet);
    let id = disk(&provider);
    provider.until(&disks(&id), "DiskState", &json!("UNATTACHED"));
    let both = json!({"DiskIds": [id], "InstanceId": instance});
    provider.call("cbs.AttachDisks", both.clone());
    let read = provider.until(&disks(&id), "DiskState", &json!("ATTACHED"));
    assert_members(
        &read,
        [("Attached", json!(true)), ("InstanceId", json!(instance))],
    );
    let own = provider.one(&reading);
    assert_members(
        &own["DataDisks"][0],
        [
            ("DiskId", json!(id)),
            ("DiskSize", json!(50)),
            ("DeleteWithInstance", json!(false)),
        ],
    );

    provider.call("cbs.DetachDisks", both);
    let read = provider.until(&disks(&id), "DiskState", &json!("UNATTACHED"));
    assert_members(
        &read,
        [("Attached", json!(false)), ("InstanceId", json!(""))],
    );
    assert_eq!(
        provider.one(&reading)["DataDisks"],
        Value::Array(Vec::new())
    );
    provider.call("cbs.TerminateDisks", json!({"DiskIds": [id]}));
    provider.until_gone(&disks(&id));
}
