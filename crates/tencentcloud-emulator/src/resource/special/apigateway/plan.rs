//! Usage plans: the keys that they admit, and the services and APIs for which they do.

use serde_json::{Value, json};

use super::super::super::engine::{Desk, Whole};
use super::super::super::path;
use super::super::super::store::{Item, Record};
use super::bindings::{self, Binding};
use super::{
    Found, Response, api_of_call, apis, done, environment, listed, named, of_parameter, text,
};
use crate::fault::Fault;

/// The member of a usage plan that lists its keys.
const KEYS: &str = "BindSecretIds";

pub(super) fn action(name: &str) -> Option<Whole> {
    Some(match name {
        "BindEnvironment" => bind,
        "UnBindEnvironment" => unbind,
        "DemoteServiceUsagePlan" => demote,
        "DescribeUsagePlanEnvironments" => environments,
        "DescribeServiceUsagePlan" => of_services,
        "DescribeApiUsagePlan" => of_apis,
        "BindSecretIds" => admit,
        "UnBindSecretIds" => dismiss,
        "DescribeUsagePlanSecretIds" => keys,
        _ => return None,
    })
}

fn admitted(plan: &Record) -> Vec<String> {
    path::all(plan, KEYS).into_iter().map(path::text).collect()
}

/// Adds to a usage plan what it is bound to.
pub(super) fn show(record: &mut Record) {
    let bound = bindings::of(record).into_iter();
    let bound: Vec<Value> = bound
        .map(|one| json!({"EnvironmentName": one.environment, "ServiceId": one.service_id}))
        .collect();
    record.insert("BindEnvironmentTotalCount".into(), bound.len().into());
    record.insert("BindEnvironments".into(), bound.into());
    record.insert(
        "BindSecretIdTotalCount".into(),
        admitted(record).len().into(),
    );
}

/// Checks that a usage plan which is to be deleted is bound to nothing.
pub(super) fn end(desk: &Desk<'_>, record: &Record) -> Result<(), Fault> {
    match bindings::of(record).first() {
        None => Ok(()),
        Some(bound) => {
            let message = format!(
                "The usage plan is bound to {:?} in {}: unbind it first.",
                bound.service_id, bound.environment
            );
            Err(desk
                .call
                .fault("UnsupportedOperation.UsagePlanInUse", message))
        }
    }
}

/// Returns true if a service, an API, a key or a usage plan passes a filter by what is bound to what.
pub(super) fn passes(desk: &Desk<'_>, filter: &str, values: &[String], record: &Record) -> bool {
    let wanted = |value: &str| values.iter().any(|wanted| wanted == value);
    let any = |is: fn(&Binding) -> &String| {
        let bound = bindings::of(record);
        bound.iter().any(|binding| wanted(is(binding)))
    };
    match filter {
        "Environment" => any(|binding| &binding.environment),
        "NotServiceId" => !any(|binding| &binding.service_id),
        "NotApiId" => !any(|binding| &binding.api_id),
        _ => {
            let plans = desk.those("apigateway", "UsagePlan", |plan| {
                wanted(&text(plan, "UsagePlanId"))
            });
            let (service, api) = (text(record, "ServiceId"), text(record, "ApiId"));
            let binds = |binding: &Binding| match api.is_empty() {
                true => binding.service_id == service,
                false => binding.api_id == api,
            };
            !plans.iter().any(|plan| match record.get("AccessKeyId") {
                Some(key) => admitted(plan).contains(&path::text(key)),
                None => bindings::of(plan).iter().any(binds),
            })
        }
    }
}

/// Returns the usage plans that a call names.
fn plans(desk: &Desk<'_>) -> Result<Vec<Found>, Fault> {
    let ids = desk.texts("UsagePlanIds").into_iter();
    ids.map(|id| named(desk, "UsagePlan", &id)).collect()
}

fn means_apis(desk: &Desk<'_>) -> bool {
    desk.text("BindType").as_deref() == Some("API")
}

/// Returns the ids of the APIs that a call names: one that is empty for the service as a whole.
fn meant(desk: &Desk<'_>) -> Result<Vec<String>, Fault> {
    if !means_apis(desk) {
        return Ok(vec![String::new()]);
    }
    let ids = desk.texts("ApiIds");
    if ids.is_empty() {
        let message = "A `BindType` of API needs the parameter `ApiIds`.".to_owned();
        return Err(desk
            .call
            .fault("InvalidParameterValue.InvalidApiIds", message));
    }
    for id in &ids {
        api_of_call(desk, id)?;
    }
    Ok(ids)
}

fn bind(desk: &Desk<'_>) -> Response {
    let (_, service) = of_parameter(desk, "Service", "ServiceId")?;
    let name = environment::of_call(desk, "Environment")?;
    let (plans, apis) = (plans(desk)?, meant(desk)?);
    // A service has usage plans as a whole, or for its APIs.
    let other = |(_, binding): &(Record, Binding)| {
        binding.service_id == service.keys.id
            && binding.environment == name
            && binding.api_id.is_empty() == means_apis(desk)
    };
    if let Some((plan, _)) = bindings::all(desk, "UsagePlan")
        .iter()
        .find(|one| other(one))
    {
        let (has, wanted) = match means_apis(desk) {
            true => ("as a whole", "for its APIs"),
            false => ("for its APIs", "as a whole"),
        };
        let message = format!(
            "The service has the usage plan {:?} {has} in {name}, and takes none {wanted}.",
            text(plan, "UsagePlanId")
        );
        let code = "UnsupportedOperation.UnsupportedBindEnvironment";
        return Err(desk.call.fault(code, message));
    }
    for (kind, plan) in &plans {
        let new = apis.iter().map(|api| Binding::new(desk, kind, api, name));
        bindings::add(desk, kind, plan, new.collect());
    }
    done(desk)
}

