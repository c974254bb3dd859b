//! A call that was made.

use axum::extract::Path;
use axum::response::Response;
use maud::{Markup, html};
use serde_json::Value;
use tencentcloud_emulator::Record;

use super::decode::{Nested, nested};
use crate::call::Call;
use crate::page::{Reader, View, tabs};
use crate::response::{self, Extras};
use crate::target::Target;
use crate::timeline::{Entry, Source};
use crate::{code, docs, signature};

/// How many texts within texts are shown.
const NESTED: usize = 20;

/// Shows the call with the number `id`.
pub(super) async fn page(reader: Reader, Path(id): Path<u64>) -> Response {
    let Some(entry) = reader.app.timeline.get(id) else {
        return missing(&reader).show(&reader);
    };
    let record = entry.record();
    let call = call(&reader, &record);
    let extras = Extras {
        row: Some(id),
        ..Extras::default()
    };
    let tabs_of_row = [
        response::tab(&reader, Some(response::part(&reader, &record, &extras))),
        code::tab(&reader),
        signature::tab(&reader),
        docs::tab(&reader, &call),
    ];
    let view = View {
        title: format!("{} {}", call.service, record.action),
        centre: centre(&reader, &entry, &record, &call),
        side: tabs(&reader, &tabs_of_row),
    };
    view.show(&reader)
}

/// Says that there is no such call.
pub(super) fn missing(reader: &Reader) -> View {
    View::sorry(
        reader.t("This call is not in the list", "列表中没有该调用"),
        reader.t(
            "The list keeps the calls of this start, and forgets the oldest beyond its bounds.",
            "列表只保留本次启动以来的调用，超出上限后最早的会被移除。",
        ),
    )
}

/// Returns the call of `record`, to be sent to the target that is chosen.
pub(super) fn call(reader: &Reader, record: &Record) -> Call {
    Call {
        target: match &reader.target {
            Target::Local => String::new(),
            Target::Real(name) => name.clone(),
        },
        ..Call::recorded(record)
    }
}

fn centre(reader: &Reader, entry: &Entry, record: &Record, call: &Call) -> Markup {
    let t = |english, chinese| reader.t(english, chinese);
    let request = Value::Object(record.request.clone());
    let within = nested(&request, NESTED);
    let json = serde_json::to_string(call).unwrap_or_default();
    html! {
        article class="inspected" data-call=(json) {
            header {
                p class="crumbs" { code { (call.service) " " (call.version) } }
                h1 { (record.action) }
                (badges(reader, entry, record))
            }
            (actions(reader, entry, record, call))
            h2 { (t("Request", "请求")) }
            @if record.request.is_empty() {
                p class="hint" { (t("No parameters.", "没有参数。")) }
            } @else {
                (response::tree(reader, &request))
            }
            @if !within.is_empty() {
                h2 { (t("Texts within texts", "嵌套的文本")) }
                @for one in &within { (within_text(reader, entry.id, one)) }
            }
        }
    }
}

fn badges(reader: &Reader, entry: &Entry, record: &Record) -> Markup {
    let t = |english, chinese| reader.t(english, chinese);
    let source = match &entry.head.source {
        Source::Local => t("local endpoint", "本地端点"),
        Source::Proxy => t("proxy", "代理"),
        Source::Program => t("program", "程序"),
        Source::Explorer => t("this page", "本页面"),
        Source::File(name) => name,
    };
    html! {
        p class="badges" {
            span class=(if record.code.is_some() { "badge bad" } else { "badge good" }) {
                (record.code.as_deref().unwrap_or("OK"))
            }
            @if let Some(region) = &record.region { span class="badge" { (region) } }
            span class="badge" { (source) }
            @if let Some(client) = &record.client { span class="badge" { (client) } }
            @if let Some(attempt) = record.attempt { span class="badge" { (t("attempt ", "第几次尝试：")) (attempt) } }
            @if let Some(mark) = reader.app.timeline.mark_of(entry.id) {
                span class="badge" { "★ " @if let Some(note) = mark.note() { (note) } }
            }
            @if record.edited { span class="badge warn" { (t("edited while it was held", "拦截时被修改")) } }
            @if let Some(time) = &record.time { time class="hint" datetime=(time) { (time) } }
        }
    }
}

/// What can be made of the call.
fn actions(reader: &Reader, entry: &Entry, record: &Record, call: &Call) -> Markup {
    let t = |english, chinese| reader.t(english, chinese);
    let id = entry.id;
    html! {
        div class="actions" {
            a class="button primary" href=(call.link()) data-go { (t("Edit and send", "修改并发送")) }
            a class="button" href={ "/selection?ids=" (id) } data-go { (t("Fixture, policy, program", "夹具、策略、程序")) }
            form method="post" action={ "/row/" (id) "/response" } data-part {
                button class="button" title=(t("The local endpoint gives this response to each call of the action with these parameters",
                                               "本地端点对该接口的相同参数一律返回此响应")) {
                    (t("Answer like this", "固定返回此响应"))
                }
            }
            form method="post" action={ "/row/" (id) "/fault" } data-part {
                button class="button" title=(t("The local endpoint lets the next calls of the action fail",
                                               "让本地端点后续对该接口的调用失败")) {
                    @match &record.code {
                        Some(code) => { (t("Fail with ", "返回错误 ")) (code) },
                        None => { (t("Make it fail", "使其失败")) },
                    }
                }
            }
            form method="get" action="/compare" data-part {
                input type="hidden" name="left" value=(id);
                button class="button" { (t("Compare…", "比较…")) }
            }
        }
    }
}

fn within_text(reader: &Reader, id: u64, one: &Nested) -> Markup {
    html! {
        details class="within" open[one.inner.len() < 2000] {
            summary { code { (one.path) } " " span class="badge" { (one.form.name()) } }
            pre class="code" tabindex="0" { (one.inner) }
            form method="get" action={ "/row/" (id) "/member" } data-part {
                input type="hidden" name="path" value=(one.path);
                button class="button small" { (reader.t("Edit and encode again", "修改后重新编码")) }
            }
        }
    }
}
