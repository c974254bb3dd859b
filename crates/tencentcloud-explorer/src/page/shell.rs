//! The one window: the bar, the timeline on the left, a room in the middle, its tabs on the right.

use axum::http::header::SET_COOKIE;
use axum::response::{Html, IntoResponse, Response};
use maud::{DOCTYPE, Markup, html};

use super::language::KEPT;
use super::reader::Reader;
use super::rooms::rooms;
use super::view::View;
use crate::assets;
use crate::target::Target;

impl View {
    /// Returns the whole window, or the parts of it that `reader` asks for.
    pub(crate) fn show(&self, reader: &Reader) -> Response {
        let page = match reader.is_part {
            true => parts(self),
            false => window(reader, self),
        };
        let page = Html(page.into_string());
        if !reader.is_chosen {
            return page.into_response();
        }
        let tag = reader.language.pick("en", "zh");
        let cookie = format!("{KEPT}={tag}; Path=/; SameSite=Strict; Max-Age=31536000");
        ([(SET_COOKIE, cookie)], page).into_response()
    }
}

/// The whole window with `view`.
fn window(reader: &Reader, view: &View) -> Markup {
    html! {
        (DOCTYPE)
        html lang=(reader.language.tag()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (view.title) " · tcloud explorer" }
                link rel="icon" href="/assets/icon.svg";
                link rel="stylesheet" href=(assets::SHEET);
                @for module in assets::modules() {
                    script type="module" src={ "/assets/" (module) } {}
                }
            }
            body {
                a class="skip" href="#centre" { (reader.t("Skip to the form", "跳到正文")) }
                (bar(reader))
                div class="window" {
                    (crate::timeline::panel(reader))
                    (parts(view))
                }
                (crate::find::dialog(reader))
                div id="announce" class="unseen" aria-live="polite" {}
            }
        }
    }
}

/// The parts of the window that differ between rooms.
fn parts(view: &View) -> Markup {
    html! {
        main id="centre" tabindex="-1" data-title=(view.title) { (view.centre) }
        aside id="side" aria-label=(view.title) { (view.side) }
    }
}

/// The bar over all rooms.
fn bar(reader: &Reader) -> Markup {
    let t = |english, chinese| reader.t(english, chinese);
    let (other, tag) = reader.language.pick(("中文", "zh"), ("English", "en"));
    html! {
        header class="bar" {
            a class="brand" href="/" data-go { "tcloud explorer" }
            nav aria-label=(t("Rooms", "功能")) {
                @for (path, name) in rooms() {
                    a href=(path) data-go {
                        (reader.language.pick(name.0, name.1))
                        @match *path {
                            "/held" => { " " (count("held", t("Calls that wait: ", "等待的请求："))) }
                            "/approvals" => { " " (count("approvals", t("Requests that wait for your approval: ", "待审批的请求："))) }
                            _ => {}
                        }
                    }
                }
            }
            (crate::find::opener(reader))
            (targets(reader))
            a class="button quiet" href={ "?lang=" (tag) } data-language lang=(tag) { (other) }
        }
    }
}

/// The number of what waits in a room, which is told by `told`.
fn count(room: &str, told: &str) -> Markup {
    html! { span class="badge bad" id={ (room) "-count" } hidden data-told=(told) {} }
}

/// Where calls go: green the local endpoint, red a real account.
fn targets(reader: &Reader) -> Markup {
    let accounts = reader.app.accounts.list();
    let kind = match reader.target {
        Target::Local => "local",
        Target::Real(_) => "real",
    };
    html! {
        label class={ "target " (kind) } {
            span class="dot" aria-hidden="true" {}
            span class="unseen" { (reader.t("Calls go to", "请求发往")) }
            select id="target" name="target" {
                option value="local" selected[reader.target == Target::Local] {
                    (reader.t("Local endpoint", "本地端点"))
                }
                @for account in &accounts {
                    option value=(account.name) selected[reader.target.name() == account.name] {
                        (reader.t("Real: ", "真实账号：")) (account.name)
                        @if let Some(region) = &account.region { " · " (region) }
                    }
                }
            }
        }
    }
}
