//! What may be set for all calls, and differently for one.

use std::time::Duration;

use super::events::Events;
use super::network::Network;
use super::observe::Observe;
use super::retry::RetryOptions;
use crate::SignatureMethod;
use crate::answer::Mode;

/// The HTTP method of a call.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Method {
    /// Parameters in the body: JSON, or a form with signature v1. The default.
    #[default]
    Post,
    /// Parameters flattened in the query, at most 32 KB. It cannot express empty lists and objects.
    Get,
}

/// The settings of a configuration or of one call.
#[derive(Clone, Debug, Default)]
pub(crate) struct Options {
    pub(crate) region: Option<String>,
    pub(crate) endpoint: Option<String>,
    pub(crate) timeout: Option<Duration>,
    pub(crate) language: Option<String>,
    pub(crate) request_client: Option<String>,
    pub(crate) method: Option<Method>,
    pub(crate) signature_method: Option<SignatureMethod>,
    pub(crate) unsigned_payload: Option<bool>,
    pub(crate) mode: Option<Mode>,
    pub(crate) network: Network,
    pub(crate) observe: Observe,
    pub(crate) retry: RetryOptions,
    pub(crate) events: Events,
}

impl Options {
    /// These options, with `over` laid over them.
    pub(crate) fn overlaid(&self, over: &Self) -> Self {
        Self {
            // An empty region is what an unset variable of a script leaves: no region.
            region: [&over.region, &self.region]
                .into_iter()
                .flatten()
                .find(|region| !region.is_empty())
                .cloned(),
            endpoint: over.endpoint.clone().or_else(|| self.endpoint.clone()),
            timeout: over.timeout.or(self.timeout),
            language: over.language.clone().or_else(|| self.language.clone()),
            request_client: over
                .request_client
                .clone()
                .or_else(|| self.request_client.clone()),
            method: over.method.or(self.method),
            signature_method: over.signature_method.or(self.signature_method),
            unsigned_payload: over.unsigned_payload.or(self.unsigned_payload),
            mode: over.mode.or(self.mode),
            network: self.network.overlaid(&over.network),
            observe: self.observe.overlaid(&over.observe),
            retry: self.retry.overlaid(&over.retry),
            events: self.events.overlaid(&over.events),
        }
    }
}
