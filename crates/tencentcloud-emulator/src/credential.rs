//! The credentials that the endpoint accepts.

use std::fmt;
use std::str::FromStr;

/// The secret id that is accepted by default. It belongs to no account of the cloud.
pub const TEST_SECRET_ID: &str = "AKIDemulatoremulatoremulatoremulator";

/// The secret key of [`TEST_SECRET_ID`].
pub const TEST_SECRET_KEY: &str = "TestSecretKeyOfTheLocalEmulator0";

/// A secret id with its secret key and, if it is a temporary credential, its session token.
///
/// `Debug` prints the secret id alone.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Credential {
    /// The secret id, which every request sends.
    pub secret_id: String,
    /// The secret key, which signs requests and is never sent.
    pub secret_key: String,
    /// The session token that requests must send with the secret id, if it is a temporary
    /// credential.
    pub token: Option<String>,
    /// The number of the account that it belongs to; by default each secret id has an account of
    /// its own.
    pub account: Option<String>,
    /// The sub-user of the account whose key it is; by default it is the account's own.
    pub user: Option<String>,
}

impl Credential {
    /// Creates a permanent credential.
    pub fn new(secret_id: impl Into<String>, secret_key: impl Into<String>) -> Self {
        Self {
            secret_id: secret_id.into(),
            secret_key: secret_key.into(),
            token: None,
            account: None,
            user: None,
        }
    }

    /// Makes this a key of `account`, a number as text. Keys of one account see the same resources.
    pub fn account(mut self, account: impl Into<String>) -> Self {
        self.account = Some(account.into());
        self
    }

    /// Makes this the key of the sub-user `user`, to whom policies apply.
    pub fn user(mut self, user: impl Into<String>) -> Self {
        self.user = Some(user.into());
        self
    }

    /// Makes this a temporary credential, whose requests must send `token`.
    pub fn token(mut self, token: impl Into<String>) -> Self {
        self.token = Some(token.into());
        self
    }

    /// Creates the default credential, [`TEST_SECRET_ID`] with [`TEST_SECRET_KEY`].
    pub fn test() -> Self {
        Self::new(TEST_SECRET_ID, TEST_SECRET_KEY)
    }
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credential")
            .field("secret_id", &self.secret_id)
            .finish_non_exhaustive()
    }
}

/// Reads `ID:SECRET`. The error does not repeat the text, which may be a secret.
impl FromStr for Credential {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.split_once(':') {
            Some((id, key)) if !id.is_empty() && !key.is_empty() => Ok(Self::new(id, key)),
            _ => Err("expected ID:SECRET".to_owned()),
        }
    }
}
