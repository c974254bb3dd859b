//! The page of all requests that wait for a person, and of what became of others.

use maud::{Markup, html};
use tencentcloud_broker::{ApprovalState, Approver, Pending};
use tencentcloud_calls::Effect;

use super::plain::plain;
use super::{ends, log, state};
use crate::effect;
use crate::page::{Reader, View, live};

/// Returns the page for who may decide; `word` is what lets a new browser do that.
pub(super) fn page(reader: &Reader, approver: &Approver, word: Option<&str>) -> View {
    let t = |english, chinese| reader.t(english, chinese);
    let title = t("Approvals", "审批");
    let (waiting, decided): (Vec<_>, Vec<_>) = approver
        .list()
        .into_iter()
        .partition(|one| one.state == ApprovalState::Waiting);
    let centre = html! {
        section class="approvals" data-word=[word] {
            header class="heads" {
                h1 { (title) }
                button class="button quiet small" type="button" data-notify { (t("Notify me", "桌面通知")) }
            }
            p class="hint" {
                (t("Programs without a key ask here for requests to be signed. What you approve is signed and sent once, byte for byte.",
                   "没有密钥的程序在此请求签名。批准后，请求将按原样签名并发送一次。"))
            }
            (live("approvals-list", "", &html! {
                (cards(reader, &waiting))
                @if !decided.is_empty() { (table(reader, &decided)) }
            }))
            (live("approvals-log", "", &log::lately(reader, approver.broker())))
        }
    };
    View {
        title: title.to_owned(),
        centre,
        side: Markup::default(),
    }
}

fn cards(reader: &Reader, waiting: &[Pending]) -> Markup {
    let t = |english, chinese| reader.t(english, chinese);
    html! {
        @if waiting.is_empty() {
            div class="empty" {
                h2 { (t("Nothing waits for you", "没有待审批的请求")) }
                p {
                    (t("What a program asks for through the broker waits here if the policy wants a person. For agents: ",
                       "程序通过代理发起的请求，如策略要求人工审批，会出现在这里。智能体请使用："))
                    code { "tcloud mcp" }
                }
            }
        } @else {
            h2 { (t("Waiting", "待审批")) " · " (waiting.len()) }
            ul class="waiting" { @for one in waiting { (card(reader, one)) } }
        }
    }
}

fn card(reader: &Reader, one: &Pending) -> Markup {
    let path = path(one.id.as_str());
    html! {
        li {
            div class="what" {
                p {
                    (effect::badge(reader, Effect::of(&one.service, &one.action))) " "
                    a href=(path) data-go { (plain(&one.service)) " " strong { (plain(&one.action)) } }
                }
                p class="hint" {
                    (one.account) " · " (plain(one.region.as_deref().unwrap_or("–"))) " · "
                    bdi { (asker(reader, one.agent.as_deref())) } " · " (ends::ends(reader, one.expires))
                }
                @if let Some(reason) = &one.reason { p class="reason" { q { bdi { (plain(reason)) } } } }
            }
            a class="button primary" href=(path) data-go {
                (reader.t("Review…", "查看…")) span class="unseen" { " " (one.action) }
            }
        }
    }
}

/// What was decided, the newest first.
fn table(reader: &Reader, decided: &[Pending]) -> Markup {
    let t = |english, chinese| reader.t(english, chinese);
    html! {
        h2 { (t("Decided", "已处理")) }
        div class="scroll" tabindex="0" role="region" aria-label=(t("Decided", "已处理")) {
            table class="table" {
                thead { tr {
                    th scope="col" { (t("Action", "接口")) }
                    th scope="col" { (t("Account", "账号")) }
                    th scope="col" { (t("Program", "程序")) }
                    th scope="col" { (t("State", "状态")) }
                } }
                tbody {
                    @for one in decided.iter().rev() {
                        tr {
                            td { a href=(path(one.id.as_str())) data-go { (plain(&one.service)) " " (plain(&one.action)) } }
                            td { (one.account) }
                            td { bdi { (asker(reader, one.agent.as_deref())) } }
                            td { (state::shown(reader, one)) }
                        }
                    }
                }
            }
        }
    }
}

/// Returns where a request is looked at.
pub(super) fn path(id: &str) -> String {
    format!("/approvals/{id}")
}

/// Returns who asks, by its own account.
pub(super) fn asker(reader: &Reader, agent: Option<&str>) -> String {
    match agent {
        Some(agent) => plain(agent),
        None => reader
            .t("a program without a name", "未具名的程序")
            .to_owned(),
    }
}
