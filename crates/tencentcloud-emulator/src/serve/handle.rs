//! A running emulator in the hands of a test.

use std::io::{self, Write as _};
use std::net::SocketAddr;
use std::path::Path;

use serde_json::Value;

use super::emulator::Emulator;
use crate::clock::Clock;
use crate::control::{
    AccessPolicies, Calls, Expectation, Faults, Holds, KeptResources, Responses, Unmet,
};
use crate::credential::Credential;
use crate::identity::{Identity, KnownKey};
use crate::stage::Stage;

impl Emulator {
    /// Returns the clock that everything goes by.
    pub fn clock(&self) -> &Clock {
        &self.shared.endpoint.clock
    }

    /// Returns what is kept, to try calls on in the process.
    pub fn stage(&self) -> Stage {
        Stage::new(
            self.shared.control.clone(),
            Identity::of(self.credential()).account,
        )
    }

    /// Returns the calls that were made.
    pub fn calls(&self) -> Calls<'_> {
        self.shared.control.calls()
    }

    /// Returns the faults that befall calls.
    pub fn faults(&self) -> Faults<'_> {
        Faults::new(&self.shared.endpoint)
    }

    /// Returns the requests that wait for a decision, and the rules by which they do.
    pub fn holds(&self) -> Holds<'_> {
        Holds::new(&self.shared.endpoint)
    }

    /// Returns the responses that are set for actions.
    pub fn responses(&self) -> Responses<'_> {
        Responses::new(&self.shared.endpoint)
    }

    /// Returns the resources that are kept, as lists show them, without secrets.
    pub fn resources(&self) -> KeptResources<'_> {
        KeptResources::new(&self.shared.endpoint)
    }

    /// Returns the CAM policies, which say who may call what.
    pub fn policies(&self) -> AccessPolicies<'_> {
        AccessPolicies::new(&self.shared.endpoint)
    }

    /// Adds an expectation for [`verify`](Self::verify) and returns its number.
    pub fn expect(&self, expectation: Expectation) -> u64 {
        self.shared.control.expect(expectation)
    }

    /// Checks that the calls so far meet all [expectations](Self::expect).
    ///
    /// # Errors
    /// Returns those that they do not meet.
    pub fn verify(&self) -> Result<(), Vec<Unmet>> {
        match self.shared.control.unmet() {
            unmet if unmet.is_empty() => Ok(()),
            unmet => Err(unmet),
        }
    }

    /// Accepts requests signed with `credential` from now on.
    pub fn add_credential(&self, credential: Credential) {
        self.shared.endpoint.verifier.keyring.add(credential);
    }

    /// Returns the permanent keys that requests may be signed with, by secret id, and whose they are.
    /// Those that users created are among them; no secret key is.
    pub fn keys(&self) -> Vec<KnownKey> {
        self.shared.endpoint.verifier.keyring.list()
    }

    /// Returns the credential that requests with `secret_id` must be signed with, with its secret key, and
    /// with its token if it is a temporary one: to sign a request again that was [held](Self::holds).
    pub fn credential_of(&self, secret_id: &str) -> Option<Credential> {
        let key = self.shared.endpoint.verifier.keyring.find(secret_id)?;
        Some(key.credential.clone())
    }

    /// Forgets all resources with the access keys among them, calls, temporary credentials, faults, set
    /// responses, expectations and holds, and what the clock was set to. Requests that are held go on;
    /// keys that were given and policies stay.
    pub fn reset(&self) {
        self.shared.control.reset(None);
    }

    /// Forgets the resources, calls and temporary credentials of `account`.
    pub fn reset_account(&self, account: &str) {
        self.shared.control.reset(Some(account));
    }

    /// Returns all resources as data for [`restore`](Self::restore). The secrets of access keys and what
    /// else resources were created with are among it, since requests must work with them again.
    pub fn snapshot(&self) -> Value {
        self.shared.control.snapshot(None)
    }

    /// Puts the resources of a [snapshot](Self::snapshot) in the place of all: its access keys sign
    /// requests, those that are not in it do no more.
    ///
    /// # Errors
    /// `snapshot` is none; then nothing changes.
    pub fn restore(&self, snapshot: &Value) -> Result<(), String> {
        self.shared.control.restore(snapshot)
    }

    /// Writes a [snapshot](Self::snapshot) to the file `path`, which its owner alone may read.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn save(&self, path: impl AsRef<Path>) -> io::Result<()> {
        let path = path.as_ref();
        let folder = path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty());
        // Created so that its owner alone may read it, and whole before it has its name.
        let mut file = tempfile::NamedTempFile::new_in(folder.unwrap_or(Path::new(".")))?;
        file.write_all(self.snapshot().to_string().as_bytes())?;
        file.persist(path)?;
        Ok(())
    }

    /// Restores the snapshot in the file `path`.
    ///
    /// # Errors
    /// The file cannot be read, or holds no snapshot.
    pub fn load(&self, path: impl AsRef<Path>) -> io::Result<()> {
        let snapshot = serde_json::from_slice(&std::fs::read(path)?)?;
        self.restore(&snapshot).map_err(io::Error::other)
    }

    /// Returns the address of the control endpoint, if [there is one](crate::Builder::control).
    pub fn control_address(&self) -> Option<SocketAddr> {
        self.door.as_ref().map(|door| door.address)
    }

    /// Returns the URL of the control endpoint, if [there is one](crate::Builder::control).
    pub fn control_url(&self) -> Option<String> {
        self.control_address()
            .map(|address| format!("http://{address}"))
    }

    /// Returns the token that requests to the control endpoint send as `Authorization: Bearer …`.
    pub fn control_token(&self) -> Option<&str> {
        self.door.as_ref().map(|door| door.token.0.as_str())
    }
}
