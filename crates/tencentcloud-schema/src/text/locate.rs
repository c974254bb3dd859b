//! Which line of a JSON text a path leads to.

use std::collections::HashMap;

use serde_json::value::RawValue;

/// The places of one JSON text. Each value is opened once, however many paths lead through it.
pub(super) struct Places<'a> {
    text: &'a str,
    /// The whole text as one value; `None` where it is not JSON.
    root: Option<&'a RawValue>,
    /// Where each line begins.
    lines: Vec<usize>,
    /// What was opened so far, by where it begins.
    opened: HashMap<usize, Inner<'a>>,
}

/// What a value holds.
enum Inner<'a> {
    Members(HashMap<String, &'a RawValue>),
    Items(Vec<&'a RawValue>),
    Nothing,
}

impl<'a> Places<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        let breaks = text.match_indices('\n').map(|(offset, _)| offset + 1);
        Self {
            text,
            root: serde_json::from_str(text).ok(),
            lines: std::iter::once(0).chain(breaks).collect(),
            opened: HashMap::new(),
        }
    }

    /// The line, from 1, on which the value at `path` begins; that of the value around it where a
    /// part of the path leads nowhere. `None` for a text that is not JSON.
    pub(super) fn line(&mut self, path: &str) -> Option<usize> {
        let mut at = self.root?;
        for part in path.split(['.', '[', ']']).filter(|part| !part.is_empty()) {
            match self.inner(at, part) {
                Some(inner) => at = inner,
                None => break,
            }
        }
        let offset = self.offset(at);
        Some(self.lines.partition_point(|start| *start <= offset))
    }

    fn inner(&mut self, value: &'a RawValue, part: &str) -> Option<&'a RawValue> {
        let offset = self.offset(value);
        let inner = self.opened.entry(offset).or_insert_with(|| open(value));
        match inner {
            Inner::Members(members) => members.get(part).copied(),
            Inner::Items(items) => items.get(part.parse::<usize>().ok()?).copied(),
            Inner::Nothing => None,
        }
    }

    fn offset(&self, value: &RawValue) -> usize {
        value.get().as_ptr().addr() - self.text.as_ptr().addr()
    }
}

fn open(value: &RawValue) -> Inner<'_> {
    let text = value.get();
    let members = || serde_json::from_str(text).map(Inner::Members);
    let items = || serde_json::from_str(text).map(Inner::Items);
    members().or_else(|_| items()).unwrap_or(Inner::Nothing)
}
