//! The profiles of tccli: two JSON files each, `<profile>.credential` and `<profile>.configure`.

use std::path::{Path, PathBuf};

use serde_json::Value;

use super::super::{Credential, Lookup, Variables};
use super::settings::{Base, Role, Settings};
use crate::{Error, Result};

/// The variable by which the Terraform provider names the folder.
const FOLDER: &str = "TENCENTCLOUD_SHARED_CREDENTIALS_DIR";

/// The folder that holds the files.
pub(crate) fn folder(variables: &Variables) -> Lookup<PathBuf> {
    let folder = variables.get(FOLDER).map(PathBuf::from);
    match folder.or_else(|| Some(variables.home()?.join(".tccli"))) {
        Some(folder) => Lookup::Found(folder),
        None => Lookup::Absent("there is no home folder to look in".to_owned()),
    }
}

/// What `<profile>.credential` says, `text` being the text of `path`.
///
/// # Errors
/// It is no JSON, or is incomplete.
pub(crate) fn credential(path: &Path, text: &str, profile: &str) -> Result<Settings> {
    let file = json(path, text)?;
    let wrong = |what: &str| Error::credential(format!("{} {what}", path.display()));
    let text = |name: &str| word(file.get(name));
    let kind = text("type").unwrap_or("default");
    let base = match (text("secretId"), text("secretKey")) {
        _ if kind == "cvm-role" => Base::InstanceRole,
        (Some(id), Some(key)) => {
            let credential = Credential::new(id, key).with_token(text("token").unwrap_or_default());
            credential
                .check()
                .map_err(|error| wrong(&format!("cannot be used: {}", super::bare(&error))))?;
            Base::Keys(match command(kind, profile) {
                Some(_) => login(credential, &file),
                None => credential,
            })
        }
        _ if file.get("use-cvm-role").is_some_and(truthy) => Base::InstanceRole,
        (Some(_), None) => return Err(wrong("has a secretId and no secretKey")),
        (None, Some(_)) => return Err(wrong("has a secretKey and no secretId")),
        (None, None) => match command(kind, profile) {
            Some(login) => return Err(wrong(&format!("holds no key: run `{login}`"))),
            None => {
                return Err(wrong(
                    "has no secretId and secretKey: run `tccli configure`",
                ));
            }
        },
    };
    let owned = |name: &str| text(name).map(str::to_owned);
    // tccli assumes a role only if both are there.
    let role = owned("role-arn").filter(|_| text("role-session-name").is_some());
    Ok(Settings {
        base,
        renewal: command(kind, profile),
        role: role.map(|arn| Role {
            arn,
            session_name: owned("role-session-name"),
            ..Role::default()
        }),
        region: None,
        sts_endpoint: None,
        allowed_accounts: Vec::new(),
        forbidden_accounts: Vec::new(),
    })
}

/// A text without white space around it, if there is one.
fn word(value: Option<&Value>) -> Option<&str> {
    let text = value?.as_str()?.trim();
    Some(text).filter(|text| !text.is_empty())
}

/// What `<profile>.configure` adds: the region, and the endpoint of STS if it is not the public one.
///
/// # Errors
/// It is no JSON.
pub(crate) fn configure(path: &Path, text: &str, settings: &mut Settings) -> Result<()> {
    let file = json(path, text)?;
    let text = |place: &str| word(file.pointer(place)).map(str::to_owned);
    settings.region = text("/_sys_param/region").or_else(|| text("/region"));
    settings.sts_endpoint = text("/sts/endpoint");
    let listed = |place: &str| {
        let list = file.pointer(place).and_then(Value::as_array);
        let texts = list.into_iter().flatten().filter_map(Value::as_str);
        texts.map(str::to_owned).collect()
    };
    settings.allowed_accounts = listed("/_sys_param/allowed_account_ids");
    settings.forbidden_accounts = listed("/_sys_param/forbidden_account_ids");
    Ok(())
}

pub(super) fn json(path: &Path, text: &str) -> Result<Value> {
    let wrong = |what: &str| Error::credential(format!("{} {what}", path.display()));
    let value: Value = serde_json::from_str(text).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        wrong(&format!("is no JSON: line {line}, column {column}"))
    })?;
    match value {
        Value::Object(_) => Ok(value),
        _ => Err(wrong("is no JSON object")),
    }
}

/// The command that renews a login.
fn command(kind: &str, profile: &str) -> Option<String> {
    let name = match kind {
        "oauth" => "tccli auth login",
        "sso" => "tccli sso login",
        _ => return None,
    };
    Some(match profile {
        "default" => name.to_owned(),
        other => format!("{name} --profile {other}"),
    })
}

/// The key of a login with its expiry, if it has one.
fn login(credential: Credential, file: &Value) -> Credential {
    match file.get("expiresAt") {
        None | Some(Value::Null) => credential,
        // A time that is none has passed: the command that renews it mends it.
        Some(time) => credential.expiring(time.as_f64().unwrap_or_default() as u64),
    }
}

fn truthy(value: &Value) -> bool {
    match value {
        Value::Bool(truth) => *truth,
        Value::String(text) => text.eq_ignore_ascii_case("true"),
        _ => false,
    }
}
