//! Two calls, or two lists of calls, side by side.

use std::sync::Arc;

use axum::extract::{Path, Query};
use axum::response::Response;
use maud::{Markup, html};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::difference::{Difference, differences};
use super::row::missing;
use crate::page::{Reader, View};
use crate::timeline::{Entry, Filter};

/// The most calls of each side that are compared.
const MOST: usize = 5_000;

/// What is compared: numbers of calls, or filters of the list.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    left: String,
    right: String,
}

/// Asks what is to be compared, and compares lists of calls.
pub(super) async fn choice(reader: Reader, Query(asked): Query<Asked>) -> Response {
    let numbers = (asked.left.parse(), asked.right.parse());
    if let (Ok(left), Ok(right)) = numbers {
        return two(&reader, left, right).show(&reader);
    }
    let result = match (&*asked.left, &*asked.right) {
        ("", _) | (_, "") => Markup::default(),
        (left, right) => match (found(&reader, left), found(&reader, right)) {
            (Ok(left), Ok(right)) => lists(&reader, &left, &right),
            (Err(told), _) | (_, Err(told)) => html! { p class="wrong" role="alert" { (told) } },
        },
    };
    let t = |english, chinese| reader.t(english, chinese);
    let field = |name, label, value: &str| {
        html! {
            div class="field" {
                label for={ "compare-" (name) } { (label) }
                input id={ "compare-" (name) } name=(name) value=(value) spellcheck="false" class="mono"
                    placeholder="12 · source:calls.jsonl · client:tccli";
            }
        }
    };
    let view = View {
        title: t("Compare", "比较").to_owned(),
        centre: html! {
            section class="inspected" {
                h1 { (t("Compare", "比较")) }
                p class="hint" {
                    (t("Two calls by their numbers, or two lists by filters: recordings are source:NAME.",
                       "按编号比较两个调用，或按筛选条件比较两组调用：录制文件写作 source:文件名。"))
                }
                form method="get" action="/compare" data-part {
                    (field("left", t("Left", "左"), &asked.left))
                    (field("right", t("Right", "右"), &asked.right))
                    button class="button primary" { (t("Compare", "比较")) }
                }
                (result)
            }
        },
        side: Markup::default(),
    };
    view.show(&reader)
}

/// Shows two calls side by side.
pub(super) async fn page(reader: Reader, Path((left, right)): Path<(u64, u64)>) -> Response {
    two(&reader, left, right).show(&reader)
}

fn two(reader: &Reader, left: u64, right: u64) -> View {
    let timeline = &reader.app.timeline;
    let (Some(one), Some(other)) = (timeline.get(left), timeline.get(right)) else {
        return missing(reader);
    };
    let title = format!("{left} ↔ {right}");
    View {
        centre: html! {
            section class="inspected" {
                h1 { (reader.t("Two calls", "两个调用")) }
                (table(reader, [&*left.to_string(), &*right.to_string()], &differences(&told(&one), &told(&other))))
            }
        },
        title,
        side: Markup::default(),
    }
}

/// What is compared of a call: all but what differs between any two.
fn told(entry: &Entry) -> Value {
    let record = entry.record();
    let mut response = record.response.unwrap_or_default();
    response.remove("RequestId");
    json!({
        "service": record.service,
        "version": record.version,
        "action": record.action,
        "region": record.region,
        "client": record.client,
        "account": record.account,
        "code": record.code,
        "request": record.request,
        "response": response,
    })
}

fn table(reader: &Reader, names: [&str; 2], differences: &[Difference]) -> Markup {
    let t = |english, chinese| reader.t(english, chinese);
    if differences.is_empty() {
        return html! { p class="empty" { (t("They are the same.", "完全相同。")) } };
    }
    let shown = |value: &Option<Value>| match value {
        None => html! { span class="hint" { (t("absent", "无")) } },
        Some(Value::String(text)) => html! { code { (text) } },
        Some(value) => html! { code { (value) } },
    };
    html! {
        table class="table compared" {
            thead { tr { th { (t("Where", "位置")) } th { (names[0]) } th { (names[1]) } } }
            tbody {
                @for difference in differences {
                    tr {
                        th scope="row" class="mono" { (difference.path) }
                        td class=[difference.left.is_some().then_some("left")] { (shown(&difference.left)) }
                        td class=[difference.right.is_some().then_some("right")] { (shown(&difference.right)) }
                    }
                }
            }
        }
    }
}

