//! Accounts of instances, and what they may do.

use std::sync::Arc;

use serde_json::{Value, json};

use super::super::super::engine::{Desk, Whole};
use super::super::super::path;
use super::super::super::plan::Kind;
use super::super::super::store::{Item, Record};
use super::task::{self, Work};
use super::{Response, fill, named, of_instance, pattern, running, text, within};
use crate::fault::Fault;

/// The account that is there from the beginning, and from where it may come.
const ROOT: &str = "root";
const ANYWHERE: &str = "%";

/// How long a password may be.
const PASSWORD: std::ops::RangeInclusive<usize> = 8..=64;

/// What accounts may be given: anywhere, and in databases, tables and columns.
const GLOBAL: [&str; 24] = [
    "ALTER",
    "ALTER ROUTINE",
    "CREATE",
    "CREATE ROUTINE",
    "CREATE TEMPORARY TABLES",
    "CREATE USER",
    "CREATE VIEW",
    "DELETE",
    "DROP",
    "EVENT",
    "EXECUTE",
    "INDEX",
    "INSERT",
    "LOCK TABLES",
    "PROCESS",
    "REFERENCES",
    "RELOAD",
    "REPLICATION CLIENT",
    "REPLICATION SLAVE",
    "SELECT",
    "SHOW DATABASES",
    "SHOW VIEW",
    "TRIGGER",
    "UPDATE",
];
const OF_DATABASE: [&str; 18] = [
    "ALTER",
    "ALTER ROUTINE",
    "CREATE",
    "CREATE ROUTINE",
    "CREATE TEMPORARY TABLES",
    "CREATE VIEW",
    "DELETE",
    "DROP",
    "EVENT",
    "EXECUTE",
    "INDEX",
    "INSERT",
    "LOCK TABLES",
    "REFERENCES",
    "SELECT",
    "SHOW VIEW",
    "TRIGGER",
    "UPDATE",
];
const OF_TABLE: [&str; 12] = [
    "ALTER",
    "CREATE",
    "CREATE VIEW",
    "DELETE",
    "DROP",
    "INDEX",
    "INSERT",
    "REFERENCES",
    "SELECT",
    "SHOW VIEW",
    "TRIGGER",
    "UPDATE",
];
const OF_COLUMN: [&str; 4] = ["INSERT", "REFERENCES", "SELECT", "UPDATE"];

/// The members that say what an account may do.
const PRIVILEGES: [&str; 4] = [
    "GlobalPrivileges",
    "DatabasePrivileges",
    "TablePrivileges",
    "ColumnPrivileges",
];

pub(super) fn action(name: &str) -> Option<Whole> {
    Some(match name {
        "CreateAccounts" => create,
        "DeleteAccounts" => delete,
        "DescribeAccountPrivileges" => privileges,
        "DescribeAccounts" => list,
        "DescribeSupportedPrivileges" => supported,
        "ModifyAccountDescription" => describe,
        "ModifyAccountHost" => relocate,
        "ModifyAccountMaxUserConnections" => limit,
        "ModifyAccountPassword" => renew,
        "ModifyAccountPrivileges" => grant,
        _ => return None,
    })
}

fn kind() -> Kind {
    within("Account")
}

fn key(instance: &str, user: &str, host: &str) -> String {
    format!("{instance}/{user}@{host}")
}

/// Makes the account that every instance has.
pub(super) fn first(desk: &Desk<'_>, instance: &str) -> Result<(), Fault> {
    let mut root = account(desk, instance, ROOT, ANYWHERE);
    root.insert("GlobalPrivileges".into(), json!(GLOBAL));
    desk.keep(&kind(), root).map(|_| ())
}

fn account(desk: &Desk<'_>, instance: &str, user: &str, host: &str) -> Record {
    let mut account = super::super::object(json!({
        "Key": key(instance, user, host), "InstanceId": instance, "User": user, "Host": host,
        "ModifyTime": desk.time(), "ModifyPasswordTime": desk.time(), "CreateTime": desk.time(),
    }));
    fill(
        &mut account,
        json!({
            "Notes": "", "MaxUserConnections": 10_240, "OpenCam": false, "GlobalPrivileges": [],
            "DatabasePrivileges": [], "TablePrivileges": [], "ColumnPrivileges": [],
        }),
    );
    account
}

/// Returns the users and hosts that a call names.
fn meant(desk: &Desk<'_>) -> Result<Vec<(String, String)>, Fault> {
    let accounts = path::all(&desk.call.parameters, "Accounts");
    if accounts.is_empty() {
        let message = "`Accounts` names no account.".to_owned();
        let code = "MissingParameter.AccountMissingParameterError";
        return Err(desk.call.fault(code, message));
    }
    let part = |account: &Value, part: &str| path::text(&account[part]);
    let pairs = accounts.iter();
    Ok(pairs
        .map(|one| (part(one, "User"), part(one, "Host")))
        .collect())
}

