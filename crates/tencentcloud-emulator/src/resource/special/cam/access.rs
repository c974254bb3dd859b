//! Users and their keys, which sign requests like those that the endpoint was started with.

use serde_json::{Map, Value, json};

use super::super::super::engine::Desk;
use super::super::super::store::{Item, Record};
use super::super::{fill, object, text};
use super::{number, own_number};
use crate::credential::Credential;
use crate::fault::Fault;
use crate::identity::Who;

/// The member of a key's record with the name of its user; empty of the account's own.
const USER: &str = "User";

/// How many keys a user has at most.
const KEYS: usize = 2;

/// The characters of a secret key.
const ALPHABET: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

pub(super) fn new_user(desk: &Desk<'_>, record: &mut Record) {
    let name = text(record, "Name");
    let uin: u64 = number(desk, &name).parse().unwrap_or(0);
    record.insert("Uin".into(), uin.into());
    if text(record, "ConsoleLogin") == "1" && text(record, "Password").is_empty() {
        let password = desk.draw("password", uin).text_of(16, ALPHABET);
        record.insert("Password".into(), password.into());
    }
    if text(record, "UseApi") == "1" {
        let (id, key) = drawn(desk, uin);
        record.insert("SecretId".into(), id.into());
        record.insert("SecretKey".into(), key.into());
    }
}

fn drawn(desk: &Desk<'_>, uin: u64) -> (String, String) {
    let mut draw = desk.draw("user key", uin);
    let id = format!("AKID{}", draw.text_of(32, ALPHABET));
    (id, draw.text_of(32, ALPHABET))
}

/// Keeps the key that came with a user, and forgets what only the response says.
pub(super) fn made_user(desk: &Desk<'_>, item: &Item) -> Result<(), Fault> {
    let mut record = item.record.clone();
    let [_, id, key] = ["Password", "SecretId", "SecretKey"].map(|member| record.remove(member));
    if record.len() < item.record.len()
        && let Some(users) = desk.kind("User")
    {
        desk.change(&users, item, record);
    }
    if let (Some(id), Some(key), Some(keys)) = (id, key, desk.kind("AccessKey")) {
        let record = json!({
            "AccessKeyId": id, "SecretAccessKey": key, "Status": "Active",
            "TargetUin": item.record.get("Uin"),
        });
        desk.keep(&keys, object(record))?;
    }
    Ok(())
}

/// Says whose key is asked for: the caller's, if nobody's is.
pub(super) fn drafting(desk: &Desk<'_>, record: &mut Record) -> Result<(), Fault> {
    let uin = match text(record, "TargetUin") {
        none if none.is_empty() || none == "0" => own_number(desk),
        uin => uin,
    };
    let users = desk.known("User")?;
    let caller = desk.call.caller.as_deref().map(|caller| &caller.who);
    let user = match (desk.find(&users, "Uin", &uin), caller) {
        (Some(user), _) => text(&user.record, "Name"),
        (None, Some(Who::User(name))) if uin == own_number(desk) => name.clone(),
        (None, _) if uin == desk.account() || uin == own_number(desk) => String::new(),
        (None, _) => return Err(desk.missing(&users, &uin)),
    };
    record.insert(USER.into(), user.into());
    if of(desk, &uin).len() >= KEYS {
        return Err(desk.call.fault(
            "OperationDenied.AccessKeyOverLimit",
            format!("{uin} has {KEYS} keys already."),
        ));
    }
    let number: u64 = uin.parse().unwrap_or(0);
    record.insert("TargetUin".into(), number.into());
    Ok(())
}

pub(super) fn new_key(desk: &Desk<'_>, record: &mut Record) {
    let id = text(record, "AccessKeyId");
    let secret = desk
        .draw(&format!("secret of {id}"), 0)
        .text_of(32, ALPHABET);
    fill(
        record,
        json!({"SecretAccessKey": secret, "Status": "Active"}),
    );
}

/// Returns the credential that a key is, if it is active.
pub(super) fn credential(account: &str, record: &Record) -> Option<Credential> {
    if text(record, "Status") != "Active" {
        return None;
    }
    let (id, secret) = (text(record, "AccessKeyId"), text(record, "SecretAccessKey"));
    let credential = Credential::new(id, secret).account(account);
    Some(match text(record, USER) {
        none if none.is_empty() => credential,
        user => credential.user(user),
    })
}

/// Accepts requests that a key signs, or refuses them if it is not active.
pub(super) fn accept(desk: &Desk<'_>, record: &Record) {
    let credential = credential(desk.account(), record);
    desk.set_key(&text(record, "AccessKeyId"), credential);
}

pub(super) fn refuse(desk: &Desk<'_>, record: &Record) {
    desk.set_key(&text(record, "AccessKeyId"), None);
}

/// Takes the keys of a user who is deleted; without force, keys keep the user.
pub(super) fn end_user(desk: &Desk<'_>, record: &Record) -> Result<(), Fault> {
    let uin = text(record, "Uin");
    let keys = of(desk, &uin);
    if !keys.is_empty() && desk.text("Force").is_none_or(|force| force != "1") {
        return Err(desk.call.fault(
            "OperationDenied.HaveKeys",
            format!(
                "The user has {} keys; delete them, or set Force to 1.",
                keys.len()
            ),
        ));
    }
    if let Some(kind) = desk.kind("AccessKey") {
        for key in keys {
            refuse(desk, &key.record);
            desk.remove(&kind, &key);
        }
    }
    Ok(())
}

fn of(desk: &Desk<'_>, uin: &str) -> Vec<std::sync::Arc<Item>> {
    let keys = desk.kind("AccessKey").map(|kind| desk.all(&kind));
    let keys = keys.into_iter().flatten();
    keys.filter(|key| text(&key.record, "TargetUin") == uin)
        .collect()
}

/// Lists the keys of a user, or of the caller.
pub(super) fn list(desk: &Desk<'_>) -> Result<Map<String, Value>, Fault> {
    let uin = desk.text("TargetUin").unwrap_or_else(|| own_number(desk));
    let keys: Value = of(desk, &uin)
        .iter()
        .map(|key| key.record.clone())
        .collect();
    Ok(desk.respond(json!({"AccessKeys": keys})))
}