fn unbind(desk: &Desk<'_>) -> Response {
    let (_, service) = of_parameter(desk, "Service", "ServiceId")?;
    let name = environment::of_call(desk, "Environment")?;
    let (plans, apis) = (plans(desk)?, meant(desk)?);
    let gone = |binding: &Binding| {
        binding.service_id == service.keys.id
            && binding.environment == name
            && apis.contains(&binding.api_id)
    };
    let bound = |item: &Item| bindings::of(&item.record).iter().any(gone);
    if let Some((_, plan)) = plans.iter().find(|(_, plan)| !bound(plan)) {
        let message = format!(
            "The usage plan {:?} is not bound so in {name}.",
            plan.keys.id
        );
        let code = "UnsupportedOperation.UnsupportedUnBindEnvironment";
        return Err(desk.call.fault(code, message));
    }
    for (kind, plan) in &plans {
        bindings::take(desk, kind, plan, gone);
    }
    done(desk)
}

/// Binds a usage plan to each API of a service instead of the service as a whole.
fn demote(desk: &Desk<'_>) -> Response {
    let (_, service) = of_parameter(desk, "Service", "ServiceId")?;
    let (kind, plan) = of_parameter(desk, "UsagePlan", "UsagePlanId")?;
    let name = environment::of_call(desk, "Environment")?;
    let gone = |binding: &Binding| {
        binding.service_id == service.keys.id
            && binding.environment == name
            && binding.api_id.is_empty()
    };
    if !bindings::of(&plan.record).iter().any(gone) {
        let message = format!("The usage plan is not bound to the service as a whole in {name}.");
        return Err(desk
            .call
            .fault("UnsupportedOperation.NoUsagePlanEnv", message));
    }
    let all = apis(desk, &service.keys.id).into_iter();
    let new = all.map(|api| Binding::new(desk, &kind, &text(&api, "ApiId"), name));
    let new = new.collect();
    bindings::take(desk, &kind, &plan, gone);
    if let Some(plan) = desk.item(&kind, &plan.keys.id) {
        bindings::add(desk, &kind, &plan, new);
    }
    done(desk)
}

/// Returns what a response says of a usage plan and what it is bound to.
fn described(desk: &Desk<'_>, plan: &Record, binding: &Binding) -> Value {
    let mut shown = plan.clone();
    shown.extend(binding.shown(desk));
    shown.into()
}

fn environments(desk: &Desk<'_>) -> Response {
    let (_, plan) = of_parameter(desk, "UsagePlan", "UsagePlanId")?;
    let bound = bindings::of(&plan.record).into_iter();
    let bound = bound.filter(|binding| binding.api_id.is_empty() != means_apis(desk));
    let bound = bound.map(|binding| described(desk, &plan.record, &binding));
    listed(desk, "EnvironmentList", bound.collect())
}

fn of_services(desk: &Desk<'_>) -> Response {
    of_service(desk, "ServiceUsagePlanList", true)
}

fn of_apis(desk: &Desk<'_>) -> Response {
    of_service(desk, "ApiUsagePlanList", false)
}

fn of_service(desk: &Desk<'_>, member: &str, whole: bool) -> Response {
    let (_, service) = of_parameter(desk, "Service", "ServiceId")?;
    let bound = bindings::all(desk, "UsagePlan").into_iter();
    let bound = bound.filter(|(_, binding)| {
        binding.service_id == service.keys.id && binding.api_id.is_empty() == whole
    });
    let bound = bound.map(|(plan, binding)| described(desk, &plan, &binding));
    listed(desk, member, bound.collect())
}

fn admit(desk: &Desk<'_>) -> Response {
    let (kind, plan) = of_parameter(desk, "UsagePlan", "UsagePlanId")?;
    let ids = desk.texts("AccessKeyIds");
    let mut keys = admitted(&plan.record);
    for id in ids {
        let (_, key) = named(desk, "ApiKey", &id)?;
        if text(&desk.current(&key), "Status") != "1" {
            let message = format!("The key {id:?} is disabled: enable it first.");
            return Err(desk
                .call
                .fault("UnsupportedOperation.InvalidStatus", message));
        }
        if keys.contains(&id) {
            let message = format!("The key {id:?} is bound to the usage plan already.");
            return Err(desk
                .call
                .fault("UnsupportedOperation.AlreadyBindUsagePlan", message));
        }
        keys.push(id);
    }
    desk.amend_item(&kind, &plan, |plan| {
        plan.insert(KEYS.into(), keys.into());
    });
    done(desk)
}

fn dismiss(desk: &Desk<'_>) -> Response {
    let (kind, plan) = of_parameter(desk, "UsagePlan", "UsagePlanId")?;
    let ids = desk.texts("AccessKeyIds");
    for id in &ids {
        named(desk, "ApiKey", id)?;
    }
    let mut keys = admitted(&plan.record);
    keys.retain(|key| !ids.contains(key));
    desk.amend_item(&kind, &plan, |plan| {
        plan.insert(KEYS.into(), keys.into());
    });
    done(desk)
}

fn keys(desk: &Desk<'_>) -> Response {
    let (_, plan) = of_parameter(desk, "UsagePlan", "UsagePlanId")?;
    let keys = admitted(&plan.record).into_iter();
    let keys = keys.filter_map(|id| {
        let (_, key) = named(desk, "ApiKey", &id).ok()?;
        Some(Value::Object(desk.current(&key).into_owned()))
    });
    listed(desk, "AccessKeyList", keys.collect())
}
