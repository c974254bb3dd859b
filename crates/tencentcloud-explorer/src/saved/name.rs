//! Names of saved requests: paths within the folder, and nowhere else.

use std::fmt;
use std::path::{Path, PathBuf};

/// The file of environments in each folder.
pub(super) const ENVIRONMENTS: &str = "environments.json";

/// The longest name, in bytes.
const LONGEST: usize = 200;
/// The most folders in a name.
const DEEPEST: usize = 8;

/// A name of a saved request, e.g. `network/list subnets`: `/` makes folders.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Name(String);

impl Name {
    /// Reads a name, with or without `.json`; `None` if it would be elsewhere, hidden, or no file on
    /// some system.
    pub(super) fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        let text = text.strip_suffix(".json").unwrap_or(text);
        let parts: Vec<&str> = text.split('/').collect();
        let is_part = |part: &&str| {
            !part.is_empty()
                && !part.starts_with('.')
                && !part.ends_with(['.', ' '])
                && !part.starts_with(' ')
                && !part.contains(|c: char| c.is_control() || "\\:*?\"<>|".contains(c))
        };
        let is_name = text.len() <= LONGEST && parts.len() <= DEEPEST && parts.iter().all(is_part);
        let is_other = parts
            .last()
            .is_some_and(|last| format!("{last}.json") == ENVIRONMENTS);
        (is_name && !is_other).then(|| Self(text.to_owned()))
    }

    /// Returns where it is in `folder`.
    pub(super) fn path(&self, folder: &Path) -> PathBuf {
        folder.join(format!("{}.json", self.0))
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the folder in which it is; empty for the outermost one.
    pub(super) fn folder(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// Returns its last part.
    pub(super) fn last(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or_default()
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_never_leads_out_of_the_folder() {
        for name in [
            "list",
            "network/list subnets",
            "网络/查询",
            "list.json",
            " list ",
        ] {
            assert!(Name::read(name).is_some(), "{name}");
        }
        for name in [
            "",
            "/",
            "/etc/passwd",
            "..",
            "a/../../b",
            "a//b",
            "a/",
            ".hidden",
            "a/.git/config",
            "a\\b",
            "C:x",
            "a\0b",
            "a\nb",
            "trailing.",
            "environments",
            "a/environments.json",
        ] {
            assert_eq!(Name::read(name), None, "{name:?}");
        }
        assert_eq!(Name::read(&"a/".repeat(9)), None);
        assert_eq!(Name::read(&"a".repeat(300)), None);
        let name = Name::read("a/b/c.json").unwrap();
        assert_eq!((name.folder(), name.last()), ("a/b", "c"));
        assert_eq!(name.path(Path::new("/x")), Path::new("/x/a/b/c.json"));
    }
}
