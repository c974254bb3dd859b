//! What facts cannot say: the seam for code of one service.

use std::fmt::Debug;
use std::sync::Arc;

use serde_json::{Map, Value};

use super::super::super::codes::Trouble;
use super::super::super::store::{Item, Record};
use super::Desk;
use crate::credential::Credential;
use crate::fault::Fault;

/// The code of a whole action.
pub(crate) type Whole = fn(&Desk<'_>) -> Result<Map<String, Value>, Fault>;

/// Code of one service beside its facts. Each method is called with the name of a kind.
pub(crate) trait Family: Debug + Send + Sync {
    /// Returns the service's name.
    fn service(&self) -> &'static str;

    /// Checks what a call of the service names, before an action that keeps state does anything.
    ///
    /// # Errors
    /// The call cannot be carried out.
    fn called(&self, _desk: &Desk<'_>) -> Result<(), Fault> {
        Ok(())
    }

    /// Completes what a request says of a resource, before its parents are looked for.
    ///
    /// # Errors
    /// The resource cannot be made.
    fn drafting(&self, _desk: &Desk<'_>, _kind: &str, _record: &mut Record) -> Result<(), Fault> {
        Ok(())
    }

    /// Fills or refuses a resource before it is kept. It has its id by then.
    ///
    /// # Errors
    /// The resource cannot be made.
    fn making(&self, _desk: &Desk<'_>, _kind: &str, _record: &mut Record) -> Result<(), Fault> {
        Ok(())
    }

    /// Does what follows from a resource that was made.
    ///
    /// # Errors
    /// What follows cannot be done.
    fn made(&self, _desk: &Desk<'_>, _kind: &str, _item: &Item) -> Result<(), Fault> {
        Ok(())
    }

    /// Completes or refuses a change before it is kept.
    ///
    /// # Errors
    /// The change is not possible.
    fn changing(
        &self,
        _desk: &Desk<'_>,
        _kind: &str,
        _before: &Record,
        _after: &mut Record,
    ) -> Result<(), Fault> {
        Ok(())
    }

    /// Does what comes before a resource is deleted: takes away what came with it.
    ///
    /// # Errors
    /// It cannot be deleted.
    fn ending(&self, _desk: &Desk<'_>, _kind: &str, _record: &Record) -> Result<(), Fault> {
        Ok(())
    }

    /// Adds what follows from other resources to one that is shown.
    fn shown(&self, _desk: &Desk<'_>, _kind: &str, _record: &mut Record) {}

    /// Returns the credential that a kept resource is, if requests that it signs are accepted.
    fn credential(&self, _account: &str, _kind: &str, _record: &Record) -> Option<Credential> {
        None
    }

    /// Returns the names of filters that no member of a kind answers: [`passes`](Self::passes) does.
    fn filters(&self, _kind: &str) -> &'static [&'static str] {
        &[]
    }

    /// Returns true if a resource passes a filter of the service's own.
    fn passes(
        &self,
        _desk: &Desk<'_>,
        _filter: &str,
        _values: &[String],
        _record: &Record,
    ) -> bool {
        true
    }

    /// Returns the resources of a kind that the service offers to every account, which are listed
    /// before the account's own.
    fn offered(&self, _desk: &Desk<'_>, _kind: &str) -> Vec<Arc<Item>> {
        Vec::new()
    }

    /// Returns true if a list leaves out an id that does not exist, though its action has a code for
    /// that.
    fn leaves_out(&self, _kind: &str) -> bool {
        false
    }

    /// Returns the code of `trouble` with a kind, where the nearest name is not the one.
    fn code(&self, _desk: &Desk<'_>, _kind: &str, _trouble: Trouble) -> Option<&'static str> {
        None
    }

    /// Returns the code of an action that no facts describe.
    fn action(&self, _name: &str) -> Option<Whole> {
        None
    }
}
