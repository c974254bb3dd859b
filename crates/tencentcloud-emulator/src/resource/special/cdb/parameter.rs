//! Parameters of instances: some of those that MySQL has, with their bounds.

use serde_json::{Value, json};

use super::super::super::engine::{Desk, Whole};
use super::super::super::path;
use super::super::super::store::Record;
use super::task::{self, Work};
use super::{Response, all_running, named};
use crate::fault::Fault;

/// The members of an instance that no response shows: values by name, and changes of them.
const VALUES: &str = "Parameters";
const CHANGES: &str = "ParameterChanges";

/// The code of a wrong name or value.
const CODE: &str = "InvalidParameterValue.InvalidParameterValueError";

/// A parameter: its name, its default, what it can be, and whether a change needs a restart.
struct Parameter(&'static str, &'static str, Range, bool);

/// What the value of a parameter can be.
enum Range {
    Number(i64, i64),
    One(&'static [&'static str]),
    Text,
}

use Range::{Number, One, Text};

const SWITCH: Range = One(&["ON", "OFF"]);

const ALL: [Parameter; 20] = [
    Parameter("auto_increment_increment", "1", Number(1, 65_535), false),
    Parameter("auto_increment_offset", "1", Number(1, 65_535), false),
    Parameter("autocommit", "ON", SWITCH, false),
    Parameter(
        "binlog_row_image",
        "FULL",
        One(&["FULL", "MINIMAL", "NOBLOB"]),
        false,
    ),
    Parameter(
        "character_set_server",
        "UTF8MB4",
        One(&["UTF8", "LATIN1", "GBK", "UTF8MB4"]),
        true,
    ),
    Parameter("connect_timeout", "10", Number(1, 3_600), false),
    Parameter("event_scheduler", "OFF", SWITCH, false),
    Parameter(
        "group_concat_max_len",
        "1024",
        Number(4, 1_844_674_407_370_954_752),
        false,
    ),
    Parameter("init_connect", "", Text, false),
    Parameter(
        "innodb_lock_wait_timeout",
        "7200",
        Number(1, 31_536_000),
        false,
    ),
    Parameter("interactive_timeout", "3600", Number(10, 31_536_000), false),
    Parameter("long_query_time", "10", Number(0, 31_536_000), false),
    Parameter("lower_case_table_names", "0", One(&["0", "1"]), true),
    Parameter(
        "max_allowed_packet",
        "1073741824",
        Number(1_024, 1_073_741_824),
        false,
    ),
    Parameter("max_connections", "800", Number(1, 100_000), false),
    Parameter("net_read_timeout", "30", Number(10, 31_536_000), false),
    Parameter("net_write_timeout", "60", Number(10, 31_536_000), false),
    Parameter(
        "sql_mode",
        "NO_ENGINE_SUBSTITUTION,STRICT_TRANS_TABLES",
        Text,
        false,
    ),
    Parameter("time_zone", "+08:00", Text, false),
    Parameter("wait_timeout", "3600", Number(1, 31_536_000), false),
];

pub(super) fn action(name: &str) -> Option<Whole> {
    Some(match name {
        "DescribeDBInstanceCharset" => character_set,
        "DescribeDefaultParams" => defaults,
        "DescribeInstanceParamRecords" => changes,
        "DescribeInstanceParams" => list,
        "ModifyInstanceParam" => modify,
        _ => return None,
    })
}

impl Parameter {
    fn accepts(&self, value: &str) -> bool {
        match &self.2 {
            Number(least, most) => value
                .parse()
                .is_ok_and(|n: i64| (*least..=*most).contains(&n)),
            One(values) => values.iter().any(|known| known.eq_ignore_ascii_case(value)),
            Text => true,
        }
    }

