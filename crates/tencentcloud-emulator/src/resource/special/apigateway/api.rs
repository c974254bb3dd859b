//! APIs of services.

use serde_json::json;

use super::super::super::engine::Desk;
use super::super::super::path::text_at;
use super::super::super::store::Record;
use super::{apis, bindings, fill, named, text};
use crate::fault::Fault;

/// Checks what an API says: its path and method are free within its service, and what it names exists.
/// `own` is the id of one that is there already.
pub(super) fn check(desk: &Desk<'_>, record: &Record, own: Option<&str>) -> Result<(), Fault> {
    let route = |record: &Record| {
        ["RequestConfig.Path", "RequestConfig.Method"].map(|member| text_at(record, member))
    };
    let wanted = route(record);
    let others = apis(desk, &text(record, "ServiceId")).into_iter();
    let mut others = others.filter(|other| own.is_none_or(|own| text(other, "ApiId") != own));
    if let Some(other) = others.find(|other| route(other) == wanted) {
        let [path, method] = wanted;
        let message = format!(
            "The API {:?} of this service has the path {path:?} and the method {method} already.",
            text(&other, "ApiId")
        );
        let code = "InvalidParameterValue.InvalidApiRequestConfig";
        return Err(desk.call.fault(code, message));
    }
    let upstream = text_at(record, "ServiceConfig.UpstreamId");
    if !upstream.is_empty() && named(desk, "Upstream", &upstream).is_err() {
        let message = format!("There is no upstream {upstream:?} of this account in this region.");
        return Err(desk
            .call
            .fault("InvalidParameterValue.InvalidUpstream", message));
    }
    let relation = text(record, "AuthRelationApiId");
    if !relation.is_empty() && named(desk, "Api", &relation).is_err() {
        let message = format!("There is no API {relation:?} that `AuthRelationApiId` could mean.");
        return Err(desk.call.fault("ResourceNotFound.InvalidOauthApi", message));
    }
    Ok(())
}

/// Completes a new API.
pub(super) fn complete(record: &mut Record) {
    fill(
        record,
        json!({
            "ApiName": "", "ApiDesc": "", "AuthType": "NONE", "ApiBusinessType": "NORMAL",
            "EnableCORS": false, "IsDebugAfterCharge": false, "IsBase64Encoded": false,
            "Environments": [],
        }),
    );
    route(record);
}

/// Puts path and method where lists have them.
fn route(record: &mut Record) {
    for member in ["Path", "Method"] {
        let value = text_at(record, &format!("RequestConfig.{member}"));
        record.insert(member.into(), value.into());
    }
}

/// Completes a change of an API, whose protocol stays.
pub(super) fn change(desk: &Desk<'_>, before: &Record, after: &mut Record) -> Result<(), Fault> {
    if text(before, "Protocol") != text(after, "Protocol") {
        let message = format!(
            "The protocol of an API stays {:?}; got {:?}.",
            text(before, "Protocol"),
            text(after, "Protocol")
        );
        return Err(desk
            .call
            .fault("UnsupportedOperation.ModifyProtocol", message));
    }
    check(desk, after, Some(&text(before, "ApiId")))?;
    route(after);
    Ok(())
}

/// Checks that nothing needs an API that is to be deleted, and takes away what is attached to it.
pub(super) fn end(desk: &Desk<'_>, record: &Record) -> Result<(), Fault> {
    let id = text(record, "ApiId");
    if let Some(plan) = bindings::holders(desk, "UsagePlan", "UsagePlanId", &id).first() {
        let message =
            format!("The usage plan {plan:?} is bound to the API {id:?}: unbind it first.");
        return Err(desk
            .call
            .fault("FailedOperation.ApiBindEnvironmen", message));
    }
    let mut needing = bindings::holders(desk, "ApiApp", "ApiAppId", &id);
    let relates = |api: &Record| text(api, "AuthRelationApiId") == id;
    let related = desk.those("apigateway", "Api", relates);
    needing.extend(related.iter().map(|api| text(api, "ApiId")));
    if let Some(other) = needing.first() {
        let message = format!("{other:?} needs the API {id:?}: separate them first.");
        return Err(desk
            .call
            .fault("UnsupportedOperation.ResourceAssociated", message));
    }
    for kind in ["Plugin", "IPStrategy"] {
        bindings::forget(desk, kind, &id);
    }
    Ok(())
}

/// Returns the APIs that an upstream serves.
pub(super) fn of_upstream(desk: &Desk<'_>, upstream: &str) -> Vec<Record> {
    let served = |api: &Record| text_at(api, "ServiceConfig.UpstreamId") == upstream;
    desk.those("apigateway", "Api", served)
}

/// Checks that no API needs an upstream that is to be deleted.
pub(super) fn end_upstream(desk: &Desk<'_>, record: &Record) -> Result<(), Fault> {
    let id = text(record, "UpstreamId");
    match of_upstream(desk, &id).first() {
        None => Ok(()),
        Some(api) => {
            let api = text(api, "ApiId");
            let message = format!("The upstream {id:?} serves the API {api:?}: change it first.");
            let code = "UnsupportedOperation.UnsupportedDeleteUpstream";
            Err(desk.call.fault(code, message))
        }
    }
}
