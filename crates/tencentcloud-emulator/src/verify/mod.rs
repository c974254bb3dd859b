//! Verifies signatures, on the raw request.
//!
//! Nothing is shared with the client's signer: a mistake in one would hide in the other.

mod keyed;
mod tc3;
mod v1;

use std::sync::Arc;
use std::time::Duration;

use crate::clock::{self, Clock};
use crate::fault::Fault;
use crate::identity::{Identity, Key, Keyring};
use crate::request::{Authorization, Envelope, Raw};
use crate::rules::Leeway;

/// Verifies requests against the credentials and the time.
#[derive(Debug)]
pub(crate) struct Verifier {
    pub(crate) keyring: Arc<Keyring>,
    pub(crate) tolerance: Duration,
    pub(crate) clock: Clock,
}

impl Verifier {
    /// Returns who calls; `None` if the request is not signed.
    ///
    /// # Errors
    /// The timestamp is too far from the clock, the secret id is not accepted, the signature is
    /// wrong, or the temporary credential is another one or has expired.
    pub(crate) fn verify(
        &self,
        raw: &Raw,
        envelope: &Envelope,
        leeway: &Leeway<'_>,
    ) -> Result<Option<Arc<Identity>>, Fault> {
        let Some(key) = self.signer(envelope)? else {
            return Ok(None);
        };
        let credential = &key.credential;
        match &envelope.authorization {
            Authorization::Tc3(signature) => signature.verify(raw, credential, leeway)?,
            Authorization::V1(signature) => signature.verify(raw, credential)?,
            Authorization::Skip => {}
        }
        if envelope.token != credential.token {
            return Err(Fault::new(
                "AuthFailure.TokenFailure",
                "The session token is not the one that belongs to the secret id.",
            ));
        }
        if let Some(end) = key.expires
            && end <= self.clock.moment()
        {
            return Err(Fault::new(
                "AuthFailure.TokenFailure",
                format!("The temporary credential expired at {}.", clock::zulu(end)),
            ));
        }
        Ok(Some(Arc::clone(&key.identity)))
    }

    /// Verifies what can be verified before the body is there: all of a signature that leaves the
    /// body out, else who signs and when.
    ///
    /// # Errors
    /// As [`verify`](Self::verify).
    pub(crate) fn verify_head(
        &self,
        raw: &Raw,
        envelope: &Envelope,
        leeway: &Leeway<'_>,
    ) -> Result<(), Fault> {
        if tc3::is_unsigned(raw) {
            return self.verify(raw, envelope, leeway).map(drop);
        }
        self.signer(envelope).map(drop)
    }

    /// Returns the key that a request claims to be signed with; `None` if it is not signed.
    fn signer(&self, envelope: &Envelope) -> Result<Option<Arc<Key>>, Fault> {
        let (secret_id, timestamp) = match &envelope.authorization {
            Authorization::Tc3(signature) => (&signature.secret_id, signature.timestamp),
            Authorization::V1(signature) => (&signature.secret_id, signature.timestamp),
            Authorization::Skip => return Ok(None),
        };
        self.check_time(timestamp)?;
        let key = self.keyring.find(secret_id).ok_or_else(|| {
            Fault::new(
                "AuthFailure.SecretIdNotFound",
                format!("The secret id {secret_id:?} does not exist."),
            )
        })?;
        Ok(Some(key))
    }

    fn check_time(&self, timestamp: i64) -> Result<(), Fault> {
        let now = self.clock.moment().unix_timestamp();
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
