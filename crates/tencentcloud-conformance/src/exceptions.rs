//! Examples that contradict their own schema in a way that nothing mends.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Result, bail};

use crate::compare::prefixes;
use crate::examples::Example;

/// More exceptions than this would be a rule.
const LIMIT: usize = 300;

/// `schema/reviews/conformance.tsv`: lines of service, action, example, path and reason.
#[derive(Debug)]
pub struct Exceptions {
    /// The lines without their reasons, and where each stands.
    lines: BTreeMap<[String; 4], usize>,
    used: BTreeSet<[String; 4]>,
}

impl Exceptions {
    /// Parses the lines; `origin` names the file in errors.
    ///
    /// # Errors
    /// A line of another form, one that stands twice, or too many of them.
    pub fn parse(text: &str, origin: &str) -> Result<Self> {
        let mut lines = BTreeMap::new();
        for (line, number) in text.lines().zip(1..) {
            if line.starts_with('#') {
                continue;
            }
            let place = format!("{origin}:{number}");
            let cells: Vec<_> = line.split('\t').collect();
            let [service, action, slot, at, reason] = cells[..] else {
                bail!(
                    "{place}: expected service, action, example, path and reason with tabs between"
                );
            };
            if reason.trim().is_empty() {
                bail!("{place}: the reason is missing");
            }
            let key = [service, action, slot, at].map(str::to_owned);
            if let Some(first) = lines.insert(key, number) {
                bail!("{place}: the same stands in line {first}; remove one");
            }
        }
        if lines.len() > LIMIT {
            let count = lines.len();
            bail!("{origin} holds {count} exceptions, more than {LIMIT}");
        }
        Ok(Self {
            lines,
            used: BTreeSet::new(),
        })
    }

    /// True where a line allows that path of the example to differ, or all that is below a part of
    /// it. A line for the whole allows only that nothing came at all.
    pub(crate) fn allow(&mut self, service: &str, example: &Example, path: &str) -> bool {
        let slot = example.slot();
        let allowed = prefixes(path)
            .filter(|prefix| path.is_empty() || !prefix.is_empty())
            .map(|prefix| [service, &example.action, &slot, prefix].map(str::to_owned))
            .find(|key| self.lines.contains_key(key));
        self.used.extend(allowed.clone());
        allowed.is_some()
    }

    /// How many lines were needed.
    pub(crate) fn used(&self) -> usize {
        self.used.len()
    }

    /// The lines about these services that nothing needed.
    pub(crate) fn unused(&self, services: &[String]) -> Vec<String> {
        let unused = self
            .lines
            .iter()
            .filter(|(key, _)| services.contains(&key[0]) && !self.used.contains(*key));
        unused
            .map(|(key, line)| format!("line {line}: {}", key.join(" ")))
            .collect()
    }
}
