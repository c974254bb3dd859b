//! What a request did on the twin of the account, as lines.

use serde::Deserialize;
use serde_json::Value;
use tencentcloud_calls::Language;

use crate::untrusted::{shown, shown_value};

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
    kind: String,
    id: String,
    #[serde(default)]
    name: Option<String>,
    what: What,
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

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Knowledge {
    named: Vec<Named>,
}

#[derive(Debug, Deserialize)]
struct Named {
    id: String,
    known: bool,
}

/// Returns the rehearsal that `twin` is, in lines: its outcome, then a change each. What cannot be read as one is
/// shown as it is.
pub(super) fn lines(twin: &Value, language: Language) -> Vec<String> {
    let Ok(rehearsal) = Rehearsal::deserialize(twin) else {
        return vec![shown_value(twin)];
    };
    let pick = |english: &str, chinese: &str| language.pick(english, chinese).to_owned();
    let mut lines = vec![match &rehearsal.outcome {
        Outcome::Done if rehearsal.changes.is_empty() => pick(
            "carried out; no resource is different then",
            "执行成功；没有资源发生变化",
        ),
        Outcome::Done => pick("carried out", "执行成功"),
        Outcome::Refused { code, message } => {
            let refused = pick("refused", "被拒绝");
            format!("{refused}: {}: {}", shown(code), shown(message))
        }
        Outcome::Checked => pick(
            "the parameters are in order; what the action does is not known",
            "参数无误；该接口的效果未知",
        ),
        Outcome::Unknown { why } => format!("{}: {}", pick("not known", "未知"), shown(why)),
    }];
    let unknown = rehearsal.knowledge.named.iter().filter(|one| !one.known);
    let unknown: Vec<_> = unknown.map(|one| shown(&one.id)).collect();
    if !unknown.is_empty() {
        let told = pick("it does not know", "其中未知的资源");
        lines.push(format!("{told}: {}", unknown.join(", ")));
    }
    lines.extend(
        rehearsal
            .changes
            .iter()
            .map(|change| line(change, language)),
    );
    let more = rehearsal.count.saturating_sub(rehearsal.changes.len());
    if more > 0 {
        lines.push(language.pick(format!("and {more} more"), format!("另有 {more} 项")));
    }
    lines
}

/// What becomes of a resource, in one line.
fn line(change: &Change, language: Language) -> String {
    let (mark, what) = match change.what {
        What::Created => ("+", language.pick("created", "新建")),
        What::Changed => ("~", language.pick("changed", "变更")),
        What::Deleted => ("-", language.pick("deleted", "删除")),
    };
    let name = change.name.as_deref();
    let name = name.map_or_else(String::new, |name| format!(" \"{}\"", shown(name)));
    let value = |value: &Option<Value>| value.as_ref().map_or_else(|| "-".to_owned(), shown_value);
    let members = change.members.iter().map(|member| {
        let (before, after) = (value(&member.before), value(&member.after));
        format!("{} {before} → {after}", shown(&member.member))
    });
    let members = members.collect::<Vec<_>>().join("; ");
    let colon = if members.is_empty() { "" } else { ": " };
    let (kind, id) = (shown(&change.kind), shown(&change.id));
    format!("{mark} {what} {kind} {id}{name}{colon}{members}")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_outcome_and_each_change_have_a_line() {
        let twin = json!({
            "outcome": "done",
            "response": {},
            "changes": [
                {"service": "cvm", "kind": "Instance", "id": "ins-1", "region": "r", "name": "a\u{1b}[8mb", "what": "changed",
                    "through": "STOPPING", "members": [{"member": "InstanceState", "before": "RUNNING", "after": "STOPPED"}]},
                {"service": "cbs", "kind": "Disk", "id": "disk-1", "region": "r", "what": "deleted"},
            ],
            "count": 5,
            "knowledge": {"named": [{"parameter": "InstanceIds", "service": "cvm", "kind": "Instance", "id": "ins-2", "known": false}],
                "unread": [], "forgotten": 0},
            "stateful": true,
        });
        assert_eq!(
            lines(&twin, Language::English),
            [
                "carried out",
                "it does not know: ins-2",
                "~ changed Instance ins-1 \"a\\u{1b}[8mb\": InstanceState RUNNING → STOPPED",
                "- deleted Disk disk-1",
                "and 3 more",
            ]
        );
        let refused =
            json!({"outcome": "refused", "code": "A.B", "message": "no\nyes", "changes": []});
        assert_eq!(
            lines(&refused, Language::English),
            ["refused: A.B: no\\nyes"]
        );
        assert_eq!(lines(&json!("x\u{7}"), Language::Chinese), ["x\\u{7}"]);
    }
}
