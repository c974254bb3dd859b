//! What requests are signed with, and where it comes from. Each source is one file.

mod assume_role;
mod cache;
mod document;
pub(crate) mod environment;
mod federated;
mod instance_role;
mod json;
#[cfg(feature = "keyring")]
mod keyring;
mod lookup;
mod process;
pub(crate) mod profile;
mod report;
mod secret_file;
mod sts;
mod value;
mod variables;

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

pub use assume_role::AssumeRole;
pub use cache::Cached;
pub(crate) use cache::bare;
pub use environment::Environment;
pub use federated::{AssumeRoleWithSaml, WebIdentity};
pub use instance_role::InstanceRole;
pub(crate) use instance_role::Metadata;
#[cfg(feature = "keyring")]
pub use keyring::Keyring;
pub(crate) use lookup::Lookup;
pub use process::Process;
pub use profile::Profile;
pub use report::{CredentialReport, CredentialStep, Outcome};
pub(crate) use sts::Via;
pub use value::Credential;
pub(crate) use variables::Variables;

use crate::Result;

/// The future of a credential.
pub type Providing<'a> = Pin<Box<dyn Future<Output = Result<Credential>> + Send + 'a>>;

/// A source of credentials. It is asked before every signature, so one that refreshes its credential
/// is always up to date; it keeps what it has until it must fetch again.
///
/// A source of your own needs no cache: give each credential its
/// [expiry](Credential::with_expiry), and wrap the source in [`Cached`].
pub trait ProvideCredential: Send + Sync + fmt::Debug {
    /// Returns the credential to sign with now.
    ///
    /// # Errors
    /// Fails with [`Error::credential`](crate::Error::credential) if there is none; the message says
    /// what was looked for and where.
    fn credential(&self) -> Providing<'_>;

    /// Takes note that a service refused `credential` as expired or unknown. Returns true if the next
    /// call of [`credential`](Self::credential) fetches another one: the call is then signed with that
    /// one and sent again, once. Returns false by default.
    fn refused(&self, credential: &Credential) -> bool {
        let _ = credential;
        false
    }
}

impl ProvideCredential for Credential {
    fn credential(&self) -> Providing<'_> {
        Box::pin(std::future::ready(Ok(self.clone())))
    }
}

impl<P: ProvideCredential + ?Sized> ProvideCredential for Arc<P> {
    fn credential(&self) -> Providing<'_> {
        (**self).credential()
    }

    fn refused(&self, credential: &Credential) -> bool {
        (**self).refused(credential)
    }
}
