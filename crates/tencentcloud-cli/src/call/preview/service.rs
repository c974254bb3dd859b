//! The service's own look at a call, by its parameter DryRun.

use serde_json::Value;
use tencentcloud_schema::Kind;

use super::super::Prepared;
use crate::error::Failure;

/// The parameter by which a service checks a call and does not carry it out.
const DRY_RUN: &str = "DryRun";

/// Sets the parameter by which the service checks the call and does not carry it out.
///
/// # Errors
/// An action that has no such parameter.
pub(crate) fn with_dry_run(prepared: &mut Prepared) -> Result<(), Failure> {
    let target = &prepared.target;
    let known = target.known.as_ref();
    let members = known.into_iter().flat_map(|known| &known.action().request);
    let value = match members.into_iter().find(|member| member.name == DRY_RUN) {
        Some(member) if member.kind == Kind::Bool => Value::Bool(true),
        Some(_) => "true".into(),
        None => {
            return Err(Failure::usage(format!(
                "{} has no parameter {DRY_RUN}: `--dry-run` shows what would be sent",
                target.name
            )));
        }
    };
    prepared
        .parameters
        .members
        .insert(DRY_RUN.to_owned(), value);
    Ok(())
}
