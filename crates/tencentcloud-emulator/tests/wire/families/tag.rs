//! Tags, which the tag service and the resources themselves show alike.

use serde_json::{Value, json};
use tencentcloud_emulator::Emulator;

use super::{Caller, assert_has, emulator};

fn callers(emulator: &Emulator) -> (Caller<'_>, Caller<'_>, String) {
    let cam = Caller::new(emulator, "cam", "2019-01-16");
    let account = cam.call("GetUserAppId", json!({}))["OwnerUin"].take();
    (
        Caller::new(emulator, "tag", "2018-08-13"),
        Caller::new(emulator, "vpc", "2017-03-12"),
        account.as_str().unwrap().to_owned(),
    )
}

fn vpc(vpc: &Caller<'_>, tags: Value) -> String {
    let made = json!({"VpcName": "net", "CidrBlock": "10.0.0.0/16", "Tags": tags});
    let made = vpc.call("CreateVpc", made);
    made["Vpc"]["VpcId"].as_str().unwrap().to_owned()
}

/// Returns the tags that the network itself shows.
fn own(vpc: &Caller<'_>, id: &str) -> Value {
    vpc.call("DescribeVpcs", json!({"VpcIds": [id]}))["VpcSet"][0]["TagSet"].take()
}

fn keys(tags: &Value, member: &str) -> Vec<String> {
    let tags = tags.as_array().unwrap().iter();
    tags.map(|tag| tag[member].as_str().unwrap().to_owned())
        .collect()
}

/// Programs that leave the account out look for the very name that they have sent.
#[tokio::test]
async fn a_resource_is_named_as_it_was_asked_for() {
    let emulator = emulator().await;
    let (tag, net, account) = callers(&emulator);
    let id = vpc(&net, json!([]));
    let short = format!("qcs::vpc:ap-guangzhou::vpc/{id}");
    let whole = format!("qcs::vpc:ap-guangzhou:uin/{account}:vpc/{id}");
    let tags = json!([{"TagKey": "team", "TagValue": "a"}]);
    tag.call(
        "TagResources",
        json!({"ResourceList": [short], "Tags": tags}),
    );
    for (list, name) in [
        (json!([short]), &short),
        (json!([whole]), &whole),
        (json!([]), &whole),
    ] {
        let found = tag.call("GetResources", json!({"ResourceList": list}));
        let found = &found["ResourceTagMappingList"];
        assert_eq!(keys(found, "Resource"), [name.as_str()]);
    }
}

#[tokio::test]
async fn a_tag_is_seen_alike_by_the_resource_and_by_the_tag_service() {
    let emulator = emulator().await;
    let (tag, net, account) = callers(&emulator);
    let id = vpc(&net, json!([{"Key": "team", "Value": "a"}]));
    let name = format!("qcs::vpc:ap-guangzhou:uin/{account}:vpc/{id}");
    let found = || tag.call("GetResources", json!({"ResourceList": [name]}));
    assert_has(
        &found()["ResourceTagMappingList"],
        &json!([{
            "Resource": name, "Tags": [{"TagKey": "team", "TagValue": "a", "Category": "Custom"}],
        }]),
    );
    let tags = json!([{"TagKey": "team", "TagValue": "b"}, {"TagKey": "env", "TagValue": "test"}]);
    let done = tag.call(
        "TagResources",
        json!({"ResourceList": [name], "Tags": tags}),
    );
    assert_eq!(done["FailedResources"], json!([]));
    let shown = json!([{"Key": "team", "Value": "b"}, {"Key": "env", "Value": "test"}]);
    assert_eq!(own(&net, &id), shown);
    let filter = |key: &str, value: &str| json!({"TagKey": key, "TagValue": [value]});
    let resources = |action: &str, filters: Value| {
        let asked =
            json!({"TagFilters": filters, "ServiceType": "vpc", "ResourceRegion": "ap-guangzhou"});
        keys(&tag.call(action, asked)["Rows"], "ResourceId")
    };
    let both = json!([filter("team", "b"), filter("env", "live")]);
    assert!(resources("DescribeResourcesByTags", both.clone()).is_empty());
    assert_eq!(resources("DescribeResourcesByTagsUnion", both), [&*id]);
    tag.call(
        "UnTagResources",
        json!({"ResourceList": [name], "TagKeys": ["team"]}),
    );
    assert_eq!(own(&net, &id), json!([{"Key": "env", "Value": "test"}]));
    net.call("DeleteVpc", json!({"VpcId": id}));
    assert_eq!(found()["ResourceTagMappingList"], json!([]));
}

