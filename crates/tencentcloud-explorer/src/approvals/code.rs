//! The page for who has not typed the approval code: how many wait, and the form.

use maud::{Markup, html};

use crate::page::{Reader, View, live};

/// Returns the page that asks for the code and then shows the request `at`, if one is named; `wrong` is
/// what is wrong with the code that was typed.
pub(super) fn page(reader: &Reader, waiting: usize, at: Option<&str>, wrong: Option<&str>) -> View {
    let t = |english, chinese| reader.t(english, chinese);
    let title = t("Approvals", "审批");
    let action = match at {
        Some(id) => format!("/approvals/code?at={}", crate::call::escaped(id)),
        None => "/approvals/code".to_owned(),
    };
    let centre = html! {
        section class="approvals" {
            h1 { (title) }
            (live("approvals-number", "", &html! {
                p { (t("Requests that wait for a person: ", "待审批的请求：")) strong { (waiting) } }
            }))
            form class="rule" method="post" action=(action) data-part {
                div class="field" {
                    label for="approval-code" { (t("Approval code", "审批码")) }
                    input id="approval-code" name="code" class="mono" required autocomplete="off" spellcheck="false"
                        placeholder="xxxx-xxxx-xxxx" aria-describedby="approval-why";
                }
                button class="button primary" { (t("Unlock", "解锁")) }
            }
            @if let Some(wrong) = wrong { p class="wrong" role="alert" { (wrong) } }
            p class="hint" id="approval-why" {
                (t("It stands on the terminal of tcloud explorer, and nowhere else: programs can open this page, but cannot approve what they ask for.",
                   "审批码只显示在 tcloud explorer 的终端上：程序可以打开本页面，但不能批准自己的请求。"))
            }
        }
    };
    View {
        title: title.to_owned(),
        centre,
        side: Markup::default(),
    }
}
