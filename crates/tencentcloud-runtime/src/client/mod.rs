//! The client, its calls, and the ways to make one.

#[cfg(feature = "blocking")]
mod blocking;
mod call;
mod call_events;
mod call_network;
mod call_observe;
mod call_retry;
mod futures;
mod raw;
mod relay;
mod request;

pub use call::Call;
pub use futures::{AnswerFuture, ResponseFuture};
pub use raw::{RawCall, RawRequest};
pub(crate) use request::Masked;
pub(crate) use request::Request;

use crate::{Action, Config};

/// Makes calls to any action with one configuration. The clients of the service crates wrap it.
#[derive(Clone, Debug)]
pub struct Client {
    config: Config,
}

impl Client {
    /// Creates a client that shares the credentials, connections and settings of `config`.
    pub fn new(config: &Config) -> Self {
        Self {
            config: config.clone(),
        }
    }

    /// Creates a call of the request's action. Nothing is sent until the call is awaited.
    #[inline]
    pub fn call<A: Action>(&self, request: A) -> Call<'_, A> {
        Call::new(self, request)
    }

    /// Returns the configuration.
    pub fn config(&self) -> &Config {
        &self.config
    }
}
