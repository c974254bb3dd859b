//! Policies, their documents and versions.

use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::super::super::engine::Desk;
use super::super::super::store::{Item, Record};
use super::super::{object, text};
use crate::fault::Fault;

/// Checks the document of a request that has one.
pub(super) fn check(desk: &Desk<'_>, kind: &str) -> Result<(), Fault> {
    let Some(document) = desk.text("PolicyDocument") else {
        return Ok(());
    };
    let refuse = |code: &'static str, what: &str| {
        let message = format!("PolicyDocument {what}.");
        Err(desk.call.fault(code, message))
    };
    let Ok(Value::Object(document)) = serde_json::from_str(&document) else {
        return refuse("InvalidParameter.PolicyDocumentError", "is no JSON object");
    };
    if !["2.0", "1.0"].contains(&text(&document, "version").as_str()) {
        return refuse("InvalidParameter.VersionError", "has no `version` 2.0");
    }
    let statements = match document.get("statement") {
        Some(Value::Array(statements)) if !statements.is_empty() => statements.clone(),
        Some(one @ Value::Object(_)) => vec![one.clone()],
        _ => return refuse("InvalidParameter.StatementError", "has no `statement`"),
    };
    for statement in &statements {
        let effect = statement["effect"].as_str().unwrap_or_default();
        if !["allow", "deny"].contains(&effect.to_ascii_lowercase().as_str()) {
            let what = "has a statement whose `effect` is neither allow nor deny";
            return refuse("InvalidParameter.EffectError", what);
        }
        let has = |name: &str| statement.get(name).is_some_and(|value| !value.is_null());
        if !has("action") && !has("notaction") {
            let what = "has a statement without `action`";
            return refuse("InvalidParameter.ActionMiss", what);
        }
        if kind == "Role" && !has("principal") {
            let what = "has a statement without `principal`";
            return refuse("InvalidParameter.PrincipalError", what);
        }
    }
    Ok(())
}

/// Returns the policy that a request names by number or name.
pub(super) fn named(desk: &Desk<'_>) -> Result<Arc<Item>, Fault> {
    let policies = desk.known("Policy")?;
    let (member, value) = match (desk.text("PolicyId"), desk.text("PolicyName")) {
        (Some(id), _) => ("PolicyId", id),
        (None, Some(name)) => ("PolicyName", name),
        (None, None) => return Err(Fault::missing("PolicyId")),
    };
    let policy = desk.find(&policies, member, &value);
    policy.ok_or_else(|| desk.missing(&policies, &value))
}

/// Lists policies: those of a scope whose names hold a keyword.
pub(super) fn list(desk: &Desk<'_>) -> Result<Map<String, Value>, Fault> {
    let policies = desk.known("Policy")?;
    let keyword = desk.text("Keyword").unwrap_or_default();
    let own = match desk.text("Scope").unwrap_or_default().as_str() {
        "Local" => Some(1),
        "QCS" => Some(2),
        _ => None,
    };
    let mut found = desk.all(&policies);
    found.retain(|policy| {
        let named = ["PolicyName", "Description"]
            .iter()
            .any(|member| text(&policy.record, member).contains(&keyword));
        named && own.is_none_or(|own| policy.record.get("Type") == Some(&json!(own)))
    });
    let total = found.len();
    let page = desk.page(found);
    let page: Value = page
        .iter()
        .map(|policy| desk.view(&policies, policy))
        .collect();
    Ok(desk.respond(json!({"TotalNum": total, "List": page})))
}

/// Returns the versions of a policy.
fn versions(desk: &Desk<'_>, policy: &str) -> Vec<Arc<Item>> {
    let versions = desk.kind("PolicyVersion").map(|kind| desk.all(&kind));
    let versions = versions.into_iter().flatten();
    versions
        .filter(|version| text(&version.record, "PolicyId") == policy)
        .collect()
}

fn is_default(version: &Item) -> bool {
    version.record.get("IsDefaultVersion") == Some(&json!(1))
}

