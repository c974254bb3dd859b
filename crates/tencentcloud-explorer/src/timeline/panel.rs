//! The left of the window.

use maud::{Markup, html};

use crate::page::Reader;

/// Returns the list of calls, which its module fills.
pub(crate) fn panel(reader: &Reader) -> Markup {
    let t = |english, chinese| reader.t(english, chinese);
    html! {
        nav id="timeline" aria-label=(t("Calls", "调用")) {
            tc-timeline data-empty=(t("No call yet. What you send appears here.", "还没有调用。发送的请求会出现在这里。")) {}
        }
    }
}
