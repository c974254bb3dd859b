//! What is known of a request before it is sent.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tencentcloud_broker::{Asked, Brief, Policy};
use tencentcloud_emulator::{FaultKind, FaultRule};

use crate::stage::{Stage, ticket, with};

/// Makes a VPC in the account `prod` through the broker, and returns its ID.
async fn made(stage: &Stage, name: &str) -> String {
    let waiting = ticket(stage.broker.ask(Asked::new(stage.making(name))).await);
    let person = stage.person();
    person.approve(&waiting.id, &waiting.digest, None).unwrap();
    let answer = stage.broker.ask(with(stage.making(name), &waiting)).await;
    let (_, made) = crate::stage::response(answer).await;
    made["Response"]["Vpc"]["VpcId"]
        .as_str()
        .unwrap()
        .to_owned()
}

fn plan_of(brief: &Brief) -> &Value {
    brief.twin.as_ref().unwrap_or_else(|| panic!("{brief:?}"))
}

#[tokio::test]
async fn a_brief_says_what_is_named_and_what_would_become_of_it() {
    let stage = Stage::new().await;
    let id = made(&stage, "main").await;
    let brief = stage.broker.plan(&stage.deleting(&id)).await.unwrap();
    assert_eq!(brief.account_id.as_deref(), Some("100000000002"));
    let [vpc] = &brief.resources[..] else {
        panic!("{brief:?}")
    };
    assert_eq!((&*vpc.kind, &*vpc.id), ("Vpc", &*id));
    assert_eq!(vpc.name.as_deref(), Some("main"));
    let twin = plan_of(&brief);
    assert_eq!(twin["outcome"], "done", "{twin}");
    assert_eq!(twin["changes"][0]["what"], "deleted", "{twin}");
    assert_eq!(stage.sent("DeleteVpc"), 0);

    // One that is not there is said to be not known.
    let none = stage.broker.plan(&stage.deleting("vpc-00000000")).await;
    let none = none.unwrap();
    assert_eq!(plan_of(&none)["outcome"], "unknown");
    assert_eq!(none.resources[0].name, None);
}

#[tokio::test]
async fn a_brief_says_the_price_and_hides_what_is_secret() {
    let stage = Stage::new().await;
    let body = json!({
        "Placement": {"Zone": "ap-guangzhou-3"},
        "ImageId": "img-eb30mz89",
        "InstanceType": "S5.MEDIUM2",
        "LoginSettings": {"Password": "hush-hush-1"},
    });
    let request = stage.request("cvm", "2017-03-12", "RunInstances", body.to_string());
    let brief = stage.broker.plan(&request).await.unwrap();
    assert_eq!(stage.sent("InquiryPriceRunInstances"), 1);
    assert!(
        brief.price.as_ref().unwrap()["Price"].is_object(),
        "{brief:?}"
    );
    assert_eq!(brief.parameters["InstanceType"], "S5.MEDIUM2");
    assert_eq!(brief.parameters["LoginSettings"]["Password"], "***");
    let all = serde_json::to_string(&brief).unwrap();
    assert!(!all.contains("hush-hush-1"), "{all}");
    assert_eq!(stage.sent("RunInstances"), 0);
}

#[tokio::test]
async fn a_brief_reads_nothing_that_the_policy_does_not_allow_by_itself() {
    let text = "[[rule]]\ndecision = \"deny\"\nactions = [\"vpc:Describe*\"]\n";
    let policy = Policy::read(text, "policy.toml").unwrap();
    let stage = Stage::with(|builder| builder.policy(policy)).await;
    let id = made(&stage, "main").await;
    let brief = stage.broker.plan(&stage.deleting(&id)).await.unwrap();
    assert_eq!(stage.sent("DescribeVpcs"), 0);
    assert_eq!(brief.resources[0].name, None);
    let told = brief.unknown.join("\n");
    assert!(told.contains("not allowed by itself"), "{told}");
}

#[tokio::test]
async fn a_slow_cloud_delays_no_ticket() {
    let stage = Stage::new().await;
    let slow = FaultRule::new("*", FaultKind::Latency).milliseconds(50_000);
    stage.cloud.faults().add(slow).unwrap();
    let begun = Instant::now();
    let waiting = ticket(
        stage
            .broker
            .ask(Asked::new(stage.deleting("vpc-00000000")))
            .await,
    );
    assert!(begun.elapsed() < Duration::from_secs(4));
    let brief = stage.person().brief(&waiting.id).await.unwrap();
    assert_eq!(brief.parameters["VpcId"], "vpc-00000000");
    let told = brief.unknown.join("\n");
    assert!(told.contains("not there within 5 seconds"), "{told}");
}

#[tokio::test]
async fn a_body_that_is_no_json_is_told_by_its_size_and_digest() {
    let stage = Stage::new().await;
    let mut request = stage.request("vpc", "2017-03-12", "CreateVpc", "\u{0}\u{1}");
    let octets = http::HeaderValue::from_static("application/octet-stream");
    request.headers.insert("content-type", octets);
    let brief = stage.broker.plan(&request).await.unwrap();
    assert_eq!(
        (brief.bytes, brief.digest),
        (2, request.digest().to_string())
    );
    assert!(brief.unknown[0].contains("no JSON"), "{:?}", brief.unknown);
}
