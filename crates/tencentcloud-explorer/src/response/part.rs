//! All that is shown of a call's outcome.

use std::sync::Arc;

use maud::{Markup, html};
use tencentcloud_emulator::Record;

use super::extras::{Attempt, Extras};
use super::looked::look;
use super::recorded::recorded;
use super::state::{error, state};
use super::tree::tree;
use crate::page::{Reader, Tab};

/// Returns what the call of `record` came back with: its state, error, warnings, response or events,
/// attempts and headers.
pub(crate) fn part(reader: &Reader, record: &Record, extras: &Extras) -> Markup {
    let events = record.events.as_ref();
    let kept = extras.subject.clone();
    let subject = kept.or_else(|| recorded(record).map(Arc::new));
    let name = match (&subject, &extras.subject, extras.row) {
        (Some(subject), Some(_), _) => Some(reader.app.responses.keep(Arc::clone(subject))),
        (Some(_), None, Some(row)) => Some(format!("r{row}")),
        _ => None,
    };
    let t = |english, chinese| reader.t(english, chinese);
    html! {
        div class="response" {
            (state(reader, record, extras))
            (error(reader, record, extras))
            (remarks(reader, record, extras))
            @if let Some(events) = events { h3 { (events.len()) " " (t("events", "个事件")) } }
            @if let (Some(subject), Some(name)) = (&subject, &name) {
                (look(reader, subject, name))
            } @else if let Some(subject) = &subject {
                (tree(reader, &subject.shown))
            } @else if extras.failure.is_none() {
                p class="empty" { (t("The response was not kept: it is too large, or nothing says what of it is secret.",
                    "未保留响应：内容过大，或无法确定其中哪些是机密。")) }
            }
            @if !extras.attempts.is_empty() { (attempts(reader, &extras.attempts)) }
            @if !extras.headers.is_empty() { (headers(reader, &extras.headers)) }
        }
    }
}

/// Returns the tab for the response; `panel` is what it shows until a call is sent.
pub(crate) fn tab(reader: &Reader, panel: Option<Markup>) -> Tab {
    let t = |english, chinese| reader.t(english, chinese);
    Tab {
        id: "response",
        name: t("Response", "响应"),
        panel: panel.unwrap_or_else(|| {
            html! { p class="empty" { (t("Send the call to see its response here.", "发送请求后，响应会显示在这里。")) } }
        }),
        post: None,
    }
}

/// What is to be known of the call beside its response.
fn remarks(reader: &Reader, record: &Record, extras: &Extras) -> Markup {
    let t = |english, chinese| reader.t(english, chinese);
    let mut remarks: Vec<(&str, &str)> = Vec::new();
    let fault = record.fault.as_deref();
    remarks.extend(fault.map(|fault| (t("Injected fault", "注入的故障"), fault)));
    let denied = record.denied.as_deref();
    remarks.extend(denied.map(|why| (t("Policies deny it", "策略拒绝"), why)));
    let borne = record.borne.iter();
    remarks.extend(borne.map(|rule| {
        (
            t("Accepted by the lenient rule", "因宽松规则而接受"),
            &**rule,
        )
    }));
    let warned = record.warnings.iter();
    remarks.extend(warned.map(|warning| (&*warning.parameter, &*warning.message)));
    let warnings = extras.warnings.iter();
    remarks.extend(warnings.map(|warning| (t("Response", "响应"), &**warning)));
    html! {
        @if !remarks.is_empty() {
            dl class="remarks" {
                @for (name, remark) in remarks { dt { (name) } dd { (remark) } }
            }
        }
    }
}

fn attempts(reader: &Reader, attempts: &[Attempt]) -> Markup {
    let t = |english, chinese| reader.t(english, chinese);
    html! {
        details open[attempts.len() > 1] {
            summary { (t("Attempts", "尝试")) " · " (attempts.len()) }
            table class="table" {
                thead { tr { th { "#" } th { "HTTP" } th { (t("Outcome", "结果")) } th { (t("Time", "耗时")) } th { "RequestId" } } }
                tbody {
                    @for (number, attempt) in (1..).zip(attempts) {
                        tr {
                            td { (number) }
                            td { @match attempt.status { Some(status) => (status), None => "–" } }
                            td class=[attempt.error.as_ref().map(|_| "wrong")] {
                                (attempt.error.as_deref().unwrap_or("OK"))
                            }
                            td class="number" { (attempt.took()) }
                            td class="mono" { (attempt.request_id.as_deref().unwrap_or_default()) }
                        }
                    }
                }
            }
        }
    }
}

fn headers(reader: &Reader, headers: &[(String, String)]) -> Markup {
    html! {
        details {
            summary { (reader.t("Headers", "响应头")) " · " (headers.len()) }
            table class="table mono" {
                tbody { @for (name, value) in headers { tr { th scope="row" { (name) } td { (value) } } } }
            }
        }
    }
}
