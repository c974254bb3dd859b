//! What could be typed next.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;

use super::super::entry::Head;
use super::compile::value;
use super::query::{Field, Name, Place, place, value_text};
use crate::page::Language;

/// How many suggestions there are at most.
const MOST: usize = 16;

/// A text that could be typed, and what it is.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Suggestion {
    /// The whole filter up to its end.
    text: String,
    /// What of it is new.
    shown: String,
    detail: String,
}

/// Returns what could be typed at the end of `text`, of what the calls with these heads have.
pub(crate) fn suggest(
    text: &str,
    heads: &[(Arc<Head>, usize)],
    language: Language,
) -> Vec<Suggestion> {
    let (from, offers) = match place(text) {
        Place::Condition(from) => (from, conditions(language)),
        Place::Value(Field::Name(name), from) => (from, values(name, heads, language)),
        Place::Value(Field::Since, from) => (from, texts(&["1m", "10m", "1h", "1d"])),
        Place::Value(..) | Place::Text => return Vec::new(),
    };
    let (before, typed) = text.split_at(from);
    let typed = typed.trim_start_matches(['"', '“']).to_lowercase();
    let is_near = |offer: &(String, String)| {
        let offer = offer.0.to_lowercase();
        offer != typed && offer.contains(&typed)
    };
    let mut near: Vec<_> = offers.into_iter().filter(is_near).collect();
    // What begins as it was typed comes first; the rest keeps its order.
    near.sort_by_key(|(offer, _)| !offer.to_lowercase().starts_with(&typed));
    near.truncate(MOST);
    let suggestions = near.into_iter().map(|(shown, detail)| Suggestion {
        text: format!("{before}{shown}"),
        shown,
        detail,
    });
    suggestions.collect()
}

fn texts(texts: &[&str]) -> Vec<(String, String)> {
    let texts = texts.iter().map(|text| ((*text).to_owned(), String::new()));
    texts.collect()
}

/// Returns what may begin a condition, each with what it asks for.
fn conditions(language: Language) -> Vec<(String, String)> {
    let words = Field::words().into_iter();
    let words = words.map(|word| (word.to_owned(), detail(word, language).to_owned()));
    words.collect()
}

fn detail(word: &str, language: Language) -> &'static str {
    let (english, chinese) = match word {
        "service:" => ("cvm", "产品，如 cvm"),
        "action:" => ("Describe*", "接口，如 Describe*"),
        "code:" => ("error code, * or none", "错误码，* 或 none"),
        "class:" => ("read or write", "read 只读，write 写入"),
        "client:" => ("user agent", "客户端"),
        "region:" => ("ap-guangzhou", "地域"),
        "ms>" => ("milliseconds", "耗时（毫秒）"),
        "attempt>" => ("retried calls", "第几次尝试"),
        "since:" => ("10m, 2h", "时间范围，如 10m"),
        "source:" => ("where it was seen", "来源"),
        "account:" => ("account number", "账号"),
        "request." => ("a parameter: request.VpcId=…", "请求参数：request.VpcId=…"),
        "response." => ("response.TotalCount>0", "返回字段：response.TotalCount>0"),
        "version:" => ("API version", "接口版本"),
        "marked" => ("with a star or note", "已标记"),
        _ => ("", ""),
    };
    language.pick(english, chinese)
}

/// Returns the values that `name` has, the most frequent first, each with its number of calls.
fn values(name: Name, heads: &[(Arc<Head>, usize)], language: Language) -> Vec<(String, String)> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for (head, count) in heads {
        if let Some(value) = value(head, name) {
            *counts.entry(value).or_default() += count;
        }
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let always: &[(&str, &str, &str)] = match name {
        Name::Code => &[("*", "failed", "失败"), ("none", "succeeded", "成功")],
        _ => &[],
    };
    let always = always.iter().map(|(value, english, chinese)| {
        (
            (*value).to_owned(),
            language.pick(*english, *chinese).to_owned(),
        )
    });
    let counted = counts.into_iter().map(|(value, count)| {
        let calls = language.pick(" calls", " 个调用");
        (value_text(value), format!("{count}{calls}"))
    });
    always.chain(counted).collect()
}
