//! The `CHANGELOG.md` of a generated crate, the one place of its version.

use std::fmt;
use std::ops::Range;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use tencentcloud_schema::diff::Verdict;

use crate::workspace;

/// The file's name in the folder of its crate.
pub(crate) const FILE: &str = "CHANGELOG.md";

/// A crate's version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Version([u32; 3]);

impl Version {
    /// The version of a crate that is made for the first time.
    pub(crate) const FIRST: Self = Self([0, 1, 0]);

    fn parse(text: &str) -> Option<Self> {
        let numbers: Vec<_> = text
            .split('.')
            .map(str::parse)
            .collect::<Result<_, _>>()
            .ok()?;
        let version = Self(numbers.try_into().ok()?);
        // Signs and leading zeros are parsed, and cargo takes neither.
        (version.to_string() == text).then_some(version)
    }

    /// The next version, by the rules that cargo compares versions by.
    fn after(self, verdict: Verdict) -> Self {
        Self(match (self.0, verdict) {
            ([0, 0, patch], _) => [0, 0, patch + 1],
            ([0, minor, _], Verdict::Breaking) => [0, minor + 1, 0],
            ([0, minor, patch], _) => [0, minor, patch + 1],
            ([major, ..], Verdict::Breaking) => [major + 1, 0, 0],
            ([major, minor, _], Verdict::Minor) => [major, minor + 1, 0],
            ([major, minor, patch], Verdict::Patch) => [major, minor, patch + 1],
        })
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [major, minor, patch] = self.0;
        write!(f, "{major}.{minor}.{patch}")
    }
}

/// A changelog that was read; its first heading of the second level is the version.
#[derive(Debug)]
pub(crate) struct Changelog {
    path: PathBuf,
    text: String,
    /// Where the first heading begins.
    top: usize,
    version: Version,
}

impl Changelog {
    /// The changelog in the folder of a crate, where it has one.
    pub(crate) fn read(folder: &Path) -> Result<Option<Self>> {
        let path = folder.join(FILE);
        if !path.exists() {
            return Ok(None);
        }
        let text = workspace::read(&path)?;
        let (top, version) = heading(&text).with_context(|| {
            format!(
                "{} states no version: its first heading `## …` must be one like `## 0.1.0`",
                path.display()
            )
        })?;
        Ok(Some(Self {
            path,
            text,
            top,
            version,
        }))
    }

    /// The version that it states.
    pub(crate) fn version(&self) -> Version {
        self.version
    }

    /// Puts a report on top, under the version that its verdict makes of the last one. A section
    /// that the crate's manifest does not have yet is not closed: the report joins it.
    pub(crate) fn add(&mut self, verdict: Verdict, report: &str) -> Result<()> {
        // Fenced, a report is the same text here as where it is printed.
        let report = format!("```text\n{report}```\n\n");
        let Some((section, generated)) = self.open_section()? else {
            self.version = self.version.after(verdict);
            let section = format!("## {}\n\n{report}", self.version);
            self.text.insert_str(self.top, &section);
            return Ok(());
        };
        if !self.text[section.clone()].contains(&report) {
            self.text.insert_str(section.end, &report);
        }
        let old = format!("## {}", self.version);
        self.version = self.version.max(generated.after(verdict));
        let new = format!("## {}", self.version);
        self.text
            .replace_range(self.top..self.top + old.len(), &new);
        Ok(())
    }

    /// The section on top that was written since code was generated, and the version that the
    /// crate's manifest has from then.
    fn open_section(&self) -> Result<Option<(Range<usize>, Version)>> {
        let manifest = self.path.with_file_name("Cargo.toml");
        if !manifest.exists() {
            return Ok(None);
        }
        let manifest = workspace::read(&manifest)?;
        let version = manifest
            .lines()
            .find_map(|line| line.strip_prefix("version = \"")?.strip_suffix('"'))
            .and_then(Version::parse);
        let below = self.top + "## ".len();
        let next = heading(&self.text[below..]).map(|(start, version)| (below + start, version));
        Ok(match (version, next) {
            (Some(generated), Some((end, before))) if generated == before => {
                (generated < self.version).then_some((self.top..end, generated))
            }
            _ => None,
        })
    }

    /// Writes the file.
    pub(crate) fn write(&self) -> Result<()> {
        workspace::write(&self.path, self.text.as_bytes())?;
        Ok(())
    }
}

