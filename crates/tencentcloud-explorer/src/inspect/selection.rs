//! Several calls, and what is made of them: a fixture, a policy, a program.

use std::sync::Arc;

use axum::extract::Query;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use serde::Deserialize;

use super::policy::policy as allowed;
use crate::page::{Reader, View};
use crate::timeline::{Entry, ids};

/// Which calls.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    ids: String,
}

/// The most calls of a selection.
const MOST: usize = 1_000;

fn chosen(reader: &Reader, asked: &Asked) -> Result<Vec<Arc<Entry>>, String> {
    let ranges = ids::read(&asked.ids)?;
    let numbers = ranges.into_iter().flatten().take(MOST);
    Ok(numbers
        .filter_map(|id| reader.app.timeline.get(id))
        .collect())
}

/// Shows what can be made of the selected calls.
pub(super) async fn page(reader: Reader, Query(asked): Query<Asked>) -> Response {
    let entries = match chosen(&reader, &asked) {
        Ok(entries) if !entries.is_empty() => entries,
        Ok(_) => {
            let what = reader.t("No call is selected", "未选择任何调用");
            let next = reader.t(
                "Select rows of the list with Space.",
                "请用空格键在列表中选择。",
            );
            return View::sorry(what, next).show(&reader);
        }
        Err(told) => return View::sorry(&told, "").show(&reader),
    };
    let view = View {
        title: reader.t("Selected calls", "选中的调用").to_owned(),
        centre: centre(&reader, &asked, &entries),
        side: Markup::default(),
    };
    view.show(&reader)
}

fn centre(reader: &Reader, asked: &Asked, entries: &[Arc<Entry>]) -> Markup {
    let t = |english, chinese| reader.t(english, chinese);
    html! {
        section class="inspected" {
            h1 { (entries.len()) " " (t("calls", "个调用")) }
            @if let [left, right] = entries {
                p { a class="button" href={ "/compare/" (left.id) "/" (right.id) } data-go { (t("Compare them", "比较两者")) } }
            }
            h2 { (t("Least policy", "最小权限策略")) }
            p class="hint" {
                (t("Allows these actions on every resource: it is least by actions alone. Narrow `resource` by hand.",
                   "允许在所有资源上执行这些接口：仅精确到接口级别，请自行收窄 resource。"))
            }
            pre class="code" tabindex="0" id="policy" { (policy_text(entries)) }
            p class="actions" {
                button type="button" class="button" data-copy="policy" { (t("Copy", "复制")) }
                a class="button" href={ "/selection/policy?ids=" (asked.ids) } download="policy.json" { (t("Download", "下载")) }
            }
            h2 { (t("Fixture", "夹具")) }
            p class="hint" {
                (t("The calls as lines that the Rust client's mock and `tcloud replay` read.",
                   "每行一个调用，供 Rust 客户端的模拟器和 tcloud replay 读取。"))
            }
            a class="button" href={ "/timeline/export?ids=" (asked.ids) } download="calls.jsonl" { (t("Download", "下载")) " calls.jsonl" }
        }
    }
}

fn policy_text(entries: &[Arc<Entry>]) -> String {
    let calls = entries.iter().filter_map(|entry| {
        let service = entry.head.service.as_deref()?;
        Some((service, &*entry.head.action))
    });
    // A value is always JSON.
    serde_json::to_string_pretty(&allowed(calls)).unwrap_or_default()
}

/// Returns the policy as a file.
pub(super) async fn policy(reader: Reader, Query(asked): Query<Asked>) -> Response {
    match chosen(&reader, &asked) {
        Err(told) => (axum::http::StatusCode::BAD_REQUEST, told).into_response(),
        Ok(entries) => {
            let headers = [
                (CONTENT_TYPE, "application/json"),
                (CONTENT_DISPOSITION, "attachment; filename=\"policy.json\""),
            ];
            (headers, policy_text(&entries)).into_response()
        }
    }
}
