//! Services, rooms of the window, saved requests, and recent calls.

use std::collections::HashSet;

use tencentcloud_catalogue::search::{Field, Index};

use super::actions::named;
use super::group::{Group, Hit};
use crate::call::escaped;
use crate::page::{Reader, rooms};

/// How many of a sort are shown.
const SHOWN: usize = 5;
/// How many of the last calls are looked at.
const LOOKED_AT: u64 = 500;

/// Returns the services whose name begins with `text` or whose title has it.
pub(super) fn services(reader: &Reader, index: &Index, text: &str) -> Group {
    let lower = text.trim().to_lowercase();
    let mut found: Vec<_> = index
        .services()
        .filter_map(|(name, chinese, english)| {
            let fit = match () {
                () if name == lower => 0,
                () if chinese == lower || english.eq_ignore_ascii_case(&lower) => 1,
                () if name.starts_with(&lower) => 2,
                () if lower.len() < 2 => return None,
                () if chinese.to_lowercase().contains(&lower) => 3,
                () if english.to_lowercase().contains(&lower) => 3,
                () => return None,
            };
            Some((fit, name.len(), name, chinese, english))
        })
        .collect();
    found.sort_unstable();
    let is_exact = found.first().is_some_and(|(fit, ..)| *fit < 2);
    let hits = found
        .into_iter()
        .take(SHOWN)
        .map(|(fit, _, name, chinese, english)| {
            let field = if [0, 2].contains(&fit) {
                Field::Name
            } else {
                Field::Title
            };
            Hit {
                href: format!("/service/{name}"),
                name: name.to_owned(),
                title: reader.title(chinese, english).to_owned(),
                why: vec![(named(reader, field), String::new())],
            }
        });
    Group {
        is_exact,
        ..Group::new(reader.t("Services", "产品"), hits.collect())
    }
}

/// Returns the rooms of the window that `text` is a part of, in either language; all if it is empty.
pub(super) fn of_window(reader: &Reader, text: &str) -> Group {
    let lower = text.trim().to_lowercase();
    let fits = |name: &str| name.to_lowercase().contains(&lower);
    let found = rooms()
        .iter()
        .filter(|(_, (english, chinese))| fits(english) || fits(chinese));
    let hits = found.map(|(path, (english, chinese))| Hit {
        href: (*path).to_owned(),
        name: reader.t(english, chinese).to_owned(),
        title: String::new(),
        why: Vec::new(),
    });
    Group::new(reader.t("Rooms", "功能"), hits.collect())
}

/// Returns the saved requests whose name has all words of `text`.
pub(super) fn saved(reader: &Reader, text: &str) -> Group {
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower.split_whitespace().collect();
    let names = reader.app.saved.as_ref().map(|folder| folder.names());
    let found = names.unwrap_or_default().into_iter().filter(|name| {
        let name = name.as_str().to_lowercase();
        words.iter().all(|word| name.contains(word))
    });
    let hits = found.take(SHOWN).map(|name| Hit {
        href: format!("/saved/open?name={}", escaped(name.as_str())),
        name: name.as_str().to_owned(),
        title: String::new(),
        why: Vec::new(),
    });
    Group::new(reader.t("Saved requests", "已保存的请求"), hits.collect())
}

/// Returns the last calls whose action or service has all words of `text`, each action once.
pub(super) fn recent(reader: &Reader, text: &str) -> Group {
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower.split_whitespace().collect();
    let timeline = &reader.app.timeline;
    let last = timeline.watch().borrow().last;
    let found = timeline.after(last.saturating_sub(LOOKED_AT), usize::MAX, |_, _| true);
    let mut seen = HashSet::new();
    let hits = found.entries.iter().rev().filter_map(|entry| {
        let head = &entry.head;
        let service = head.service.as_deref().unwrap_or_default();
        let whole = format!("{service} {}", head.action).to_lowercase();
        let fits = words.iter().all(|word| whole.contains(word));
        (fits && seen.insert(whole)).then(|| Hit {
            href: format!("/row/{}", entry.id),
            name: head.action.to_string(),
            title: service.to_owned(),
            why: vec![(
                reader.t("call", "调用"),
                head.code.as_deref().unwrap_or("OK").to_owned(),
            )],
        })
    });
    Group::new(
        reader.t("Recent calls", "最近的调用"),
        hits.take(SHOWN).collect(),
    )
}
