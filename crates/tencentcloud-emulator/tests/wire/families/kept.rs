//! Resources of several services, looked at from outside.

use serde_json::json;

use super::{Caller, emulator};

#[tokio::test]
async fn a_resource_is_seen_with_its_place_name_state_and_parents() {
    let emulator = emulator().await;
    let vpc = Caller::new(&emulator, "vpc", "2017-03-12");
    let made = vpc.call(
        "CreateVpc",
        json!({"VpcName": "net", "CidrBlock": "10.0.0.0/16"}),
    );
    let id = made["Vpc"]["VpcId"].as_str().unwrap();
    let subnet = json!({"VpcId": id, "SubnetName": "web", "CidrBlock": "10.0.1.0/24", "Zone": "ap-guangzhou-3"});
    vpc.call("CreateSubnet", subnet);
    let subnets = emulator.resources().of("vpc", "Subnet");
    let [subnet] = &subnets[..] else {
        panic!("{subnets:?}");
    };
    assert!(subnet.key.id.starts_with("subnet-"), "{}", subnet.key.id);
    assert_eq!(
        (subnet.name.as_deref(), subnet.region.as_str()),
        (Some("web"), "ap-guangzhou")
    );
    assert_eq!(subnet.members["CidrBlock"], "10.0.1.0/24");
    assert!(subnet.created.is_some() && subnet.version == "2017-03-12");
    let parents = subnet.parents.iter().filter(|key| key.kind == "Vpc");
    assert_eq!(parents.map(|key| key.id.as_str()).collect::<Vec<_>>(), [id]);
    let counts = emulator.resources().counts();
    let counts = counts.iter().filter(|place| place.kind == "Subnet");
    let account = emulator.keys()[0].account.clone();
    let seen: Vec<_> = counts
        .map(|place| (place.count, place.account.clone()))
        .collect();
    assert_eq!(seen, [(1, account)]);
    assert!(emulator.resources().of("vpc", "NoSuchKind").is_empty());
}

#[tokio::test]
async fn who_looks_at_resources_does_not_move_their_states() {
    let emulator = emulator().await;
    let cvm = Caller::new(&emulator, "cvm", "2017-03-12");
    let run = json!({
        "Placement": {"Zone": "ap-guangzhou-3"}, "InstanceType": "S5.MEDIUM4",
        "ImageId": "img-eb30mz89", "LoginSettings": {"Password": "Hush-hush-1"},
    });
    cvm.call("RunInstances", run);
    let state = || emulator.resources().of("cvm", "Instance")[0].state.clone();
    for _ in 0..5 {
        assert_eq!(state().as_deref(), Some("PENDING"));
    }
    emulator
        .clock()
        .advance(std::time::Duration::from_secs(3600));
    assert_eq!(state().as_deref(), Some("RUNNING"));
}

#[tokio::test]
async fn no_secret_is_among_what_is_seen() {
    let emulator = emulator().await;
    let cvm = Caller::new(&emulator, "cvm", "2017-03-12");
    let run = json!({
        "Placement": {"Zone": "ap-guangzhou-3"}, "InstanceType": "S5.MEDIUM4",
        "ImageId": "img-eb30mz89", "LoginSettings": {"Password": "Hush-hush-1"},
    });
    cvm.call("RunInstances", run);
    let cam = Caller::new(&emulator, "cam", "2019-01-16");
    let made = cam.call("AddUser", json!({"Name": "alice", "UseApi": 1}));
    let secret = made["SecretKey"].as_str().unwrap();
    let seen = serde_json::to_string(&emulator.resources().all()).unwrap();
    assert!(
        seen.contains("alice") && seen.contains("S5.MEDIUM4"),
        "{seen}"
    );
    assert!(
        !seen.contains("Hush-hush") && !seen.contains(secret),
        "{seen}"
    );
    let snapshot = emulator.snapshot().to_string();
    assert!(
        snapshot.contains(secret),
        "the test knows no secret that is kept"
    );
    let keys = emulator.keys();
    assert!(
        keys.iter().any(|key| key.user.as_deref() == Some("alice")),
        "{keys:?}"
    );
}
