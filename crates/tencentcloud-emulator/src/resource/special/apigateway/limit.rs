//! How many requests a second environments take, of whole services and of single APIs.

use serde_json::{Value, json};

use super::super::super::engine::{Desk, Whole};
use super::super::super::path;
use super::super::super::plan::Kind;
use super::super::super::store::{Item, Record};
use super::{Response, api_of_call, apis, done, environment, listed, of_parameter, text};
use crate::fault::Fault;

/// The member of a record that holds the limits by environment; no response shows it.
const MEMBER: &str = "Limits";

/// The limit of an environment that was given none.
const NONE: i64 = -1;

/// The largest limit of a service.
const MOST: i64 = 5_000;

pub(super) fn action(name: &str) -> Option<Whole> {
    Some(match name {
        "DescribeServiceEnvironmentStrategy" => of_service,
        "ModifyServiceEnvironmentStrategy" => limit_service,
        "DescribeApiEnvironmentStrategy" => of_apis,
        "ModifyApiEnvironmentStrategy" => limit_apis,
        _ => return None,
    })
}

fn limit(record: &Record, environment: &str) -> Value {
    let limit = path::get(record, &format!("{MEMBER}.{environment}"));
    limit.cloned().unwrap_or_else(|| NONE.into())
}

fn set(desk: &Desk<'_>, kind: &Kind, item: &Item, environments: &[&str]) {
    let limit = desk.parameter("Strategy").cloned().unwrap_or_default();
    desk.amend_item(kind, item, |record| {
        for environment in environments {
            path::put(record, &format!("{MEMBER}.{environment}"), limit.clone());
        }
    });
}

fn of_service(desk: &Desk<'_>) -> Response {
    let (_, service) = of_parameter(desk, "Service", "ServiceId")?;
    let all = environment::ALL.map(|name| {
        let mut shown = environment::shown(&service.record, name);
        shown.insert("Strategy".into(), limit(&service.record, name));
        shown.insert("MaxStrategy".into(), MOST.into());
        Value::Object(shown)
    });
    listed(desk, "EnvironmentList", all.into())
}

fn limit_service(desk: &Desk<'_>) -> Response {
    let (kind, service) = of_parameter(desk, "Service", "ServiceId")?;
    let names = desk.texts("EnvironmentNames");
    let names = known(desk, &names)?;
    set(desk, &kind, &service, &names);
    done(desk)
}

/// Returns the environments of a list.
fn known(desk: &Desk<'_>, names: &[String]) -> Result<Vec<&'static str>, Fault> {
    let known = names.iter().map(|name| {
        let known = environment::ALL.into_iter().find(|known| known == name);
        known.ok_or_else(|| {
            let all = environment::ALL.join(", ");
            let message = format!("`EnvironmentNames` lists some of {all}; got {name:?}.");
            let code = "InvalidParameterValue.InvalidRequestParameters";
            desk.call.fault(code, message)
        })
    });
    known.collect()
}

fn of_apis(desk: &Desk<'_>) -> Response {
    let (_, service) = of_parameter(desk, "Service", "ServiceId")?;
    let names = desk.texts("EnvironmentNames");
    let environments = match names.is_empty() {
        true => environment::ALL.to_vec(),
        false => known(desk, &names)?,
    };
    let only = desk.text("ApiId");
    if let Some(only) = &only {
        api_of_call(desk, only)?;
    }
    let all = apis(desk, &service.keys.id).into_iter();
    let all = all.filter(|api| only.as_ref().is_none_or(|only| text(api, "ApiId") == *only));
    let all = all.map(|mut api| {
        let limits = environments
            .iter()
            .map(|name| json!({"EnvironmentName": name, "Quota": limit(&api, name)}));
        let limits: Vec<Value> = limits.collect();
        api.insert("EnvironmentStrategySet".into(), limits.into());
        api.into()
    });
    listed(desk, "ApiEnvironmentStrategySet", all.collect())
}

fn limit_apis(desk: &Desk<'_>) -> Response {
    let name = environment::of_call(desk, "EnvironmentName")?;
    let ids = desk.texts("ApiIds").into_iter();
    let found: Result<Vec<_>, Fault> = ids.map(|id| api_of_call(desk, &id)).collect();
    for (kind, api) in found? {
        set(desk, &kind, &api, &[name]);
    }
    done(desk)
}
