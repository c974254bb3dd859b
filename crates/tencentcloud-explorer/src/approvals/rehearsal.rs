//! What a request did on the twin of the account: its outcome, and what of the resources is different then.

use maud::{Markup, html};
use serde::Deserialize;
use serde_json::Value;

use super::plain::plain;
use crate::page::Language;

/// A rehearsal, as far as it is shown.
#[derive(Debug, Deserialize)]
struct Rehearsal {
    #[serde(flatten)]
    outcome: Outcome,
    #[serde(default)]
    changes: Vec<Change>,
    #[serde(default)]
    count: usize,
    #[serde(default)]
    knowledge: Knowledge,
}

#[derive(Debug, Deserialize)]
#[serde(tag = "outcome", rename_all = "lowercase")]
enum Outcome {
    Done,
    Refused { code: String, message: String },
    Checked,
    Unknown { why: String },
}

/// What becomes of a resource.
#[derive(Debug, Deserialize)]
struct Change {
    service: String,
    kind: String,
    id: String,
    #[serde(default)]
    name: Option<String>,
    what: What,
    #[serde(default)]
    through: Option<String>,
    #[serde(default)]
    members: Vec<Member>,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum What {
    Created,
    Changed,
    Deleted,
}

#[derive(Debug, Deserialize)]
struct Member {
    member: String,
    #[serde(default)]
    before: Option<Value>,
    #[serde(default)]
    after: Option<Value>,
}

/// What the twin knows of the resources that the request names.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Knowledge {
    named: Vec<Named>,
    unread: Vec<String>,
}

#[derive(Debug, Deserialize)]
struct Named {
    id: String,
    known: bool,
}

/// Returns the rehearsal that `twin` is; what cannot be read as one, as it is.
pub(super) fn shown(language: Language, twin: &Value) -> Markup {
    let t = |english, chinese| language.pick(english, chinese);
    html! {
        h2 { (t("What it did on a twin of the account", "在账号孪生环境中的结果")) }
        @match Rehearsal::deserialize(twin) {
            Ok(rehearsal) => {
                (outcome(language, &rehearsal.outcome))
                (changes(language, &rehearsal))
                (knowledge(language, &rehearsal.knowledge))
            }
            Err(_) => pre class="code" tabindex="0" aria-label=(t("Twin", "孪生环境")) {
                // A value is always JSON.
                (plain(&serde_json::to_string_pretty(twin).unwrap_or_default()))
            },
        }
    }
}

fn outcome(language: Language, outcome: &Outcome) -> Markup {
    let t = |english, chinese| language.pick(english, chinese);
    html! {
        p {
            @match outcome {
                Outcome::Done => { span class="badge good" { (t("carried out", "执行成功")) } },
                Outcome::Refused { code, message } => {
                    span class="badge bad" { (plain(code)) } " " bdi { (plain(message)) }
                },
                Outcome::Checked => {
                    span class="badge" { (t("checked", "仅校验参数")) } " "
                    (t("the parameters are in order; what the action does is not known", "参数无误；该接口的效果未知"))
                },
                Outcome::Unknown { why } => {
                    span class="badge warn" { (t("not known", "未知")) } " " bdi { (plain(why)) }
                },
            }
        }
    }
}

fn changes(language: Language, rehearsal: &Rehearsal) -> Markup {
    let t = |english, chinese| language.pick(english, chinese);
    let label = t("What is different then", "变更内容");
    let more = rehearsal.count.saturating_sub(rehearsal.changes.len());
    html! {
        @if rehearsal.changes.is_empty() {
            @if matches!(rehearsal.outcome, Outcome::Done) {
                p class="hint" { (t("No resource is different then.", "没有资源发生变化。")) }
            }
        } @else {
            div class="scroll" tabindex="0" role="region" aria-label=(label) {
                table class="table changes" {
                    thead { tr {
                        th scope="col" { (t("Resource", "资源")) }
                        th scope="col" { (t("Field", "字段")) }
                        th scope="col" { (t("Before", "之前")) }
                        th scope="col" { (t("After", "之后")) }
                    } }
                    @for change in &rehearsal.changes { (rows(language, change)) }
                }
            }
            @if more > 0 { p class="hint" { (t("More resources: ", "其余资源：")) (more) } }
        }
    }
}

