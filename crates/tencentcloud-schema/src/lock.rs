//! `sources.lock`: which packages and files the facts of a folder come from.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::error::{Error, Problem};

/// What the names of files of facts begin with; all others are packages.
const FACTS: &str = "facts/";

/// The sources of a folder of descriptions by name, in the order in which they were first imported.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Lock(Map<String, Value>);

/// A package that facts come from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LockedPackage {
    /// The package's version.
    pub version: String,
    /// The checksum of its wheel in hexadecimal; `None` if it was read from a folder and no wheel of
    /// that version was ever read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
}

/// A file of facts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LockedFacts {
    /// Where the facts come from, in words.
    pub origin: String,
    /// The day from which facts without a date of their own are, if it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// The file's checksum in hexadecimal.
    pub sha256: String,
}

impl Lock {
    /// Reads a lock; `origin` names the text in errors.
    ///
    /// # Errors
    /// The text is not a lock, or an entry has another form.
    pub fn parse(text: &str, origin: &str) -> Result<Self, Error> {
        let fail = |path: &str, error: &serde_json::Error| {
            Error::new(origin, vec![Problem::read(path, error)])
        };
        let lock: Self = serde_json::from_str(text).map_err(|error| fail("", &error))?;
        for (name, entry) in &lock.0 {
            let checked = match name.starts_with(FACTS) {
                true => LockedFacts::deserialize(entry).map(drop),
                false => LockedPackage::deserialize(entry).map(drop),
            };
            checked.map_err(|error| fail(name, &error))?;
        }
        Ok(lock)
    }

    /// Returns the text that [`Lock::parse`] reads.
    pub fn to_text(&self) -> String {
        // A map of strings to values cannot fail to be written.
        let text = serde_json::to_string_pretty(self).unwrap_or_default();
        format!("{text}\n")
    }

    /// Returns the names of the packages, in the order of their first import.
    pub fn packages(&self) -> impl Iterator<Item = &str> {
        let names = self.0.keys().map(String::as_str);
        names.filter(|name| !name.starts_with(FACTS))
    }

    /// Returns what is recorded of the package `name`.
    pub fn package(&self, name: &str) -> Option<LockedPackage> {
        self.entry(name)
    }

    /// Records that the facts come from `package` by `name`. The checksum of a wheel stays if the
    /// same version is read from a folder.
    ///
    /// # Errors
    /// Another wheel of the same version is recorded.
    pub fn record(&mut self, name: &str, package: LockedPackage) -> Result<(), Error> {
        let LockedPackage { version, sha256 } = package;
        let known = self.package(name).filter(|known| known.version == version);
        let sha256 = match (known.and_then(|known| known.sha256), sha256) {
            (Some(old), Some(new)) if old != new => {
                let what = format!(
                    "{version} has the sha256 {new}, and {old} is recorded for that version: it is not the same wheel"
                );
                return Err(Error::new("sources.lock", vec![Problem::new(name, what)]));
            }
            (old, new) => new.or(old),
        };
        self.insert(name.to_owned(), &LockedPackage { version, sha256 });
        Ok(())
    }

    /// Returns what is recorded of the file of facts `name`.
    pub fn facts(&self, name: &str) -> Option<LockedFacts> {
        self.entry(&format!("{FACTS}{name}"))
    }

    /// Records a file of facts by `name`.
    pub fn record_facts(&mut self, name: &str, facts: &LockedFacts) {
        self.insert(format!("{FACTS}{name}"), facts);
    }

    fn entry<T: DeserializeOwned>(&self, name: &str) -> Option<T> {
        T::deserialize(self.0.get(name)?).ok()
    }

    fn insert(&mut self, name: String, entry: &impl Serialize) {
        let entry = serde_json::to_value(entry).unwrap_or_default();
        self.0.insert(name, entry);
    }
}

#[cfg(test)]
mod tests {
    use super::{Lock, LockedPackage};

    fn package(version: &str, sha256: Option<&str>) -> LockedPackage {
        LockedPackage {
            version: version.to_owned(),
            sha256: sha256.map(str::to_owned),
        }
    }

    #[test]
    fn a_wheels_checksum_stays_for_a_folder_of_its_version_and_no_other_wheel_takes_its_place() {
        let mut lock = Lock::default();
        lock.record("tccli", package("1", Some("a"))).unwrap();
        lock.record("tccli", package("1", None)).unwrap();
        assert_eq!(lock.package("tccli"), Some(package("1", Some("a"))));
        let error = lock.record("tccli", package("1", Some("b"))).unwrap_err();
        assert!(error.to_string().contains("not the same wheel"), "{error}");
        lock.record("tccli", package("2", None)).unwrap();
        assert_eq!(lock.package("tccli"), Some(package("2", None)));
        let again = Lock::parse(&lock.to_text(), "sources.lock").unwrap();
        assert_eq!(again, lock);
        assert_eq!(again.packages().collect::<Vec<_>>(), ["tccli"]);
    }

    #[test]
    fn an_entry_of_another_form_is_named() {
        let text = r#"{"facts/x.json": {"origin": "a list", "sha": "0"}}"#;
        let error = Lock::parse(text, "sources.lock").unwrap_err().to_string();
        assert!(
            error.starts_with("sources.lock: facts/x.json: unknown field `sha`"),
            "{error}"
        );
        let error = Lock::parse("[]", "sources.lock").unwrap_err().to_string();
        assert!(error.starts_with("sources.lock:1: "), "{error}");
    }
}