/// The first heading of the second level: where it begins, and the version that it names.
fn heading(text: &str) -> Option<(usize, Version)> {
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        if let Some(title) = line.strip_prefix("## ") {
            let version = Version::parse(title.split_whitespace().next()?)?;
            return Some((start, version));
        }
        start += line.len();
    }
    None
}

#[cfg(test)]
mod tests {
    use std::fs;

    use tencentcloud_schema::diff::Verdict::{self, Breaking, Minor, Patch};

    use super::{Changelog, FILE, Version};

    #[test]
    fn verdicts_move_a_version_as_cargo_compares_it() {
        let cases: [(&str, Verdict, &str); 8] = [
            ("0.0.3", Patch, "0.0.4"),
            ("0.1.3", Patch, "0.1.4"),
            ("0.1.3", Minor, "0.1.4"),
            ("0.1.3", Breaking, "0.2.0"),
            ("0.0.3", Breaking, "0.0.4"),
            ("1.2.3", Patch, "1.2.4"),
            ("1.2.3", Minor, "1.3.0"),
            ("1.2.3", Breaking, "2.0.0"),
        ];
        for (old, verdict, new) in cases {
            let version = Version::parse(old).unwrap();
            assert_eq!(version.after(verdict).to_string(), new, "{old}, {verdict}");
        }
    }

    #[test]
    fn a_section_goes_on_top_and_leaves_the_rest() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(FILE);
        let rest = "## 0.1.9 (2025-01-01)\n\nBy hand.\n\n## 0.1.0\n\nFirst version.\n";
        fs::write(&path, format!("# Changelog\n\nAbout.\n\n{rest}")).unwrap();
        let mut changelog = Changelog::read(folder.path()).unwrap().unwrap();
        assert_eq!(changelog.version().to_string(), "0.1.9");
        changelog.add(Breaking, "bakery: breaking\n").unwrap();
        changelog.write().unwrap();
        assert_eq!(
            fs::read_to_string(&path).unwrap(),
            format!(
                "# Changelog\n\nAbout.\n\n## 0.2.0\n\n```text\nbakery: breaking\n```\n\n{rest}"
            )
        );
        let again = Changelog::read(folder.path()).unwrap().unwrap();
        assert_eq!(again.version(), changelog.version());
    }

    #[test]
    fn imports_between_two_generations_make_one_version() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(FILE);
        let rest = "## 0.1.0\n\nFirst version.\n";
        fs::write(&path, rest).unwrap();
        let manifest = folder.path().join("Cargo.toml");
        fs::write(&manifest, "[package]\nversion = \"0.1.0\"\n").unwrap();
        let add = |verdict, report: &str| {
            let mut changelog = Changelog::read(folder.path()).unwrap().unwrap();
            changelog.add(verdict, report).unwrap();
            changelog.write().unwrap();
            fs::read_to_string(&path).unwrap()
        };
        let one = format!("## 0.1.1\n\n```text\na: minor\n```\n\n{rest}");
        assert_eq!(add(Minor, "a: minor\n"), one);
        assert_eq!(add(Minor, "a: minor\n"), one, "the same again");
        let two = "```text\na: minor\n```\n\n```text\nb: breaking\n```\n\n";
        let both = format!("## 0.2.0\n\n{two}{rest}");
        assert_eq!(add(Breaking, "b: breaking\n"), both);
        // The gravest of all decides, whatever comes after it.
        let text = add(Patch, "c: patch\n");
        assert!(
            text.starts_with("## 0.2.0\n\n```text\na: minor\n"),
            "{text}"
        );
        // Once code is generated from it, the version is closed.
        fs::write(&manifest, "[package]\nversion = \"0.2.0\"\n").unwrap();
        let text = add(Patch, "c: patch\n");
        assert!(
            text.starts_with("## 0.2.1\n\n```text\nc: patch\n```\n\n## 0.2.0\n"),
            "{text}"
        );
    }

    #[test]
    fn a_heading_that_is_no_version_is_told() {
        let folder = tempfile::tempdir().unwrap();
        assert!(Changelog::read(folder.path()).unwrap().is_none());
        for text in [
            "",
            "# 0.1.0\n",
            "## Unreleased\n\n## 0.1.0\n",
            "## 0.1\n",
            "## 0.01.0\n",
            "## +0.1.0\n",
            "## 1.0.0-rc.1\n",
            "## \n",
        ] {
            fs::write(folder.path().join(FILE), text).unwrap();
            let error = Changelog::read(folder.path()).unwrap_err().to_string();
            assert!(error.contains("must be one like `## 0.1.0`"), "{error}");
        }
    }
}
