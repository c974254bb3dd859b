//! Sets of log topics, and topics.

use serde_json::json;

use crate::provider::{Provider, Read, assert_members, assert_unset, named, read, text};

fn filtered(key: &str, id: &str) -> serde_json::Value {
    json!({"Filters": [{"Key": key, "Values": [id]}], "Offset": 0, "Limit": 20})
}

fn sets(id: &str) -> Read<'static> {
    read("cls.DescribeLogsets", filtered("logsetId", id), "Logsets")
}

fn topics(id: &str) -> Read<'static> {
    read("cls.DescribeTopics", filtered("topicId", id), "Topics")
}

#[tokio::test]
async fn a_set() {
    let provider = Provider::start().await;
    let made = provider.call("cls.CreateLogset", json!({"LogsetName": "first"}));
    let id = text(&made["LogsetId"]);
    let name = named("cls", "logset", &id);
    provider.tag(&name, [("team", "a")], &[]);
    let set = provider.one(&sets(&id));
    text(&set["CreateTime"]);
    assert_members(
        &set,
        [
            ("LogsetName", json!("first")),
            ("TopicCount", json!(0)),
            ("Tags", json!([{"Key": "team", "Value": "a"}])),
        ],
    );
    assert_unset(&set, ["RoleName", "AssumerName"]);
    assert_eq!(provider.tags("cls", "logset", &id), json!({"team": "a"}));
    let taken = provider.refused("cls.CreateLogset", json!({"LogsetName": "first"}));
    assert!(taken.ends_with(".LogsetConflict"), "{taken}");

    let renamed = json!({"LogsetId": id, "LogsetName": "second"});
    provider.call("cls.ModifyLogset", renamed);
    provider.tag(&name, [("stage", "test")], &["team"]);
    assert_members(
        &provider.one(&sets(&id)),
        [
            ("LogsetName", json!("second")),
            ("Tags", json!([{"Key": "stage", "Value": "test"}])),
        ],
    );
    provider.call("cls.DeleteLogset", json!({"LogsetId": id}));
    provider.until_gone(&sets(&id));
    let gone = provider.refused("cls.DeleteLogset", json!({"LogsetId": id}));
    assert_eq!(gone, "ResourceNotFound.LogsetNotExist");
}

#[tokio::test]
async fn a_topic() {
    let provider = Provider::start().await;
    let made = provider.call("cls.CreateLogset", json!({"LogsetName": "set"}));
    let set = text(&made["LogsetId"]);
    let made = provider.call(
        "cls.CreateTopic",
        json!({
            "LogsetId": set, "TopicName": "first", "PartitionCount": 2, "AutoSplit": false,
            "MaxSplitPartitions": 20, "StorageType": "hot", "Period": 10, "HotPeriod": 10,
            "Describes": "", "IsWebTracking": false, "Tags": [{"Key": "team", "Value": "a"}],
        }),
    );
    let id = text(&made["TopicId"]);
    let topic = provider.one(&topics(&id));
    assert_members(
        &topic,
        [
            ("LogsetId", json!(set)),
            ("TopicName", json!("first")),
            ("PartitionCount", json!(2)),
            ("AutoSplit", json!(false)),
            ("MaxSplitPartitions", json!(20)),
            ("StorageType", json!("hot")),
            ("Period", json!(10)),
            ("HotPeriod", json!(10)),
            ("Describes", json!("")),
            ("IsWebTracking", json!(false)),
            ("Tags", json!([{"Key": "team", "Value": "a"}])),
        ],
    );
    assert_unset(&topic, ["Extends", "KeyId", "SubAssumerName"]);
    assert_eq!(provider.one(&sets(&set))["TopicCount"], 1);

    provider.tag(&named("cls", "topic", &id), [("team", "b")], &[]);
    provider.call(
        "cls.ModifyTopic",
        json!({
            "TopicId": id, "TopicName": "second", "AutoSplit": true, "MaxSplitPartitions": 30,
            "Period": 20, "Describes": "logs", "IsWebTracking": true,
            "Extends": {"AnonymousAccess": {
                "Operations": ["trackLog"],
                "Conditions": [{
                    "Attributes": "VpcID", "Rule": 1, "ConditionValue": "vpc-00000000",
                }],
            }},
        }),
    );
    assert_members(
        &provider.one(&topics(&id)),
        [
            ("TopicName", json!("second")),
            ("AutoSplit", json!(true)),
            ("MaxSplitPartitions", json!(30)),
            ("Period", json!(20)),
            ("HotPeriod", json!(10)),
            ("Describes", json!("logs")),
            ("IsWebTracking", json!(true)),
            ("Extends.AnonymousAccess.Operations", json!(["trackLog"])),
            ("Extends.AnonymousAccess.Conditions.0.Rule", json!(1)),
            ("PartitionCount", json!(2)),
            ("Tags", json!([{"Key": "team", "Value": "b"}])),
        ],
    );
    let not_empty = provider.refused("cls.DeleteLogset", json!({"LogsetId": set}));
    assert_eq!(not_empty, "FailedOperation.LogsetNotEmpty");
    provider.call("cls.DeleteTopic", json!({"TopicId": id}));
    provider.until_gone(&topics(&id));
    assert_eq!(provider.one(&sets(&set))["TopicCount"], 0);
    provider.call("cls.DeleteLogset", json!({"LogsetId": set}));
    provider.until_gone(&sets(&set));
}