#[tokio::test]
async fn resources_that_do_not_exist_fail_one_by_one() {
    let emulator = emulator().await;
    let (tag, net, account) = callers(&emulator);
    let id = vpc(&net, json!([]));
    let name = |id: &str| format!("qcs::vpc:ap-guangzhou:uin/{account}:vpc/{id}");
    let tags = json!([{"TagKey": "team", "TagValue": "a"}]);
    let list = json!([name("vpc-none"), name(&id)]);
    let done = tag.call("TagResources", json!({"ResourceList": list, "Tags": tags}));
    assert_eq!(
        keys(&done["FailedResources"], "Resource"),
        [name("vpc-none")]
    );
    assert_eq!(own(&net, &id), json!([{"Key": "team", "Value": "a"}]));
    for (name, code) in [
        (
            "vpc-1".to_owned(),
            "InvalidParameterValue.ResourceDescriptionError",
        ),
        (
            name(&id).replace(&account, "1"),
            "AuthFailure.UnauthorizedOperation",
        ),
    ] {
        let asked = json!({"ResourceList": [name], "Tags": tags});
        assert_eq!(tag.refused("TagResources", asked), code, "{name}");
    }
    // What other regions have is found there, and only there.
    let there = name(&id).replace("guangzhou", "shanghai");
    let done = tag.call(
        "TagResources",
        json!({"ResourceList": [there], "Tags": tags}),
    );
    assert_eq!(keys(&done["FailedResources"], "Resource"), [there]);
}

#[tokio::test]
async fn a_tag_is_deleted_once_no_resource_has_it() {
    let emulator = emulator().await;
    let (tag, net, _) = callers(&emulator);
    let one = json!({"TagKey": "team", "TagValue": "a"});
    tag.call("CreateTag", one.clone());
    assert_eq!(
        tag.refused("CreateTag", one.clone()),
        "ResourceInUse.TagDuplicate"
    );
    let id = vpc(&net, json!([{"Key": "env", "Value": "test"}]));
    let list = || tag.call("DescribeTags", json!({}));
    let listed = list()["Tags"].take();
    for (at, key, can) in [(0, "team", 1), (1, "env", 0)] {
        assert_has(&listed[at], &json!({"TagKey": key, "CanDelete": can}));
    }
    let keys = tag.call("DescribeTagKeys", json!({"Limit": 1, "Offset": 1}));
    assert_has(&keys, &json!({"TotalCount": 2, "Tags": ["env"]}));
    let first = tag.call("GetTagKeys", json!({"MaxResults": 1}));
    let rest = json!({"MaxResults": 1, "PaginationToken": first["PaginationToken"]});
    let rest = tag.call("GetTagKeys", rest);
    assert_has(&rest, &json!({"TagKeys": ["env"], "PaginationToken": ""}));

    let attached = json!({"TagKey": "env", "TagValue": "test"});
    assert_eq!(
        tag.refused("CreateTag", attached.clone()),
        "ResourceInUse.TagDuplicate"
    );
    assert_eq!(
        tag.refused("DeleteTag", attached.clone()),
        "FailedOperation.TagAttachedResource"
    );
    net.call("DeleteVpc", json!({"VpcId": id}));
    tag.call("DeleteTag", attached.clone());
    assert_eq!(
        tag.refused("DeleteTag", attached),
        "ResourceNotFound.TagNonExist"
    );
    tag.call("DeleteTags", json!({"Tags": [one]}));
    assert_eq!(list()["TotalCount"], 0);
}

