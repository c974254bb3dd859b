//! The credentials that the endpoint knows.

use std::fmt;
use std::str::FromStr;

/// The secret id that is known when no credential is given. It opens nothing anywhere else.
pub const TEST_SECRET_ID: &str = "AKIDemulatoremulatoremulatoremulator";

/// The secret key of [`TEST_SECRET_ID`].
pub const TEST_SECRET_KEY: &str = "TestSecretKeyOfTheLocalEmulator0";

/// A secret id with its secret key and, for temporary credentials, its session token.
///
/// `Debug` shows the id alone.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Credential {
    /// The secret id, which stands in every request.
    pub secret_id: String,
    /// The secret key, which signs.
    pub secret_key: String,
    /// The session token that must accompany the id, where there is one.
    pub token: Option<String>,
}

impl Credential {
    /// A permanent credential.
    pub fn new(secret_id: impl Into<String>, secret_key: impl Into<String>) -> Self {
        Self {
            secret_id: secret_id.into(),
            secret_key: secret_key.into(),
            token: None,
        }
    }

    /// The same pair as a temporary credential, whose requests must carry `token`.
    pub fn token(mut self, token: impl Into<String>) -> Self {
        self.token = Some(token.into());
        self
    }

    /// The documented pair, [`TEST_SECRET_ID`] and [`TEST_SECRET_KEY`].
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

/// `ID:SECRET`. The text is not repeated in the error: it may be a secret.
impl FromStr for Credential {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.split_once(':') {
            Some((id, key)) if !id.is_empty() && !key.is_empty() => Ok(Self::new(id, key)),
            _ => Err("expected ID:SECRET".to_owned()),
        }
    }
}
