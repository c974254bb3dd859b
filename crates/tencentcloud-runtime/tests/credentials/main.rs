//! Every source of credentials, with real files, sockets and processes.

mod files;
mod guard;
mod instance_role;
mod load;
mod log;
mod process;
mod refused;
mod roles;

use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde_json::Value;
use tencentcloud_runtime::{Config, Credential, Error, Loader, ProvideCredential};
use tencentcloud_testkit::fault::{Request, Step};

/// The second that is so many from now.
fn second(from_now: i64) -> i64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    i64::try_from(now.as_secs()).unwrap() + from_now
}

fn at(second: i64) -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(second.try_into().unwrap())
}

/// What STS answers: a credential whose parts are called after `name`.
fn sts(name: &str, expires: i64) -> Step {
    Step::ok(&format!(
        r#""Credentials":{{"TmpSecretId":"{name}-id","TmpSecretKey":"{name}-key","Token":"{name}-token"}},"ExpiredTime":{expires}"#
    ))
}

/// What the metadata service answers for a role.
fn metadata(name: &str, expires: i64) -> Step {
    Step::json(format!(
        r#"{{"TmpSecretId":"{name}-id","TmpSecretKey":"{name}-key","Token":"{name}-token","ExpiredTime":{expires},"Code":"Success"}}"#
    ))
}

/// The temporary credential whose parts are called after `name`.
fn temporary(name: &str, expires: i64) -> Credential {
    Credential::new(format!("{name}-id"), format!("{name}-key"))
        .with_token(format!("{name}-token"))
        .with_expiry(at(expires))
}

fn body(request: &Request) -> Value {
    serde_json::from_slice(&request.body).unwrap()
}

/// A loader with these variables alone; it asks no metadata service.
fn loader<const N: usize>(variables: [(&str, &str); N]) -> Loader {
    let variables = variables.map(|(name, value)| (name.to_owned(), value.to_owned()));
    Config::loader()
        .instance_role(false)
        .variables(move |name| {
            let found = variables.iter().find(|(own, _)| own == name);
            found.map(|(_, value)| value.clone())
        })
}

async fn load_error(loader: Loader) -> String {
    let error = loader.load().await.unwrap_err();
    assert!(error.is_auth(), "{error}");
    error.to_string()
}

async fn failure(source: &impl ProvideCredential) -> Error {
    let error = source.credential().await.unwrap_err();
    assert!(error.is_auth(), "{error}");
    assert_eq!(error.attempts(), 0);
    error
}

/// Writes a file that nobody else can read.
fn write(path: &Path, text: &str) -> PathBuf {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
    #[cfg(unix)]
    mode(path, 0o600);
    path.to_owned()
}

#[cfg(unix)]
fn mode(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt;
    let permissions = std::fs::Permissions::from_mode(mode);
    std::fs::set_permissions(path, permissions).unwrap();
}
