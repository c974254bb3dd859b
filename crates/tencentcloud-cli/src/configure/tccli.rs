//! The profiles of tccli: two JSON files each, of which none is changed.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use serde_json::Value;
use zeroize::Zeroizing;

use super::home;
use super::keys::Key;
use crate::error::{Failure, Kind};
use crate::session::variable;

/// A profile: `<name>.credential` and, if it is there, `<name>.configure`.
#[derive(Debug)]
pub(super) struct Profile {
    pub(super) name: String,
    credential: Value,
    configure: Value,
}

/// Where tccli keeps a key: in the first file, or in the second.
const PLACES: &[(Key, &str)] = &[
    (Key::SECRET_ID, "/secretId"),
    (Key::SECRET_KEY, "/secretKey"),
    (Key::TOKEN, "/token"),
    (Key::ROLE_ARN, "/role-arn"),
    (Key::ROLE_SESSION_NAME, "/role-session-name"),
];
const CONFIGURE: &[(Key, &str)] = &[
    (Key::REGION, "/_sys_param/region"),
    (Key::REGION, "/region"),
    (Key::OUTPUT, "/_sys_param/output"),
    (Key::LANGUAGE, "/_sys_param/language"),
    (Key::ALLOWED, "/_sys_param/allowed_account_ids"),
    (Key::FORBIDDEN, "/_sys_param/forbidden_account_ids"),
];

/// The folder of the profiles.
pub(super) fn folder() -> Result<PathBuf, Failure> {
    match variable("TENCENTCLOUD_SHARED_CREDENTIALS_DIR") {
        Some(folder) => Ok(folder.into()),
        None => Ok(home()?.join(".tccli")),
    }
}

/// Reads the profile `name`; `None` if there is none.
///
/// # Errors
/// It is there and cannot be read.
pub(super) fn read(name: &str) -> Result<Option<Profile>, Failure> {
    let folder = folder()?;
    let Some(credential) = json(&folder.join(format!("{name}.credential")))? else {
        return Ok(None);
    };
    let configure = json(&folder.join(format!("{name}.configure")))?;
    Ok(Some(Profile {
        name: name.to_owned(),
        credential,
        configure: configure.unwrap_or_default(),
    }))
}

/// Reads all profiles by name, or `wanted` alone.
///
/// # Errors
/// One that cannot be read.
pub(super) fn all(wanted: Option<&str>) -> Result<Vec<Profile>, Failure> {
    let folder = folder()?;
    let failed = |error| Failure::new(Kind::Other, format!("{}: {error}", folder.display()));
    let entries = match fs::read_dir(&folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(failed(error)),
    };
    let mut names = Vec::new();
    for entry in entries {
        let file = entry.map_err(failed)?.file_name();
        let name = file
            .to_str()
            .and_then(|file| file.strip_suffix(".credential"));
        names.extend(
            name.filter(|name| wanted.is_none_or(|wanted| wanted == *name))
                .map(str::to_owned),
        );
    }
    names.sort();
    let read = names.iter().map(|name| read(name));
    read.filter_map(Result::transpose).collect()
}

impl Profile {
    /// Returns the value of `key`, if the profile sets it.
    pub(super) fn get(&self, key: Key) -> Option<Zeroizing<String>> {
        let of = |file: &Value, places: &[(Key, &str)]| {
            let mut places = places.iter().filter(|(own, _)| *own == key);
            places.find_map(|(_, place)| word(file.pointer(place)?))
        };
        of(&self.credential, PLACES).or_else(|| of(&self.configure, CONFIGURE))
    }

    /// Returns every key that is set.
    pub(super) fn values(&self) -> Vec<(Key, Zeroizing<String>)> {
        let mut values: Vec<(Key, _)> = Vec::new();
        for (key, _) in PLACES.iter().chain(CONFIGURE) {
            if values.iter().all(|(known, _)| known != key) {
                values.extend(self.get(*key).map(|value| (*key, value)));
            }
        }
        values
    }

    /// Returns why the SDKs' file cannot hold the profile, if it cannot.
    ///
    /// # Errors
    /// The reason.
    pub(super) fn copyable(&self) -> Result<(), &'static str> {
        let flag = self.credential.get("use-cvm-role");
        let text = flag.and_then(Value::as_str);
        let role = flag == Some(&Value::Bool(true))
            || text.is_some_and(|text| text.eq_ignore_ascii_case("true"));
        match self.credential.get("type").and_then(Value::as_str) {
            Some("oauth" | "sso") => {
                return Err("a login, which only tccli can renew: --profile uses it where it is");
            }
            Some("cvm-role") => return Err(INSTANCE),
            _ => {}
        }
        match (self.get(Key::SECRET_ID), self.get(Key::SECRET_KEY)) {
            (Some(_), Some(_)) => Ok(()),
            _ if role => Err(INSTANCE),
            _ => Err("it has no secretId and secretKey"),
        }
    }
}

const INSTANCE: &str = "the role of the instance, which is used without a profile";

/// A text, a list of texts with commas, or nothing.
fn word(value: &Value) -> Option<Zeroizing<String>> {
    let text = match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Array(list) => {
            let texts: Vec<_> = list.iter().filter_map(Value::as_str).collect();
            texts.join(",")
        }
        _ => return None,
    };
    Some(Zeroizing::new(text)).filter(|text| !text.is_empty())
}

fn json(path: &Path) -> Result<Option<Value>, Failure> {
    let failed = |what: String| Failure::new(Kind::Other, format!("{} {what}", path.display()));
    let text = match fs::read_to_string(path) {
        Ok(text) => Zeroizing::new(text),
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(failed(format!("cannot be read: {error}"))),
    };
    let value: Value =
        serde_json::from_str(text.trim_start_matches('\u{feff}')).map_err(|error| {
            let (line, column) = (error.line(), error.column());
            failed(format!("is no JSON: line {line}, column {column}"))
        })?;
    Ok(Some(value))
}
