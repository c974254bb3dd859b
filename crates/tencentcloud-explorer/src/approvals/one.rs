//! The page of one request: who asks for what, what it would do, and the forms that decide.

use maud::{Markup, html};
use tencentcloud_broker::{ApprovalState, Brief, Pending};
use tencentcloud_calls::Effect;

use super::list::{asker, path};
use super::plain::plain;
use super::{brief, state};
use crate::page::{Reader, View, live};

/// Returns the page of a request, without a `brief` if what it would do is not found out yet. `wrong` is what
/// kept it from being decided about, `word` what lets a new browser decide.
pub(super) fn page(
    reader: &Reader,
    one: &Pending,
    brief: Option<&Brief>,
    wrong: Option<&str>,
    word: Option<&str>,
) -> View {
    let t = |english, chinese| reader.t(english, chinese);
    let title = format!("{} {}", plain(&one.service), plain(&one.action));
    let parts = html! {
        p { (state::shown(reader, one)) }
        (said(reader, one))
        @match brief {
            Some(brief) => (brief::shown(reader, brief)),
            None => p class="wrong" {
                (t("What it would do is not found out yet. It can be approved once it is: open this page again.",
                   "尚未查明该请求的影响，查明后方可批准：请重新打开本页面。"))
            },
        }
        @if one.state == ApprovalState::Waiting {
            @if let Some(brief) = brief { (approve(reader, one, brief)) }
        }
        @if one.state.is_open() { (refuse(reader, one)) }
    };
    let centre = html! {
        section class="approvals" data-word=[word] {
            p { a href="/approvals" data-go { "← " (t("Approvals", "审批")) } }
            h1 { (title) }
            @if let Some(wrong) = wrong { p class="wrong" role="alert" { (wrong) } }
            (live("approval", "", &parts))
        }
    };
    View {
        title,
        centre,
        side: Markup::default(),
    }
}

/// What the program says of itself and of its reasons.
fn said(reader: &Reader, one: &Pending) -> Markup {
    let t = |english, chinese| reader.t(english, chinese);
    html! {
        figure class="said-by" {
            @match &one.reason {
                Some(reason) => blockquote { bdi { (plain(reason)) } },
                None => p class="hint" { (t("It gives no reason.", "未说明理由。")) },
            }
            figcaption class="hint" {
                strong { bdi { (asker(reader, one.agent.as_deref())) } } " · "
                (t("the program's own words, which nobody has checked", "以上为程序自述，未经核实"))
            }
        }
    }
}

fn approve(reader: &Reader, one: &Pending, brief: &Brief) -> Markup {
    let t = |english, chinese| reader.t(english, chinese);
    let destroys = Effect::of(&one.service, &one.action) == Effect::Destroy;
    html! {
        form class="decide" method="post" action={ (path(one.id.as_str())) "/approve" } data-part {
            input type="hidden" name="word";
            input type="hidden" name="digest" value=(brief.digest);
            @if destroys {
                div class="field" {
                    label for="approval-name" {
                        (t("Type the name of the action to go on", "请输入接口名称以继续")) ": " code { (plain(&one.action)) }
                    }
                    input id="approval-name" name="typed" class="mono" required pattern=(one.action)
                        autocomplete="off" spellcheck="false";
                }
            }
            button class={ "button " (if destroys { "danger" } else { "primary" }) } {
                (t("Approve, and sign by ", "批准，签名账号：")) (one.account)
                @if let Some(region) = &one.region { " · " (plain(region)) }
            }
        }
    }
}

fn refuse(reader: &Reader, one: &Pending) -> Markup {
    let t = |english, chinese| reader.t(english, chinese);
    html! {
        form method="post" action={ (path(one.id.as_str())) "/refuse" } data-part {
            input type="hidden" name="word";
            div class="field" {
                label for="approval-why" { (t("Why not, for the program", "拒绝理由（返回给程序）")) }
                input id="approval-why" name="why" autocomplete="off";
            }
            button class="button" {
                @match one.state {
                    ApprovalState::Waiting => (t("Refuse", "拒绝")),
                    _ => (t("Take the approval back", "撤回批准")),
                }
            }
        }
    }
}
