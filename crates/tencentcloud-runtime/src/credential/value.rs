//! A key pair with its session token: one value that is replaced as a whole, never in part.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use zeroize::{Zeroize, Zeroizing};

use crate::{Error, Result};

/// A secret ID and key, with a session token if the key is temporary.
///
/// White space around each of the three is left out, e.g. the line break behind a key that was read
/// from a file, and an empty token is none. `Debug` masks the key and the token, and the memory that
/// held them is overwritten when the last clone is dropped.
#[derive(Clone, PartialEq, Eq)]
pub struct Credential(Arc<Triple>);

#[derive(Clone, PartialEq, Eq)]
struct Triple {
    secret_id: String,
    secret_key: Zeroizing<String>,
    token: Option<Zeroizing<String>>,
    expires_at: Option<SystemTime>,
}

impl Credential {
    /// Creates a credential from a permanent key pair.
    pub fn new(secret_id: impl Into<String>, secret_key: impl Into<String>) -> Self {
        Self(Arc::new(Triple {
            secret_id: secret_id.into().trim().to_owned(),
            secret_key: trimmed(secret_key.into()),
            token: None,
            expires_at: None,
        }))
    }

    /// Adds the session `token` of a temporary key pair; an empty one is none.
    #[must_use]
    pub fn with_token(mut self, token: impl Into<String>) -> Self {
        let token = trimmed(token.into());
        Arc::make_mut(&mut self.0).token = Some(token).filter(|token| !token.is_empty());
        self
    }

    /// Adds the time at which the key pair expires. [`Cached`](crate::Cached) fetches another one
    /// before it. Defaults to never.
    #[must_use]
    pub fn with_expiry(mut self, expires_at: SystemTime) -> Self {
        Arc::make_mut(&mut self.0).expires_at = Some(expires_at);
        self
    }

    /// With that Unix time in seconds as its expiry; one that no clock will reach is none.
    pub(crate) fn expiring(self, seconds: u64) -> Self {
        match SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(seconds)) {
            Some(expires_at) => self.with_expiry(expires_at),
            None => self,
        }
    }

    /// Returns the secret ID, which names the key and is not secret itself.
    pub fn secret_id(&self) -> &str {
        &self.0.secret_id
    }

    /// Returns the secret key, for signing.
    pub fn secret_key(&self) -> &str {
        &self.0.secret_key
    }

    /// Returns the session token of a temporary key pair.
    pub fn token(&self) -> Option<&str> {
        self.0.token.as_ref().map(|token| token.as_str())
    }

    /// Returns the time at which the key pair expires, if its source knows it.
    pub fn expires_at(&self) -> Option<SystemTime> {
        self.0.expires_at
    }

    /// Fails if no request can be signed with this.
    ///
    /// # Errors
    /// Names the part that is empty, or that holds what no header can.
    pub(crate) fn check(&self) -> Result<()> {
        let parts = [
            ("secret id", self.secret_id()),
            ("secret key", self.secret_key()),
            ("session token", self.token().unwrap_or("none")),
        ];
        for (name, value) in parts {
            if value.is_empty() {
                return Err(Error::credential(format!(
                    "the {name} is empty: set it to that of your key"
                )));
            }
            if let Some(what) = stray(value) {
                return Err(Error::credential(format!(
                    "the {name} holds {what}: copy it again, from its first to its last character"
                )));
            }
        }
        Ok(())
    }
}

/// What a value has that no header can carry.
fn stray(value: &str) -> Option<&'static str> {
    let bad = |byte: &u8| !(b' '..=b'~').contains(byte);
    match value.bytes().find(bad)? {
        b'\r' | b'\n' => Some("a line break"),
        0..=b' ' | 0x7f => Some("a control character"),
        _ => Some("a character outside ASCII"),
    }
}

/// The text without white space around it, in memory that will be overwritten.
fn trimmed(mut text: String) -> Zeroizing<String> {
    let kept = text.trim();
    if kept.len() == text.len() {
        return Zeroizing::new(text);
    }
    let kept = Zeroizing::new(kept.to_owned());
    text.zeroize();
    kept
}

impl Hash for Credential {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.secret_id().hash(state);
        self.secret_key().hash(state);
        self.token().hash(state);
    }
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Credential");
        shown
            .field("secret_id", &self.secret_id())
            .field("secret_key", &format_args!("***"))
            .field("token", &self.token().map(|_| format_args!("***")));
        if let Some(expires_at) = self.expires_at() {
            shown.field("expires_at", &expires_at);
        }
        shown.finish()
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

    #[test]
    fn white_space_around_a_part_is_left_out() {
        let padded = Credential::new("id\n", " key\r\n").with_token("\ttoken ");
        assert_eq!(padded, Credential::new("id", "key").with_token("token"));
        assert!(padded.check().is_ok());
    }

    #[test]
    fn an_empty_token_is_none() {
        for empty in ["", " ", "\n"] {
            let credential = Credential::new("id", "key").with_token(empty);
            assert_eq!(credential.token(), None);
            assert!(credential.check().is_ok());
        }
        let replaced = Credential::new("id", "key")
            .with_token("one")
            .with_token("");
        assert_eq!(replaced.token(), None);
    }

    /// Each part is named, and none of its value is shown.
    #[test]
    fn a_part_that_no_header_can_carry_is_named() {
        let key = |key| Credential::new("id", key);
        for (credential, told) in [
            (Credential::new("", "key"), "the secret id is empty"),
            (Credential::new("id", " "), "the secret key is empty"),
            (key("hush\nhush"), "the secret key holds a line break"),
            (key("hush\rhush"), "the secret key holds a line break"),
            (
                key("hush\0hush"),
                "the secret key holds a control character",
            ),
            (
                key("hush\u{7f}hush"),
                "the secret key holds a control character",
            ),
            (
                key("hush密"),
                "the secret key holds a character outside ASCII",
            ),
            (
                Credential::new("hush\nhush", "key"),
                "the secret id holds a line break",
            ),
            (
                Credential::new("id", "key").with_token("hush\nhush"),
                "the session token holds a line break",
            ),
        ] {
            let error = credential.check().unwrap_err();
            assert!(error.is_auth(), "{error}");
            assert!(error.to_string().contains(told), "{error}: {told}");
            assert!(!error.to_string().contains("hush"), "{error}");
        }
    }
}