fn find(desk: &Desk<'_>, instance: &str, user: &str, host: &str) -> Result<Arc<Item>, Fault> {
    desk.item(&kind(), &key(instance, user, host))
        .ok_or_else(|| {
            let message = format!("The instance {instance:?} has no account {user:?}@{host:?}.");
            desk.call
                .fault("InvalidParameterValue.UserNotExistError", message)
        })
}

/// Checks a password without saying it.
fn check_password(desk: &Desk<'_>, parameter: &str) -> Result<(), Fault> {
    let Some(password) = desk.text(parameter) else {
        return Ok(());
    };
    if !PASSWORD.contains(&password.chars().count()) {
        let (least, most) = (PASSWORD.start(), PASSWORD.end());
        let message = format!("`{parameter}` must have {least} to {most} characters.");
        let code = "InvalidParameterValue.AccountPasswordLengthError";
        return Err(desk.call.fault(code, message));
    }
    let has = |kind: fn(&char) -> bool| password.chars().any(|c| kind(&c));
    let kinds = [
        has(char::is_ascii_alphabetic),
        has(char::is_ascii_digit),
        has(char::is_ascii_punctuation),
    ];
    if kinds.iter().filter(|has| **has).count() < 2 {
        let message =
            format!("`{parameter}` must have letters, digits or signs: two of the three.");
        let code = "InvalidParameterValue.AccountPasswordRuleError";
        return Err(desk.call.fault(code, message));
    }
    Ok(())
}

fn create(desk: &Desk<'_>) -> Response {
    let found = [running(desk)?];
    check_password(desk, "Password")?;
    let instance = &found[0].1.keys.id;
    for (user, host) in meant(desk)? {
        if desk.item(&kind(), &key(instance, &user, &host)).is_some() {
            let message = format!("The instance has an account {user:?}@{host:?} already.");
            return Err(desk
                .call
                .fault("FailedOperation.CreateAccountError", message));
        }
        let mut account = account(desk, instance, &user, &host);
        for (member, parameter) in [
            ("Notes", "Description"),
            ("MaxUserConnections", "MaxUserConnections"),
        ] {
            if let Some(value) = desk.parameter(parameter) {
                account.insert(member.into(), value.clone());
            }
        }
        desk.keep(&kind(), account)?;
    }
    task::begun(desk, Work::Accounts, &found)
}

fn delete(desk: &Desk<'_>) -> Response {
    let found = [running(desk)?];
    for (user, host) in meant(desk)? {
        let account = find(desk, &found[0].1.keys.id, &user, &host)?;
        if user == ROOT {
            let message = format!("The account {ROOT:?} is not deleted.");
            return Err(desk
                .call
                .fault("OperationDenied.DeleteRootAccountError", message));
        }
        desk.remove(&kind(), &account);
    }
    task::begun(desk, Work::Accounts, &found)
}

/// Changes all accounts that a call names.
fn change(desk: &Desk<'_>, change: impl Fn(&mut Record)) -> Response {
    let found = [running(desk)?];
    for (user, host) in meant(desk)? {
        let account = find(desk, &found[0].1.keys.id, &user, &host)?;
        desk.amend_item(&kind(), &account, |record| {
            record.insert("ModifyTime".into(), desk.time());
            change(record);
        });
    }
    task::begun(desk, Work::Accounts, &found)
}

fn describe(desk: &Desk<'_>) -> Response {
    let notes = desk.text("Description").unwrap_or_default();
    change(desk, |account| {
        account.insert("Notes".into(), notes.clone().into());
    })
}

fn limit(desk: &Desk<'_>) -> Response {
    let most = desk
        .parameter("MaxUserConnections")
        .cloned()
        .unwrap_or_default();
    change(desk, |account| {
        account.insert("MaxUserConnections".into(), most.clone());
    })
}

fn renew(desk: &Desk<'_>) -> Response {
    check_password(desk, "NewPassword")?;
    change(desk, |account| {
        account.insert("ModifyPasswordTime".into(), desk.time());
    })
}

