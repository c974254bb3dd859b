//! Instances.

use serde_json::{Value, json};
use time::{Date, Month, OffsetDateTime};

use super::super::super::engine::{Desk, Whole};
use super::super::super::store::Record;
use super::super::super::{path, times};
use super::super::vpc::addresses;
use super::task::{self, Work};
use super::{Response, fill, instance_of, named, of_instance, running, text, within};
use crate::fault::Fault;

/// The time of what has no end.
const NEVER: &str = "0000-00-00 00:00:00";

/// The port by which instances are reached from outside.
const OUTER_PORT: u64 = 25_000;
const OUTER_PORTS: u64 = 10_000;

/// How many megabytes of memory come with a core, if a request does not say how many there are.
const MEMORY_OF_CORE: u64 = 2_000;

pub(super) fn action(name: &str) -> Option<Whole> {
    Some(match name {
        "CloseWanService" => close,
        "DescribeDBInstanceConfig" => config,
        "DescribeDBInstanceGTID" => transactions,
        "DescribeTagsOfInstanceIds" => tags,
        "ModifyInstanceTag" => change_tags,
        "OpenDBInstanceGTID" => open_transactions,
        "OpenWanService" => open,
        "RenewDBInstance" => renew,
        "UpgradeDBInstance" => upgrade,
        "UpgradeDBInstanceEngineVersion" => upgrade_engine,
        _ => return None,
    })
}

/// Checks the instance that another one is to follow.
pub(super) fn check(desk: &Desk<'_>, record: &Record) -> Result<(), Fault> {
    let role = text(record, "InstanceRole");
    if !["ro", "dr"].contains(&role.as_str()) {
        return Ok(());
    }
    let master = text(record, "MasterInstanceId");
    if master.is_empty() {
        return Err(Fault::missing("MasterInstanceId"));
    }
    let region = text(record, "MasterRegion");
    match region.is_empty() {
        true => instance_of(desk, &master).map(|_| ()),
        false => instance_of(&desk.within(&region), &master).map(|_| ()),
    }
}

/// Completes a new instance.
pub(super) fn complete(desk: &Desk<'_>, record: &mut Record) -> Result<(), Fault> {
    // Nothing shows it.
    record.remove("Password");
    let region = desk.call.region.clone().unwrap_or_default();
    let kind = match text(record, "InstanceRole").as_str() {
        "ro" => 3,
        "dr" => 2,
        _ => 1,
    };
    let memory = text(record, "Memory").parse().unwrap_or(MEMORY_OF_CORE);
    let months = text(record, "Period").parse().unwrap_or(1);
    let end = match text(record, "PayType").as_str() {
        "0" => times::plain(after(desk.call.now, months)),
        _ => NEVER.into(),
    };
    fill(
        record,
        json!({
            "InstanceType": kind, "Region": region, "Zone": format!("{region}-1"),
            "DeadlineTime": end, "Cpu": (memory / MEMORY_OF_CORE).max(1), "DeviceType": "UNIVERSAL",
            "EngineType": "InnoDB", "InstanceNodes": 2, "DestroyProtect": "off", "UniqVpcId": "",
            "UniqSubnetId": "",
        }),
    );
    let master = text(record, "MasterInstanceId");
    if kind != 1
        && let Ok((_, master)) = instance_of(desk, &master)
    {
        let shown = master.record.clone();
        record.insert("MasterInfo".into(), shown.into());
    }
    let tags = single(&path::all(record, "TagList"));
    record.insert("TagList".into(), tags);
    let wanted = path::all(record, "Vips")
        .first()
        .map(|address| path::text(address));
    let address = match text(record, "UniqSubnetId") {
        subnet if subnet.is_empty() => None,
        subnet => addresses::take(desk, &subnet, wanted.as_deref())?,
    };
    record.insert("Vip".into(), address.or(wanted).unwrap_or_default().into());
    super::parameter::first(desk, record)
}

/// Returns tags that have a list of values as tags of one value each.
fn single(tags: &[&Value]) -> Value {
    let single = tags.iter().flat_map(|tag| {
        let values = match &tag["TagValue"] {
            Value::Array(values) => values.clone(),
            value => vec![value.clone()],
        };
        let key = tag["TagKey"].clone();
        values
            .into_iter()
            .map(move |value| json!({"TagKey": key, "TagValue": value}))
    });
    single.collect()
}

