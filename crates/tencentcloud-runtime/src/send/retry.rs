//! Whether a failed attempt is followed by another.

use crate::Error;
use crate::action::ActionClass;
use crate::pace::Cost;

/// What another attempt of a failed call costs; `None` if there must be none.
pub(super) fn cost(error: &Error, class: ActionClass) -> Option<Cost> {
    // The service has refused to begin: nothing has happened, whatever the action is.
    if error.is_throttled() {
        return Some(Cost::Throttled);
    }
    let broken = error.is_network() || error.is_timeout();
    let may_repeat = match class {
        ActionClass::Read | ActionClass::Idempotent => error.is_retryable(),
        ActionClass::Write => broken && error.is_unsent(),
    };
    may_repeat.then_some(Cost::Transient)
}