#[tokio::test]
async fn resources_are_named_by_their_parts_too() {
    let emulator = emulator().await;
    let (tag, net, account) = callers(&emulator);
    let ids = [vpc(&net, json!([])), vpc(&net, json!([]))];
    let named = |more: Value| {
        let mut parts = json!({
            "ServiceType": "vpc", "ResourcePrefix": "vpc", "ResourceRegion": "ap-guangzhou",
            "ResourceIds": ids,
        });
        parts
            .as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        parts
    };
    let team = |value: &str| named(json!({"TagKey": "team", "TagValue": value}));
    assert_eq!(
        tag.refused("AttachResourcesTag", team("a")),
        "ResourceNotFound.TagNonExist"
    );
    for value in ["a", "b"] {
        tag.call("CreateTag", json!({"TagKey": "team", "TagValue": value}));
    }
    tag.call("AttachResourcesTag", team("a"));
    assert_eq!(
        tag.refused("AttachResourcesTag", team("b")),
        "ResourceInUse.TagKeyAttached"
    );
    tag.call("ModifyResourcesTagValue", team("b"));
    for id in &ids {
        assert_eq!(own(&net, id), json!([{"Key": "team", "Value": "b"}]));
    }
    let rows = tag.call("DescribeResourceTagsByResourceIds", named(json!({})));
    assert_eq!(rows["TotalCount"], 2);
    assert_has(
        &rows["Tags"][1],
        &json!({"ResourceId": ids[1], "TagKey": "team", "TagValue": "b", "ServiceType": "vpc"}),
    );
    let name = format!("qcs::vpc:ap-guangzhou:uin/{account}:vpc/{}", ids[0]);
    let change = json!({
        "Resource": name, "DeleteTags": [{"TagKey": "team"}],
        "ReplaceTags": [{"TagKey": "env", "TagValue": "test"}],
    });
    tag.call("ModifyResourceTags", change);
    assert_eq!(own(&net, &ids[0]), json!([{"Key": "env", "Value": "test"}]));
    let rows = named(json!({"TagKeys": ["env"]}));
    let rows = tag.call("DescribeResourceTagsByTagKeys", rows);
    assert_eq!(keys(&rows["Rows"], "ResourceId"), [&*ids[0]]);
    let key = named(json!({"TagKey": "team"}));
    assert_eq!(
        tag.refused("DetachResourcesTag", key),
        "ResourceNotFound.AttachedTagKeyNotFound"
    );
    assert_eq!(own(&net, &ids[1]), json!([{"Key": "team", "Value": "b"}]));
}

#[tokio::test]
async fn what_no_facts_tell_of_has_tags_all_the_same() {
    let emulator = emulator().await;
    let (tag, _, account) = callers(&emulator);
    let name = format!("qcs::cos:ap-guangzhou:uin/{account}:bucket/photos");
    let one = json!({"TagKey": "team", "TagValue": "a", "Resource": name});
    tag.call("AddResourceTag", one.clone());
    assert_eq!(
        tag.refused("AddResourceTag", one.clone()),
        "ResourceInUse.TagKeyAttached"
    );
    let other = json!({"TagKey": "team", "TagValue": "b", "Resource": name});
    tag.call("UpdateResourceTagValue", other);
    let rows = tag.call("DescribeResourceTags", json!({"ServiceType": "cos"}));
    assert_has(
        &rows["Rows"][0],
        &json!({"ResourceId": "photos", "TagKey": "team", "TagValue": "b"}),
    );
    tag.call(
        "DeleteResourceTag",
        json!({"TagKey": "team", "Resource": name}),
    );
    let rows = tag.call("DescribeResourceTags", json!({"ServiceType": "cos"}));
    assert_eq!(rows["TotalCount"], 0);
    let values = tag.call("DescribeTagValues", json!({"TagKeys": ["team"]}));
    assert_eq!(values["TotalCount"], 2);
}