/// The calls that a filter takes.
fn found(reader: &Reader, filter: &str) -> Result<Vec<Arc<Entry>>, String> {
    let filter = Filter::present(filter)
        .map_err(|wrong| crate::timeline::message(&wrong, reader.language))?;
    let timeline = &reader.app.timeline;
    let found = timeline.after(0, MOST, |entry, marks| filter.takes(entry, marks));
    Ok(found.entries)
}

/// What makes two calls the same one in two lists.
fn key(entry: &Entry) -> (Option<&str>, &str, Map<String, Value>) {
    let head = &entry.head;
    (head.service.as_deref(), &head.action, entry.request())
}

/// A line of two lists side by side.
enum Line<'l> {
    Both(&'l Entry, &'l Entry),
    Left(&'l Entry),
    Right(&'l Entry),
}

/// Pairs the calls of two lists, in the order of both. A call whose parameters alone differ is paired
/// with the one in its place.
fn paired<'l>(left: &'l [Arc<Entry>], right: &'l [Arc<Entry>]) -> Vec<Line<'l>> {
    let keys = |entries: &'l [Arc<Entry>]| -> Vec<String> {
        let keys = entries.iter().map(|entry| key(entry));
        keys.map(|(service, action, request)| {
            format!("{service:?} {action} {}", Value::Object(request))
        })
        .collect()
    };
    let mut lines = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, &keys(left), &keys(right)) {
        let (lefts, rights) = (&left[op.old_range()], &right[op.new_range()]);
        let mut rest = rights.iter().peekable();
        for one in lefts {
            let is_same = matches!(op, DiffOp::Equal { .. });
            let of_action = |other: &&Arc<Entry>| {
                is_same
                    || (other.head.action == one.head.action
                        && other.head.service == one.head.service)
            };
            match rest.next_if(of_action) {
                Some(other) => lines.push(Line::Both(one, other)),
                None => lines.push(Line::Left(one)),
            }
        }
        lines.extend(rest.map(|other| Line::Right(other)));
    }
    lines
}

fn lists(reader: &Reader, left: &[Arc<Entry>], right: &[Arc<Entry>]) -> Markup {
    let t = |english, chinese| reader.t(english, chinese);
    let lines = paired(left, right);
    let name = |entry: &Entry| {
        let service = entry.head.service.as_deref().unwrap_or_default();
        html! { a href={ "/row/" (entry.id) } data-go { (service) " " (entry.head.action) } }
    };
    html! {
        p class="hint" { (left.len()) " ↔ " (right.len()) " " (t("calls", "个调用")) }
        table class="table compared" {
            thead { tr { th { (t("Left", "左")) } th { (t("Right", "右")) } th { (t("Differs in", "差异")) } } }
            tbody {
                @for line in &lines {
                    @match line {
                        Line::Both(one, other) => {
                            @let differing = differences(&told(one), &told(other));
                            tr class=[differing.is_empty().then_some("same")] {
                                td { (name(one)) } td { (name(other)) }
                                td {
                                    @if !differing.is_empty() {
                                        a href={ "/compare/" (one.id) "/" (other.id) } data-go {
                                            @for (index, one) in differing.iter().take(3).enumerate() {
                                                @if index > 0 { ", " } code { (one.path) }
                                            }
                                            @if differing.len() > 3 { " +" (differing.len() - 3) }
                                        }
                                    }
                                }
                            }
                        }
                        Line::Left(one) => tr { td class="left" { (name(one)) } td {} td { (t("only left", "仅左侧")) } },
                        Line::Right(one) => tr { td {} td class="right" { (name(one)) } td { (t("only right", "仅右侧")) } },
                    }
                }
            }
        }
    }
}