    fn shown(&self, value: &str) -> Value {
        let (kind, least, most, values) = match &self.2 {
            Number(least, most) => ("integer", *least, *most, &[][..]),
            One(values) => ("enum", 0, 0, *values),
            Text => ("string", 0, 0, &[][..]),
        };
        json!({
            "Name": self.0, "ParamType": kind, "Default": self.1, "CurrentValue": value,
            "NeedReboot": u8::from(self.3), "Min": least, "Max": most, "EnumValue": values,
        })
    }
}

/// Returns the parameter that is set to a value.
fn checked(desk: &Desk<'_>, name: &str, value: &str) -> Result<&'static Parameter, Fault> {
    let Some(known) = ALL.iter().find(|known| known.0 == name) else {
        let message = format!("An instance has no parameter {name:?}.");
        return Err(desk.call.fault(CODE, message));
    };
    match known.accepts(value) {
        true => Ok(known),
        false => {
            let message = format!("The parameter {name:?} cannot be {value:?}.");
            Err(desk.call.fault(CODE, message))
        }
    }
}

/// Sets the parameters that an instance is created with.
pub(super) fn first(desk: &Desk<'_>, record: &mut Record) -> Result<(), Fault> {
    let given = record.remove("ParamList");
    let given = given.as_ref().and_then(Value::as_array);
    for one in given.into_iter().flatten() {
        let (name, value) = (path::text(&one["Name"]), path::text(&one["Value"]));
        checked(desk, &name, &value)?;
        path::put(record, &format!("{VALUES}.{name}"), value.into());
    }
    Ok(())
}

fn value(instance: &Record, known: &Parameter) -> String {
    let set = path::get(instance, &format!("{VALUES}.{}", known.0));
    set.map_or_else(|| known.1.to_owned(), path::text)
}

fn list(desk: &Desk<'_>) -> Response {
    let (_, instance) = named(desk)?;
    let shown = ALL
        .iter()
        .map(|known| known.shown(&value(&instance.record, known)));
    let shown: Vec<Value> = shown.collect();
    Ok(desk.respond(json!({"TotalCount": shown.len(), "Items": shown})))
}

fn defaults(desk: &Desk<'_>) -> Response {
    let shown: Vec<Value> = ALL.iter().map(|known| known.shown(known.1)).collect();
    Ok(desk.respond(json!({"TotalCount": shown.len(), "Items": shown})))
}

fn character_set(desk: &Desk<'_>) -> Response {
    let (_, instance) = named(desk)?;
    let mut known = ALL.iter();
    let known = known.find(|known| known.0 == "character_set_server");
    let set = known.map(|known| value(&instance.record, known));
    Ok(desk.respond(json!({"Charset": set})))
}

fn modify(desk: &Desk<'_>) -> Response {
    let instances = all_running(desk)?;
    let given = path::all(&desk.call.parameters, "ParamList");
    let part = |one: &Value, part: &str| path::text(&one[part]);
    let mut new = Vec::new();
    for one in given {
        let value = part(one, "CurrentValue");
        let known = checked(desk, &part(one, "Name"), &value)?;
        new.push((known, value));
    }
    for (kind, instance) in &instances {
        desk.amend_item(kind, instance, |record| {
            for (known, new) in &new {
                let change = json!({
                    "InstanceId": instance.keys.id, "ParamName": known.0, "IsSuccess": true,
                    "OldValue": value(record, known), "NewValue": new, "ModifyTime": desk.time(),
                });
                path::put(record, &format!("{VALUES}.{}", known.0), new.clone().into());
                let changes = record.entry(CHANGES).or_insert_with(|| json!([]));
                if let Some(changes) = changes.as_array_mut() {
                    changes.push(change);
                }
            }
        });
    }
    task::begun(desk, Work::Parameters, &instances)
}

fn changes(desk: &Desk<'_>) -> Response {
    let (_, instance) = named(desk)?;
    let kept = path::all(&instance.record, CHANGES);
    // The newest comes first.
    let kept: Vec<Value> = kept.into_iter().rev().cloned().collect();
    let total = kept.len();
    Ok(desk.respond(json!({"Items": desk.page(kept), "TotalCount": total})))
}
