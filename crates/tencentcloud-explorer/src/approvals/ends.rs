//! Until when a request can be approved.

use std::time::SystemTime;

use maud::{Markup, html};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;
use time::macros::format_description;

use crate::page::Reader;

/// Returns `end` as a time that the page counts down to.
pub(super) fn ends(reader: &Reader, end: SystemTime) -> Markup {
    let end = OffsetDateTime::from(end);
    let clock = end.format(format_description!("[hour]:[minute]:[second] UTC"));
    html! {
        time class="ends" data-ends=(reader.t("expires in {}", "剩余 {}"))
            datetime=(end.format(&Rfc3339).unwrap_or_default()) {
            (reader.t("expires at", "有效期至")) " " (clock.unwrap_or_default())
        }
    }
}
