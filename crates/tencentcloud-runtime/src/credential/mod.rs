//! What a request is signed with, and where it comes from.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use crate::{Error, Result};

/// A secret id and key, and a session token where the key is temporary. The key and the token are
/// never printed.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Credential {
    secret_id: Arc<str>,
    secret_key: Arc<str>,
    token: Option<Arc<str>>,
}

impl Credential {
    /// A long-lived key pair.
    pub fn new(secret_id: impl Into<Arc<str>>, secret_key: impl Into<Arc<str>>) -> Self {
        Self {
            secret_id: secret_id.into(),
            secret_key: secret_key.into(),
            token: None,
        }
    }

    /// The same as a temporary key pair, with its session token.
    #[must_use]
    pub fn with_token(mut self, token: impl Into<Arc<str>>) -> Self {
        self.token = Some(token.into());
        self
    }

    /// Reads `TENCENTCLOUD_SECRET_ID`, `TENCENTCLOUD_SECRET_KEY` and, where it is set,
    /// `TENCENTCLOUD_TOKEN` or else `TENCENTCLOUD_SESSION_TOKEN`.
    ///
    /// # Errors
    /// A variable that is missing or empty, by name.
    pub fn from_env() -> Result<Self> {
        Self::from_lookup(|name| std::env::var(name).ok())
    }

    fn from_lookup(get: impl Fn(&str) -> Option<String>) -> Result<Self> {
        let set = |name: &str| {
            get(name)
                .map(|v| v.trim().to_owned())
                .filter(|v| !v.is_empty())
        };
        let need = |name: &str| {
            set(name).ok_or_else(|| {
                Error::credential(format!("the environment variable {name} is not set"))
            })
        };
        let credential = Self::new(
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

    /// The secret id, which names the key and is not secret itself.
    pub fn secret_id(&self) -> &str {
        &self.secret_id
    }

    /// The secret key, for signing.
    pub fn secret_key(&self) -> &str {
        &self.secret_key
    }

    /// The session token of a temporary key.
    pub fn token(&self) -> Option<&str> {
        self.token.as_deref()
    }
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credential")
            .field("secret_id", &self.secret_id)
            .field("secret_key", &format_args!("***"))
            .field("token", &self.token.as_ref().map(|_| format_args!("***")))
            .finish()
    }
}

/// A source of credentials. Asked before every signature, so that one which refreshes its
/// credential is always up to date; it keeps what it has until it must fetch again.
pub trait ProvideCredential: Send + Sync + fmt::Debug {
    /// The credential to sign with now.
    ///
    /// # Errors
    /// [`Error::credential`], saying what was looked for and where.
    fn credential(&self) -> Pin<Box<dyn Future<Output = Result<Credential>> + Send + '_>>;
}

impl ProvideCredential for Credential {
    fn credential(&self) -> Pin<Box<dyn Future<Output = Result<Credential>> + Send + '_>> {
        Box::pin(std::future::ready(Ok(self.clone())))
    }
}

/// The credential in the process's environment, read at each call: see [`Credential::from_env`].
#[derive(Clone, Copy, Debug, Default)]
pub struct Environment;

impl ProvideCredential for Environment {
    fn credential(&self) -> Pin<Box<dyn Future<Output = Result<Credential>> + Send + '_>> {
        Box::pin(std::future::ready(Credential::from_env()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_not_printed() {
        let printed = format!(
            "{:?}",
            Credential::new("id", "key-value").with_token("token-value")
        );
        assert!(
            printed.contains("id") && !printed.contains("value"),
            "{printed}"
        );
    }

    #[test]
    fn environment_names_what_is_missing() {
        let error =
            Credential::from_lookup(|name| (name == "TENCENTCLOUD_SECRET_ID").then(|| "id".into()))
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
            let credential = Credential::from_lookup(get).unwrap();
            assert_eq!(credential.token(), Some(name));
        }
    }
}
