//! What a person reads before a request is signed.

use maud::{Markup, html};
use serde_json::{Map, Value};
use tencentcloud_broker::{Brief, Named};
use tencentcloud_calls::Effect;

use super::plain::plain;
use super::rehearsal;
use crate::effect;
use crate::page::Reader;

/// Returns all that is known of a request.
pub(super) fn shown(reader: &Reader, brief: &Brief) -> Markup {
    let t = |english, chinese| reader.t(english, chinese);
    html! {
        (facts(reader, brief))
        @if !brief.resources.is_empty() { (resources(reader, &brief.resources)) }
        @if let Some(price) = &brief.price {
            h2 { (t("What it costs", "费用")) }
            (leaves(price))
        }
        @if let Some(twin) = &brief.twin { (rehearsal::shown(reader.language, twin)) }
        h2 { (t("Parameters", "参数")) }
        (parameters(reader, &brief.parameters))
        @if !brief.unknown.is_empty() {
            h2 { (t("Not known", "未能查明")) }
            ul class="unknown" { @for one in &brief.unknown { li { (plain(one)) } } }
        }
    }
}

fn facts(reader: &Reader, brief: &Brief) -> Markup {
    let t = |english, chinese| reader.t(english, chinese);
    html! {
        dl class="facts" {
            dt { (t("Account", "账号")) }
            dd {
                strong { (brief.account) } " · "
                @match &brief.account_id {
                    Some(id) => span class="mono" { (plain(id)) },
                    None => span class="hint" { (t("number unknown", "账号 ID 未知")) },
                }
            }
            dt { (t("Region", "地域")) } dd { (plain(brief.region.as_deref().unwrap_or("–"))) }
            dt { (t("Action", "接口")) }
            dd { strong { (plain(&brief.action)) } " " span class="hint" { (plain(&brief.service)) " " (plain(&brief.version)) } }
            dt { (t("Effect", "影响")) }
            dd { (effect::explained(reader, Effect::of(&brief.service, &brief.action))) }
            dt { (t("Policy", "策略")) } dd { (decision(reader, &brief.decision)) " · " span class="hint" { (plain(&brief.because)) } }
            dt { (t("Request", "请求")) }
            dd { span class="hint" { (brief.bytes) " B · SHA-256 " } span class="mono digest" { (brief.digest) } }
        }
    }
}

/// Returns what the policy says, in a word.
fn decision(reader: &Reader, decision: &str) -> &'static str {
    match decision {
        "allow" => reader.t("allows it", "允许"),
        "deny" => reader.t("denies it", "拒绝"),
        _ => reader.t("a person decides", "需人工审批"),
    }
}

fn resources(reader: &Reader, resources: &[Named]) -> Markup {
    let t = |english, chinese| reader.t(english, chinese);
    html! {
        h2 { (t("Resources that it names", "涉及的资源")) }
        div class="scroll" tabindex="0" role="region" aria-label=(t("Resources that it names", "涉及的资源")) {
            table class="table" {
                thead { tr {
                    th scope="col" { (t("Kind", "资源类型")) }
                    th scope="col" { "ID" }
                    th scope="col" { (t("Name", "名称")) }
                    th scope="col" { (t("State", "状态")) }
                } }
                tbody {
                    @for one in resources {
                        tr {
                            td { (plain(&one.kind)) }
                            td class="mono" { (plain(&one.id)) }
                            td { @match &one.name { Some(name) => bdi { (plain(name)) }, None => "–" } }
                            td { @match &one.state { Some(state) => span class="badge" { (plain(state)) }, None => "–" } }
                        }
                    }
                }
            }
        }
    }
}

/// The values of a response, each with its path.
fn leaves(value: &Value) -> Markup {
    let mut found = Vec::new();
    collect("", value, &mut found);
    html! {
        dl class="facts" {
            @for (path, value) in &found { dt { (plain(path)) } dd class="mono" { (plain(value)) } }
        }
    }
}

fn collect(path: &str, value: &Value, found: &mut Vec<(String, String)>) {
    let below = |name: &str| match path {
        "" => name.to_owned(),
        path => format!("{path}.{name}"),
    };
    match value {
        Value::Null => {}
        Value::Object(members) => members
            .iter()
            .for_each(|(name, value)| collect(&below(name), value, found)),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .for_each(|(index, value)| collect(&below(&index.to_string()), value, found)),
        Value::String(text) => found.push((path.to_owned(), text.clone())),
        other => found.push((path.to_owned(), other.to_string())),
    }
}

fn parameters(reader: &Reader, parameters: &Map<String, Value>) -> Markup {
    html! {
        pre class="code" tabindex="0" aria-label=(reader.t("Parameters", "参数")) {
            // A map is always JSON.
            (plain(&serde_json::to_string_pretty(parameters).unwrap_or_default()))
        }
    }
}
