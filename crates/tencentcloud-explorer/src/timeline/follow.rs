//! The calls of the local endpoint and of the proxy, as they come.

use std::sync::Arc;

use tencentcloud_emulator::{Emulator, Record};

use super::entry::Source;
use super::notice::Notice;
use super::store::Timeline;

/// Adds the calls that `emulator` sees to `timeline`, as those of a `source`, for ever.
pub(crate) async fn follow(
    emulator: Arc<Emulator>,
    source: impl Fn(&Record) -> Source,
    timeline: Arc<Timeline>,
) {
    let mut seen = 0;
    loop {
        emulator.calls().wait(seen).await;
        let count = emulator.calls().count();
        for mut record in emulator.calls().after(seen) {
            let number = record.seq.take().unwrap_or(seen);
            // Before the first one there may be calls of another time.
            if seen > 0 && number > seen + 1 {
                timeline.notice(Notice::Lost(number - seen - 1));
            }
            seen = number;
            timeline.push(source(&record), record);
        }
        // Of what was cleared there is nothing to wait for.
        seen = seen.max(count);
    }
}
