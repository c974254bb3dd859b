//! Verifies signatures, on the raw request.
//!
//! Nothing is shared with the client's signer: a mistake in one would hide in the other.

mod keyed;
mod tc3;
mod v1;

use std::time::Duration;

use crate::clock::Clock;
use crate::credential::Credential;
use crate::fault::Fault;
use crate::request::{Authorization, Envelope, Raw};
use crate::rules::Rules;

/// Verifies requests against the credentials and the time.
#[derive(Debug)]
pub(crate) struct Verifier {
    pub(crate) credentials: Vec<Credential>,
    pub(crate) tolerance: Duration,
    pub(crate) clock: Clock,
    pub(crate) rules: Rules,
}

impl Verifier {
    /// Returns the secret id of the caller; `None` if the request is not signed.
    ///
    /// # Errors
    /// The timestamp is too far from the clock, the secret id is not accepted, or the signature is
    /// wrong.
    pub(crate) fn verify(&self, raw: &Raw, envelope: &Envelope) -> Result<Option<String>, Fault> {
        let (secret_id, timestamp) = match &envelope.authorization {
            Authorization::Tc3(signature) => (&signature.secret_id, signature.timestamp),
            Authorization::V1(signature) => (&signature.secret_id, signature.timestamp),
            Authorization::Skip => return Ok(None),
        };
        self.check_time(timestamp)?;
        let credential = self
            .credentials
            .iter()
            .find(|credential| credential.secret_id == *secret_id)
            .ok_or_else(|| {
                Fault::new(
                    "AuthFailure.SecretIdNotFound",
                    format!("The secret id {secret_id:?} does not exist."),
                )
            })?;
        match &envelope.authorization {
            Authorization::Tc3(signature) => signature.verify(raw, credential, &self.rules)?,
            Authorization::V1(signature) => signature.verify(raw, credential)?,
            Authorization::Skip => {}
        }
        if envelope.token != credential.token {
            return Err(Fault::new(
                "AuthFailure.TokenFailure",
                "The session token is not the one that belongs to the secret id.",
            ));
        }
        Ok(Some(secret_id.clone()))
    }

    fn check_time(&self, timestamp: i64) -> Result<(), Fault> {
        let now = self.clock.now().unix_timestamp();
        if now.abs_diff(timestamp) <= self.tolerance.as_secs() {
            return Ok(());
        }
        Err(Fault::new(
            "AuthFailure.SignatureExpire",
            format!(
                "The timestamp of the request is {timestamp} and the time here is {now}: more than {} seconds apart.",
                self.tolerance.as_secs()
            ),
        ))
    }
}
