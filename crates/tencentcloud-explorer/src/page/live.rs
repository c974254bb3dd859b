//! Parts of the page that follow what happens.

use std::hash::{DefaultHasher, Hash, Hasher};

use maud::{Markup, html};

/// Returns `body` as a part of the page that follows what programs and people do. It says when it has changed.
pub(crate) fn live(id: &str, class: &str, body: &Markup) -> Markup {
    let mut hasher = DefaultHasher::new();
    body.0.hash(&mut hasher);
    let version = format!("{:x}", hasher.finish());
    html! {
        section id=(id) class=(class) data-live=(version) { (body) }
    }
}
