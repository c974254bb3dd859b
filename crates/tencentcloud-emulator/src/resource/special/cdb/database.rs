//! Databases within instances.

use serde_json::{Value, json};

use super::super::super::engine::{Desk, Whole};
use super::super::super::plan::Kind;
use super::{Response, named, of_instance, pattern, running, text, within};

/// The code of a database that is there, or is not.
const CODE: &str = "InvalidParameterValue.InvalidParameterValueError";

pub(super) fn action(name: &str) -> Option<Whole> {
    Some(match name {
        "CreateDatabase" => create,
        "DeleteDatabase" => delete,
        "DescribeDatabases" => list,
        _ => return None,
    })
}

fn kind() -> Kind {
    within("Database")
}

fn create(desk: &Desk<'_>) -> Response {
    let (_, instance) = running(desk)?;
    let instance = &instance.keys.id;
    let name = desk.text("DBName").unwrap_or_default();
    let key = format!("{instance}/{name}");
    if desk.item(&kind(), &key).is_some() {
        let message = format!("The instance {instance:?} has a database {name:?} already.");
        return Err(desk.call.fault(CODE, message));
    }
    let set = desk.text("CharacterSetName").unwrap_or_default();
    let record = json!({
        "Key": key, "InstanceId": instance, "DatabaseName": name, "CharacterSet": set,
    });
    desk.keep(&kind(), super::super::object(record))?;
    Ok(desk.respond(Value::Null))
}

fn delete(desk: &Desk<'_>) -> Response {
    let (_, instance) = running(desk)?;
    let instance = &instance.keys.id;
    let name = desk.text("DBName").unwrap_or_default();
    let Some(item) = desk.item(&kind(), &format!("{instance}/{name}")) else {
        let message = format!("The instance {instance:?} has no database {name:?}.");
        return Err(desk.call.fault(CODE, message));
    };
    desk.remove(&kind(), &item);
    Ok(desk.respond(Value::Null))
}

fn list(desk: &Desk<'_>) -> Response {
    let (_, instance) = named(desk)?;
    let wanted = pattern(desk, "DatabaseRegexp")?;
    let mut found = of_instance(desk, &kind(), &instance.keys.id);
    found.retain(|item| {
        let name = text(&item.record, "DatabaseName");
        wanted.as_ref().is_none_or(|wanted| wanted.is_match(&name))
    });
    let total = found.len();
    let page = desk.page(found);
    let names: Vec<String> = page
        .iter()
        .map(|item| text(&item.record, "DatabaseName"))
        .collect();
    let shown: Vec<Value> = page.iter().map(|item| item.record.clone().into()).collect();
    Ok(desk.respond(json!({"Items": names, "DatabaseList": shown, "TotalCount": total})))
}
