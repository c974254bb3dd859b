//! What is checked before a request may leave.

use crate::Result;
use crate::config::Config;
use crate::request::Draft;

/// Refuses requests that must not be sent.
pub(super) async fn check(_config: &Config, _draft: &Draft) -> Result<()> {
    Ok(())
}
