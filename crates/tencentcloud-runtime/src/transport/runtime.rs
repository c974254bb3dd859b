//! The runtime of tokio that a call runs in.

use std::cell::Cell;
use std::panic::catch_unwind;
use std::time::Duration;

use tokio::runtime::{Handle, Id};

use crate::{Error, Result};

/// Said of a runtime without a driver.
pub(super) const LACKS: &str =
    "the tokio runtime has no I/O or no timers: build it with Builder::enable_all";

thread_local! {
    /// The runtime that was found to be whole last.
    static WHOLE: Cell<Option<Id>> = const { Cell::new(None) };
}

/// Returns the runtime that polls this.
///
/// # Errors
/// Fails outside a runtime of tokio and in one without timers, where tokio panics.
pub(crate) fn current() -> Result<Id> {
    let handle = Handle::try_current().map_err(|_| {
        Error::request(
            "there is no tokio runtime here: await the call inside one, as #[tokio::main] makes, or use Call::send of the feature blocking",
        )
    })?;
    let id = handle.id();
    if WHOLE.get() != Some(id) {
        // Nothing else says whether a runtime has timers.
        catch_unwind(|| drop(tokio::time::sleep(Duration::ZERO)))
            .map_err(|_| Error::request(LACKS))?;
        WHOLE.set(Some(id));
    }
    Ok(id)
}