/// Returns a moment so many months later, on the last day of a month that is shorter.
fn after(moment: OffsetDateTime, months: i32) -> OffsetDateTime {
    let months = months.clamp(0, 1_200);
    let count = i32::from(u8::from(moment.month())) - 1 + months;
    let year = moment.year() + count / 12;
    let month = u8::try_from(count % 12 + 1).ok();
    let month = month.and_then(|month| Month::try_from(month).ok());
    let date = month.and_then(|month| {
        let day = moment.day().min(month.length(year));
        Date::from_calendar_date(year, month, day).ok()
    });
    date.map_or(moment, |date| moment.replace_date(date))
}

/// Takes away what belongs to an instance alone.
pub(super) fn end(desk: &Desk<'_>, record: &Record) {
    let id = text(record, "InstanceId");
    for kind in ["Account", "Database"].map(within) {
        for item in of_instance(desk, &kind, &id) {
            desk.remove(&kind, &item);
        }
    }
    if let Some(kind) = desk.kind("Backup") {
        for item in of_instance(desk, &kind, &id) {
            desk.remove(&kind, &item);
        }
    }
    let own = [text(record, "Vip")];
    addresses::give_back(desk, &text(record, "UniqSubnetId"), &own);
}

/// Begins a task of the instance that a call names, and changes the instance at once: who waits for the
/// task finds it changed. `more` is what the response says beside the task.
fn tasked(
    desk: &Desk<'_>,
    work: Work,
    mut more: Record,
    change: impl FnOnce(&mut Record),
) -> Response {
    let found = [running(desk)?];
    let id = task::begin(desk, work, &found)?;
    let [(kind, item)] = found;
    desk.amend_item(&kind, &item, change);
    more.insert("AsyncRequestId".into(), id.into());
    Ok(desk.respond(more.into()))
}

/// Returns the number of an order.
fn deal(desk: &Desk<'_>) -> Result<String, Fault> {
    let kind = desk.known("DBInstance")?;
    let number = desk.draw("cdb/Deal", desk.number(&kind)).number();
    Ok((number % 1_000_000_000).to_string())
}

fn open(desk: &Desk<'_>) -> Response {
    let (kind, item) = named(desk)?;
    let port = OUTER_PORT + desk.number(&kind) % OUTER_PORTS;
    let domain = format!("{}.sql.tencentcdb.com", item.keys.id);
    tasked(desk, Work::OpenNetwork, Record::new(), |record| {
        record.insert("WanStatus".into(), 1.into());
        record.insert("WanDomain".into(), domain.into());
        record.insert("WanPort".into(), port.into());
    })
}

fn close(desk: &Desk<'_>) -> Response {
    tasked(desk, Work::CloseNetwork, Record::new(), |record| {
        record.insert("WanStatus".into(), 0.into());
        record.insert("WanDomain".into(), "".into());
        record.insert("WanPort".into(), 0.into());
    })
}

fn upgrade(desk: &Desk<'_>) -> Response {
    let members = [
        "Memory",
        "Volume",
        "Cpu",
        "ProtectMode",
        "DeployMode",
        "SlaveZone",
        "BackupZone",
        "EngineVersion",
        "DeviceType",
    ];
    let more = super::super::object(json!({"DealIds": [deal(desk)?]}));
    tasked(desk, Work::Upgrade, more, |record| {
        for member in members {
            if let Some(value) = desk.parameter(member) {
                record.insert(member.into(), value.clone());
            }
        }
    })
}

fn upgrade_engine(desk: &Desk<'_>) -> Response {
    let version = desk.text("EngineVersion").unwrap_or_default();
    tasked(desk, Work::Upgrade, Record::new(), |record| {
        record.insert("EngineVersion".into(), version.into());
    })
}

