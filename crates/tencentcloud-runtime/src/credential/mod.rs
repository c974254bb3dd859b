//! What requests are signed with, and where it comes from. Each source is one file.

mod environment;

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

pub use environment::Environment;

use crate::Result;

/// A secret ID and key, with a session token if the key is temporary. `Debug` masks the key and the
/// token.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Credential {
    secret_id: Arc<str>,
    secret_key: Arc<str>,
    token: Option<Arc<str>>,
}

impl Credential {
    /// Creates a credential from a permanent key pair.
    pub fn new(secret_id: impl Into<String>, secret_key: impl Into<String>) -> Self {
        Self {
            secret_id: secret_id.into().into(),
            secret_key: secret_key.into().into(),
            token: None,
        }
    }

    /// Adds the session `token` of a temporary key pair.
    #[must_use]
    pub fn with_token(mut self, token: impl Into<String>) -> Self {
        self.token = Some(token.into().into());
        self
    }

    /// Returns the secret ID, which names the key and is not secret itself.
    pub fn secret_id(&self) -> &str {
        &self.secret_id
    }

    /// Returns the secret key, for signing.
    pub fn secret_key(&self) -> &str {
        &self.secret_key
    }

    /// Returns the session token of a temporary key pair.
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

/// A source of credentials. It is asked before every signature, so one that refreshes its credential
/// is always up to date; it keeps what it has until it must fetch again.
pub trait ProvideCredential: Send + Sync + fmt::Debug {
    /// Returns the credential to sign with now.
    ///
    /// # Errors
    /// Fails with [`Error::credential`](crate::Error::credential) if there is none; the message says
    /// what was looked for and where.
    fn credential(&self) -> Pin<Box<dyn Future<Output = Result<Credential>> + Send + '_>>;
}

impl ProvideCredential for Credential {
    fn credential(&self) -> Pin<Box<dyn Future<Output = Result<Credential>> + Send + '_>> {
        Box::pin(std::future::ready(Ok(self.clone())))
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

    /// As every other setter, from whatever a program has: text, a string, a reference to one.
    #[test]
    fn a_credential_is_made_from_any_text() {
        let (id, key) = (String::from("id"), Box::<str>::from("key"));
        let token = std::borrow::Cow::Borrowed("token");
        let credential = Credential::new(&id, key).with_token(token);
        assert_eq!(
            credential,
            Credential::new(id, "key").with_token("token".to_owned())
        );
    }
}
