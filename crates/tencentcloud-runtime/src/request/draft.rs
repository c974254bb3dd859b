//! A request before it is signed.

use std::fmt;

use bytes::Bytes;

use super::client_token;
use super::content::{Content, content};
use super::parameters::Parameters;
use crate::action::{ActionClass, Described, RegionRule};
use crate::config::Options;
use crate::endpoint::{Endpoint, Known, ROOTS};
use crate::intercept::AttemptInfo;
use crate::redact::Redaction;
use crate::signer;
use crate::{Error, Result};

/// A request that is complete but for its time, credential and signature.
#[derive(Clone)]
pub(crate) struct Draft {
    pub(crate) action: Described,
    pub(crate) options: Options,
    pub(crate) redaction: Redaction,
    /// The parameters without their secrets, if they are logged or recorded.
    pub(crate) shown: Option<Vec<u8>>,
    /// What sending it twice may do.
    pub(crate) class: ActionClass,
    pub(super) endpoint: Endpoint,
    pub(super) content: Content,
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
    /// Puts parameters into the form that the options ask for.
    ///
    /// # Errors
    /// A region that is known to be required and not set; an invalid endpoint; parameters that the
    /// form cannot express.
    pub(crate) fn new(
        action: Described,
        parameters: Parameters<'_>,
        options: Options,
        redaction: Redaction,
        known: &Known,
    ) -> Result<Self> {
        if action.region == RegionRule::Required && options.region.is_none() {
            return Err(Error::request(format!(
                "{} requires a region: set it with Config::region or Call::region, or in the environment variable TENCENTCLOUD_REGION",
                action.name
            )));
        }
        Ok(Self {
            endpoint: Endpoint::of(&action, &options, known)?,
            content: content(&action, parameters, &options)?,
            class: class(&action, parameters, &options),
            action,
            options,
            redaction,
            shown: None,
        })
    }

    /// The parameters without their secrets, if they are logged.
    pub(crate) fn logged(&self) -> Option<&[u8]> {
        let logs = self.options.observe.bodies == Some(true);
        self.shown.as_deref().filter(|_| logs)
    }

    /// The body of a POST that TC3 signs.
    pub(crate) fn body_mut(&mut self) -> Option<&mut Bytes> {
        match &mut self.content {
            Content::Message(message) if message.method == http::Method::POST => {
                Some(&mut message.body)
            }
            _ => None,
        }
    }

    /// What an interceptor learns of an attempt.
    pub(crate) fn info(&self, attempt: u32) -> AttemptInfo<'_> {
        AttemptInfo {
            service: &self.action.api.service,
            version: &self.action.api.version,
            action: &self.action.name,
            region: self.options.region.as_deref(),
            host: self.host(),
            attempt,
        }
    }

    /// Its endpoint and the twins of it.
    pub(crate) fn endpoints(&self) -> Vec<Endpoint> {
        let own = &self.endpoint;
        let twins = ROOTS.iter().filter_map(|root| own.with_root(root));
        let twins = twins.filter(|twin| twin != own);
        std::iter::once(own.clone()).chain(twins).collect()
    }

    /// Sends it to another endpoint from now on.
    pub(crate) fn move_to(&mut self, endpoint: Endpoint) {
        self.endpoint = endpoint;
    }

    /// Where it is sent to.
    pub(crate) fn endpoint(&self) -> &Endpoint {
        &self.endpoint
    }

    /// The host that it is sent to.
    pub(crate) fn host(&self) -> &str {
        self.endpoint.host()
    }
}

/// The class that the options name, else the action's with what the request says.
fn class(action: &Described, parameters: Parameters<'_>, options: &Options) -> ActionClass {
    let (service, name) = (&action.api.service, &action.name);
    options
        .retry
        .class(action)
        .unwrap_or_else(|| match ActionClass::of(service, name) {
            ActionClass::Read => ActionClass::Read,
            _ if parameters.is_true("DryRun") => ActionClass::Read,
            _ if parameters.is_set(client_token::NAME) => {
                ActionClass::with_client_token(service, name)
            }
            _ => ActionClass::Write,
        })
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
