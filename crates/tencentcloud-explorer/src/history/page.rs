//! The page of the history.

use maud::{Markup, html};
use serde_json::Value;

use super::store::{Kept, Page};
use crate::call::{Call, escaped};
use crate::page::{Reader, View};
use crate::response::{Extras, part, tree};

/// Returns the list of calls, of which `found` is the page with that `number`.
pub(super) fn list(reader: &Reader, found: &Page, number: usize, wrong: Option<&str>) -> View {
    let t = |english, chinese| reader.t(english, chinese);
    let centre = html! {
        div class="history" {
        header class="head" {
            h1 { (t("History", "历史")) }
            p class="hint" {
                (t("What this page sent, without secrets, newest first.", "本页面发送过的请求（不含密钥），最新的在前。"))
            }
            @if let Some(wrong) = reader.app.history.wrong() {
                p class="wrong" role="alert" { (t("The last call is not kept: ", "最近一次调用未能保存：")) (wrong) }
            }
        }
        @if found.all == 0 {
            div class="empty" {
                h2 { (t("Nothing was sent yet", "还没有发送过请求")) }
                p { (t("Each call that you send here is kept with its response, and opened again as a form.",
                       "在这里发送的每个请求都会连同响应一起保存，并可重新打开为表单。")) }
            }
        } @else {
            form class="search" role="search" action="/history" data-part {
                label class="unseen" for="history-q" { (t("Search the history", "搜索历史")) }
                input id="history-q" type="search" name="q" value=(reader.filter) spellcheck="false"
                    placeholder=(t("words, or service:cvm code:*", "关键词，或 service:cvm code:*"));
                button class="button" { (t("Search", "搜索")) }
            }
            @if let Some(wrong) = wrong { p class="wrong" role="alert" { (wrong) } }
            @if found.calls.is_empty() {
                div class="empty" { p { (t("No call matches.", "没有匹配的调用。")) } }
            } @else {
                (calls(reader, &found.calls))
            }
            (pages(reader, found, number))
            details class="ask" {
                summary class="button quiet small" { (t("Clear all…", "全部清除…")) }
                form method="post" action="/history/clear" data-part {
                    p { (t("This forgets every call, for good.", "将永久清除所有调用。")) " " (found.all) " " (t("calls", "次调用")) }
                    button class="button danger small" { (t("Clear all", "全部清除")) }
                }
            }
        }
    }
    };
    View {
        title: t("History", "历史").to_owned(),
        centre,
        side: Markup::default(),
    }
}

fn calls(reader: &Reader, calls: &[Kept]) -> Markup {
    let t = |english, chinese| reader.t(english, chinese);
    html! {
        div class="scroll" tabindex="0" role="region" aria-label=(t("Calls", "调用")) {
        table class="table" {
            thead {
                tr {
                    th scope="col" { (t("Action", "接口")) }
                    th scope="col" class="region" { (t("Region", "地域")) }
                    th scope="col" { (t("Result", "结果")) }
                    th scope="col" { (t("Time", "时间")) }
                    th { span class="unseen" { (t("Delete", "删除")) } }
                }
            }
            tbody {
                @for kept in calls {
                    @let record = &kept.record;
                    tr {
                        td {
                            a href={ "/history/" (kept.id) } data-go {
                                span class="faint" { (record.service.as_deref().unwrap_or("?")) " " }
                                (record.action)
                            }
                        }
                        td class="region" { (record.region.as_deref().unwrap_or("–")) }
                        td { (result(reader, kept)) }
                        td class="mono time" { (time(record.time.as_deref())) }
                        td class="end" { div {
                            a class="button small" data-go href=(Call::recorded(record).link())
                                aria-label={ (t("Open as a form", "打开为表单")) " " (record.action) } { (t("Open", "打开")) }
                            form method="post" action={ "/history/" (kept.id) "/delete" } data-part {
                                button class="button quiet small"
                                    aria-label={ (t("Delete", "删除")) " " (record.action) } { "×" }
                            }
                        } }
                    }
                }
            }
        }
        }
    }
}

fn result(reader: &Reader, kept: &Kept) -> Markup {
    html! {
        @match &kept.record.code {
            Some(code) => span class="badge bad" { (code) },
            None => span class="badge good" { (reader.t("OK", "成功")) },
        }
    }
}

fn pages(reader: &Reader, found: &Page, number: usize) -> Markup {
    html! {
        nav class="pages" aria-label=(reader.t("Pages", "分页")) {
            @if number > 1 {
                a class="button small" data-go href=(at(reader, number - 1)) { (reader.t("Newer", "较新")) }
            }
            @if found.older > 0 {
                a class="button small" data-go href=(at(reader, number + 1)) {
                    (reader.t("Older", "较旧")) " (" (found.older) ")"
                }
            }
        }
    }
}

/// Returns the address of a page of the list.
fn at(reader: &Reader, number: usize) -> String {
    format!("/history?page={number}&q={}", escaped(&reader.filter))
}

/// Returns the page of one call.
pub(super) fn one(reader: &Reader, kept: &Kept) -> View {
    let t = |english, chinese| reader.t(english, chinese);
    let record = &kept.record;
    let link = Call::recorded(record).link();
    // What is too long for an address is taken over by hand.
    let is_long = !record.request.is_empty() && !link.contains("p=");
    let centre = html! {
        div class="history" {
            header class="head" {
                p { a href="/history" data-go { "← " (t("History", "历史")) } }
                h1 { (record.action) }
                p class="hint" {
                    (record.service.as_deref().unwrap_or("?")) " · " (record.region.as_deref().unwrap_or("–"))
                    " · " (time(record.time.as_deref())) " " (result(reader, kept))
                }
            }
            div class="actions" {
                a class="button primary" data-go href=(link) { (t("Open as a form", "打开为表单")) }
                form method="post" action={ "/history/" (kept.id) "/delete" } data-part {
                    button class="button" { (t("Delete", "删除")) }
                }
            }
            @if is_long {
                p class="hint" {
                    (t("The parameters are too long for an address: copy them into the JSON of the form.",
                       "参数过长，无法放入地址，请复制到表单的 JSON 中。"))
                }
            }
            h2 { (t("Request", "请求")) }
            (tree(reader, &Value::Object(record.request.clone())))
        }
    };
    View {
        title: record.action.clone(),
        centre,
        side: html! { section class="panel" { (part(reader, record, &Extras::default())) } },
    }
}

/// Returns a time in RFC 3339 as people read it, to the second.
fn time(text: Option<&str>) -> String {
    let text = text.unwrap_or_default();
    text.get(..19).unwrap_or(text).replace('T', " ")
}
