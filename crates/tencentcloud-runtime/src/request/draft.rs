//! A request that signs itself.

use std::fmt;
use std::time::SystemTime;

use bytes::Bytes;

use super::content::{Content, content};
use super::{tc3, v1};
use crate::action::{ActionInfo, RegionRule};
use crate::config::Options;
use crate::endpoint::Endpoint;
use crate::model::Model;
use crate::redact::Redaction;
use crate::signer::{self, KeyCache};
use crate::{Credential, Error, Result};

/// A request that is complete but for its time, credential and signature.
#[derive(Clone)]
pub(crate) struct Draft {
    pub(crate) action: ActionInfo,
    pub(crate) options: Options,
    pub(crate) redaction: Redaction,
    pub(super) endpoint: Endpoint,
    content: Content,
}

/// A signed request with the steps that led to its signature.
#[derive(Debug)]
pub(crate) struct Signed {
    pub(crate) request: http::Request<Bytes>,
    /// The steps of TC3, if it signs.
    pub(crate) tc3: Option<signer::tc3::Signature>,
    /// The parameters that signature v1 signs, if it does.
    pub(crate) v1: Option<Vec<(String, String)>>,
}

impl Draft {
    /// Puts a model into the form that the options ask for.
    ///
    /// # Errors
    /// A region that is known to be required and not set; an invalid endpoint; parameters that the
    /// form cannot express.
    pub(crate) fn new(
        action: ActionInfo,
        model: &dyn Model,
        options: Options,
        redaction: Redaction,
    ) -> Result<Self> {
        if action.region == RegionRule::Required && options.region.is_none() {
            return Err(Error::request(format!(
                "{} requires a region: set it with Config::region or Call::region, or in the environment variable TENCENTCLOUD_REGION",
                action.name
            )));
        }
        Ok(Self {
            endpoint: Endpoint::of(&action, options.endpoint.as_deref())?,
            content: content(&action, model, &options)?,
            action,
            options,
            redaction,
        })
    }

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
        let parts = [credential.secret_id(), credential.secret_key()];
        if !self.action.unsigned && parts.contains(&"") {
            return Err(Error::credential(
                "the secret id or the secret key is empty: set both",
            ));
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

impl fmt::Debug for Draft {
    /// Leaves the parameters out: they may be secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Draft")
            .field("action", &self.action)
            .field("options", &self.options)
            .field("endpoint", &self.endpoint)
            .finish_non_exhaustive()
    }
}
