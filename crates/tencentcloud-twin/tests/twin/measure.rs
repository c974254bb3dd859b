//! What a rehearsal takes.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tencentcloud_twin::Twin;

use crate::world::{call, learn, said};

fn instances(count: usize) -> Value {
    let one = |n| {
        json!({
            "InstanceId": format!("ins-{n:06}"), "InstanceName": format!("shop-{n}"), "InstanceState": "RUNNING",
            "InstanceType": "S5.MEDIUM2", "Placement": {"Zone": "ap-guangzhou-3", "ProjectId": 0},
            "VirtualPrivateCloud": {"VpcId": "vpc-1", "SubnetId": "subnet-1"}, "SecurityGroupIds": ["sg-1"],
        })
    };
    json!({"InstanceSet": (0..count).map(one).collect::<Value>()})
}

/// The median time of a rehearsal of StopInstances with so many instances known.
async fn median(twin: &Twin) -> Duration {
    let stop = call(
        "cvm",
        "StopInstances",
        json!({"InstanceIds": ["ins-000500"]}),
    );
    let mut took = Vec::new();
    for _ in 0..21 {
        let begun = Instant::now();
        assert_eq!(said(twin, &stop).await.len(), 2);
        took.push(begun.elapsed());
    }
    took.sort();
    took[took.len() / 2]
}

/// Loose enough for a busy machine and a debug build; the ignored test prints more.
#[tokio::test]
async fn a_rehearsal_among_a_thousand_resources_takes_milliseconds() {
    let twin = Twin::start().unwrap();
    learn(
        &twin,
        "cvm",
        "DescribeInstances",
        json!({}),
        instances(1_000),
    );
    let median = median(&twin).await;
    println!("a rehearsal among 1,000 resources takes {median:?}");
    assert!(median < Duration::from_millis(250), "{median:?}");
}

#[tokio::test]
#[ignore = "a measurement, for a release build"]
async fn what_learning_and_rehearsing_take() {
    for count in [1_000, 10_000, 100_000] {
        let twin = Twin::start().unwrap();
        let returned = instances(count);
        let begun = Instant::now();
        learn(&twin, "cvm", "DescribeInstances", json!({}), returned);
        let learned = begun.elapsed();
        let rehearsed = median(&twin).await;
        println!("{count} resources: learned in {learned:?}, a rehearsal takes {rehearsed:?}");
    }
}
