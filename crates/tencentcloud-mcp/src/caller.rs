//! Who uses a tool.

use rmcp::model::{ProgressNotificationParam, ProgressToken};
use rmcp::service::{Peer, RoleServer};

/// Who uses a tool.
#[derive(Debug, Default)]
pub(crate) struct Caller {
    /// The name of the agent, by its own account.
    pub(crate) agent: Option<String>,
    /// Where it wants to hear how far a long use has come.
    pub(crate) progress: Option<(Peer<RoleServer>, ProgressToken)>,
}

impl Caller {
    /// Says that `done` of `total` seconds have passed, if the client wants to hear it.
    pub(crate) async fn tell(&self, done: u64, total: u64, message: &str) {
        let Some((peer, token)) = &self.progress else {
            return;
        };
        let mut progress = ProgressNotificationParam::new(token.clone(), done as f64);
        progress.total = Some(total as f64);
        progress.message = Some(message.to_owned());
        // A client that is gone hears nothing.
        let _ = peer.notify_progress(progress).await;
    }
}
