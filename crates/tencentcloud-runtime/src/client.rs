//! A client, as every generated one wraps it.

use crate::{Action, Call, Config};

/// Makes calls to any action with one configuration.
#[derive(Clone, Debug)]
pub struct Client {
    config: Config,
}

impl Client {
    /// A client that shares credentials and connections with all others of that configuration.
    pub fn new(config: &Config) -> Self {
        Self {
            config: config.clone(),
        }
    }

    /// A call of the request's action. Nothing happens until it is awaited.
    #[inline]
    pub fn call<A: Action>(&self, request: A) -> Call<'_, A> {
        Call::new(self, request)
    }

    /// The configuration.
    pub fn config(&self) -> &Config {
        &self.config
    }
}
