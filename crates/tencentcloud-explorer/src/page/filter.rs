//! A field that filters a list or a tree of the page.

use maud::{Markup, html};

use super::reader::Reader;

/// Returns a field that hides what of the list `id` lacks a word.
pub(crate) fn filter(reader: &Reader, id: &str) -> Markup {
    let label = reader.t("Filter", "筛选");
    html! {
        div class="field" {
            input type="search" data-filter=(id) placeholder=(label) aria-label=(label) aria-controls=(id)
                spellcheck="false" autocomplete="off";
        }
    }
}
