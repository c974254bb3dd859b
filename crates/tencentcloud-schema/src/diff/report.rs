//! What changed in a service, as text.

use std::collections::BTreeSet;
use std::fmt::{self, Display, Write};

use super::verdict::Verdict;
use super::walk::diff;
use crate::description::{Description, main_version};

/// What changed in a service, for a reader and for the version of its crate. It is displayed with a
/// line for each change, below the version of the API that changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    verdict: Verdict,
    text: String,
    breaking: Vec<String>,
}

impl Report {
    /// Compares all versions of a service, oldest first; `None` if nothing changed. Unless `hints`
    /// is true, what changes documentation alone is counted and not listed.
    pub fn new(old: &[Description], new: &[Description], hints: bool) -> Option<Self> {
        let all = old.iter().chain(new);
        let versions: BTreeSet<&str> = all.map(|one| one.version.as_str()).collect();
        let reports = versions.into_iter().filter_map(|wanted| {
            let find = |description: &&Description| description.version == wanted;
            match (old.iter().find(find), new.iter().find(find)) {
                (Some(before), Some(after)) => version(before, after, hints),
                (None, Some(added)) => Some(first(old, added)),
                (Some(gone), None) => Some(whole(gone, Verdict::Breaking, "no longer described")),
                (None, None) => None,
            }
        });
        reports.chain(root(old, new)).reduce(Self::and)
    }

    /// Compares two descriptions, of one version or of two; `None` if nothing changed. Unless `hints`
    /// is true, what changes documentation alone is counted and not listed.
    pub fn between(old: &Description, new: &Description, hints: bool) -> Option<Self> {
        version(old, new, hints)
    }

    /// Creates a report of one line.
    pub fn line(verdict: Verdict, line: impl Display) -> Self {
        let line = line.to_string();
        Self {
            verdict,
            text: format!("{line}\n"),
            breaking: match verdict {
                Verdict::Breaking => vec![line],
                _ => Vec::new(),
            },
        }
    }

    /// Puts another report below this one.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.verdict = self.verdict.max(other.verdict);
        self.text.push_str(&other.text);
        self.breaking.extend(other.breaking);
        self
    }

    /// Returns the gravest verdict of all changes.
    pub fn verdict(&self) -> Verdict {
        self.verdict
    }

    /// Returns what breaks, a line each.
    pub fn breaking(&self) -> &[String] {
        &self.breaking
    }
}

impl Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// A report on a version as a whole.
fn whole(description: &Description, verdict: Verdict, what: impl Display) -> Report {
    let (service, version) = (&description.service, &description.version);
    Report::line(
        verdict,
        format_args!("{service} {version}: {verdict}: {what}"),
    )
}

/// What a version means that was not described before.
fn first(old: &[Description], added: &Description) -> Report {
    match old {
        [_] => {
            let what = "a second version, so that each is a feature from now on";
            whole(added, Verdict::Breaking, what)
        }
        _ => whole(added, Verdict::Minor, "a new version"),
    }
}

/// What it means that another version stands at the crate's root: everything that was there moves
/// to a module.
fn root(old: &[Description], new: &[Description]) -> Option<Report> {
    let (was, is) = (main_version(old)?, main_version(new)?);
    (was.version != is.version).then(|| {
        let was = &was.version;
        let what = format_args!(
            "has the most actions, so that the crate's root re-exports it from now on, and no longer {was}"
        )
        .to_string();
        whole(is, Verdict::Breaking, what)
    })
}

/// The report on one version; none if nothing changed.
fn version(old: &Description, new: &Description, hints: bool) -> Option<Report> {
    if old == new {
        return None;
    }
    let changes = diff(old, new);
    let Some(verdict) = changes.iter().map(|change| change.verdict).max() else {
        let what = "members stand in another order";
        return Some(whole(new, Verdict::Patch, what));
    };
    let of = |wanted| -> Vec<String> {
        let changes = changes.iter().filter(|change| change.verdict == wanted);
        changes.map(ToString::to_string).collect()
    };
    let [breaking, added, patches] = [Verdict::Breaking, Verdict::Minor, Verdict::Patch].map(of);
    let mut text = format!(
        "{} {}: {verdict} ({} breaking, {} additions, {} hints)\n",
        new.service,
        new.version,
        breaking.len(),
        added.len(),
        patches.len(),
    );
    let patches = if hints { patches } else { Vec::new() };
    for (title, lines) in [
        ("breaking", &breaking),
        ("added", &added),
        ("hints", &patches),
    ] {
        if !lines.is_empty() {
            let _ = writeln!(text, "  {title}");
        }
        for line in lines {
            let _ = writeln!(text, "    {line}");
        }
    }
    Some(Report {
        verdict,
        text,
        breaking,
    })
}

#[cfg(test)]
mod tests {
    use super::{Report, Verdict};
    use crate::description::{Action, Description};

    fn versions(versions: &[(&str, usize)]) -> Vec<Description> {
        let describe = |(version, actions): &(&str, usize)| {
            let text = format!(
                r#"{{"format":1,"service":"x","version":"{version}","actions":{{}},"types":{{}}}}"#
            );
            let mut description = Description::parse(&text, "test").unwrap();
            let names = (0..*actions).map(|n| (format!("Do{n}"), Action::default()));
            description.actions = names.collect();
            description
        };
        versions.iter().map(describe).collect()
    }

    fn report(old: &[(&str, usize)], new: &[(&str, usize)]) -> Option<(Verdict, String)> {
        let report = Report::new(&versions(old), &versions(new), true)?;
        Some((report.verdict(), report.to_string()))
    }

    #[test]
    fn growth_that_moves_another_version_to_the_root_breaks() {
        let (old, new) = (("2020-01-01", 2), ("2021-01-01", 1));
        let (verdict, text) = report(&[old, new], &[old, ("2021-01-01", 2)]).unwrap();
        assert_eq!(verdict, Verdict::Breaking);
        assert!(
            text.ends_with(
                "x 2021-01-01: breaking: has the most actions, so that the crate's root re-exports it from now on, and no longer 2020-01-01\n"
            ),
            "{text}"
        );
        // A newer version, too, moves to the root only if it has as many actions.
        let three = [old, new, ("2022-01-01", 3)];
        assert_eq!(report(&[old, new], &three).unwrap().0, Verdict::Breaking);
        let small = [old, new, ("2022-01-01", 1)];
        let expected = (
            Verdict::Minor,
            "x 2022-01-01: minor: a new version\n".to_owned(),
        );
        assert_eq!(report(&[old, new], &small), Some(expected));
        assert_eq!(report(&[old, new], &[old, new]), None);
    }

    #[test]
    fn a_second_version_breaks_and_a_first_adds() {
        let (old, new) = (("2020-01-01", 2), ("2021-01-01", 1));
        assert_eq!(report(&[], &[old, new]).unwrap().0, Verdict::Minor);
        let (verdict, text) = report(&[old], &[old, new]).unwrap();
        assert_eq!(verdict, Verdict::Breaking);
        assert!(text.contains("a second version"), "{text}");
    }
}
