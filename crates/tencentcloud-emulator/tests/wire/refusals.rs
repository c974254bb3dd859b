//! What the endpoint says of a request that it cannot carry out: the code that its action documents, and
//! a message that names the parameter and the resource.

use serde_json::{Value, json};
use tencentcloud_emulator::{Credential, Emulator};

use crate::client::{Request, Response};

fn send(
    emulator: &Emulator,
    [service, version, action]: [&str; 3],
    parameters: &Value,
) -> Response {
    Request::post(action, version, parameters)
        .header("Host", &format!("{service}.tencentcloudapi.com"))
        .header("X-TC-Region", "ap-guangzhou")
        .tc3(service, &Credential::test())
        .send(emulator.address())
}

#[track_caller]
fn assert_refused(
    emulator: &Emulator,
    action: [&str; 3],
    parameters: &Value,
    (code, message): (&str, &str),
) {
    let response = send(emulator, action, parameters);
    let error = &response.json()["Response"]["Error"];
    assert_eq!(
        (&error["Code"], &error["Message"]),
        (&json!(code), &json!(message))
    );
    assert_eq!(response.header("x-emulator-source"), Some("stateful"));
}

#[tokio::test]
async fn a_request_that_names_no_resource() {
    let emulator = Emulator::start().await.unwrap();
    let refused = |action, parameters: Value, error| {
        assert_refused(&emulator, action, &parameters, error);
    };
    let space = "The request lacks the parameter `SpaceId`: it names no Space.";
    let delete = ["adp", "2026-05-20", "DeleteSpace"];
    refused(delete, json!({}), ("MissingParameter", space));

    // Either of two parameters names it.
    let close = ["gaap", "2018-05-29", "CloseProxies"];
    let proxy =
        "The request lacks the parameter `InstanceIds`, or `ProxyIds` instead: it names no Proxy.";
    refused(close, json!({}), ("MissingParameter", proxy));
    let empty = "The parameter `ProxyIds` names no Proxy.";
    let error = ("InvalidParameterValue", empty);
    refused(close, json!({"ProxyIds": []}), error);

    // Within an object of the request.
    let message = "The request lacks the parameter `Rules.Id`: it names no BanWhite.";
    let modify = ["cwp", "2018-02-28", "ModifyBanWhiteList"];
    refused(modify, json!({"Rules": {}}), ("MissingParameter", message));
}

/// Its type is that of a creation, where the service makes the id. The action documents no
/// `MissingParameter`.
#[tokio::test]
async fn an_item_of_a_request_that_names_no_resource() {
    let emulator = Emulator::start().await.unwrap();
    let rule = |id: Option<&Value>| {
        let mut rule = json!({
            "Description": "a", "DestContent": "a", "DestType": "tag", "EdgeId": "ALL",
            "Enable": "true", "OrderIndex": 1, "Port": "-1/-1", "Protocol": "ANY",
            "RuleAction": "accept", "SourceContent": "a", "SourceType": "tag",
        });
        if let Some(id) = id {
            rule["Uuid"] = id.clone();
        }
        rule
    };
    let of = |action| ["cfw", "2019-09-04", action];
    let add = json!({"Rules": [rule(None)]});
    let made = send(&emulator, of("AddVpcAcRule"), &add).json();
    let id = &made["Response"]["RuleUuids"][0];
    let modify = json!({"Rules": [rule(Some(id)), rule(None)]});
    let message = "The request lacks the parameter `Rules.1.Uuid`: it names no VpcAcRule.";
    let error = ("InvalidParameter", message);
    assert_refused(&emulator, of("ModifyVpcAcRule"), &modify, error);
}

