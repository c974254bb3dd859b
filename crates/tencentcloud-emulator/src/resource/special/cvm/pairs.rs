//! Key pairs, and which instances have them.

use serde_json::{Value, json};

use super::super::super::engine::Desk;
use super::super::super::path::{self, text_at};
use super::super::super::store::Record;
use crate::fault::Fault;

/// Completes a new key pair.
pub(super) fn making(_: &Desk<'_>, record: &mut Record) -> Result<(), Fault> {
    let key = text_at(record, "PublicKey");
    record.insert("PublicKey".into(), key.trim().into());
    Ok(())
}

/// Returns the instances that have a key.
fn instances(desk: &Desk<'_>, key: &Record) -> Vec<Value> {
    let id = text_at(key, "KeyId");
    let has = |record: &Record| {
        let keys = path::all(record, "LoginSettings.KeyIds").into_iter();
        keys.map(path::text).any(|key| key == id)
    };
    let found = desk.those("cvm", "Instance", has).into_iter();
    found
        .map(|record| json!(record.get("InstanceId")))
        .collect()
}

/// Shows which instances have a key, and what is secret of it only to its creator.
pub(super) fn shown(desk: &Desk<'_>, record: &mut Record) {
    record.insert(
        "AssociatedInstanceIds".into(),
        instances(desk, record).into(),
    );
    if desk.call.target.name != "CreateKeyPair" {
        record.remove("PrivateKey");
    }
}

/// Refuses to delete a key that an instance has.
pub(super) fn ending(desk: &Desk<'_>, record: &Record) -> Result<(), Fault> {
    if instances(desk, record).is_empty() {
        return Ok(());
    }
    let id = text_at(record, "KeyId");
    let message = format!("The key pair {id:?} is in use: there is an instance that has it.");
    let code = "InvalidParameterValue.KeyPairNotSupported";
    Err(desk.call.fault(code, message))
}