/// The rows of a resource: one for each member of one that is changed, else one.
fn rows(language: Language, change: &Change) -> Markup {
    let t = |english, chinese| language.pick(english, chinese);
    let (kind, word) = match change.what {
        What::Created => ("badge good", t("created", "创建")),
        What::Changed => ("badge warn", t("changed", "变更")),
        What::Deleted => ("badge bad", t("deleted", "删除")),
    };
    let rest: &[Member] = change.members.get(1..).unwrap_or_default();
    html! {
        tbody {
            tr {
                th scope="rowgroup" rowspan=(change.members.len().max(1)) {
                    span class=(kind) { (word) } " " span class="hint" { (plain(&change.service)) " " (plain(&change.kind)) }
                    br;
                    span class="mono" { (plain(&change.id)) }
                    @if let Some(name) = &change.name { " " bdi { (plain(name)) } }
                    @if let Some(through) = &change.through { br; span class="hint" { (t("by way of ", "经由 ")) (plain(through)) } }
                }
                @match (change.members.first(), change.what) {
                    (Some(member), _) => (cells(member)),
                    (None, What::Created) => { td {} td { "–" } td class="after" { (word) } },
                    (None, What::Deleted) => { td {} td class="before" { (t("there", "存在")) } td { "–" } },
                    (None, What::Changed) => td colspan="3" { (t("as before in the end", "最终状态与之前相同")) },
                }
            }
            @for member in rest { tr { (cells(member)) } }
        }
    }
}

fn cells(member: &Member) -> Markup {
    let cell = |kind: &str, value: Option<&Value>| {
        html! {
            @match value {
                Some(value) => td class={ "mono " (kind) } { (plain(&text(value))) },
                None => td { "–" },
            }
        }
    };
    html! {
        td { (plain(&member.member)) }
        (cell("before", member.before.as_ref()))
        (cell("after", member.after.as_ref()))
    }
}

/// Text as it is, and anything else as JSON.
fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// How far the twin can be believed.
fn knowledge(language: Language, knowledge: &Knowledge) -> Markup {
    let t = |english, chinese| language.pick(english, chinese);
    let unknown = knowledge.named.iter().filter(|one| !one.known);
    let unknown: Vec<&str> = unknown.map(|one| &*one.id).collect();
    html! {
        @if !unknown.is_empty() {
            p class="hint" { (t("The twin does not know: ", "孪生环境中没有：")) span class="mono" { (plain(&unknown.join(", "))) } }
        }
        @if !knowledge.unread.is_empty() {
            p class="hint" {
                (t("It was never shown resources of these kinds, which could keep it from being carried out: ",
                   "尚未读取以下类型的资源，它们可能导致执行失败："))
                (plain(&knowledge.unread.join(", ")))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn page(twin: &Value) -> String {
        shown(Language::English, twin).into_string()
    }

    #[test]
    fn what_is_different_is_a_table_with_a_row_for_each_field() {
        let text = page(&json!({
            "outcome": "done",
            "response": {},
            "changes": [
                {"service": "cvm", "kind": "Instance", "id": "ins-1", "region": "ap-guangzhou", "name": "web",
                 "what": "changed", "through": "STOPPING", "members": [
                    {"member": "InstanceState", "before": "RUNNING", "after": "STOPPED"},
                    {"member": "Tags", "before": null, "after": [{"Key": "a<b"}]},
                ]},
                {"service": "cbs", "kind": "Disk", "id": "disk-1", "region": "ap-guangzhou", "what": "deleted"},
            ],
            "count": 5,
            "knowledge": {"named": [{"parameter": "InstanceIds.0", "id": "ins-2", "known": false}], "unread": ["cbs/Snapshot"]},
            "stateful": true,
        }));
        for part in [
            "carried out",
            "rowspan=\"2\"",
            ">RUNNING</td>",
            ">STOPPED</td>",
            "by way of STOPPING",
            "a&lt;b",
            "disk-1",
            ">deleted</span>",
            "More resources: 3",
            "does not know: <span class=\"mono\">ins-2",
            "cbs/Snapshot",
        ] {
            assert!(text.contains(part), "{part}: {text}");
        }
    }

    #[test]
    fn a_call_that_would_be_refused_shows_its_code() {
        let refused = json!({"outcome": "refused", "code": "ResourceInUse", "message": "a subnet\u{202e}", "changes": []});
        let text = page(&refused);
        assert!(
            text.contains("ResourceInUse") && text.contains("subnet\\u{202e}"),
            "{text}"
        );
        assert!(!text.contains("<table"), "{text}");
        let text = page(&json!({"outcome": "unknown", "why": "the VPC"}));
        assert!(text.contains("the VPC"), "{text}");
    }

    #[test]
    fn another_form_is_shown_as_it_is() {
        let text = page(&json!({"told": "<b>"}));
        assert!(
            text.contains("<pre") && text.contains("&lt;b&gt;"),
            "{text}"
        );
    }
}