#[tokio::test]
async fn what_does_not_exist_is_named_with_its_parameter() {
    let emulator = Emulator::start().await.unwrap();
    let message =
        "There is no Vpc \"vpc-0\" of this account in this region: see the parameter `VpcId`.";
    let parameters = json!({"VpcId": "vpc-0"});
    let delete = ["vpc", "2017-03-12", "DeleteVpc"];
    assert_refused(
        &emulator,
        delete,
        &parameters,
        ("ResourceNotFound", message),
    );
    let message = "There is no Disk \"disk-1\" of this account in this region: see the parameter `DiskIds.1`.";
    let terminate = ["cbs", "2017-03-12", "TerminateDisks"];
    let made = json!({
        "Placement": {"Zone": "ap-guangzhou-1"}, "DiskType": "CLOUD_SSD", "DiskSize": 20,
        "DiskChargeType": "POSTPAID_BY_HOUR",
    });
    let made = send(&emulator, ["cbs", "2017-03-12", "CreateDisks"], &made).json();
    let disk = &made["Response"]["DiskIdSet"][0];
    let parameters = json!({"DiskIds": [disk, "disk-1"]});
    let error = ("ResourceNotFound", message);
    assert_refused(&emulator, terminate, &parameters, error);
}

/// Where nothing tells which filters there are, resources are held against what they have.
#[tokio::test]
async fn a_filter_is_refused_if_the_names_are_known() {
    let emulator = Emulator::start().await.unwrap();
    let filters = json!({"Filters": [{"Name": "colour", "Values": ["red"]}]});
    let instances = ["ckafka", "2019-08-19", "DescribeInstancesDetail"];
    let listed = send(&emulator, instances, &filters).json();
    assert_eq!(listed["Response"]["Result"]["TotalCount"], 0, "{listed}");
    let refused = |action: [&str; 3]| {
        let response = send(&emulator, action, &filters).json();
        response["Response"]["Error"]["Code"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    let routers = refused(["clb", "2018-03-17", "DescribeModelRouters"]);
    assert_eq!(routers, "InvalidParameter");
    let machines = refused(["cvm", "2017-03-12", "DescribeInstances"]);
    assert_eq!(machines, "InvalidFilter");
}

/// Of the codes that an action documents, the one that says it.
#[tokio::test]
async fn a_name_that_is_taken() {
    let emulator = Emulator::start().await.unwrap();
    let space = json!({"Namespace": "a"});
    let create = ["tcr", "2019-09-24", "CreateNamespacePersonal"];
    assert!(send(&emulator, create, &space).json()["Response"]["Error"].is_null());
    let message = "There is a NamespacePersonal \"a\" already.";
    let error = ("InvalidParameter.ErrNamespaceExist", message);
    assert_refused(&emulator, create, &space, error);
}

/// A name that finds something is changed by a parameter that does not find it.
#[tokio::test]
async fn a_new_name_is_not_looked_for() {
    let emulator = Emulator::start().await.unwrap();
    let of = |action| ["tcr", "2019-09-24", action];
    let made = json!({
        "RepoName": "a/b", "TriggerName": "old", "InvokeMethod": "all", "ClusterId": "c",
        "Namespace": "n", "WorkloadType": "deployment", "WorkloadName": "w", "ContainerName": "x",
        "ClusterRegion": 1,
    });
    let call = |action, parameters: &Value| {
        let response = send(&emulator, of(action), parameters).json();
        assert!(response["Response"]["Error"].is_null(), "{response}");
        response
    };
    call("CreateApplicationTriggerPersonal", &made);
    let change = json!({
        "RepoName": "a/b", "TriggerName": "old", "NewTriggerName": "new", "InvokeMethod": "all",
        "ClusterId": "c", "Namespace": "n", "WorkloadType": "deployment", "WorkloadName": "w",
        "ContainerName": "x", "ClusterRegion": 1,
    });
    call("ModifyApplicationTriggerPersonal", &change);
    let listed = call(
        "DescribeApplicationTriggerPersonal",
        &json!({"RepoName": "a/b"}),
    );
    let triggers = &listed["Response"]["Data"]["TriggerInfo"];
    assert_eq!(triggers[0]["TriggerName"], "new", "{listed}");
}
