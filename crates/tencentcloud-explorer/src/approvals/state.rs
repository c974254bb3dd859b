//! What has become of a request.

use maud::{Markup, html};
use tencentcloud_broker::{ApprovalState, Pending};

use super::ends::ends;
use super::plain::plain;
use crate::page::Reader;

/// Returns the state of a request as a badge, and what is said of it.
pub(super) fn shown(reader: &Reader, one: &Pending) -> Markup {
    let t = |english, chinese| reader.t(english, chinese);
    let by = |by: &str| html! { " · " (t("by", "经由")) " " (plain(by)) };
    html! {
        @match &one.state {
            ApprovalState::Waiting => { span class="badge warn" { (t("waiting", "待审批")) } " · " (ends(reader, one.expires)) },
            ApprovalState::Approved { by: place } => {
                span class="badge good" { (t("approved", "已批准")) } (by(place))
                " · " (t("the program has not sent it yet", "程序尚未发送")) " · " (ends(reader, one.expires))
            },
            ApprovalState::Used { by: place, outcome } => {
                span class="badge good sent" { (t("sent", "已发送")) } (by(place))
                @if let Some(outcome) = outcome { " · " span class="mono" { (plain(outcome)) } }
            },
            ApprovalState::Refused { by: place, why } => {
                span class="badge bad" { (t("refused", "已拒绝")) } (by(place))
                @if !why.is_empty() { " · " bdi { (plain(why)) } }
            },
            ApprovalState::Expired => { span class="badge" { (t("expired", "已过期")) } },
            _ => { span class="badge" { (one.state.name()) } }
        }
    }
}
