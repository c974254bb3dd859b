//! A credential in the keyring of the system.

use std::sync::Arc;
use std::thread;
use std::time::{Duration, SystemTime};

use keyring_core::{Entry, Error as StoreError};
use zeroize::Zeroizing;

use super::cache::Cache;
use super::{Credential, Lookup, ProvideCredential, Providing, json};
use crate::{Error, Result};

/// The longest entry that is read, in bytes.
const LIMIT: u64 = 64 * 1024;

/// The time that the keyring may take: it may ask its user for a password.
const DEADLINE: Duration = Duration::from_secs(60);

/// The credential in the keyring of the system: Keychain of macOS, Credential Manager of Windows,
/// Secret Service of Linux. It is read once, and again when it has expired or a service has refused
/// it.
///
/// If the program has set a default store of `keyring_core`, that one is used.
#[cfg_attr(docsrs, doc(cfg(feature = "keyring")))]
#[derive(Debug)]
pub struct Keyring {
    service: String,
    user: String,
    cache: Cache,
}

impl Default for Keyring {
    fn default() -> Self {
        let mut cache = Cache::once("keyring");
        cache.set_deadline(DEADLINE);
        Self {
            service: "tencentcloud".to_owned(),
            user: "default".to_owned(),
            cache,
        }
    }
}

impl Keyring {
    /// Creates a source that reads the entry of the user `default` of the service `tencentcloud`.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the `service` of the entry. Defaults to `tencentcloud`.
    #[must_use]
    pub fn service(mut self, service: impl Into<String>) -> Self {
        self.service = service.into();
        self
    }

    /// Sets the `user` of the entry. Defaults to `default`; [`Config::load`](crate::Config::load)
    /// uses the name of the profile.
    #[must_use]
    pub fn user(mut self, user: impl Into<String>) -> Self {
        self.user = user.into();
        self
    }

    /// Compares expiry with the time that `clock` returns. Defaults to [`SystemTime::now`].
    #[must_use]
    pub fn clock(mut self, clock: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        self.cache.set_clock(Arc::new(clock));
        self
    }

    /// Keeps `credential` in the keyring, instead of the one that is there.
    ///
    /// # Errors
    /// Fails if the keyring cannot be written to.
    pub async fn store(&self, credential: &Credential) -> Result<()> {
        credential.check()?;
        let text = json::write(credential);
        let stored = self
            .with_entry(move |entry| entry.set_password(&text))
            .await;
        stored?.map_err(|error| self.wrong(&error))
    }

    /// Removes the credential from the keyring; one that is not there is no error.
    ///
    /// # Errors
    /// Fails if the keyring cannot be written to.
    pub async fn delete(&self) -> Result<()> {
        match self.with_entry(|entry| entry.delete_credential()).await? {
            Ok(()) | Err(StoreError::NoEntry) => Ok(()),
            Err(error) => Err(self.wrong(&error)),
        }
    }

    /// The credential, if there is a keyring and it has the entry.
    ///
    /// # Errors
    /// The keyring or the entry cannot be read.
    pub(crate) async fn look(&self) -> Result<Lookup<Credential>> {
        let text = match self.with_entry(|entry| entry.get_password()).await? {
            Ok(text) => Zeroizing::new(text),
            Err(StoreError::NoEntry) => {
                return Ok(Lookup::Absent(format!("there is no entry {}", self.name())));
            }
            Err(StoreError::NoDefaultStore) => {
                return Ok(Lookup::Absent("this system has no keyring".to_owned()));
            }
            Err(error) => return Err(self.wrong(&error)),
        };
        let found = json::read(text.as_bytes(), LIMIT);
        found
            .map(Lookup::Found)
            .map_err(|what| Error::credential(format!("the entry {} holds {what}", self.name())))
    }

    /// Waits for the keyring on a thread of its own: it blocks.
    async fn with_entry<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Entry) -> keyring_core::Result<T> + Send + 'static,
    ) -> Result<keyring_core::Result<T>> {
        let (service, user) = (self.service.clone(), self.user.clone());
        let (done, ended) = tokio::sync::oneshot::channel();
        thread::spawn(move || {
            let _ = done.send(entry(&service, &user).and_then(|entry| work(&entry)));
        });
        ended
            .await
            .map_err(|_| Error::credential("the keyring was lost"))
    }

    fn name(&self) -> String {
        format!("{} of {}", self.user, self.service)
    }

    fn wrong(&self, error: &StoreError) -> Error {
        Error::credential(format!("the entry {} cannot be used: {error}", self.name()))
    }
}

/// The entry, in the store of the program or else of the system.
fn entry(service: &str, user: &str) -> keyring_core::Result<Entry> {
    if keyring_core::get_default_store().is_none() && keyring::Entry::store_status().is_err() {
        return Err(StoreError::NoDefaultStore);
    }
    Entry::new(service, user)
}

impl ProvideCredential for Keyring {
    fn credential(&self) -> Providing<'_> {
        let read = || async { self.look().await.and_then(Lookup::or_error) };
        Box::pin(self.cache.get(read))
    }

    fn refused(&self, credential: &Credential) -> bool {
        self.cache.refused(credential)
    }
}
