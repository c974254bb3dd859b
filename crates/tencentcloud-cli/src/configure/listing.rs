//! The profiles of this machine, as a list.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::keys::{Key, partly};
use super::store::Store;
use super::tccli;
use crate::error::Failure;

/// Lists the profiles of the SDKs' file, then those of tccli; `current` is the one in use.
///
/// # Errors
/// A file that cannot be read.
pub(super) fn list(current: &str) -> Result<Value, Failure> {
    let store = Store::open()?;
    let mut rows = Vec::new();
    for name in store.ini.profiles() {
        let get = |key: Key| store.ini.get(name, key.name).map(str::to_owned);
        let place = store.path.display().to_string();
        rows.push(row(name, "SDK", &place, current == name, get));
    }
    let place = tccli::folder()?.display().to_string();
    for profile in tccli::all(None)? {
        let shadowed = store.ini.has(&profile.name);
        let get = |key: Key| profile.get(key).map(|value| (*value).clone());
        let used = current == profile.name && !shadowed;
        rows.push(row(&profile.name, "tccli", &place, used, get));
    }
    Ok(Value::Array(rows))
}

fn row(
    name: &str,
    form: &str,
    place: &str,
    current: bool,
    get: impl Fn(Key) -> Option<String>,
) -> Value {
    json!({
        "Profile": name,
        "Current": current,
        "Form": form,
        "Place": place,
        "SecretId": get(Key::SECRET_ID).map(|id| partly(&id)),
        "Region": get(Key::REGION),
        "RoleArn": get(Key::ROLE_ARN),
    })
}

/// Lists the names of all profiles, sorted.
///
/// # Errors
/// A file that cannot be read.
pub(crate) fn names() -> Result<BTreeSet<String>, Failure> {
    let store = Store::open()?;
    let own = store.ini.profiles().into_iter().map(str::to_owned);
    let of_tccli = tccli::all(None)?.into_iter().map(|profile| profile.name);
    Ok(own.chain(of_tccli).collect())
}
