//! Faults as switches.

use axum::Router;
use axum::extract;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use maud::{Markup, html};
use tencentcloud_emulator::{FaultKind, FaultRule, FaultStatus};

use super::fault::{Form, PRESETS, said};
use super::frame::{Page, frame};
use crate::app::App;
use crate::page::{Reader, live};

pub(super) fn routes() -> Router<App> {
    Router::new().route("/local/faults", get(show).post(change))
}

async fn show(reader: Reader) -> Response {
    page(&reader, &Form::default(), None)
}

async fn change(reader: Reader, extract::Form(form): extract::Form<Form>) -> Response {
    let faults = reader.app.emulator.faults();
    let added = match form.doing.as_str() {
        "pause" => Ok(faults.pause(form.id)),
        "resume" => Ok(faults.resume(form.id)),
        "remove" => Ok(faults.remove(form.id)),
        "clear" => {
            faults.clear();
            Ok(true)
        }
        "preset" => {
            let preset = PRESETS.iter().find(|preset| preset.id == form.preset);
            preset.map_or(Ok(false), |preset| {
                faults.add((preset.rule)()).map(|_| true)
            })
        }
        _ => {
            let rule = form.rule(reader.language);
            rule.and_then(|rule| faults.add(rule)).map(|_| true)
        }
    };
    match added {
        // Of a fault that is gone there is nothing left to say: the list shows it.
        Ok(_) => Redirect::to(Page::Faults.path()).into_response(),
        Err(wrong) => {
            let page = page(&reader, &form, Some(&wrong));
            (StatusCode::UNPROCESSABLE_ENTITY, page).into_response()
        }
    }
}

fn page(reader: &Reader, form: &Form, wrong: Option<&str>) -> Response {
    let t = |english, chinese| reader.t(english, chinese);
    let faults = reader.app.emulator.faults().list();
    let body = html! {
        (live("faults", "faults", &html! {
            @if faults.is_empty() {
                div class="empty" {
                    h2 { (t("No call fails", "没有注入故障")) }
                    p { (t("Switch a fault on below, and see what your program does about it.",
                           "在下方开启一个故障，看看程序如何应对。")) }
                }
            } @else {
                (switches(reader, &faults))
            }
        }))
        h2 { (t("Ready-made", "预设")) }
        form class="presets" method="post" action=(Page::Faults.path()) {
            input type="hidden" name="do" value="preset";
            @for preset in &PRESETS {
                button class="button" name="preset" value=(preset.id) {
                    (reader.language.pick(preset.name.0, preset.name.1))
                }
            }
        }
        h2 { (t("Your own", "自定义")) }
        @if let Some(wrong) = wrong { p class="wrong" role="alert" { (wrong) } }
        (own(reader, form))
    };
    frame(reader, Page::Faults, &body, Markup::default()).show(reader)
}

fn switches(reader: &Reader, faults: &[FaultStatus]) -> Markup {
    let t = |english, chinese| reader.t(english, chinese);
    let path = Page::Faults.path();
    html! {
        ul class="switches" {
            @for fault in faults {
                li class=[fault.paused.then_some("off")] {
                    form method="post" action=(path) {
                        input type="hidden" name="id" value=(fault.id);
                        button class="switch" role="switch" name="do" id={ "fault-" (fault.id) }
                            value=(if fault.paused { "resume" } else { "pause" })
                            aria-checked=(if fault.paused { "false" } else { "true" })
                            aria-labelledby={ "fault-name-" (fault.id) } {}
                    }
                    div class="rule" {
                        p id={ "fault-name-" (fault.id) } {
                            strong { (fault.rule.kind.name()) } " " code { (fault.rule.action) } " "
                            (conditions(reader, &fault.rule))
                        }
                        p class="hint" { (said(reader.language, fault.rule.kind)) }
                    }
                    p class="counts" {
                        strong { (fault.struck) } " / " (fault.seen)
                        span class="hint" { (t(" calls failed", " 次调用失败")) }
                    }
                    form method="post" action=(path) {
                        input type="hidden" name="id" value=(fault.id);
                        button class="button quiet small" name="do" value="remove"
                            aria-label={ (t("Remove", "移除")) " " (fault.rule.kind.name()) } { "×" }
                    }
                }
            }
        }
        @if faults.len() > 1 {
            form method="post" action=(path) {
                button class="button quiet small" name="do" value="clear" { (t("Remove all", "全部移除")) }
            }
        }
    }
}