/// Gives a version the number after the last.
pub(super) fn new_version(desk: &Desk<'_>, record: &mut Record) {
    let known = versions(desk, &text(record, "PolicyId"));
    let numbers = known.iter().map(|version| &version.record["VersionId"]);
    let last = numbers.filter_map(Value::as_u64).max().unwrap_or(0);
    record.insert("VersionId".into(), (last + 1).into());
    let default = record.get("SetAsDefault") == Some(&json!(true));
    record.insert("IsDefaultVersion".into(), u8::from(default).into());
    let document = record.get("PolicyDocument").cloned();
    record.insert("Document".into(), document.unwrap_or_default());
}

/// Keeps the version that a policy begins with.
pub(super) fn first_version(desk: &Desk<'_>, policy: &Item) -> Result<(), Fault> {
    if let Some(kind) = desk.kind("PolicyVersion") {
        let record = json!({
            "PolicyId": policy.record.get("PolicyId"), "SetAsDefault": true,
            "PolicyDocument": policy.record.get("PolicyDocument"),
        });
        desk.keep(&kind, object(record))?;
    }
    Ok(())
}

/// Makes a new version the default if it was asked for.
pub(super) fn made_version(desk: &Desk<'_>, version: &Item) -> Result<(), Fault> {
    match is_default(version) {
        true => promote(desk, version),
        false => Ok(()),
    }
}

/// Makes a version the one that holds, and its document the policy's.
fn promote(desk: &Desk<'_>, version: &Item) -> Result<(), Fault> {
    let (kind, policies) = (desk.known("PolicyVersion")?, desk.known("Policy")?);
    let policy = text(&version.record, "PolicyId");
    for known in versions(desk, &policy) {
        let mut record = known.record.clone();
        let default = u8::from(known.number == version.number);
        record.insert("IsDefaultVersion".into(), default.into());
        desk.change(&kind, &known, record);
    }
    if let Some(policy) = desk.item(&policies, &policy) {
        let mut record = desk.current(&policy).into_owned();
        let document = version.record.get("Document").cloned();
        record.insert("PolicyDocument".into(), document.unwrap_or_default());
        desk.change(&policies, &policy, record);
    }
    Ok(())
}

pub(super) fn set_default(desk: &Desk<'_>) -> Result<Map<String, Value>, Fault> {
    let policy = named(desk)?;
    let wanted = desk.text("VersionId").unwrap_or_default();
    let known = versions(desk, &policy.keys.id);
    let version = known.iter().find(|version| version.keys.id == wanted);
    let version = version.ok_or_else(|| {
        desk.call.fault(
            "InvalidParameter.PolicyVersionNotExists",
            format!("The policy has no version {wanted}."),
        )
    })?;
    if is_default(version) {
        return Err(desk.call.fault(
            "FailedOperation.PolicyVersionAlreadyDefault",
            format!("The version {wanted} is the default already."),
        ));
    }
    promote(desk, version)?;
    Ok(desk.respond(Value::Null))
}

/// Writes a policy's new document into the version that holds.
pub(super) fn rewrite(desk: &Desk<'_>, policy: &Record) {
    let versions = versions(desk, &text(policy, "PolicyId"));
    let default = versions.iter().find(|version| is_default(version));
    if let (Some(version), Some(kind)) = (default, desk.kind("PolicyVersion")) {
        let mut record = version.record.clone();
        let document = policy.get("PolicyDocument").cloned();
        record.insert("Document".into(), document.unwrap_or_default());
        desk.change(&kind, version, record);
    }
}

/// Takes the versions of a policy that is deleted.
pub(super) fn end(desk: &Desk<'_>, policy: &Record) {
    if let Some(kind) = desk.kind("PolicyVersion") {
        for version in versions(desk, &text(policy, "PolicyId")) {
            desk.remove(&kind, &version);
        }
    }
}

/// Keeps the version that holds from being deleted.
pub(super) fn check_default(desk: &Desk<'_>, version: &Record) -> Result<(), Fault> {
    match version.get("IsDefaultVersion") == Some(&json!(1)) {
        false => Ok(()),
        true => Err(desk.call.fault(
            "FailedOperation.PolicyVersionAlreadyDefault",
            "The version that holds cannot be deleted; make another one the default.".to_owned(),
        )),
    }
}