fn relocate(desk: &Desk<'_>) -> Response {
    let found = [running(desk)?];
    let instance = &found[0].1.keys.id;
    let part = |parameter: &str| desk.text(parameter).unwrap_or_default();
    let (user, host, new) = (part("User"), part("Host"), part("NewHost"));
    let account = find(desk, instance, &user, &host)?;
    if desk.item(&kind(), &key(instance, &user, &new)).is_some() {
        let message = format!("The instance has an account {user:?}@{new:?} already.");
        return Err(desk
            .call
            .fault("InvalidParameterValue.AccountHostRuleError", message));
    }
    desk.amend_item(&kind(), &account, |record| {
        record.insert("Key".into(), key(instance, &user, &new).into());
        record.insert("Host".into(), new.clone().into());
        record.insert("ModifyTime".into(), desk.time());
    });
    task::begun(desk, Work::Accounts, &found)
}

/// Gives accounts privileges: those that a call lists instead of all others, or more, or fewer.
fn grant(desk: &Desk<'_>) -> Response {
    let mode = desk.text("ModifyAction");
    change(desk, |account| {
        for member in PRIVILEGES {
            let given: Vec<Value> = path::all(&desk.call.parameters, member)
                .into_iter()
                .cloned()
                .collect();
            let held: Vec<Value> = path::all(account, member).into_iter().cloned().collect();
            let now = match mode.as_deref() {
                Some("grant") => granted(held, &given),
                Some("revoke") => revoked(held, &given),
                _ => given,
            };
            account.insert(member.into(), now.into());
        }
    })
}

/// Returns true if two entries are of the same database, table and column.
fn same_place(one: &Value, other: &Value) -> bool {
    let part = |entry: &Value, part: &str| entry.get(part).cloned();
    ["Database", "Table", "Column"]
        .iter()
        .all(|name| part(one, name) == part(other, name))
}

fn names(entry: &Value) -> Vec<Value> {
    entry["Privileges"].as_array().cloned().unwrap_or_default()
}

fn granted(mut held: Vec<Value>, given: &[Value]) -> Vec<Value> {
    for new in given {
        let place = held
            .iter()
            .position(|held| held == new || (held.is_object() && same_place(held, new)));
        let Some(place) = place else {
            held.push(new.clone());
            continue;
        };
        if new.is_object() {
            let mut all = names(&held[place]);
            let more = names(new).into_iter().filter(|name| !all.contains(name));
            let more: Vec<Value> = more.collect();
            all.extend(more);
            held[place]["Privileges"] = all.into();
        }
    }
    held
}

fn revoked(mut held: Vec<Value>, given: &[Value]) -> Vec<Value> {
    for gone in given {
        held.retain(|entry| entry != gone);
        let entries = held.iter_mut();
        for entry in entries.filter(|entry| entry.is_object() && same_place(entry, gone)) {
            let mut left = names(entry);
            left.retain(|name| !names(gone).contains(name));
            entry["Privileges"] = left.into();
        }
    }
    held.retain(|entry| !entry.is_object() || !names(entry).is_empty());
    held
}

fn privileges(desk: &Desk<'_>) -> Response {
    let (_, instance) = named(desk)?;
    let part = |parameter: &str| desk.text(parameter).unwrap_or_default();
    let account = find(desk, &instance.keys.id, &part("User"), &part("Host"))?;
    Ok(desk.respond(Value::Object(account.record.clone())))
}

fn supported(desk: &Desk<'_>) -> Response {
    named(desk)?;
    Ok(desk.respond(json!({
        "GlobalSupportedPrivileges": GLOBAL, "DatabaseSupportedPrivileges": OF_DATABASE,
        "TableSupportedPrivileges": OF_TABLE, "ColumnSupportedPrivileges": OF_COLUMN,
    })))
}

fn list(desk: &Desk<'_>) -> Response {
    let (_, instance) = named(desk)?;
    let (user, host) = (
        pattern(desk, "AccountRegexp")?,
        pattern(desk, "HostRegexp")?,
    );
    let mut found = of_instance(desk, &kind(), &instance.keys.id);
    found.retain(|account| {
        let fits = |pattern: &Option<regex::Regex>, member: &str| {
            let value = text(&account.record, member);
            pattern
                .as_ref()
                .is_none_or(|pattern| pattern.is_match(&value))
        };
        fits(&user, "User") && fits(&host, "Host")
    });
    let order = desk
        .text("OrderBy")
        .unwrap_or_else(|| "CreateTime".to_owned());
    found.sort_by_key(|account| text(&account.record, &order));
    if desk
        .text("SortBy")
        .is_some_and(|sort| sort.eq_ignore_ascii_case("DESC"))
    {
        found.reverse();
    }
    let total = found.len();
    let shown = desk.page(found).into_iter();
    let shown: Vec<Value> = shown
        .map(|item| Value::Object(item.record.clone()))
        .collect();
    Ok(desk.respond(json!({"Items": shown, "TotalCount": total, "MaxUserConnections": 10_240})))
}
