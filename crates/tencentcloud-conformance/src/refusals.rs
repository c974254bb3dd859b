//! The documented requests that the endpoint refuses, since they contradict their own tables:
//! `schema/reviews/requests.tsv`.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Result, bail};

/// A request: service, version, action and the example within it.
type Key = [String; 4];

/// What the endpoint says of a request that it refuses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub(crate) parameter: String,
    pub(crate) code: String,
}

/// Lines of service, version, action, example, parameter and error code.
#[derive(Debug)]
pub struct Refusals {
    lines: BTreeMap<Key, (usize, Refusal)>,
    used: BTreeSet<Key>,
}

impl Refusals {
    /// Parses the lines; `origin` names the file in errors.
    ///
    /// # Errors
    /// A line of another form, or a request that stands twice.
    pub fn parse(text: &str, origin: &str) -> Result<Self> {
        let mut lines: BTreeMap<Key, (usize, Refusal)> = BTreeMap::new();
        for (line, number) in text.lines().zip(1..) {
            if line.starts_with('#') {
                continue;
            }
            let cells: Vec<_> = line.split('\t').map(str::to_owned).collect();
            let Ok([service, version, action, slot, parameter, code]) =
                <[String; 6]>::try_from(cells)
            else {
                bail!(
                    "{origin}:{number}: expected service, version, action, example, parameter and code with tabs between"
                );
            };
            let refusal = Refusal { parameter, code };
            let before = lines.insert([service, version, action, slot], (number, refusal));
            if let Some((first, _)) = before {
                bail!("{origin}:{number}: the same request stands in line {first}; remove one");
            }
        }
        Ok(Self {
            lines,
            used: BTreeSet::new(),
        })
    }

    /// Returns true if the lines say that the request is refused so.
    pub(crate) fn allow(&mut self, key: Key, refusal: &Refusal) -> bool {
        let listed = self.lines.get(&key);
        let allowed = listed.is_some_and(|(_, listed)| listed == refusal);
        if allowed {
            self.used.insert(key);
        }
        allowed
    }

    /// Returns the lines about these services that nothing needed.
    pub(crate) fn unused(&self, services: &[String]) -> Vec<String> {
        let unused = self
            .lines
            .iter()
            .filter(|(key, _)| services.contains(&key[0]) && !self.used.contains(*key));
        unused
            .map(|(key, (line, _))| format!("line {line}: {}", key.join(" ")))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_refused_as_its_line_says_and_not_otherwise() {
        let text = "# A comment\ncvm\t2017-03-12\tRunInstances\t1 post\tZone\tInvalidParameter\n";
        let mut refusals = Refusals::parse(text, "requests.tsv").unwrap();
        let key = || ["cvm", "2017-03-12", "RunInstances", "1 post"].map(str::to_owned);
        let refusal = |parameter: &str| Refusal {
            parameter: parameter.to_owned(),
            code: "InvalidParameter".to_owned(),
        };
        assert!(!refusals.allow(key(), &refusal("ImageId")));
        let services = ["cvm".to_owned()];
        assert_eq!(
            refusals.unused(&services),
            ["line 2: cvm 2017-03-12 RunInstances 1 post"]
        );
        assert!(refusals.allow(key(), &refusal("Zone")));
        assert_eq!(refusals.unused(&services), [""; 0]);
    }

    #[test]
    fn what_is_wrong_with_a_line_is_said_with_its_place() {
        let error = |text: &str| Refusals::parse(text, "r.tsv").unwrap_err().to_string();
        assert!(error("a\tb\n").starts_with("r.tsv:1: expected service"));
        let line = "a\tv\tb\t1 post\tc\td\n";
        let twice = error(&format!("{line}{line}"));
        assert!(twice.starts_with("r.tsv:2: the same request stands in line 1"));
    }
}
