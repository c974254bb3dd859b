//! What a profile says beside its credential.

use std::path::{Path, PathBuf};

use serde_json::Value;

use super::super::{Lookup, secret_file};
use super::ini::sections;
use super::{Form, Profile, tccli};
use crate::{Error, Result};

/// The keys that are parts of a credential, or lead to one.
const CREDENTIAL: [&str; 4] = ["secret_id", "secret_key", "token", "credential_process"];

impl Profile {
    /// Returns what the profile says of `key`, e.g. `output`; `None` if it says nothing, or is not
    /// there. For one service the key has the service's name before a dot, e.g. `cvm.endpoint`.
    ///
    /// In the file of the SDKs these are keys of the profile's section. In tccli's
    /// `<profile>.configure` they are members of `_sys_param`, or of the service. The keys of the
    /// credential itself are not read.
    ///
    /// # Errors
    /// Fails if the file is there and cannot be read.
    pub fn setting(&self, key: &str) -> Result<Option<String>> {
        let Lookup::Found(place) = &self.place else {
            return Ok(None);
        };
        let found = match self.form {
            Form::Sdk => of_sdk(place, &self.name, key),
            Form::Tccli => of_tccli(&self.configure(place), key),
        };
        Ok(found?.filter(|text| !text.is_empty()))
    }

    /// The file of tccli's settings in its folder.
    fn configure(&self, folder: &Path) -> PathBuf {
        folder.join(format!("{}.configure", self.name))
    }
}

fn of_sdk(path: &Path, name: &str, key: &str) -> Result<Option<String>> {
    let Lookup::Found(text) = secret_file::read(path)? else {
        return Ok(None);
    };
    let all =
        sections(&text).map_err(|what| Error::credential(format!("{}: {what}", path.display())))?;
    let section = all.iter().find(|(own, _)| *own == name);
    let mut keys = section.into_iter().flat_map(|(_, keys)| keys);
    let found = keys.find(|(own, ..)| own == key && !CREDENTIAL.contains(&key));
    Ok(found.map(|(_, value, _)| (*value).to_owned()))
}

fn of_tccli(path: &Path, key: &str) -> Result<Option<String>> {
    let Lookup::Found(text) = secret_file::read_plain(path)? else {
        return Ok(None);
    };
    let file = tccli::json(path, &text)?;
    let (group, key) = key.split_once('.').unwrap_or(("_sys_param", key));
    Ok(match &file[group][key] {
        Value::String(text) => Some(text.trim().to_owned()),
        Value::Bool(flag) => Some(flag.to_string()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_say_what_is_beside_the_credential() {
        let folder = tempfile::tempdir().unwrap();
        let sdk = folder.path().join("credentials");
        let text = "[prod]\nsecret_id = AKIDx\nsecret_key = hush\noutput = table\ncvm.endpoint = cvm.internal.tencentcloudapi.com\nread_only = true\nempty =\n";
        std::fs::write(&sdk, text).unwrap();
        let configure = r#"{"_sys_param": {"output": "table", "read_only": true, "empty": ""},
            "cvm": {"endpoint": "cvm.internal.tencentcloudapi.com"}}"#;
        std::fs::write(folder.path().join("prod.configure"), configure).unwrap();
        for profile in [
            Profile::sdk("prod").at(&sdk),
            Profile::tccli("prod").at(folder.path()),
        ] {
            let setting = |key| profile.setting(key).unwrap();
            assert_eq!(setting("output").as_deref(), Some("table"));
            assert_eq!(setting("read_only").as_deref(), Some("true"));
            let host = "cvm.internal.tencentcloudapi.com";
            assert_eq!(setting("cvm.endpoint").as_deref(), Some(host));
            for nothing in ["empty", "region", "vpc.endpoint", "secret_key"] {
                assert_eq!(setting(nothing), None, "{nothing}");
            }
        }
        for nobody in [
            Profile::sdk("none").at(&sdk),
            Profile::tccli("none").at(folder.path()),
            Profile::sdk("prod").at(folder.path().join("nowhere")),
        ] {
            assert_eq!(nobody.setting("output").unwrap(), None);
        }
    }
}
