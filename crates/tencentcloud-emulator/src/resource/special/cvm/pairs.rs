//! Key pairs, and which instances have them.

use serde_json::{Value, json};

use super::super::super::engine::Desk;
use super::super::super::path::{self, text_at};
use super::super::super::store::Record;
use super::keys::{self, Pair};
use crate::fault::Fault;

/// The member that says which drawing made the keys, in the place of the private one: that is told
/// once and never kept.
const DRAWING: &str = "Drawing";

/// Completes a new key pair, with keys if the call does not bring one.
pub(super) fn making(desk: &Desk<'_>, record: &mut Record) -> Result<(), Fault> {
    let mut public = text_at(record, "PublicKey").trim().to_owned();
    if desk.call.target.name == "CreateKeyPair" {
        let number = desk.number(&*desk.known("KeyPair")?);
        record.insert(DRAWING.into(), number.into());
        public = drawn(desk, record)?.public;
    }
    record.insert("PublicKey".into(), public.into());
    Ok(())
}

fn drawn(desk: &Desk<'_>, record: &Record) -> Result<Pair, Fault> {
    let number = record.get(DRAWING).and_then(Value::as_u64);
    let draw = desk.draw("cvm/KeyPair", number.unwrap_or_default());
    keys::pair(draw).ok_or_else(|| Fault::new("InternalError", "No keys could be made."))
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
    if desk.call.target.name == "CreateKeyPair"
        && let Ok(pair) = drawn(desk, record)
    {
        record.insert("PrivateKey".into(), pair.private.into());
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
