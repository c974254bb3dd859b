//! Several calls, and what is made of them: a fixture, a policy, a program.

use std::sync::Arc;

use axum::extract::Query;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use serde::Deserialize;
use tencentcloud_snippets::{Language, Program, Script};

use super::policy::policy as allowed;
use super::row::call;
use crate::code::{paint, snippet};
use crate::page::{Reader, View};
use crate::timeline::{Entry, ids};

/// Which calls.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    ids: String,
    /// What they are written as.
    script: String,
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
            h1 {
                @if entries.len() == 1 { (t("One call", "一个调用")) } @else { (entries.len()) " " (t("calls", "个调用")) }
            }
            @if let [left, right] = entries {
                p { a class="button" href={ "/compare/" (left.id) "/" (right.id) } data-go { (t("Compare them", "比较两者")) } }
            }
            (program(reader, asked, entries))
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
        }
    }
}

/// What calls are written as: the word in the address, the name in both languages, and the language of
/// its colours.
const SCRIPTS: [(&str, Script, (&str, &str), Language); 4] = [
    (
        "rust",
        Script::Rust,
        ("Rust program", "Rust 程序"),
        Language::Rust,
    ),
    (
        "test",
        Script::RustTest,
        ("Rust test on the emulator", "本地端点上的 Rust 测试"),
        Language::Rust,
    ),
    (
        "shell",
        Script::Shell,
        ("Shell script", "Shell 脚本"),
        Language::Tcloud,
    ),
    (
        "fixture",
        Script::Fixture,
        ("Fixture for mocks", "模拟用夹具"),
        Language::Python,
    ),
];

/// The calls as a program, in which what one returns goes into those after it.
fn program(reader: &Reader, asked: &Asked, entries: &[Arc<Entry>]) -> Markup {
    let t = |english, chinese| reader.t(english, chinese);
    let chosen = SCRIPTS.iter().find(|(word, ..)| *word == asked.script);
    let (word, script, _, language) = chosen.unwrap_or(&SCRIPTS[0]);
    let calls = entries.iter().map(|entry| {
        let record = entry.record();
        let call = call(reader, &record);
        (
            snippet(&reader.app, &call, call.known().as_ref()),
            record.response.unwrap_or_default(),
        )
    });
    let text = Program::of(calls).write(*script);
    html! {
        h2 { (t("Program", "程序")) }
        p class="hint" {
            (t("What a call returns and a later one takes is a variable.", "前一个调用的返回值若被后续调用使用，会写成变量。"))
        }
        nav class="languages" aria-label=(t("Form", "形式")) {
            @for (other, _, name, _) in &SCRIPTS {
                a href={ "/selection?ids=" (asked.ids) "&script=" (other) } data-go
                    aria-current=[(other == word).then_some("page")] { (reader.language.pick(name.0, name.1)) }
            }
        }
        div class="written" {
            button type="button" class="button small copy" data-copy="written" data-copied=(t("Copied", "已复制")) { (t("Copy", "复制")) }
            pre class="code" id="written" tabindex="0" { (paint(*language, &text)) }
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
