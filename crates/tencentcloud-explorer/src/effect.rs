//! What a call does, in the reader's words.

use maud::{Markup, html};
use tencentcloud_calls::Effect;

use crate::page::Reader;

/// Returns what a call does, in a word.
pub(crate) fn badge(reader: &Reader, effect: Effect) -> Markup {
    let word = match effect {
        Effect::Read => reader.t("reads", "只读"),
        Effect::Secret => reader.t("reads a secret", "读取机密"),
        Effect::Write => reader.t("changes", "变更"),
        Effect::Destroy => reader.t("destroys", "销毁"),
    };
    shown(effect, word)
}

/// Returns what a call does, as a badge that explains it.
pub(crate) fn explained(reader: &Reader, effect: Effect) -> Markup {
    shown(effect, told(reader, effect))
}

/// Returns what a call does, explained.
pub(crate) fn told(reader: &Reader, effect: Effect) -> &'static str {
    match effect {
        Effect::Read => reader.t("reads", "只读"),
        Effect::Secret => reader.t("reads, and returns a secret", "只读，返回密钥等敏感信息"),
        Effect::Write => reader.t("makes or changes something", "会创建或更改资源"),
        Effect::Destroy => reader.t(
            "destroys something, or takes it out of use",
            "会销毁资源或使其停用",
        ),
    }
}

fn shown(effect: Effect, word: &str) -> Markup {
    let kind = match effect {
        Effect::Read => "good",
        Effect::Secret | Effect::Write => "warn",
        Effect::Destroy => "bad",
    };
    html! { span class={ "badge " (kind) } { (word) } }
}