/// Says which calls a fault befalls, beside their action.
fn conditions(reader: &Reader, rule: &FaultRule) -> Markup {
    let t = |english, chinese| reader.t(english, chinese);
    let percent = rule.probability.map(|p| (p * 1_000.0).round() / 10.0);
    html! {
        @if let Some(ms) = rule.milliseconds { span class="badge" { "+" (ms) " ms" } " " }
        @if let Some(percent) = percent { span class="badge" { (percent) "%" } " " }
        @if let Some(every) = rule.every { span class="badge" { (t("every ", "每 ")) (every) (t("", " 次")) } " " }
        @if rule.skip > 0 { span class="badge" { (t("after ", "跳过前 ")) (rule.skip) (t("", " 次")) } " " }
        @if let Some(times) = rule.times { span class="badge" { (t("up to ", "最多 ")) (times) (t("", " 次")) } " " }
        @if !rule.calls.is_empty() {
            span class="badge" {
                (t("calls ", "第 "))
                @for (index, call) in rule.calls.iter().enumerate() { @if index > 0 { ", " } (call) }
                (t("", " 次"))
            } " "
        }
        @if let Some(code) = &rule.code { span class="badge bad" { (code) } " " }
        @if let Some(status) = rule.status { span class="badge" { "HTTP " (status) } " " }
        @if let Some(account) = &rule.account { span class="badge" { (t("account ", "账号 ")) (account) } }
    }
}

/// The form of a new fault.
fn own(reader: &Reader, form: &Form) -> Markup {
    let t = |english, chinese| reader.t(english, chinese);
    let chosen = form.kind.unwrap_or(FaultKind::Latency);
    let field = |name: &'static str,
                 label: &'static str,
                 value: &str,
                 example: &'static str,
                 hint: &'static str| {
        html! {
            label class="field" {
                span { (label) }
                input name=(name) value=(value) placeholder=(example) spellcheck="false" autocomplete="off";
                @if !hint.is_empty() { span class="hint" { (hint) } }
            }
        }
    };
    html! {
        form class="own" method="post" action=(Page::Faults.path()) {
            fieldset class="kinds" {
                legend { (t("What happens", "发生什么")) }
                @for kind in FaultKind::ALL {
                    label {
                        input type="radio" name="kind" value=(kind.name()) checked[kind == chosen];
                        span { strong { (kind.name()) } " " span class="hint" { (said(reader.language, kind)) } }
                    }
                }
            }
            div class="fields" {
                (field("action", t("Calls of", "接口"), &form.action, "*", t("cvm:RunInstances, cvm:*, Describe*", "如 cvm:RunInstances、cvm:*、Describe*")))
                (field("milliseconds", t("Delay, ms", "延迟（毫秒）"), &form.milliseconds, "0", ""))
                (field("probability", t("Probability, %", "概率（%）"), &form.probability, "100", ""))
                (field("every", t("Every n-th call", "每 n 次"), &form.every, "1", ""))
                (field("skip", t("After n good calls", "跳过前 n 次"), &form.skip, "0", ""))
                (field("times", t("At most n times", "最多 n 次"), &form.times, t("no limit", "不限"), ""))
                (field("code", t("Error code", "错误码"), &form.code, "ResourceInsufficient", t("of error and error-after", "用于 error 和 error-after")))
                (field("status", t("HTTP status", "HTTP 状态码"), &form.status, "502", t("of gateway", "用于 gateway")))
                (field("account", t("Account", "账号"), &form.account, t("all", "全部"), ""))
            }
            button class="button primary" name="do" value="add" { (t("Switch on", "开启")) }
        }
    }
}
