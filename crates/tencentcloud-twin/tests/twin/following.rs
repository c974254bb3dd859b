//! The twin does what a real call did.

use serde_json::json;
use tencentcloud_twin::Twin;

use crate::world::{call, learn, object, said};

#[tokio::test]
async fn what_was_made_has_the_id_that_the_service_drew() {
    let twin = Twin::start().unwrap();
    let create = json!({"VpcName": "shop", "CidrBlock": "10.0.0.0/16"});
    let create = call("vpc", "CreateVpc", create);
    let real = json!({"Vpc": {"VpcId": "vpc-real", "VpcName": "shop", "CidrBlock": "10.0.0.0/16"}, "RequestId": "r"});
    twin.follow(&create, &object(real));
    let subnet = json!({"VpcId": "vpc-real", "SubnetName": "a", "CidrBlock": "10.0.1.0/24", "Zone": "ap-guangzhou-3"});
    let subnet = call("vpc", "CreateSubnet", subnet);
    let plan = said(&twin, &subnet).await;
    assert_eq!((&*plan[0], plan.len()), ("done", 2), "{plan:?}");
    let real =
        json!({"Subnet": {"SubnetId": "subnet-real", "VpcId": "vpc-real"}, "RequestId": "r"});
    twin.follow(&subnet, &object(real));
    let delete = call("vpc", "DeleteVpc", json!({"VpcId": "vpc-real"}));
    assert_eq!(said(&twin, &delete).await, ["refused: ResourceInUse"]);
    let delete_subnet = call("vpc", "DeleteSubnet", json!({"SubnetId": "subnet-real"}));
    twin.follow(&delete_subnet, &object(json!({"RequestId": "r"})));
    let plan = said(&twin, &delete).await;
    assert!(
        plan.contains(&"Vpc vpc-real deleted".to_owned()),
        "{plan:?}"
    );
}

#[tokio::test]
async fn several_instances_of_one_call_have_their_own_ids() {
    let twin = Twin::start().unwrap();
    let run = json!({
        "InstanceCount": 2, "ImageId": "img-9qabwvbn", "InstanceType": "S5.MEDIUM2",
        "Placement": {"Zone": "ap-guangzhou-3"}, "InstanceChargeType": "POSTPAID_BY_HOUR",
    });
    let real = json!({"InstanceIdSet": ["ins-a", "ins-b"], "RequestId": "r"});
    twin.follow(&call("cvm", "RunInstances", run), &object(real));
    let tag = json!({"InstanceIds": ["ins-a", "ins-b"], "InstanceName": "shop"});
    let rename = call("cvm", "ModifyInstancesAttribute", tag);
    let plan = said(&twin, &rename).await;
    assert_eq!(plan[0], "done", "{plan:?}");
    assert!(plan[1].starts_with("Instance ins-a changed"), "{plan:?}");
    assert!(plan[2].starts_with("Instance ins-b changed"), "{plan:?}");
}

#[tokio::test]
async fn what_the_twin_would_have_refused_it_no_longer_claims_to_know() {
    let twin = Twin::start().unwrap();
    let returned = json!({"InstanceSet": [{"InstanceId": "ins-1", "InstanceState": "STOPPED"}]});
    learn(&twin, "cvm", "DescribeInstances", json!({}), returned);
    let stop = call("cvm", "StopInstances", json!({"InstanceIds": ["ins-1"]}));
    assert!(said(&twin, &stop).await[0].starts_with("refused"));
    // Somebody else has started it meanwhile, and the cloud did stop it.
    twin.follow(&stop, &object(json!({"RequestId": "r"})));
    assert_eq!(said(&twin, &stop).await, ["unknown"]);
}
