//! What a search found, in groups.

use maud::{Markup, html};

use crate::page::Reader;

/// Hits of one sort.
#[derive(Debug)]
pub(super) struct Group {
    /// What it is called.
    pub(super) name: &'static str,
    pub(super) hits: Vec<Hit>,
    /// True if what was typed is the very name of the first hit, which goes before all others then.
    pub(super) is_exact: bool,
}

/// Something that was found.
#[derive(Debug, Default)]
pub(super) struct Hit {
    /// Where it leads.
    pub(super) href: String,
    /// Its name as the API spells it, or as the reader reads it.
    pub(super) name: String,
    /// What it is.
    pub(super) title: String,
    /// Why it was found: where, and by what.
    pub(super) why: Vec<(&'static str, String)>,
}

impl Group {
    /// Creates a group that has no place of its own before the others.
    pub(super) fn new(name: &'static str, hits: Vec<Hit>) -> Self {
        Self {
            name,
            hits,
            is_exact: false,
        }
    }
}

/// Returns the groups that have hits as a list to choose from.
pub(super) fn list(reader: &Reader, groups: &[Group], words: &[&str]) -> Markup {
    let mut numbers = 1..;
    html! {
        div id="found" role="listbox" aria-label=(reader.t("Found", "查找结果")) {
            @for (at, group) in groups.iter().enumerate().filter(|(_, group)| !group.hits.is_empty()) {
                div role="group" aria-labelledby={ "group-" (at) } {
                    h3 id={ "group-" (at) } role="presentation" { (group.name) }
                    @for (hit, number) in group.hits.iter().zip(&mut numbers) {
                        (row(hit, number, words))
                    }
                }
            }
        }
    }
}

fn row(hit: &Hit, number: usize, words: &[&str]) -> Markup {
    html! {
        a id={ "hit-" (number) } role="option" tabindex="-1" aria-selected="false" href=(hit.href) data-go {
            span class="name" { (marked(&hit.name, words)) }
            span class="title" { (marked(&hit.title, words)) }
            span class="why" {
                @for (field, word) in &hit.why {
                    span { (field) @if !word.is_empty() { " " b { (word) } } }
                }
            }
        }
    }
}

/// `text` with what of it was typed marked.
fn marked(text: &str, words: &[&str]) -> Markup {
    let found = words.iter().filter_map(|word| {
        let at = find(text, word)?;
        Some((at, at + word.len()))
    });
    let mut places: Vec<(usize, usize)> = found.collect();
    places.sort_unstable();
    let mut end = 0;
    // Of two that overlap the first counts.
    places.retain(|&(from, to)| {
        let apart = from >= end;
        end = if apart { to } else { end };
        apart
    });
    let ends = places.iter().map(|(_, end)| *end);
    let starts: Vec<usize> = [0].into_iter().chain(ends).collect();
    html! {
        @for (before, (start, end)) in starts.iter().zip(&places) {
            (text[*before..*start]) mark { (text[*start..*end]) }
        }
        @if let Some(rest) = starts.last() { (text[*rest..]) }
    }
}

/// Where `word` is in `text`, whatever the case of Latin letters.
fn find(text: &str, word: &str) -> Option<usize> {
    let (text, word) = (text.as_bytes(), word.as_bytes());
    // A match of whole UTF-8 characters begins and ends between characters.
    let mut windows = text.windows(word.len().max(1));
    windows.position(|window| window.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_is_marked_in_what_was_found() {
        for (text, words, wanted) in [
            (
                "CreateVpc",
                &["vpc", "create"][..],
                "<mark>Create</mark><mark>Vpc</mark>",
            ),
            ("创建云服务器", &["云服务"], "创建<mark>云服务</mark>器"),
            ("A<B", &["<"], "A<mark>&lt;</mark>B"),
            (
                "RunInstances",
                &["nins", "instances", ""],
                "Ru<mark>nIns</mark>tances",
            ),
            ("", &["a"], ""),
        ] {
            assert_eq!(marked(text, words).into_string(), wanted);
        }
    }
}
