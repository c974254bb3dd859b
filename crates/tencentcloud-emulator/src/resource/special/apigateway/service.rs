//! Services: their domains, and what keeps them from being deleted.

use serde_json::{Value, json};

use super::super::super::engine::Desk;
use super::super::super::path;
use super::super::super::store::Record;
use super::{apis, bindings, environment, fill, text};
use crate::fault::Fault;

/// What lists of APIs within a service say of each.
pub(super) const API: [&str; 15] = [
    "ServiceId",
    "ApiId",
    "ApiDesc",
    "Path",
    "Method",
    "CreatedTime",
    "ModifiedTime",
    "ApiName",
    "ApiType",
    "Protocol",
    "IsDebugAfterCharge",
    "AuthType",
    "ApiBusinessType",
    "AuthRelationApiId",
    "OauthConfig",
];

/// Completes a new service.
pub(super) fn complete(desk: &Desk<'_>, record: &mut Record) {
    fill(
        record,
        json!({
            "NetTypes": ["OUTER"], "IpVersion": "IPv4", "AvailableEnvironments": [],
            "InnerHttpPort": 80, "InnerHttpsPort": 443,
        }),
    );
    domains(desk, record);
}

/// Gives a service a domain in each network in which it is reached.
fn domains(desk: &Desk<'_>, record: &mut Record) {
    let region = desk.call.region.as_deref().unwrap_or_default();
    let domain = format!(
        "{}-{}.{region}.apigateway.myqcloud.com",
        text(record, "ServiceId"),
        desk.account()
    );
    let networks: Vec<String> = networks(record);
    let within = |network: &str| match networks.iter().any(|known| known == network) {
        true => Value::from(domain.as_str()),
        false => Value::from(""),
    };
    for (member, network) in [
        ("OuterSubDomain", "OUTER"),
        ("InnerSubDomain", "INNER"),
        ("InternalSubDomain", "INNER"),
    ] {
        record.insert(member.into(), within(network));
    }
}

fn networks(record: &Record) -> Vec<String> {
    path::all(record, "NetTypes")
        .into_iter()
        .map(path::text)
        .collect()
}

/// Completes a change of a service, which does not leave a network.
pub(super) fn change(desk: &Desk<'_>, before: &Record, after: &mut Record) -> Result<(), Fault> {
    let now = networks(after);
    if let Some(left) = networks(before)
        .iter()
        .find(|network| !now.contains(network))
    {
        let message = format!("A service stays in its networks: `NetTypes` lacks {left:?}.");
        return Err(desk
            .call
            .fault("UnsupportedOperation.ReduceNetTypes", message));
    }
    domains(desk, after);
    Ok(())
}

/// Adds the APIs and usage plans of a service to what one action says of it.
pub(super) fn show(desk: &Desk<'_>, record: &mut Record) {
    if !["DescribeService", "DescribeServiceForApiApp"].contains(&desk.call.target.name.as_str()) {
        return;
    }
    let id = text(record, "ServiceId");
    let apis: Vec<Value> = apis(desk, &id)
        .iter()
        .map(|api| picked(api, &API))
        .collect();
    let plans = bindings::all(desk, "UsagePlan").into_iter();
    let plans = plans.filter(|(_, binding)| binding.service_id == id);
    let plans: Vec<Value> = plans
        .map(|(mut plan, binding)| {
            plan.insert("Environment".into(), binding.environment.into());
            plan.into()
        })
        .collect();
    record.insert("ApiTotalCount".into(), apis.len().into());
    record.insert("ApiIdStatusSet".into(), apis.into());
    record.insert("UsagePlanTotalCount".into(), plans.len().into());
    record.insert("UsagePlanList".into(), plans.into());
}

/// Returns some members of a record.
pub(super) fn picked(record: &Record, members: &[&str]) -> Value {
    let known = members.iter().filter_map(|member| {
        let value = record.get(*member)?;
        Some(((*member).to_owned(), value.clone()))
    });
    Value::Object(known.collect())
}

/// Checks that a service can be deleted, and deletes what belongs to it alone.
pub(super) fn end(desk: &Desk<'_>, record: &Record) -> Result<(), Fault> {
    let id = text(record, "ServiceId");
    let apis = apis(desk, &id);
    // Only on an instance of one's own the checks can be skipped.
    let skipped = desk.text("SkipVerification").as_deref() == Some("1")
        && !text(record, "InstanceId").is_empty();
    if !skipped {
        check_end(desk, record, &apis)?;
    }
    for api in apis {
        let api = text(&api, "ApiId");
        for kind in ["UsagePlan", "ApiApp", "Plugin", "IPStrategy"] {
            bindings::forget(desk, kind, &api);
        }
        desk.drop_one("apigateway", "Api", &api);
    }
    Ok(())
}

fn check_end(desk: &Desk<'_>, record: &Record, apis: &[Record]) -> Result<(), Fault> {
    let id = text(record, "ServiceId");
    if let Some(online) = environment::online(record).first() {
        let message = format!("The service {id:?} is released in {online:?}: unrelease it first.");
        let code = "UnsupportedOperation.ExistingOnlineEnvironment";
        return Err(desk.call.fault(code, message));
    }
    let bound = bindings::all(desk, "UsagePlan");
    if let Some((plan, _)) = bound.iter().find(|(_, binding)| binding.service_id == id) {
        let message = format!(
            "The usage plan {:?} is bound to the service {id:?}: unbind it first.",
            text(plan, "UsagePlanId")
        );
        return Err(desk
            .call
            .fault("UnsupportedOperation.UsagePlanInUse", message));
    }
    if !apis.is_empty() {
        let message = format!(
            "The service {id:?} has {} APIs: delete them first.",
            apis.len()
        );
        return Err(desk
            .call
            .fault("UnsupportedOperation.ApiListNotEmpty", message));
    }
    Ok(())
}
