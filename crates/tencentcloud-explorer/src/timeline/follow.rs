//! The calls of the local endpoint, as they come.

use std::sync::Arc;

use tencentcloud_emulator::Emulator;

use super::entry::Source;
use super::store::Timeline;

/// Adds the calls that `emulator` sees to `timeline`, for ever.
pub(crate) async fn follow(emulator: Arc<Emulator>, timeline: Arc<Timeline>) {
    let mut seen = 0;
    loop {
        emulator.calls().wait(seen).await;
        for record in emulator.calls().after(seen) {
            seen = record.seq.unwrap_or(seen);
            timeline.push(Source::Local, record);
        }
    }
}
