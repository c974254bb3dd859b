//! Kinds that programs touch most, learned from what lists of the cloud return.

use serde_json::json;
use tencentcloud_twin::Twin;

use crate::world::{call, learn, said};

fn instances(twin: &Twin) {
    let one = |id: &str, name: &str, state: &str| {
        json!({
            "InstanceId": id, "InstanceName": name, "InstanceState": state, "InstanceType": "S5.MEDIUM2",
            "Placement": {"Zone": "ap-guangzhou-3", "ProjectId": 0},
            "VirtualPrivateCloud": {"VpcId": "vpc-1", "SubnetId": "subnet-1"},
            "SecurityGroupIds": ["sg-1"], "Tags": [],
        })
    };
    let returned = json!({
        "TotalCount": 2,
        "InstanceSet": [one("ins-1", "shop-1", "RUNNING"), one("ins-2", "shop-2", "STOPPED")],
    });
    learn(twin, "cvm", "DescribeInstances", json!({}), returned);
}

#[tokio::test]
async fn instances_stop_start_and_end_as_their_states_allow() {
    let twin = Twin::start().unwrap();
    instances(&twin);
    let of = |action: &str, ids: &[&str]| call("cvm", action, json!({"InstanceIds": ids}));
    assert_eq!(
        said(&twin, &of("StopInstances", &["ins-1"])).await,
        [
            "done",
            "Instance ins-1 changed through STOPPING, InstanceState: \"RUNNING\" → \"STOPPED\", \
             LatestOperation: – → \"StopInstances\", StopChargingMode: – → \"KEEP_CHARGING\""
        ]
    );
    let refused = said(&twin, &of("StopInstances", &["ins-1", "ins-2"])).await;
    assert_eq!(refused.len(), 1, "{refused:?}");
    assert!(refused[0].starts_with("refused: "), "{refused:?}");
    assert_eq!(
        said(&twin, &of("RebootInstances", &["ins-1"])).await,
        [
            "done",
            "Instance ins-1 changed through REBOOTING, LatestOperation: – → \"RebootInstances\""
        ]
    );
    assert_eq!(
        said(&twin, &of("TerminateInstances", &["ins-2", "ins-1"])).await,
        [
            "done",
            "Instance ins-1 deleted through TERMINATING",
            "Instance ins-2 deleted through TERMINATING"
        ]
    );
    // Nothing of it has happened.
    assert_eq!(
        said(&twin, &of("StartInstances", &["ins-2"])).await,
        [
            "done",
            "Instance ins-2 changed through STARTING, InstanceState: \"STOPPED\" → \"RUNNING\", \
             LatestOperation: – → \"StartInstances\", StopChargingMode: – → \"NOT_APPLICABLE\""
        ]
    );
}

#[tokio::test]
async fn a_network_is_not_deleted_while_something_needs_it() {
    let twin = Twin::start().unwrap();
    let vpc = json!({"VpcId": "vpc-1", "VpcName": "shop", "CidrBlock": "10.0.0.0/16"});
    let returned = json!({"TotalCount": 1, "VpcSet": [vpc]});
    learn(&twin, "vpc", "DescribeVpcs", json!({}), returned);
    let delete = call("vpc", "DeleteVpc", json!({"VpcId": "vpc-1"}));
    let rehearsal = twin.rehearse(&delete).await;
    assert_eq!(crate::world::told(&rehearsal)[1], "Vpc vpc-1 deleted");
    assert!(
        rehearsal
            .knowledge
            .unread
            .contains(&"vpc/Subnet".to_owned()),
        "{:?}",
        rehearsal.knowledge
    );
    let subnet = json!({"SubnetId": "subnet-1", "VpcId": "vpc-1", "SubnetName": "a", "CidrBlock": "10.0.1.0/24"});
    let returned = json!({"TotalCount": 1, "SubnetSet": [subnet]});
    learn(&twin, "vpc", "DescribeSubnets", json!({}), returned);
    let rehearsal = twin.rehearse(&delete).await;
    assert_eq!(crate::world::told(&rehearsal), ["refused: ResourceInUse"]);
    let delete = call("vpc", "DeleteSubnet", json!({"SubnetId": "subnet-1"}));
    assert_eq!(
        said(&twin, &delete).await,
        ["done", "Subnet subnet-1 deleted"]
    );
}

#[tokio::test]
async fn a_subnet_whose_network_was_never_shown_is_known_all_the_same() {
    let twin = Twin::start().unwrap();
    let subnet = json!({"SubnetId": "subnet-1", "VpcId": "vpc-1", "SubnetName": "a", "CidrBlock": "10.0.1.0/24"});
    let returned = json!({"TotalCount": 1, "SubnetSet": [subnet]});
    learn(&twin, "vpc", "DescribeSubnets", json!({}), returned);
    let rename = call(
        "vpc",
        "ModifySubnetAttribute",
        json!({"SubnetId": "subnet-1", "SubnetName": "b"}),
    );
    assert_eq!(
        said(&twin, &rename).await,
        ["done", "Subnet subnet-1 changed, SubnetName: \"a\" → \"b\""]
    );
    let another = json!({"VpcId": "vpc-1", "SubnetName": "c", "CidrBlock": "10.0.2.0/24", "Zone": "ap-guangzhou-3"});
    let another = call("vpc", "CreateSubnet", another);
    assert_eq!(said(&twin, &another).await, ["unknown"]);
}

#[tokio::test]
async fn groups_balancers_databases_domains_and_gateways_end_with_the_right_ids() {
    let twin = Twin::start().unwrap();
    let cases = [
        (
            ("vpc", "DescribeSecurityGroups"),
            json!({"SecurityGroupSet": [{"SecurityGroupId": "sg-1", "SecurityGroupName": "web"}]}),
            ("DeleteSecurityGroup", json!({"SecurityGroupId": "sg-1"})),
            "SecurityGroup sg-1 deleted",
        ),
        (
            ("clb", "DescribeLoadBalancers"),
            json!({"LoadBalancerSet": [{"LoadBalancerId": "lb-1", "LoadBalancerName": "front", "Status": 1}]}),
            ("DeleteLoadBalancer", json!({"LoadBalancerIds": ["lb-1"]})),
            "LoadBalancer lb-1 deleted",
        ),
        (
            ("cdb", "DescribeDBInstances"),
            json!({"Items": [{"InstanceId": "cdb-1", "InstanceName": "orders", "Status": 1}]}),
            ("IsolateDBInstance", json!({"InstanceId": "cdb-1"})),
            "DBInstance cdb-1 changed",
        ),
        (
            ("dnspod", "DescribeDomainList"),
            json!({"DomainList": [{"Name": "example.com", "DomainId": 77, "Status": "ENABLE"}]}),
            ("DeleteDomain", json!({"Domain": "example.com"})),
            "Domain 77 deleted",
        ),
        (
            ("apigateway", "DescribeServicesStatus"),
            json!({"Result": {"ServiceSet": [{"ServiceId": "service-1", "ServiceName": "shop"}]}}),
            ("DeleteService", json!({"ServiceId": "service-1"})),
            "Service service-1 deleted",
        ),
    ];
    for ((service, list), returned, (action, parameters), expected) in cases {
        learn(&twin, service, list, json!({}), returned);
        let said = said(&twin, &call(service, action, parameters)).await;
        assert_eq!(said[0], "done", "{service}: {said:?}");
        assert!(said[1].starts_with(expected), "{service}: {said:?}");
    }
}
