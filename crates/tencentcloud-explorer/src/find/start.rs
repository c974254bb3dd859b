//! The first page: find an action, go on with a call, connect a program.

use axum::response::Response;
use maud::{Markup, html};

use super::palette::examples;
use super::places;
use crate::environment::environment;
use crate::form::paste_box;
use crate::inspected;
use crate::page::{Reader, View};

/// Shows the first page.
pub(super) async fn page(reader: Reader) -> Response {
    let t = |english, chinese| reader.t(english, chinese);
    let centre = html! {
        section class="welcome" {
            h1 { (t("Find an action, send it, take the code", "查找接口，发送请求，带走代码")) }
            button type="button" class="search" data-find="" {
                span { (t("Action, parameter, value, error code, ID …", "接口、参数、取值、错误码、资源 ID……")) }
                kbd { "Ctrl K" }
            }
            (examples(&reader, t("For example", "例如")))
            div { (paste_box(&reader)) }
            (recent(&reader))
            (connect(&reader))
        }
    };
    let view = View {
        title: t("Start", "开始").to_owned(),
        centre,
        side: Markup::default(),
    };
    view.show(&reader)
}

/// The last calls.
fn recent(reader: &Reader) -> Markup {
    let group = places::recent(reader, "");
    html! {
        @if !group.hits.is_empty() {
            h2 { (group.name) }
            ul class="recent" {
                @for hit in &group.hits {
                    li { a href=(hit.href) data-go {
                        span class="name" { (hit.name) }
                        span class="title" { (hit.title) }
                        @for (_, code) in &hit.why { span class="hint" { (code) } }
                    } }
                }
            }
        }
    }
}

/// How a program's calls come here.
fn connect(reader: &Reader) -> Markup {
    let emulator = &reader.app.emulator;
    let t = |english, chinese| reader.t(english, chinese);
    html! {
        h2 { (t("See the calls of a program", "查看程序的调用")) }
        p { (t("Its calls go to the local endpoint, which charges nothing:", "让程序调用本地端点，不产生费用：")) }
        div class="copied" {
            pre class="code" tabindex="0" id="connect" {
                (environment(emulator))
            }
            button type="button" class="button small" data-copy="connect"
                data-copied=(t("Copied", "已复制")) { (t("Copy", "复制")) }
        }
        p { (t("Or to the real cloud, by a proxy that writes them down:", "或经由记录代理调用真实云：")) }
        pre class="code" tabindex="0" { "tcloud exec --inspect -- COMMAND" }
        p { (t("Programs of the Rust SDK write their calls themselves, wherever they go:", "Rust SDK 的程序可自行写出调用，无论发往何处：")) }
        pre class="code" tabindex="0" { (inspected::line(&reader.app)) }
    }
}
