//! API Gateway: services with their APIs and environments, usage plans with their keys, and what else
//! is bound to APIs.

mod api;
mod bindings;
mod bound;
mod domain;
mod environment;
mod key;
mod limit;
mod plan;
mod service;

use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::super::codes::Trouble;
use super::super::engine::{Desk, Family, Whole};
use super::super::plan::Kind;
use super::super::store::{Item, Record};
use super::{fill, text};
use crate::fault::Fault;

/// The code of the service apigateway.
#[derive(Debug)]
pub(super) struct ApiGateway;

type Response = Result<Map<String, Value>, Fault>;

/// A resource with its kind.
type Found = (Arc<Kind>, Arc<Item>);

impl Family for ApiGateway {
    fn service(&self) -> &'static str {
        "apigateway"
    }

    fn called(&self, desk: &Desk<'_>) -> Result<(), Fault> {
        match desk.text("ServiceId") {
            Some(id) => named(desk, "Service", &id).map(|_| ()),
            None => Ok(()),
        }
    }

    fn drafting(&self, desk: &Desk<'_>, kind: &str, record: &mut Record) -> Result<(), Fault> {
        match kind {
            "Api" => api::check(desk, record, None),
            "ApiKey" => key::check(desk, record),
            _ => Ok(()),
        }
    }

    fn making(&self, desk: &Desk<'_>, kind: &str, record: &mut Record) -> Result<(), Fault> {
        match kind {
            "Api" => api::complete(record),
            "Service" => service::complete(desk, record),
            "UsagePlan" => fill(record, json!({"UsagePlanDesc": ""})),
            "Upstream" => fill(record, json!({"UpstreamType": "IP_PORT"})),
            _ => {}
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
            "Api" => api::change(desk, before, after),
            "ApiKey" => {
                key::renew(desk, after);
                Ok(())
            }
            "Service" => service::change(desk, before, after),
            _ => Ok(()),
        }
    }

    fn ending(&self, desk: &Desk<'_>, kind: &str, record: &Record) -> Result<(), Fault> {
        match kind {
            "Api" => api::end(desk, record),
            "ApiApp" => bound::end_app(desk, record),
            "ApiKey" => key::end(desk, record),
            "Service" => service::end(desk, record),
            "Upstream" => api::end_upstream(desk, record),
            "UsagePlan" => plan::end(desk, record),
            _ => Ok(()),
        }
    }

    fn shown(&self, desk: &Desk<'_>, kind: &str, record: &mut Record) {
        match kind {
            "IPStrategy" => bound::show_strategy(desk, record),
            "Plugin" => bound::show_plugin(desk, record),
            "Service" => service::show(desk, record),
            "UsagePlan" => plan::show(record),
            _ => {}
        }
    }

    fn filters(&self, kind: &str) -> &'static [&'static str] {
        match kind {
            "Api" | "Service" => &["NotUsagePlanId"],
            "ApiApp" => &["KeyWord"],
            "ApiKey" => &["NotUsagePlanId", "KeyWord"],
            "UsagePlan" => &["NotServiceId", "NotApiId", "Environment"],
            _ => &[],
        }
    }

    fn passes(&self, desk: &Desk<'_>, filter: &str, values: &[String], record: &Record) -> bool {
        match filter {
            "KeyWord" => ["AccessKeyId", "SecretName", "ApiAppId", "ApiAppName"]
                .iter()
                .any(|member| {
                    values
                        .iter()
                        .any(|word| text(record, member).contains(word))
                }),
            _ => plan::passes(desk, filter, values, record),
        }
    }

    fn code(&self, _desk: &Desk<'_>, kind: &str, trouble: Trouble) -> Option<&'static str> {
        match (kind, trouble) {
            ("Api", Trouble::NotFound) => Some("ResourceNotFound.InvalidApi"),
            ("ApiApp", Trouble::NotFound) => Some("ResourceNotFound.InvalidApiApp"),
            ("ApiKey", Trouble::Exists) => Some("FailedOperation.AccessKeyExist"),
            ("ApiKey", Trouble::NotFound) => Some("ResourceNotFound.InvalidAccessKeyId"),
            ("ApiKey", Trouble::State) => Some("UnsupportedOperation.InvalidStatus"),
            ("IPStrategy", Trouble::NotFound) => Some("ResourceNotFound.InvalidIPStrategy"),
            ("Plugin", Trouble::NotFound) => Some("ResourceNotFound.InvalidPlugin"),
            ("Service", Trouble::NotFound) => Some("ResourceNotFound.InvalidService"),
            ("UsagePlan", Trouble::NotFound) => Some("ResourceNotFound.InvalidUsagePlan"),
            _ => None,
        }
    }

    fn action(&self, name: &str) -> Option<Whole> {
        let whole = environment::action(name).or_else(|| limit::action(name));
        let whole = whole.or_else(|| plan::action(name));
        let whole = whole.or_else(|| domain::action(name));
        whole.or_else(|| bound::action(name))
    }
}

/// Returns a resource with its kind.
///
/// # Errors
/// The resource does not exist.
fn named(desk: &Desk<'_>, kind: &str, id: &str) -> Result<Found, Fault> {
    let kind = desk.known(kind)?;
    match desk.item(&kind, id) {
        Some(item) => Ok((kind, item)),
        None => Err(desk.missing(&kind, id)),
    }
}

/// Returns the resource of a kind that a parameter names.
///
/// # Errors
/// The resource does not exist.
fn of_parameter(desk: &Desk<'_>, kind: &str, parameter: &str) -> Result<Found, Fault> {
    named(desk, kind, &desk.text(parameter).unwrap_or_default())
}

/// Returns the APIs of a service.
fn apis(desk: &Desk<'_>, service: &str) -> Vec<Record> {
    desk.those("apigateway", "Api", |api| text(api, "ServiceId") == service)
}

/// Returns the API of the service that a call means.
///
/// # Errors
/// The service has no such API.
fn api_of_call(desk: &Desk<'_>, id: &str) -> Result<Found, Fault> {
    let (kind, item) = named(desk, "Api", id)?;
    match text(&item.record, "ServiceId") == desk.text("ServiceId").unwrap_or_default() {
        true => Ok((kind, item)),
        false => Err(desk.missing(&kind, id)),
    }
}

/// Returns the response of a change that was made.
fn done(desk: &Desk<'_>) -> Response {
    Ok(desk.respond(json!({"Result": true})))
}

/// Returns the response with the part of a list that a call asks for.
fn listed(desk: &Desk<'_>, member: &str, all: Vec<Value>) -> Response {
    let total = all.len();
    let page = desk.page(all);
    Ok(desk.respond(json!({"Result": {"TotalCount": total, member: page}})))
}
