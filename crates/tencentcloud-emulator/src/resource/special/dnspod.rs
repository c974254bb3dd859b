//! Domains with the name servers' own records, and the records that are found in many ways.

use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::super::codes::Trouble;
use super::super::engine::{Desk, Family, Whole};
use super::super::store::{Item, Record};
use super::{fill, object, text};
use crate::fault::Fault;

/// The code of the service dnspod.
#[derive(Debug)]
pub(super) struct Dnspod;

/// The name servers of a domain that pays nothing.
const SERVERS: [&str; 2] = ["f1g1ns1.dnspod.net", "f1g1ns2.dnspod.net"];

/// The line that all others fall back to, and its number.
const LINE: (&str, &str) = ("默认", "0");

impl Family for Dnspod {
    fn service(&self) -> &'static str {
        "dnspod"
    }

    fn drafting(&self, desk: &Desk<'_>, kind: &str, record: &mut Record) -> Result<(), Fault> {
        let own = record.get("DefaultNS") == Some(&Value::Bool(true));
        if kind == "Record" && !own {
            let domain = domain(desk)?;
            for (member, theirs) in [("DomainId", "DomainId"), ("Domain", "Name")] {
                let value = domain.record.get(theirs).cloned();
                record.insert(member.into(), value.unwrap_or_default());
            }
        }
        Ok(())
    }

    fn making(&self, desk: &Desk<'_>, kind: &str, record: &mut Record) -> Result<(), Fault> {
        match kind {
            "Domain" => new_domain(desk, record),
            "Record" => {
                new_record(record);
                return check_twin(desk, record);
            }
            _ => {}
        }
        Ok(())
    }

    fn made(&self, desk: &Desk<'_>, kind: &str, item: &Item) -> Result<(), Fault> {
        let Some(records) = desk.kind("Record").filter(|_| kind == "Domain") else {
            return Ok(());
        };
        for server in SERVERS {
            let record = json!({
                "DomainId": item.record.get("DomainId"), "Domain": item.record.get("Name"),
                "Name": "@", "Type": "NS", "Value": format!("{server}."), "TTL": 86_400,
                "DefaultNS": true,
            });
            desk.keep(&records, object(record))?;
        }
        Ok(())
    }

    fn changing(
        &self,
        desk: &Desk<'_>,
        kind: &str,
        before: &Record,
        after: &mut Record,
    ) -> Result<(), Fault> {
        match kind {
            "Domain" => status(after, &["ENABLE", "DISABLE"], ["ENABLE", "PAUSE"]),
            "Record" => {
                // Whoever changes a record without a name moves it to the domain itself.
                let whole = ["ModifyRecord", "ModifyTXTRecord", "ModifyDynamicDNS"];
                let action = desk.call.target.name.as_str();
                if whole.contains(&action) && desk.parameter("SubDomain").is_none() {
                    after.insert("Name".into(), "@".into());
                }
                if action == "ModifyRecordFields" {
                    fields(desk, after);
                }
                status(after, &["ENABLE", "DISABLE"], ["ENABLE", "DISABLE"]);
                line(after);
                if ["Name", "Type", "Line", "Value"]
                    .iter()
                    .any(|member| before.get(*member) != after.get(*member))
                {
                    return check_twin(desk, after);
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn ending(&self, desk: &Desk<'_>, kind: &str, record: &Record) -> Result<(), Fault> {
        if kind == "Domain"
            && let Some(records) = desk.kind("Record")
        {
            for own in of_domain(desk, &text(record, "DomainId")) {
                desk.remove(&records, &own);
            }
        }
        Ok(())
    }

    fn shown(&self, desk: &Desk<'_>, kind: &str, record: &mut Record) {
        if kind == "Domain" {
            let count = of_domain(desk, &text(record, "DomainId")).len();
            record.insert("RecordCount".into(), count.into());
            // One domain has its state in small letters, a list in capitals.
            if desk.call.target.name == "DescribeDomain" {
                let status = text(record, "Status").to_ascii_lowercase();
                record.insert("Status".into(), status.into());
            }
        }
        if kind == "Record" {
            for (member, own) in [
                ("Id", "RecordId"),
                ("SubDomain", "Name"),
                ("RecordType", "Type"),
                ("RecordLine", "Line"),
                ("RecordLineId", "LineId"),
            ] {
                let value = record.get(own).cloned().unwrap_or_default();
                record.insert(member.into(), value);
            }
            let enabled = u8::from(text(record, "Status") == "ENABLE");
            record.insert("Enabled".into(), enabled.into());
        }
    }

    fn code(&self, desk: &Desk<'_>, kind: &str, trouble: Trouble) -> Option<&'static str> {
        if trouble != Trouble::NotFound {
            return None;
        }
        match kind {
            "Record" if named(desk).is_some() => Some("InvalidParameter.RecordIdInvalid"),
            "Domain" | "Record" => Some("InvalidParameterValue.DomainNotExists"),
            _ => None,
        }
    }

    fn action(&self, name: &str) -> Option<Whole> {
        match name {
            "DescribeDomainList" | "DescribeDomainFilterList" => Some(domains),
            "DescribeRecordList" | "DescribeRecordFilterList" => Some(records),
            "DescribeRecordExistExceptDefaultNS" => Some(has_own_records),
            _ => None,
        }
    }
}

/// Returns the domain that a call names: by its number, or else by its name.
fn named(desk: &Desk<'_>) -> Option<Arc<Item>> {
    let domains = desk.kind("Domain")?;
    let by_number = desk
        .text("DomainId")
        .and_then(|id| desk.item(&domains, &id));
    by_number.or_else(|| desk.find(&domains, "Name", &desk.text("Domain")?))
}

fn domain(desk: &Desk<'_>) -> Result<Arc<Item>, Fault> {
    let kind = desk.known("Domain")?;
    let id = desk.text("DomainId").or_else(|| desk.text("Domain"));
    named(desk).ok_or_else(|| desk.missing(&kind, &id.unwrap_or_default()))
}

fn of_domain(desk: &Desk<'_>, id: &str) -> Vec<Arc<Item>> {
    let records = desk.kind("Record").map(|kind| desk.all(&kind));
    let records = records.into_iter().flatten();
    records
        .filter(|item| text(&item.record, "DomainId") == id)
        .collect()
}

fn new_domain(desk: &Desk<'_>, record: &mut Record) {
    let name = text(record, "Name");
    for member in ["Domain", "Punycode"] {
        record.insert(member.into(), name.as_str().into());
    }
    let number = record.get("DomainId").cloned();
    record.insert("Id".into(), number.unwrap_or_default());
    // Programs give nought and nothing for what they leave to the service.
    for (member, none) in [("GroupId", "0"), ("IsMark", "")] {
        if text(record, member) == none {
            record.remove(member);
        }
    }
    fill(
        record,
        json!({
            "GroupId": 1, "IsMark": "no", "TTL": 600, "Grade": "DP_FREE", "GradeLevel": 2,
            "GradeTitle": "免费版", "IsVip": "NO", "Owner": desk.account(), "Uin": desk.account(),
            "OwnerNick": desk.account(), "IsGracePeriod": "NO", "VipBuffered": "NO",
            "VipAutoRenew": "NO", "SearchEnginePush": "NO", "SlaveDNS": "NO",
            "CNAMESpeedup": "DISABLE", "EffectiveDNS": SERVERS, "DnspodNsList": SERVERS,
            "ActualNsList": SERVERS, "GradeNsList": SERVERS,
            "VipStartAt": "0000-00-00 00:00:00", "VipEndAt": "0000-00-00 00:00:00",
        }),
    );
}

fn new_record(record: &mut Record) {
    let empty = |member: &str| text(record, member).is_empty();
    if empty("Name") {
        record.insert("Name".into(), "@".into());
    }
    fill(
        record,
        json!({"Line": LINE.0, "TTL": 600, "MX": 0, "Remark": "", "MonitorStatus": ""}),
    );
    status(record, &["ENABLE", "DISABLE"], ["ENABLE", "DISABLE"]);
    line(record);
}

/// Gives the default line its number; others keep the one that they were given.
fn line(record: &mut Record) {
    if text(record, "Line") == LINE.0 {
        record.insert("LineId".into(), LINE.1.into());
    }
}

/// Writes a status as readers know it, in whatever case it was given.
fn status(record: &mut Record, given: &[&str; 2], shown: [&str; 2]) {
    let now = text(record, "Status").to_ascii_uppercase();
    let now = match given.iter().position(|given| *given == now) {
        Some(at) => shown[at].to_owned(),
        None if now.is_empty() => shown[0].to_owned(),
        None => now,
    };
    record.insert("Status".into(), now.into());
}

/// Takes over a list of members and values.
fn fields(desk: &Desk<'_>, record: &mut Record) {
    let list = desk.parameter("FieldList").and_then(Value::as_array);
    for field in list.into_iter().flatten().filter_map(Value::as_object) {
        let (name, value) = (text(field, "Key"), field.get("Value").cloned());
        let member = match name.to_ascii_lowercase().as_str() {
            "sub_domain" => "Name",
            "record_type" => "Type",
            "area" => "Line",
            "value" => "Value",
            "mx" => "MX",
            "ttl" => "TTL",
            "status" => "Status",
            "weight" => "Weight",
            "remark" => "Remark",
            _ => continue,
        };
        record.insert(member.into(), value.unwrap_or_default());
    }
}

/// Checks that no other record says the same.
fn check_twin(desk: &Desk<'_>, record: &Record) -> Result<(), Fault> {
    let same = |item: &Arc<Item>| {
        text(&item.record, "RecordId") != text(record, "RecordId")
            && ["Name", "Type", "Line", "Value"]
                .iter()
                .all(|member| item.record.get(*member) == record.get(*member))
    };
    let twins = of_domain(desk, &text(record, "DomainId"));
    match twins.iter().find(|item| same(item)) {
        None => Ok(()),
        Some(twin) => Err(desk.call.fault(
            "InvalidParameter.DomainRecordExist",
            format!("The record {} says the same.", twin.keys.id),
        )),
    }
}

/// Lists domains with the counts of all.
fn domains(desk: &Desk<'_>) -> Result<Map<String, Value>, Fault> {
    let kind = desk.known("Domain")?;
    let all = desk.all(&kind);
    let groups = desk.texts("GroupId");
    let keyword = desk.text("Keyword").unwrap_or_default();
    let wanted = |record: &Record| {
        let status = text(record, "Status");
        let of_type = match desk.text("Type").unwrap_or_default().as_str() {
            "PAUSE" => status == "PAUSE",
            "LOCK" => status == "LOCK",
            "VIP" => text(record, "IsVip") == "YES",
            "SHARE" | "SHARE_OUT" | "ISMARK" => false,
            _ => true,
        };
        let group = text(record, "GroupId");
        of_type
            && text(record, "Name").contains(&keyword)
            && (groups.is_empty() || groups.contains(&group))
            && tagged(desk, record)
    };
    let found: Vec<_> = all
        .iter()
        .filter(|item| wanted(&desk.current(item)))
        .collect();
    let total = found.len();
    let list: Vec<_> = desk.page(found).into_iter().collect();
    let list: Value = list.iter().map(|item| desk.view(&kind, item)).collect();
    let paused = all
        .iter()
        .filter(|item| text(&item.record, "Status") == "PAUSE");
    Ok(desk.respond(json!({
        "DomainCountInfo": {
            "DomainTotal": total, "AllTotal": all.len(), "MineTotal": all.len(),
            "PauseTotal": paused.count(), "GroupTotal": 1,
        },
        "DomainList": list,
    })))
}

/// Returns true if a domain has a tag of each filter.
fn tagged(desk: &Desk<'_>, record: &Record) -> bool {
    let filters = desk.parameter("Tags").and_then(Value::as_array);
    let tags = record.get("TagList").and_then(Value::as_array);
    filters.into_iter().flatten().all(|filter| {
        let values = filter["TagValue"].as_array();
        let mut tags = tags.into_iter().flatten();
        tags.any(|tag| {
            tag["TagKey"] == filter["TagKey"]
                && values.is_none_or(|values| values.contains(&tag["TagValue"]))
        })
    })
}

/// Lists the records of a domain; none is an error unless the request bears it.
fn records(desk: &Desk<'_>) -> Result<Map<String, Value>, Fault> {
    let kind = desk.known("Record")?;
    let domain = domain(desk)?;
    let mut found = of_domain(desk, &text(&domain.record, "DomainId"));
    found.retain(|item| is_wanted(desk, &item.record));
    if let Some(member) = sorting(desk) {
        let key = |item: &Arc<Item>| {
            let value = text(&item.record, member);
            (value.parse::<u64>().unwrap_or(0), value)
        };
        found.sort_by_key(key);
        if desk
            .text("SortType")
            .is_some_and(|order| order.eq_ignore_ascii_case("DESC"))
        {
            found.reverse();
        }
    }
    let bears_none = desk
        .text("ErrorOnEmpty")
        .is_some_and(|answer| answer.eq_ignore_ascii_case("no"));
    if found.is_empty() && !bears_none {
        let name = text(&domain.record, "Name");
        return Err(desk.call.fault(
            "ResourceNotFound.NoDataOfRecord",
            format!("No record of {name} meets the request."),
        ));
    }
    let total = found.len();
    let page = desk.page(found);
    let list: Value = page.iter().map(|item| desk.view(&kind, item)).collect();
    Ok(desk.respond(json!({
        "RecordCountInfo": {
            "SubdomainCount": total, "TotalCount": total, "ListCount": page.len(),
        },
        "RecordList": list,
    })))
}

fn sorting(desk: &Desk<'_>) -> Option<&'static str> {
    match desk.text("SortField")?.to_ascii_lowercase().as_str() {
        "name" | "sub_domain" => Some("Name"),
        "line" | "record_line" => Some("Line"),
        "type" | "record_type" => Some("Type"),
        "value" => Some("Value"),
        "weight" => Some("Weight"),
        "mx" => Some("MX"),
        "ttl" => Some("TTL"),
        "updated_on" => Some("UpdatedOn"),
        _ => None,
    }
}

fn is_wanted(desk: &Desk<'_>, record: &Record) -> bool {
    let among = |parameter: &str, member: &str| {
        let wanted = desk.texts(parameter);
        let held = text(record, member);
        let same = |wanted: &String| wanted.is_empty() || wanted.eq_ignore_ascii_case(&held);
        wanted.is_empty() || wanted.iter().any(same)
    };
    let between = |first: &str, last: &str, member: &str| {
        let bound = |name: &str| desk.text(name)?.parse::<u64>().ok();
        let held = text(record, member).parse::<u64>().unwrap_or(0);
        bound(first).is_none_or(|first| held >= first)
            && bound(last).is_none_or(|last| held <= last)
    };
    let keyword = desk.text("Keyword").unwrap_or_default();
    let name = desk.text("SubDomain").filter(|_| is_filtering(desk));
    let exact = desk.parameter("IsExactSubDomain") == Some(&Value::Bool(true));
    let by_name = match (name, exact || !is_filtering(desk)) {
        (Some(name), false) => text(record, "Name").contains(&name),
        _ => among("SubDomain", "Name") && among("Subdomain", "Name"),
    };
    let held = |parameter: &str, member: &str| {
        desk.text(parameter)
            .is_none_or(|wanted| text(record, member).contains(&wanted))
    };
    by_name
        && among("RecordType", "Type")
        && among("RecordLine", "Line")
        && among("RecordLineId", "LineId")
        && among("GroupId", "GroupId")
        && among("RecordStatus", "Status")
        && held("RecordValue", "Value")
        && held("Remark", "Remark")
        && between("WeightBegin", "WeightEnd", "Weight")
        && between("MXBegin", "MXEnd", "MX")
        && between("TTLBegin", "TTLEnd", "TTL")
        && (text(record, "Name").contains(&keyword) || text(record, "Value").contains(&keyword))
}

fn is_filtering(desk: &Desk<'_>) -> bool {
    desk.call.target.name == "DescribeRecordFilterList"
}

fn has_own_records(desk: &Desk<'_>) -> Result<Map<String, Value>, Fault> {
    let domain = domain(desk)?;
    let records = of_domain(desk, &text(&domain.record, "DomainId"));
    let own = |item: &Arc<Item>| item.record.get("DefaultNS") != Some(&Value::Bool(true));
    Ok(desk.respond(json!({"Exist": records.iter().any(own)})))
}
