//! The keys by which callers of APIs say who they are.

use super::super::super::engine::Desk;
use super::super::super::path;
use super::super::super::store::Record;
use super::text;
use crate::fault::Fault;

/// How long the secret of a key is that the service makes.
const LENGTH: usize = 32;

/// Checks a key before it is made: one that is given has an id and a secret.
pub(super) fn check(desk: &Desk<'_>, record: &Record) -> Result<(), Fault> {
    if text(record, "AccessKeyType") != "manual" {
        return Ok(());
    }
    for member in ["AccessKeyId", "AccessKeySecret"] {
        if text(record, member).is_empty() {
            let message = format!("A key of the type `manual` needs the parameter `{member}`.");
            return Err(desk.call.fault("InvalidParameter.FormatError", message));
        }
    }
    Ok(())
}

/// Gives a key a new secret, if a call asks for one without saying which.
pub(super) fn renew(desk: &Desk<'_>, after: &mut Record) {
    if desk.call.target.name != "UpdateApiKey" || desk.text("AccessKeySecret").is_some() {
        return;
    }
    let Some(kind) = desk.kind("ApiKey") else {
        return;
    };
    let mut draw = desk.draw("apigateway/AccessKeySecret", desk.number(&kind));
    after.insert("AccessKeySecret".into(), draw.text(LENGTH).into());
}

/// Checks that no usage plan needs a key that is to be deleted.
pub(super) fn end(desk: &Desk<'_>, record: &Record) -> Result<(), Fault> {
    let id = text(record, "AccessKeyId");
    let bound = |plan: &Record| {
        let ids = path::all(plan, "BindSecretIds").into_iter();
        ids.map(path::text).any(|bound| bound == id)
    };
    match desk.those("apigateway", "UsagePlan", bound).first() {
        None => Ok(()),
        Some(plan) => {
            let plan = text(plan, "UsagePlanId");
            let message = format!("The key is bound to the usage plan {plan:?}: unbind it first.");
            Err(desk
                .call
                .fault("UnsupportedOperation.ResourceIsInUse", message))
        }
    }
}