/// Lets an instance live longer, from its end or from now on.
fn renew(desk: &Desk<'_>) -> Response {
    let (kind, item) = named(desk)?;
    let months = desk.text("TimeSpan").and_then(|months| months.parse().ok());
    let months: i32 = months.unwrap_or(1);
    let auto = desk.parameter("AutoRenew").cloned();
    let end = times::read(&text(&item.record, "DeadlineTime")).unwrap_or(desk.call.now);
    let end = times::plain(after(end, months));
    desk.amend_item(&kind, &item, |record| {
        record.insert("DeadlineTime".into(), end);
        record.insert("PayType".into(), 0.into());
        if let Some(auto) = auto {
            record.insert("AutoRenew".into(), auto);
        }
    });
    Ok(desk.respond(json!({"DealId": deal(desk)?})))
}

/// Shows where the copies of an instance are: one, in its own zone unless another was asked for, and
/// another one only if it was.
fn config(desk: &Desk<'_>) -> Response {
    let (_, item) = named(desk)?;
    let mut shown = desk.current(&item).into_owned();
    let mode = match text(&shown, "ProtectMode").as_str() {
        "0" | "" => "async",
        _ => "semisync",
    };
    let copy = |zone: String| json!({"ReplicationMode": mode, "Zone": zone});
    let [own, first, second] = ["Zone", "SlaveZone", "BackupZone"].map(|zone| text(&shown, zone));
    let first = if first.is_empty() { own } else { first };
    shown.insert("SlaveConfig".into(), copy(first));
    let mut answer = desk.respond(shown.into());
    let second = (!second.is_empty()).then(|| copy(second));
    answer.insert("BackupConfig".into(), second.unwrap_or_default());
    Ok(answer)
}

fn transactions(desk: &Desk<'_>) -> Response {
    let (_, item) = named(desk)?;
    Ok(desk.respond(Value::Object(item.record.clone())))
}

fn open_transactions(desk: &Desk<'_>) -> Response {
    tasked(desk, Work::Transactions, Record::new(), |record| {
        record.insert("IsGTIDOpen".into(), 1.into());
    })
}

fn tags(desk: &Desk<'_>) -> Response {
    let ids = desk.texts("InstanceIds");
    let rows = ids.iter().map(|id| {
        let (_, item) = instance_of(desk, id)?;
        let tags: Vec<Value> = path::all(&item.record, "TagList")
            .into_iter()
            .cloned()
            .collect();
        Ok(json!({"InstanceId": id, "Tags": tags}))
    });
    let rows = rows.collect::<Result<Vec<Value>, Fault>>()?;
    Ok(desk.respond(json!({"Rows": desk.page(rows)})))
}

fn change_tags(desk: &Desk<'_>) -> Response {
    let (kind, item) = named(desk)?;
    let replaced = single(&path::all(&desk.call.parameters, "ReplaceTags"));
    let deleted = path::all(&desk.call.parameters, "DeleteTags");
    let replaced = replaced.as_array().cloned().unwrap_or_default();
    let touched = |tag: &Value| {
        let keys = replaced.iter().chain(deleted.iter().copied());
        keys.into_iter()
            .any(|other| other["TagKey"] == tag["TagKey"])
    };
    let mut tags: Vec<Value> = path::all(&item.record, "TagList")
        .into_iter()
        .cloned()
        .collect();
    tags.retain(|tag| !touched(tag));
    tags.extend(replaced.iter().cloned());
    desk.amend_item(&kind, &item, |record| {
        record.insert("TagList".into(), tags.into());
    });
    Ok(desk.respond(Value::Null))
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    #[test]
    fn months_end_on_their_last_day() {
        for (from, months, to) in [
            (
                datetime!(2026-01-31 10:00 UTC),
                1,
                datetime!(2026-02-28 10:00 UTC),
            ),
            (
                datetime!(2024-01-31 10:00 UTC),
                1,
                datetime!(2024-02-29 10:00 UTC),
            ),
            (
                datetime!(2026-11-15 10:00 UTC),
                2,
                datetime!(2027-01-15 10:00 UTC),
            ),
            (
                datetime!(2026-12-01 10:00 UTC),
                36,
                datetime!(2029-12-01 10:00 UTC),
            ),
        ] {
            assert_eq!(after(from, months), to, "{from} {months}");
        }
    }
}
