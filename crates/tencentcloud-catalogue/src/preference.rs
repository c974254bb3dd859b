//! Which version of a service a call means that names none.

use crate::{Service, Version};

/// The services of which the vendor's command line and SDKs take an older version by default, with
/// that version: the order of versions in the package `tccli`.
const OLDER: &[(&str, &str)] = &[
    ("antiddos", "2020-03-09"),
    ("clb", "2018-03-17"),
    ("es", "2018-04-16"),
    ("monitor", "2018-07-24"),
    ("tke", "2018-05-25"),
    ("vod", "2018-07-17"),
];

impl Service {
    /// Lists the versions, the one first that the vendor's own tools take by default, then the newest
    /// first. An action of several versions is meant in the first of these that has it.
    pub fn by_preference(&self) -> impl Iterator<Item = &Version> {
        let first = self.default_version();
        let others = self.versions().iter().rev();
        let others = others.filter(move |version| {
            first.is_none_or(|first| first.head().version != version.head().version)
        });
        first.into_iter().chain(others)
    }

    fn default_version(&self) -> Option<&Version> {
        let newest = self.versions().last()?;
        let version = older(&newest.head().service).and_then(|wanted| {
            let mut versions = self.versions().iter();
            versions.find(|version| version.head().version == wanted)
        });
        version.or(Some(newest))
    }
}

/// The version that the vendor's tools take of `service` by default, if it is not the newest.
pub(crate) fn older(service: &str) -> Option<&'static str> {
    let older = OLDER.iter().find(|(known, _)| *known == service);
    older.map(|(_, version)| *version)
}

#[cfg(test)]
mod tests {
    use super::OLDER;
    use crate::{service, services};

    #[test]
    fn every_version_is_listed_once_and_the_default_first() {
        let mut older = Vec::new();
        for name in services() {
            let service = service(name).unwrap().unwrap();
            let listed = service.by_preference().map(|v| v.head().version.clone());
            let listed: Vec<_> = listed.collect();
            let all = service.versions().iter().map(|v| v.head().version.clone());
            let mut sorted = listed.clone();
            sorted.sort();
            assert_eq!(sorted, all.collect::<Vec<_>>(), "{name}");
            if sorted.last() != listed.first() {
                older.push((name, listed[0].clone()));
            }
        }
        let table = OLDER
            .iter()
            .map(|(name, version)| (*name, (*version).to_owned()));
        assert_eq!(older, table.collect::<Vec<_>>());
    }
}
