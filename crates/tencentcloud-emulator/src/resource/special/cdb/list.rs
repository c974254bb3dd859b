//! The list of instances, and what it is asked by.

use serde_json::{Value, json};

use super::super::super::engine::{Desk, Whole};
use super::super::super::path;
use super::super::super::store::Record;
use super::{Response, instance_of, text};

/// Parameters, with the member of an instance that has one of their values.
const BY: [(&str, &str); 19] = [
    ("CageIds", "CageId"),
    ("CdbErrors", "CdbError"),
    ("DeployGroupIds", "DeployGroupId"),
    ("EngineTypes", "EngineType"),
    ("EngineVersions", "EngineVersion"),
    ("ExClusterId", "ExClusterId"),
    ("InitFlag", "InitFlag"),
    ("InstanceIds", "InstanceId"),
    ("InstanceNames", "InstanceName"),
    ("InstanceTypes", "InstanceType"),
    ("PayTypes", "PayType"),
    ("ProjectId", "ProjectId"),
    ("SecurityGroupId", "SecurityGroup"),
    ("Status", "Status"),
    ("SubnetIds", "SubnetId"),
    ("UniqSubnetIds", "UniqSubnetId"),
    ("UniqueVpcIds", "UniqVpcId"),
    ("Vips", "Vip"),
    ("ZoneIds", "ZoneId"),
];

/// Flags that leave out the instances of one type if they are nought.
const WITH: [(&str, &str); 3] = [("WithMaster", "1"), ("WithDr", "2"), ("WithRo", "3")];

pub(super) fn action(name: &str) -> Option<Whole> {
    (name == "DescribeDBInstances").then_some(list as Whole)
}

/// Returns true if an instance has all that a call asks for.
fn wanted(desk: &Desk<'_>, record: &Record) -> bool {
    let by = BY.iter().all(|(parameter, member)| {
        let wanted = desk.texts(parameter);
        let held = path::all(record, member).into_iter().map(path::text);
        wanted.is_empty() || held.into_iter().any(|held| wanted.contains(&held))
    });
    let with = WITH.iter().all(|(flag, kind)| {
        desk.text(flag).as_deref() != Some("0") || text(record, "InstanceType") != *kind
    });
    by && with && tagged(desk, record)
}

fn tagged(desk: &Desk<'_>, record: &Record) -> bool {
    let tags = path::all(record, "TagList");
    let any = |parameter: &str, part: &str| {
        let wanted = desk.texts(parameter);
        let has = |tag: &&&Value| wanted.contains(&path::text(&tag[part]));
        wanted.is_empty() || tags.iter().any(|tag| has(&tag))
    };
    let all = path::all(&desk.call.parameters, "Tags");
    any("TagKeysForSearch", "TagKey")
        && any("TagValues", "TagValue")
        && all.iter().all(|wanted| {
            tags.iter()
                .any(|tag| tag["TagKey"] == wanted["Key"] && tag["TagValue"] == wanted["Value"])
        })
}

/// Returns the value by which an instance stands before or after others.
fn rank(record: &Record, member: &str) -> (Option<i64>, String) {
    let value = text(record, member);
    (value.parse().ok(), value)
}

fn list(desk: &Desk<'_>) -> Response {
    let kind = desk.known("DBInstance")?;
    for id in desk.texts("InstanceIds") {
        instance_of(desk, &id)?;
    }
    // What an instance shows of its tasks is asked for as well.
    let tasks = desk.texts("TaskStatus");
    let busy = |record: &Record| {
        if tasks.is_empty() {
            return true;
        }
        let mut shown = record.clone();
        super::task::show(desk, &mut shown);
        tasks.contains(&text(&shown, "TaskStatus"))
    };
    let all = desk.all(&kind).into_iter();
    let mut found: Vec<_> = all
        .filter(|item| {
            let record = desk.current(item);
            wanted(desk, &record) && busy(&record)
        })
        .collect();
    // The newest comes first, whatever else decides.
    found.reverse();
    let member = match desk
        .text("OrderBy")
        .unwrap_or_default()
        .to_ascii_lowercase()
        .as_str()
    {
        "instanceid" => Some("InstanceId"),
        "instancename" => Some("InstanceName"),
        "createtime" => Some("CreateTime"),
        "deadlinetime" => Some("DeadlineTime"),
        _ => None,
    };
    if let Some(member) = member {
        let key = |item: &std::sync::Arc<_>| rank(&desk.current(item), member);
        match desk.text("OrderDirection").as_deref() {
            Some("ASC") => found.sort_by_key(key),
            _ => found.sort_by_key(|item| std::cmp::Reverse(key(item))),
        }
    }
    let total = found.len();
    let shown = desk
        .page(found)
        .into_iter()
        .map(|item| desk.view(&kind, &item));
    let shown: Vec<Value> = shown.map(Value::Object).collect();
    Ok(desk.respond(json!({"Items": shown, "TotalCount": total})))
}
