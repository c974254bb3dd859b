//! Names, and the other words that have a form.

use std::collections::{BTreeMap, BTreeSet};

use super::Check;

impl Check<'_> {
    /// Checks the name of an action, a type or a member.
    pub(super) fn name(&mut self, path: &str, name: &str) {
        if !is_name(name) {
            self.say(path, format_args!("{name:?} is not a name; expected letters, digits and underscores, a letter first"));
        }
    }

    /// Checks the name of a type. A lower-case first letter is that of a kind, and `Self` is no name
    /// that a type can have where code is generated.
    pub(super) fn type_name(&mut self, path: &str, name: &str) {
        self.name(path, name);
        if is_name(name) && !name.starts_with(|c: char| c.is_ascii_uppercase()) {
            self.say(
                path,
                format_args!("{name:?} is not the name of a type; expected a capital letter first"),
            );
        }
        if fold(name) == "self" {
            self.say(
                path,
                format_args!(
                    "{name:?} cannot name a type: the word is reserved; rename the type and the members that use it"
                ),
            );
        }
    }

    /// Refuses names that differ by case or underscores alone: generated code, and the files that
    /// hold it, cannot tell them apart.
    pub(super) fn distinct<'a>(
        &mut self,
        section: &str,
        what: &str,
        names: impl Iterator<Item = &'a String>,
    ) {
        let mut known = BTreeMap::new();
        for name in names {
            if let Some(other) = known.insert(fold(name), name) {
                self.say(
                    format!("{section}.{name}"),
                    format_args!(
                        "the {what} {other} and {name} differ by case or underscores alone; rename one of them"
                    ),
                );
            }
        }
    }

    /// Checks error codes.
    pub(super) fn codes(&mut self, path: &str, codes: &BTreeSet<String>) {
        for code in codes {
            if !code.split('.').all(is_code_part) {
                self.say(
                    path,
                    format_args!("{code:?} is not an error code; expected words joined by dots"),
                );
            }
        }
    }

    /// Checks a host, if there is one.
    pub(super) fn host(&mut self, path: &str, host: Option<&str>) {
        if let Some(host) = host
            && !is_host(host)
        {
            self.say(
                path,
                format_args!(
                    "{host:?} is not a host; expected lower-case words joined by dots, without scheme or port"
                ),
            );
        }
    }
}

/// What is left of a name where case and underscores do not count.
fn fold(name: &str) -> String {
    name.replace('_', "").to_ascii_lowercase()
}

fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

fn is_code_part(text: &str) -> bool {
    !text.is_empty()
        && text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "_-".contains(c))
}

fn is_host(text: &str) -> bool {
    let label = |label: &str| {
        !label.is_empty()
            && label
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
    };
    text.contains('.') && text.split('.').all(label)
}

pub(super) fn is_header(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
}

pub(super) fn is_label(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase())
        && text
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
}

pub(super) fn is_version(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() == 10
        && bytes.iter().enumerate().all(|(i, b)| match i {
            4 | 7 => *b == b'-',
            _ => b.is_ascii_digit(),
        })
}
