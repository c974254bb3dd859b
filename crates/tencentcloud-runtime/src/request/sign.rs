//! Signs a draft by the method that its options ask for.

use std::time::SystemTime;

use super::content::Content;
use super::draft::{Draft, Signed};
use super::{tc3, v1};
use crate::signer::KeyCache;
use crate::{Credential, Result};

impl Draft {
    /// Signs for that time with that credential.
    ///
    /// # Errors
    /// A credential without id or key; a value that no header can carry; a request above the size
    /// limit of its form.
    pub(crate) fn sign(
        &self,
        credential: &Credential,
        time: SystemTime,
        keys: &KeyCache,
    ) -> Result<Signed> {
        if !self.action.unsigned {
            credential.check()?;
        }
        let timestamp = match time.duration_since(SystemTime::UNIX_EPOCH) {
            Ok(since) => i64::try_from(since.as_secs()).unwrap_or(i64::MAX),
            Err(_) => 0,
        };
        match &self.content {
            Content::Parameters(parameters) => v1::sign(self, parameters, credential, timestamp),
            Content::Message(message) => {
                tc3::sign(self, message.clone(), credential, timestamp, keys)
            }
        }
    }
}
