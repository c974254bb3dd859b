//! What a twin does not know, it does not say.

use serde_json::json;
use tencentcloud_twin::{Outcome, Twin};

use crate::world::{call, learn, said, told};

#[tokio::test]
async fn what_the_twin_was_never_shown_is_unknown_and_not_missing() {
    let twin = Twin::start().unwrap();
    let returned = json!({"InstanceSet": [{"InstanceId": "ins-1", "InstanceState": "RUNNING"}]});
    learn(&twin, "cvm", "DescribeInstances", json!({}), returned);
    let stop = call(
        "cvm",
        "StopInstances",
        json!({"InstanceIds": ["ins-1", "ins-2"]}),
    );
    let rehearsal = twin.rehearse(&stop).await;
    let Outcome::Unknown { why } = &rehearsal.outcome else {
        panic!("{rehearsal:?}");
    };
    assert!(
        why.contains("\"ins-2\"") && why.contains("InstanceIds.1"),
        "{why}"
    );
    assert!(!why.contains("ins-1"), "{why}");
    assert!(rehearsal.changes.is_empty());
    let named: Vec<_> = rehearsal
        .knowledge
        .named
        .iter()
        .map(|named| (&*named.id, named.known, named.since.is_some()))
        .collect();
    assert_eq!(named, [("ins-1", true, true), ("ins-2", false, false)]);
}

#[tokio::test]
async fn an_action_that_keeps_no_state_is_only_checked() {
    let twin = Twin::start().unwrap();
    let inquire = |count: i64| {
        call(
            "cdb",
            "DescribeDBPrice",
            json!({"Period": 1, "GoodsNum": count, "Zone": "ap-guangzhou-3", "Memory": 1000, "Volume": 50}),
        )
    };
    let rehearsal = twin.rehearse(&inquire(1)).await;
    assert_eq!(
        (rehearsal.outcome.clone(), rehearsal.stateful),
        (Outcome::Checked, false)
    );
    let text = serde_json::to_string(&rehearsal).unwrap();
    assert!(!text.contains("Price"), "{text}");
    let wrong = call("cdb", "DescribeDBPrice", json!({"Period": "long"}));
    let rehearsal = twin.rehearse(&wrong).await;
    assert!(
        matches!(rehearsal.outcome, Outcome::Refused { .. }) && !rehearsal.stateful,
        "{rehearsal:?}"
    );
}

#[tokio::test]
async fn what_is_not_in_order_is_refused_whatever_the_twin_knows() {
    let twin = Twin::start().unwrap();
    let nothing = call("cvm", "TerminateInstances", json!({}));
    assert_eq!(said(&twin, &nothing).await, ["refused: MissingParameter"]);
    let typed = call("cvm", "TerminateInstances", json!({"InstanceIds": 7}));
    assert!(said(&twin, &typed).await[0].starts_with("refused: InvalidParameter"));
    let nowhere = call("cvm", "ExplodeInstances", json!({}));
    assert_eq!(said(&twin, &nowhere).await, ["refused: InvalidAction"]);
}

#[tokio::test]
async fn a_response_that_is_no_list_of_resources_teaches_nothing() {
    let twin = Twin::start().unwrap();
    let read = call("cvm", "DescribeInstances", json!({}));
    let without_id = json!({"InstanceSet": [{"InstanceId": "ins-1", "InstanceState": "RUNNING"}, {"InstanceName": "x"}]});
    let error = twin
        .learn(&read, &crate::world::object(without_id))
        .unwrap_err();
    assert_eq!(
        error,
        "the response of DescribeInstances: item 1 of `InstanceSet` has no `InstanceId`"
    );
    let stop = call("cvm", "StopInstances", json!({"InstanceIds": ["ins-1"]}));
    assert_eq!(said(&twin, &stop).await, ["unknown"]);
    let write = call("cvm", "StopInstances", json!({"InstanceIds": ["ins-1"]}));
    assert!(
        twin.learn(&write, &crate::world::object(json!({})))
            .is_err()
    );
    let other = call(
        "cdb",
        "DescribeDBPrice",
        json!({"Period": 1, "GoodsNum": 1}),
    );
    assert!(
        twin.learn(&other, &crate::world::object(json!({})))
            .is_err()
    );
}

#[tokio::test]
async fn what_is_asked_for_and_not_shown_is_no_longer_known() {
    let twin = Twin::start().unwrap();
    let returned = |ids: &[&str]| {
        let one = |id| json!({"InstanceId": id, "InstanceState": "RUNNING"});
        let shown: Vec<_> = ids.iter().map(one).collect();
        json!({"TotalCount": shown.len(), "InstanceSet": shown})
    };
    let list = |parameters, ids: &[&str]| {
        learn(&twin, "cvm", "DescribeInstances", parameters, returned(ids));
    };
    let stop = |id: &str| call("cvm", "StopInstances", json!({"InstanceIds": [id]}));
    list(json!({}), &["ins-1", "ins-2", "ins-3", "ins-4"]);
    list(json!({"InstanceIds": ["ins-1", "ins-2"]}), &["ins-1"]);
    assert_eq!(said(&twin, &stop("ins-2")).await, ["unknown"]);
    assert_eq!(said(&twin, &stop("ins-3")).await[0], "done");
    // A filter leaves others out, and a page has the first of them.
    list(
        json!({"Filters": [{"Name": "zone", "Values": ["ap-guangzhou-3"]}]}),
        &["ins-1"],
    );
    let page = json!({"TotalCount": 3, "InstanceSet": [{"InstanceId": "ins-1", "InstanceState": "RUNNING"}]});
    learn(&twin, "cvm", "DescribeInstances", json!({"Limit": 1}), page);
    assert_eq!(said(&twin, &stop("ins-3")).await[0], "done");
    list(json!({"Limit": 100}), &["ins-1", "ins-4"]);
    assert_eq!(said(&twin, &stop("ins-3")).await, ["unknown"]);
    assert_eq!(said(&twin, &stop("ins-4")).await[0], "done");
}

#[tokio::test]
async fn what_is_learned_again_replaces_what_was_known() {
    let twin = Twin::start().unwrap();
    for state in ["RUNNING", "STOPPED"] {
        let returned = json!({"InstanceSet": [{"InstanceId": "ins-1", "InstanceState": state}]});
        learn(&twin, "cvm", "DescribeInstances", json!({}), returned);
    }
    let start = call("cvm", "StartInstances", json!({"InstanceIds": ["ins-1"]}));
    let rehearsal = twin.rehearse(&start).await;
    assert_eq!(told(&rehearsal)[0], "done");
    assert_eq!(rehearsal.count, 1);
}
