//! The profile file of the SDKs: one INI file, a section a profile.

use std::path::{Path, PathBuf};
use std::time::Duration;

use super::super::{Credential, Lookup, Variables};
use super::command::words;
use super::ini::{Section, sections};
use super::settings::{Base, Role, Settings};
use crate::{Error, Result};

/// The variable that names the file.
const FILE: &str = "TENCENTCLOUD_CREDENTIALS_FILE";

/// The file of the whole machine.
const SYSTEM: &str = "/etc/tencentcloud/credentials";

/// The file that holds profiles: the one that the variable names, else the user's, else the machine's.
/// Nothing if there is none; the text says where one would be.
pub(crate) fn find(variables: &Variables) -> Lookup<PathBuf> {
    if let Some(path) = variables.get(FILE) {
        return Lookup::Found(path.into());
    }
    let home = variables.home();
    let own = home.map(|home| home.join(".tencentcloud").join("credentials"));
    let system = Some(PathBuf::from(SYSTEM)).filter(|_| cfg!(unix));
    let places: Vec<_> = own.into_iter().chain(system).collect();
    match places.iter().find(|path| path.exists()) {
        Some(path) => Lookup::Found(path.clone()),
        None => {
            let places: Vec<_> = places
                .iter()
                .map(|path| path.display().to_string())
                .collect();
            Lookup::Absent(match places.is_empty() {
                true => "there is no home folder to look in".to_owned(),
                false => format!("{} is not there", places.join(" or ")),
            })
        }
    }
}

/// What the profile `name` says in `text`, the text of `path`.
///
/// # Errors
/// The file is no INI, or the profile is incomplete.
pub(crate) fn settings(path: &Path, text: &str, name: &str) -> Result<Lookup<Settings>> {
    let path = path.display();
    let wrong = |what: String| Error::credential(format!("{path}: {what}"));
    let all = sections(text).map_err(wrong)?;
    let Some((_, section)) = all.iter().find(|(own, _)| *own == name) else {
        let names: Vec<_> = all.iter().map(|(name, _)| *name).collect();
        return Ok(Lookup::Absent(match names.is_empty() {
            true => format!("{path} has no profile"),
            false => format!(
                "{path} has no profile [{name}], but [{}]",
                names.join("], [")
            ),
        }));
    };
    let settings = read(section).map_err(|what| wrong(format!("profile [{name}] {what}")))?;
    Ok(Lookup::Found(settings))
}

fn read(section: &Section<'_>) -> Result<Settings, String> {
    let text = |key: &str| {
        let found = section.iter().find(|(own, ..)| own == key);
        found
            .map(|(_, value, _)| *value)
            .filter(|value| !value.is_empty())
    };
    let owned = |key: &str| text(key).map(str::to_owned);
    let listed = |key: &str| {
        let names = text(key)
            .unwrap_or_default()
            .split([',', ' '])
            .map(str::trim);
        names
            .filter(|name| !name.is_empty())
            .map(str::to_owned)
            .collect()
    };
    let duration = match text("duration_seconds").map(str::parse) {
        None => None,
        Some(Ok(seconds)) => Some(Duration::from_secs(seconds)),
        Some(Err(_)) => return Err("has a duration_seconds that is no number".to_owned()),
    };
    let base = match (text("secret_id"), text("secret_key")) {
        (Some(id), Some(key)) => {
            let credential = Credential::new(id, key).with_token(text("token").unwrap_or_default());
            let wrong = |error: &Error| format!("cannot be used: {}", super::bare(error));
            credential.check().map_err(|error| wrong(&error))?;
            Base::Keys(credential)
        }
        (Some(_), None) => return Err("has a secret_id and no secret_key".to_owned()),
        (None, Some(_)) => return Err("has a secret_key and no secret_id".to_owned()),
        (None, None) => match (text("credential_process"), text("source_profile")) {
            (Some(command), _) => Base::Process(words(command)?),
            (None, Some(profile)) => Base::Profile(profile.to_owned()),
            (None, None) => {
                return Err(
                    "has no secret_id and secret_key, no credential_process and no source_profile"
                        .to_owned(),
                );
            }
        },
    };
    Ok(Settings {
        base,
        renewal: None,
        role: owned("role_arn").map(|arn| Role {
            arn,
            session_name: owned("role_session_name"),
            external_id: owned("external_id"),
            duration,
        }),
        region: owned("region"),
        sts_endpoint: owned("sts_endpoint"),
        allowed_accounts: listed("allowed_account_ids"),
        forbidden_accounts: listed("forbidden_account_ids"),
    })
}
