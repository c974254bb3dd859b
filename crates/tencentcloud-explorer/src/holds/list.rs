//! The page of all requests that wait, and of the rules by which they do.

use maud::{Markup, html};
use serde::Deserialize;
use tencentcloud_emulator::{Held, HoldRule, HoldStatus};

use super::place::Place;
use super::tick::Tick;
use crate::page::{Reader, View, live};

/// A rule as the form has it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Said {
    place: String,
    action: String,
    client: String,
    times: String,
}

impl Said {
    /// Returns where the rule holds requests.
    pub(super) fn place(&self) -> Place {
        let mut places = Place::ALL.into_iter();
        let named = places.find(|place| place.as_str() == self.place);
        named.unwrap_or_default()
    }

    /// Returns the rule.
    ///
    /// # Errors
    /// Its times are no number.
    pub(super) fn rule(&self) -> Result<HoldRule, String> {
        let rule = HoldRule::new(self.action.trim());
        let rule = match self.client.trim() {
            "" => rule,
            client => rule.client(client),
        };
        match self.times.trim() {
            "" => Ok(rule),
            times => match times.parse() {
                Ok(times) => Ok(rule.times(times)),
                Err(_) => Err(format!("{times:?} is no number")),
            },
        }
    }
}

/// Returns the page; `wrong` is what keeps `said` from being a rule.
pub(super) fn page(reader: &Reader, said: &Said, wrong: Option<&str>) -> View {
    let t = |english, chinese| reader.t(english, chinese);
    let title = t("Held calls", "拦截的请求");
    let centre = html! {
        section class="held" {
            h1 { (title) }
            p class="hint" {
                (t("A call that a rule takes waits here, before its signature is verified. Edit it, sign it again, let it go, or refuse it; after 10 minutes it goes on by itself.",
                   "符合规则的请求会在校验签名之前停在这里：可以编辑、重新签名后放行，也可以直接放行或拒绝；10 分钟后自动放行。"))
            }
            (form(reader, said, wrong))
            (live("held-list", "", &html! { (rules(reader)) (waiting(reader)) }))
        }
    };
    View {
        title: title.to_owned(),
        centre,
        side: Markup::default(),
    }
}

/// The form of a rule.
fn form(reader: &Reader, said: &Said, wrong: Option<&str>) -> Markup {
    let t = |english, chinese| reader.t(english, chinese);
    let field = |name: &str, label: &str, value: &str, hint: &str| {
        html! {
            div class="field" {
                label for={ "hold-" (name) } { (label) }
                input id={ "hold-" (name) } name=(name) value=(value) placeholder=(hint)
                    spellcheck="false" autocomplete="off";
            }
        }
    };
    html! {
        form class="rule" method="post" action="/held" data-part {
            (field("action", t("Actions to hold", "拦截的接口"), &said.action, "cvm:Run*, vpc:*, *"))
            (field("client", t("Client contains", "客户端包含"), &said.client, t("any", "不限")))
            (field("times", t("Times", "次数"), &said.times, t("all", "不限")))
            @if reader.app.proxy.is_some() {
                div class="field" {
                    label for="hold-place" { (t("Where", "位置")) }
                    select id="hold-place" name="place" {
                        @for place in Place::ALL {
                            option value=(place.as_str()) selected[place == said.place()] { (place.name(reader)) }
                        }
                    }
                }
            }
            button class="button primary" { (t("Hold", "拦截")) }
        }
        @if let Some(wrong) = wrong { p class="wrong" role="alert" { (wrong) } }
    }
}

/// The rules of all places.
fn rules(reader: &Reader) -> Markup {
    let t = |english, chinese| reader.t(english, chinese);
    let of = |place: Place| {
        let emulator = place.emulator(&reader.app);
        let rules = emulator.map(|emulator| emulator.holds().rules());
        let rules = rules.into_iter().flatten();
        rules.map(move |rule| (place, rule))
    };
    let rules: Vec<(Place, HoldStatus)> = Place::ALL.into_iter().flat_map(of).collect();
    html! {
        @if !rules.is_empty() {
            table class="table" {
                thead { tr {
                    th scope="col" { (t("Holds", "拦截")) }
                    th scope="col" { (t("Client", "客户端")) }
                    th scope="col" { (t("Held so far", "已拦截")) }
                    th scope="col" { (t("Where", "位置")) }
                    th { span class="unseen" { (t("Remove", "移除")) } }
                } }
                tbody {
                    @for (place, HoldStatus { id, rule, held, .. }) in &rules {
                        tr {
                            td class="mono" { (rule.action) }
                            td { (rule.client.as_deref().unwrap_or("–")) }
                            td { (held) @if let Some(times) = rule.times { " / " (times) } }
                            td { (place.name(reader)) }
                            td class="end" {
                                form method="post" data-part
                                    action={ "/held/rules/" (place.as_str()) "/" (id) "/remove" } {
                                    button class="button quiet small"
                                        aria-label={ (t("Remove the rule for", "移除规则")) " " (rule.action) } { "×" }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The requests that wait.
fn waiting(reader: &Reader) -> Markup {
    let t = |english, chinese| reader.t(english, chinese);
    let waiting = Tick::now(&reader.app).waiting;
    html! {
        @if waiting == 0 {
            div class="empty" {
                h2 { (t("No call waits", "没有等待的请求")) }
                p { (t("Add a rule above, then call: from a program, or from a form of this page.",
                       "在上方添加规则，然后从程序或本页面的表单发起调用。")) }
            }
        } @else {
            header class="heads" {
                h2 { (t("Waiting", "等待中")) " · " (waiting) }
                form method="post" action="/held/go" data-part {
                    button class="button small" { (t("Let all go", "全部放行")) }
                }
            }
            ul class="waiting" {
                @for place in Place::ALL {
                    @if let Some(emulator) = place.emulator(&reader.app) {
                        @for held in emulator.holds().list() { (card(reader, place, &held)) }
                    }
                }
            }
        }
    }
}

fn card(reader: &Reader, place: Place, held: &Held) -> Markup {
    let t = |english, chinese| reader.t(english, chinese);
    let path = path(place, held);
    html! {
        li {
            div class="what" {
                a href=(path) data-go { (name(held)) }
                (facts(reader, place, held))
            }
            a class="button small primary" href=(path) data-go {
                (t("Edit…", "编辑…")) span class="unseen" { " " (held.action) }
            }
            form method="post" action={ (path) "/go" } data-part {
                button class="button small" {
                    (t("Let go", "放行")) span class="unseen" { " " (held.action) }
                }
            }
        }
    }
}

/// Returns the address of a request that waits.
pub(super) fn path(place: Place, held: &Held) -> String {
    format!("/held/{}/{}", place.as_str(), held.id)
}

/// Returns what a request calls.
pub(super) fn name(held: &Held) -> String {
    let service = held.service.as_deref().unwrap_or("?");
    match &*held.action {
        "" => service.to_owned(),
        action => format!("{service} {action}"),
    }
}

/// Returns where a request is held, from whom it is, and since when.
pub(super) fn facts(reader: &Reader, place: Place, held: &Held) -> Markup {
    let kind = match place {
        Place::Local => "badge good",
        Place::Proxy => "badge bad",
    };
    // Of a time in RFC 3339 form, what a clock shows.
    let since = held.since.get(11..19).unwrap_or(&held.since);
    html! {
        p class="hint" {
            span class=(kind) { (place.name(reader)) }
            " " (held.region.as_deref().unwrap_or("–"))
            " · " (reader.t("since", "自")) " " (since)
            @if let Some(client) = &held.client { " · " (client) }
        }
    }
}
