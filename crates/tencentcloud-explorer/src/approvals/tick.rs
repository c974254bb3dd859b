//! What changes while requests wait for a person.

use std::time::{Duration, SystemTime};

use crate::app::App;

/// How long after a request is over the page looks, at the earliest.
const AFTER: Duration = Duration::from_millis(50);

/// How often the list changed, and how many requests wait.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tick {
    changes: u64,
    pub(crate) waiting: usize,
    /// When the next request is over by itself.
    over: Option<SystemTime>,
}

impl Tick {
    /// Returns how it is now.
    pub(crate) fn now(app: &App) -> Self {
        let Some(room) = &app.approvals else {
            return Self::default();
        };
        // The list first: it expires what is over, which is a change that nobody needs to hear of again.
        let list = room.counter().list();
        let changes = *room.counter().changes().borrow();
        let open = list.iter().filter(|one| one.state.is_open());
        Self {
            changes,
            waiting: list
                .iter()
                .filter(|one| one.state.name() == "waiting")
                .count(),
            over: open.map(|one| one.expires).min(),
        }
    }

    /// Waits until the list has changed since, or a request is over.
    pub(crate) async fn changed(self, app: &App) {
        let Some(room) = &app.approvals else {
            return std::future::pending().await;
        };
        let mut changes = room.counter().changes();
        let changed = changes.wait_for(|changes| *changes != self.changes);
        match self.over {
            None => _ = changed.await,
            Some(over) => {
                let left = over.duration_since(SystemTime::now()).unwrap_or_default();
                // Whichever it is, the list is looked at.
                let _ = tokio::time::timeout(left + AFTER, changed).await;
            }
        }
    }
}
