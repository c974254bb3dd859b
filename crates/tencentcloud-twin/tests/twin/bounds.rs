//! A twin holds no more than its bounds, and says what it had to forget.

use serde_json::{Value, json};
use tencentcloud_twin::{Outcome, Twin};

use crate::world::{call, learn, said};

fn groups(first: usize, count: usize) -> Value {
    let group = |n| json!({"SecurityGroupId": format!("sg-{n}"), "SecurityGroupName": "web"});
    json!({"SecurityGroupSet": (first..first + count).map(group).collect::<Value>()})
}

#[tokio::test]
async fn the_oldest_are_forgotten_and_counted() {
    let twin = Twin::start_within(10, 1 << 20).unwrap();
    learn(
        &twin,
        "vpc",
        "DescribeSecurityGroups",
        json!({}),
        groups(0, 8),
    );
    learn(
        &twin,
        "vpc",
        "DescribeSecurityGroups",
        json!({}),
        groups(8, 5),
    );
    let delete = |n: usize| {
        call(
            "vpc",
            "DeleteSecurityGroup",
            json!({"SecurityGroupId": format!("sg-{n}")}),
        )
    };
    let rehearsal = twin.rehearse(&delete(2)).await;
    assert!(matches!(rehearsal.outcome, Outcome::Unknown { .. }));
    assert_eq!(rehearsal.knowledge.forgotten, 3);
    assert_eq!(
        said(&twin, &delete(3)).await[1],
        "SecurityGroup sg-3 deleted"
    );
    assert_eq!(
        said(&twin, &delete(12)).await[1],
        "SecurityGroup sg-12 deleted"
    );
}

#[tokio::test]
async fn a_hundred_changes_are_listed_and_the_rest_is_counted() {
    let twin = Twin::start().unwrap();
    let balancer =
        |n| json!({"LoadBalancerId": format!("lb-{n}"), "LoadBalancerName": "x", "Status": 1});
    let returned = json!({"LoadBalancerSet": (0..130).map(balancer).collect::<Value>()});
    learn(&twin, "clb", "DescribeLoadBalancers", json!({}), returned);
    let ids: Vec<_> = (0..130).map(|n| format!("lb-{n}")).collect();
    let delete = call("clb", "DeleteLoadBalancer", json!({"LoadBalancerIds": ids}));
    let rehearsal = twin.rehearse(&delete).await;
    assert_eq!(
        (rehearsal.changes.len(), rehearsal.count),
        (100, 130),
        "{:?}",
        rehearsal.outcome
    );
}
