//! Where requests are held.

use serde::Deserialize;
use tencentcloud_emulator::{Emulator, Held};

use crate::app::App;
use crate::page::Reader;

/// Where requests are held.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Place {
    /// At the local endpoint.
    #[default]
    Local,
    /// At the proxy before the cloud.
    Proxy,
}

impl Place {
    pub(super) const ALL: [Self; 2] = [Self::Local, Self::Proxy];

    /// Returns the word for it in an address.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Local => "local",
            Self::Proxy => "proxy",
        }
    }

    /// Returns what it is called.
    pub(super) fn name(self, reader: &Reader) -> &'static str {
        match self {
            Self::Local => reader.t("Local endpoint", "本地端点"),
            Self::Proxy => reader.t("Proxy to the cloud", "云端代理"),
        }
    }

    /// Returns what holds requests there; `None` if this page has no proxy.
    pub(super) fn emulator(self, app: &App) -> Option<&Emulator> {
        match self {
            Self::Local => Some(&app.emulator),
            Self::Proxy => app.proxy.as_deref(),
        }
    }

    /// Returns the request that waits there with the number `id`.
    pub(super) fn find(self, app: &App, id: u64) -> Option<Held> {
        let list = self.emulator(app)?.holds().list();
        list.into_iter().find(|held| held.id == id)
    }
}
