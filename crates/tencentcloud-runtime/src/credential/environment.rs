//! A credential in environment variables.

use std::future::Future;
use std::pin::Pin;

use super::{Credential, ProvideCredential};
use crate::{Error, Result};

/// The credential in the environment of the process, read at each call: see
/// [`Credential::from_env`].
#[derive(Clone, Copy, Debug, Default)]
pub struct Environment;

impl ProvideCredential for Environment {
    fn credential(&self) -> Pin<Box<dyn Future<Output = Result<Credential>> + Send + '_>> {
        Box::pin(std::future::ready(Credential::from_env()))
    }
}

impl Credential {
    /// Reads `TENCENTCLOUD_SECRET_ID`, `TENCENTCLOUD_SECRET_KEY` and, if one is set,
    /// `TENCENTCLOUD_TOKEN` or else `TENCENTCLOUD_SESSION_TOKEN`.
    ///
    /// # Errors
    /// Fails if the ID or the key is missing or empty, and names the variable.
    pub fn from_env() -> Result<Self> {
        from_lookup(|name| std::env::var(name).ok())
    }
}

fn from_lookup(get: impl Fn(&str) -> Option<String>) -> Result<Credential> {
    let set = |name: &str| {
        get(name)
            .map(|v| v.trim().to_owned())
            .filter(|v| !v.is_empty())
    };
    let need = |name: &str| {
        set(name)
            .ok_or_else(|| Error::credential(format!("the environment variable {name} is not set")))
    };
    let credential = Credential::new(
        need("TENCENTCLOUD_SECRET_ID")?,
        need("TENCENTCLOUD_SECRET_KEY")?,
    );
    Ok(
        match set("TENCENTCLOUD_TOKEN").or_else(|| set("TENCENTCLOUD_SESSION_TOKEN")) {
            Some(token) => credential.with_token(token),
            None => credential,
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn environment_names_what_is_missing() {
        let error = from_lookup(|name| (name == "TENCENTCLOUD_SECRET_ID").then(|| "id".into()))
            .unwrap_err();
        assert!(error.is_auth());
        assert!(
            error.to_string().contains("TENCENTCLOUD_SECRET_KEY"),
            "{error}"
        );
    }

    #[test]
    fn environment_takes_either_name_of_the_token() {
        for name in ["TENCENTCLOUD_TOKEN", "TENCENTCLOUD_SESSION_TOKEN"] {
            let get =
                |asked: &str| (asked == name || asked.contains("SECRET")).then(|| asked.to_owned());
            let credential = from_lookup(get).unwrap();
            assert_eq!(credential.token(), Some(name));
        }
    }
}
