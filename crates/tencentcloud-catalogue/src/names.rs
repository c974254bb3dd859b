//! The names of all actions, without their descriptions.

use std::fmt::Write as _;
use std::sync::OnceLock;

use tencentcloud_schema::Description;

use crate::preference::older;
use crate::{Error, blobs, deflate, inflate};

/// The actions of all services by name and version.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Names {
    /// Action, version and service of each, parted by tabs; sorted, each once.
    lines: Vec<Box<str>>,
}

/// Returns the names of all actions of the catalogue. They are unpacked when they are first asked
/// for, and no description is.
///
/// # Errors
/// A blob that is damaged, which a build from this repository never holds.
pub fn names() -> Result<&'static Names, Error> {
    static NAMES: OnceLock<Names> = OnceLock::new();
    if let Some(names) = NAMES.get() {
        return Ok(names);
    }
    let names = Names::unpack(blobs::ACTIONS)?;
    Ok(NAMES.get_or_init(|| names))
}

impl Names {
    /// Lists the services that have `action` in their version `version`, sorted.
    pub fn services<'a>(
        &'a self,
        version: &str,
        action: &str,
    ) -> impl Iterator<Item = &'a str> + use<'a> {
        let start = format!("{action}\t{version}\t");
        let first = self.lines.partition_point(|line| **line < *start);
        let rest = self.lines[first..].iter();
        rest.map_while(move |line| line.strip_prefix(&*start))
    }

    /// Returns the version that a call of `action` of `service` means if it names none: the first of
    /// [`Service::by_preference`](crate::Service::by_preference) that has the action.
    pub fn preferred(&self, service: &str, action: &str) -> Option<&str> {
        let start = format!("{action}\t");
        let first = self.lines.partition_point(|line| **line < *start);
        let rest = self.lines[first..].iter();
        let rest = rest.map_while(|line| line.strip_prefix(&*start)?.split_once('\t'));
        let versions = rest.filter(|(_, known)| *known == service);
        let mut versions: Vec<&str> = versions.map(|(version, _)| version).collect();
        let older = older(service).filter(|older| versions.contains(older));
        older
            .and_then(|older| versions.iter().find(|known| **known == older).copied())
            .or(versions.pop())
    }

    /// Returns true if a service has an action in a version of that name.
    pub fn has_version(&self, version: &str) -> bool {
        let mut versions = self.lines.iter().filter_map(|line| line.split('\t').nth(1));
        versions.any(|known| known == version)
    }

    /// Keeps the actions of the services that `keep` takes.
    pub fn retain(&mut self, keep: impl Fn(&str) -> bool) {
        self.lines
            .retain(|line| line.rsplit('\t').next().is_some_and(&keep));
    }

    /// Adds the actions of `others`.
    pub fn merge(&mut self, others: Self) {
        self.lines.extend(others.lines);
        self.lines.sort();
        self.lines.dedup();
    }

    /// Unpacks a blob that [`pack`](Self::pack) made.
    ///
    /// # Errors
    /// Bytes that [`pack`](Self::pack) did not make.
    pub fn unpack(blob: &[u8]) -> Result<Self, Error> {
        let text = inflate(blob)?;
        let whole = |line: &str| line.split('\t').count() == 3;
        if !text.lines().all(whole) || !text.lines().is_sorted() {
            return Err(Error::new("the names are not sorted lines of three"));
        }
        let lines = text.lines().map(Box::from).collect();
        Ok(Self { lines })
    }

    /// Packs the names into a blob. The same names always give the same bytes.
    pub fn pack(&self) -> Vec<u8> {
        let mut text = String::new();
        for line in &self.lines {
            // Writing into a text cannot fail.
            let _ = writeln!(text, "{line}");
        }
        deflate(text.as_bytes())
    }
}

impl<'a> Extend<&'a Description> for Names {
    fn extend<I: IntoIterator<Item = &'a Description>>(&mut self, descriptions: I) {
        for description in descriptions {
            let (service, version) = (&description.service, &description.version);
            let actions = description.actions.keys();
            self.lines.extend(
                actions.map(|action| format!("{action}\t{version}\t{service}").into_boxed_str()),
            );
        }
        self.lines.sort();
        self.lines.dedup();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{service, services};

    #[test]
    fn the_names_are_those_of_the_descriptions() {
        let mut of_descriptions = Names::default();
        for name in services() {
            let service = service(name).unwrap().unwrap();
            for version in service.versions() {
                let mut head = version.head().clone();
                let actions = version.actions();
                head.actions = actions
                    .map(|name| (name.to_owned(), Default::default()))
                    .collect();
                of_descriptions.extend([&head]);
            }
        }
        assert!(of_descriptions.lines.len() > 15_000);
        assert_eq!(*names().unwrap(), of_descriptions);
    }

    #[test]
    fn services_are_found_by_version_and_action() {
        let names = names().unwrap();
        let of = |version, action| names.services(version, action).collect::<Vec<_>>();
        assert_eq!(of("2017-03-12", "CreateSubnet"), ["vpc"]);
        let several = of("2017-03-12", "DescribeRegions");
        assert!(several.is_sorted(), "{several:?}");
        assert_eq!(of("2017-03-12", "CreateSubne"), [""; 0]);
        assert_eq!(of("2017-03-1", "CreateSubnet"), [""; 0]);
        assert!(names.has_version("2017-03-12"));
        assert!(!names.has_version("2017-03-1"));
    }

    #[test]
    fn a_call_that_names_no_version_means_the_preferred_one() {
        let names = names().unwrap();
        for name in services() {
            let service = service(name).unwrap().unwrap();
            for action in service.versions().iter().flat_map(|v| v.actions()) {
                let mut versions = service.by_preference();
                let first = versions.find(|version| version.actions().any(|known| known == action));
                let first = first.map(|version| &*version.head().version);
                assert_eq!(names.preferred(name, action), first, "{name} {action}");
            }
        }
        assert_eq!(names.preferred("vpc", "CreateSubne"), None);
        assert_eq!(names.preferred("bakery", "CreateSubnet"), None);
    }

    #[test]
    fn names_come_back_without_those_that_are_left_out() {
        let mut both = names().unwrap().clone();
        both.retain(|service| ["sts", "vpc"].contains(&service));
        assert_eq!(Names::unpack(&both.pack()).unwrap(), both);
        let (mut sts, mut vpc) = (both.clone(), both.clone());
        sts.retain(|service| service == "sts");
        vpc.retain(|service| service == "vpc");
        assert_eq!(sts.services("2017-03-12", "CreateSubnet").next(), None);
        assert_eq!(sts.services("2018-08-13", "AssumeRole").next(), Some("sts"));
        sts.merge(vpc);
        assert_eq!(sts, both);
    }

    #[test]
    fn a_damaged_blob_is_told() {
        assert!(Names::unpack(b"no blob").is_err());
        assert!(Names::unpack(&deflate(b"Two\tparts\n")).is_err());
        assert!(Names::unpack(&deflate(b"B\tv\ts\nA\tv\ts\n")).is_err());
    }
}
