//! Parameters, response fields, values and error codes by how they are spelt.

use tencentcloud_calls::Meaning;
use tencentcloud_catalogue::search::{Field, Index, Spelling, Spellings};

use super::actions::{self, named};
use super::group::{Group, Hit};
use crate::page::Reader;

/// How many names of a sort are shown.
const SHOWN: usize = 4;
/// What is shorter is a part of too many names.
const SHORTEST: usize = 3;

/// Returns the parameters, response fields, values and error codes that have all words of `text`.
pub(super) fn groups(reader: &Reader, index: &Index, names: &Spellings, text: &str) -> Vec<Group> {
    if text.trim().len() < SHORTEST {
        return Vec::new();
    }
    let t = |english, chinese| reader.t(english, chinese);
    let members = [
        (Field::Parameter, t("Parameters", "参数")),
        (Field::Response, t("Response fields", "响应字段")),
        (Field::Value, t("Values", "取值")),
    ];
    let matching = names.matching(text);
    let members = members.into_iter().map(|(field, name)| {
        let found = matching.of(field, SHOWN);
        let is_exact = found.first().is_some_and(|first| first.text == text);
        let hits = found.iter().flat_map(|spelling| {
            // The very name has the actions behind it; others are there to be chosen from.
            let shown = if spelling.text == text { usize::MAX } else { 1 };
            members_of(reader, index, spelling, shown)
        });
        Group {
            is_exact,
            ..Group::new(name, hits.collect())
        }
    });
    let is_code = text.contains('.');
    let shown = if is_code { 2 * SHOWN } else { SHOWN };
    let codes = matching.of(Field::Error, shown);
    let is_exact = is_code && !codes.is_empty();
    let codes = codes
        .into_iter()
        .map(|code| of_code(reader, index, code.text));
    let codes = Group {
        is_exact,
        ..Group::new(t("Error codes", "错误码"), codes.collect())
    };
    members.chain([codes]).collect()
}

/// The first `shown` actions that have a name, each a hit.
fn members_of(reader: &Reader, index: &Index, spelling: &Spelling<'_>, shown: usize) -> Vec<Hit> {
    let having = count(reader, spelling.count, ["action", "actions", "个接口"]);
    let numbers = spelling.actions.iter().take(shown);
    let hits = numbers.filter_map(|number| {
        let hit = index.action(*number)?;
        let leads = actions::of(reader, &hit)?;
        Some(Hit {
            name: spelling.text.to_owned(),
            title: format!("{} · {}", hit.action, leads.title),
            why: vec![(named(reader, spelling.field), having.clone())],
            ..leads
        })
    });
    hits.collect()
}

fn of_code(reader: &Reader, index: &Index, code: &str) -> Hit {
    let meaning = Meaning::of(code);
    let services = index.error(code).len();
    let having = count(reader, services, ["service", "services", "个产品"]);
    Hit {
        href: crate::errors::link(code),
        name: code.to_owned(),
        title: reader.t(meaning.english, meaning.chinese).to_owned(),
        why: vec![(named(reader, Field::Error), having)],
    }
}

/// How many there are, with what is counted: one in English, several, and in Chinese.
fn count(reader: &Reader, count: usize, [one, several, chinese]: [&'static str; 3]) -> String {
    let english = if count == 1 { one } else { several };
    format!("{count} {}", reader.t(english, chinese))
}
