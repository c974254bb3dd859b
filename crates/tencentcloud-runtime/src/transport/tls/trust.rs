//! Whom a client believes, and how it shows who it is.

use std::fmt;

/// The certificates of a client's TLS.
#[derive(Clone, Default)]
pub(in crate::transport) struct Trust {
    /// Certificates to believe, each text in PEM.
    pub(in crate::transport) extra: Vec<Vec<u8>>,
    /// True if no others are believed.
    pub(in crate::transport) only: bool,
    /// True if the roots in the program take the place of the platform's.
    pub(in crate::transport) bundled: bool,
    /// The client's own chain and its key, in PEM.
    pub(in crate::transport) identity: Option<(Vec<u8>, Vec<u8>)>,
}

impl fmt::Debug for Trust {
    /// Leaves the certificates and the key out.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Trust")
            .field("extra", &self.extra.len())
            .field("only", &self.only)
            .field("bundled", &self.bundled)
            .field("identity", &self.identity.is_some())
            .finish()
    }
}
