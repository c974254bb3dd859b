//! What changes while requests are held.

use super::place::Place;
use crate::app::App;

/// How often the lists of held requests changed, and how many requests wait.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tick {
    changes: [u64; 2],
    pub(crate) waiting: usize,
}

impl Tick {
    /// Returns how it is now.
    pub(crate) fn now(app: &App) -> Self {
        let of = |place: Place| place.emulator(app).map(|emulator| emulator.holds());
        // Before the lists, so that what changes meanwhile is seen the next time.
        let changes = Place::ALL.map(|place| of(place).map_or(0, |holds| holds.changes()));
        let lists = Place::ALL
            .into_iter()
            .filter_map(of)
            .map(|holds| holds.list());
        Self {
            changes,
            waiting: lists.map(|list| list.len()).sum(),
        }
    }

    /// Waits until a list has changed since.
    pub(crate) async fn changed(self, app: &App) {
        let [local, proxy] = Place::ALL.map(|place| place.emulator(app));
        let wait = async |emulator: Option<&tencentcloud_emulator::Emulator>, after| match emulator
        {
            Some(emulator) => emulator.holds().wait(after).await,
            None => std::future::pending().await,
        };
        tokio::select! {
            () = wait(local, self.changes[0]) => {}
            () = wait(proxy, self.changes[1]) => {}
        }
    }
}
