//! What the service takes when a parameter is left out.

use std::sync::LazyLock;

use regex::Regex;
use serde_json::{Number, Value};
use tencentcloud_schema::{Kind, Member};

use crate::pattern::pattern;

/// The words, and the one word or number that follows them up to a place where a clause ends.
static DEFAULT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?x)
        (?P<words>(?:默认|缺省)(?:值|取值|情况下)?\s*(?P<verb>为|是|取|使用)?\s*(?P<colon>[:=])?)\s*
        (?P<value>否|-?[A-Za-z0-9_][A-Za-z0-9_.\-/+]*?)
        (?P<unit>\s*(?:毫秒|秒钟?|分钟|小时|天|个月|个|条|次|页|台|字节|ms|s|[KMGT]i?[Bb]|[KMG]bps|[kmg]bps|bps|fps))?
        \s*(?P<end>[,;。)!\]\n(]|\.(?:\s|$)|$|\x20(?:\p{Han}|$))
        ",
    )
});

/// Reads the default off a normalized text. `marked` is the value that the value list itself
/// calls the default.
pub(super) fn read(text: &str, member: &Member, marked: Option<&str>) -> Option<Value> {
    let mut found: Vec<Value> = marked
        .and_then(|text| value(text, &member.kind))
        .into_iter()
        .collect();
    for captures in DEFAULT.captures_iter(text) {
        let (Some(words), Some(said)) = (captures.name("words"), captures.name("value")) else {
            continue;
        };
        if is_conditional(&text[..words.start()]) {
            return None;
        }
        let listed = member.values.iter().any(|listed| listed == said.as_str());
        let explicit = words.as_str().contains('值')
            || captures.name("verb").is_some()
            || captures.name("colon").is_some();
        if member.kind == Kind::String {
            // "默认VPC" may well mean the VPC that is the default one.
            if !listed
                && (!explicit || !member.values.is_empty() || captures.name("unit").is_some())
            {
                return None;
            }
        }
        match value(said.as_str(), &member.kind) {
            Some(value) => found.push(value),
            None => return None,
        }
    }
    let first = found.first()?.clone();
    found.iter().all(|other| *other == first).then_some(first)
}

/// True where the clause before the words names a condition other than that nothing is given.
fn is_conditional(before: &str) -> bool {
    let clause = before.rsplit(['。', ';', '\n']).next().unwrap_or_default();
    let clause = clause.trim_end_matches([',', ' ', '(']);
    let moment = clause.ends_with('时')
        && !["超时", "小时", "延时", "定时", "实时"]
            .iter()
            .any(|word| clause.ends_with(word));
    let condition = moment
        || ["当", "若", "如果", "情况", "场景"]
            .iter()
            .any(|word| clause.contains(word));
    let nothing = ["不", "未", "空", "缺", "没有"]
        .iter()
        .any(|word| clause.contains(word));
    condition && !nothing
}

fn value(text: &str, kind: &Kind) -> Option<Value> {
    match kind {
        Kind::Bool => match text.to_ascii_lowercase().as_str() {
            "true" => Some(true.into()),
            "false" | "否" => Some(false.into()),
            _ => None,
        },
        Kind::Float => Number::from_f64(text.parse().ok()?).map(Value::Number),
        Kind::Uint64 => text.parse::<u64>().ok().map(Value::from),
        kind if kind.is_integer() => text.parse::<i64>().ok().map(Value::from),
        Kind::String if text != "否" && !is_nothing(text) => Some(text.into()),
        _ => None,
    }
}

fn is_nothing(text: &str) -> bool {
    ["null", "none", "nil"].contains(&text.to_ascii_lowercase().as_str())
}
