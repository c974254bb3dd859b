//! What the window shows of a room.

use maud::{Markup, html};

/// What the window shows of a room.
#[derive(Debug)]
pub(crate) struct View {
    /// What the tab of the browser is called.
    pub(crate) title: String,
    /// The middle of the window.
    pub(crate) centre: Markup,
    /// Its right side; empty if the room has none.
    pub(crate) side: Markup,
}

impl View {
    /// Says what was not found or went wrong, and what to do.
    pub(crate) fn sorry(what: &str, next: &str) -> Self {
        Self {
            title: what.to_owned(),
            centre: html! {
                div class="empty" { h2 { (what) } p { (next) } }
            },
            side: Markup::default(),
        }
    }
}
