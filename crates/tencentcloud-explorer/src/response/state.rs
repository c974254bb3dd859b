//! How a call ended, in one line, and the error if there is one.

use maud::{Markup, html};
use serde_json::Value;
use tencentcloud_emulator::Record;

use super::extras::{Extras, took};
use crate::errors::{self, Failed};
use crate::page::Reader;

/// Returns how the call of `record` ended: OK or its code, the request ID, the time, the attempts.
pub(super) fn state(reader: &Reader, record: &Record, extras: &Extras) -> Markup {
    let t = |english, chinese| reader.t(english, chinese);
    let attempts = extras.attempts.len();
    let row = extras.row.map(|row| format!("/row/{row}"));
    html! {
        div class="state" {
            @match (&record.code, &extras.failure) {
                (Some(code), _) => a class="badge bad" href=(errors::link(code)) data-go { (code) },
                (None, Some(_)) => span class="badge bad" { (t("Not answered", "未得到响应")) },
                (None, None) => span class="badge good" { "OK" },
            }
            @if let Some(ms) = record.ms { span { (took(ms)) } }
            @if attempts > 1 { span { (attempts) " " (t("attempts", "次尝试")) } }
            @if let Some(region) = &record.region { span { (region) } }
            @if let Some(source) = &record.source { span class="badge" { (source) } }
            // The page of the row itself needs no way to it.
            @if let Some(row) = row.filter(|row| reader.uri.path() != row) {
                a href=(row) data-go { (t("In the list", "在列表中")) }
            }
        }
        @let id = record.request_id.as_deref().filter(|id| !id.is_empty());
        // The part about an error has it already.
        @if let (Some(id), None) = (id, &record.code) {
            div class="state" {
                span class="hint" { "RequestId" }
                code { (id) }
                button class="button quiet small" data-copy="" value=(id)
                    data-copied=(t("Request ID copied", "已复制请求 ID"))
                    aria-label=(t("Copy the request ID", "复制请求 ID")) { (t("Copy", "复制")) }
            }
        }
    }
}

/// Returns what is known of the error of a call that failed.
pub(super) fn error(reader: &Reader, record: &Record, extras: &Extras) -> Markup {
    let Some(code) = record.code.as_deref() else {
        return html! {
            @if let Some(told) = &extras.failure { p class="wrong message" { (told) } }
        };
    };
    let response = record.response.as_ref();
    let error = response.and_then(|response| response.get("Error"));
    let message = error.and_then(|error| error.get("Message"));
    let failed = Failed {
        code,
        message: message.and_then(Value::as_str).unwrap_or_default(),
        service: record.service.as_deref().unwrap_or_default(),
        version: record.version.as_deref().unwrap_or_default(),
        action: &record.action,
        request_id: record.request_id.as_deref().unwrap_or_default(),
    };
    errors::part(reader, &failed)
}
