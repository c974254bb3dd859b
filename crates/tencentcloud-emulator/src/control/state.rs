//! Everything that is kept: forgotten, written down, put back.

use serde_json::{Value, json};

use super::{Control, Holds};
use crate::clock;

/// The number of the form of a snapshot.
const FORMAT: u64 = 1;

impl Control {
    /// Forgets the resources, the calls and the temporary credentials of an account. Of all accounts,
    /// also every fault, response, expectation and hold that was set, and what the clock was set to; what
    /// is held goes on, and the policies and the keys that were given stay.
    pub(crate) fn reset(&self, account: Option<&str>) {
        let endpoint = &self.endpoint;
        endpoint.resources.reset(account);
        endpoint.journal.clear(account);
        endpoint.verifier.keyring.forget_issued(account);
        if account.is_none() {
            endpoint.injector.remove(None);
            endpoint.canned.remove(None);
            Holds::new(endpoint).clear();
            self.expected.remove(None);
            endpoint.clock.reset();
        }
    }

    /// Returns the resources of an account, or of all, as data.
    pub(crate) fn snapshot(&self, account: Option<&str>) -> Value {
        let endpoint = &self.endpoint;
        json!({
            "format": FORMAT,
            "time": clock::precise(endpoint.clock.moment()),
            "resources": endpoint.resources.export(account),
        })
    }

    /// Puts a snapshot in the place of all resources.
    ///
    /// # Errors
    /// It is none; then nothing changes.
    pub(crate) fn restore(&self, snapshot: &Value) -> Result<(), String> {
        if snapshot["format"] != FORMAT {
            return Err(format!(
                "not a snapshot of this version: its `format` must be {FORMAT}"
            ));
        }
        let resources = &self.endpoint.resources;
        resources.import(snapshot["resources"].clone())
    }

    /// Returns how many resources are kept of an account, or of all, by service and kind.
    pub(crate) fn counts(&self, account: Option<&str>) -> Value {
        let counts = self.endpoint.resources.counts(account).into_iter();
        let kinds = counts.map(
            |((service, kind), count)| json!({"service": service, "kind": kind, "count": count}),
        );
        kinds.collect()
    }
}
