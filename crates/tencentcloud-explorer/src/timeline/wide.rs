//! All of the window for the calls.

use axum::response::Response;
use maud::{Markup, html};

use crate::page::{Reader, View};

/// Shows the calls as a table: the list on the left takes the place of the middle.
pub(super) async fn calls(reader: Reader) -> Response {
    let title = reader.t("Calls", "调用");
    let view = View {
        title: title.to_owned(),
        centre: html! { h1 id="calls" class="unseen" { (title) } },
        side: Markup::default(),
    };
    view.show(&reader)
}
