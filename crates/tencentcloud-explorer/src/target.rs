//! Where calls go.

use tencentcloud_runtime::{Client, Config};

use crate::app::App;

/// Where calls go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    /// The local endpoint.
    Local,
    /// The real account of that name.
    Real(String),
}

impl Target {
    /// What the calls of this page are called in their headers.
    pub(crate) const CLIENT: &str = concat!("tcloud_explorer_", env!("CARGO_PKG_VERSION"));

    /// Returns the target with that name.
    pub(crate) fn named(name: &str) -> Self {
        match name {
            "" | "local" => Self::Local,
            name => Self::Real(name.to_owned()),
        }
    }

    /// Returns its name: `local`, or that of the account.
    pub(crate) fn name(&self) -> &str {
        match self {
            Self::Local => "local",
            Self::Real(name) => name,
        }
    }

    /// Returns the client that calls `service` there.
    ///
    /// # Errors
    /// An account that there is none of, or what keeps its client from being made.
    pub(crate) async fn client(&self, app: &App, service: &str) -> Result<Client, String> {
        match self {
            Self::Local => {
                let config: Config = app.emulator.config();
                Ok(Client::new(&config.request_client(Self::CLIENT)))
            }
            Self::Real(name) => {
                let client = app.accounts.client(name, service).await?;
                Ok(Client::new(
                    &client.config().clone().request_client(Self::CLIENT),
                ))
            }
        }
    }
}
