//! The versions of a service: the catalogue's, and those that were given.

use std::sync::{Arc, OnceLock};

use tencentcloud_catalogue::{self as catalogue, Error};
use tencentcloud_schema::{Action, Description};

use super::merge::merge;

/// A version that was given.
#[derive(Debug)]
pub(super) struct Given {
    description: Description,
    /// The same over what the catalogue has of that version, made when it is first asked for.
    merged: OnceLock<Arc<Description>>,
}

impl Given {
    /// Adds `description` to `versions`, over the one of the same version if there is one.
    pub(super) fn add(versions: &mut Vec<Self>, description: Description) {
        let same = |known: &&mut Self| known.description.version == description.version;
        match versions.iter_mut().find(same) {
            Some(known) => known.description = merge(known.description.clone(), &description),
            None => versions.push(Self {
                description,
                merged: OnceLock::new(),
            }),
        }
    }

    /// Returns true if this is the version of that name.
    pub(super) fn is(&self, version: &str) -> bool {
        self.description.version == version
    }

    /// Returns true if this is the version of that name and has `action` itself.
    pub(super) fn has(&self, version: &str, action: &str) -> bool {
        self.is(version) && self.description.actions.contains_key(action)
    }

    fn merged(&self, catalogue: Option<&catalogue::Service>) -> Arc<Description> {
        let merged = self.merged.get_or_init(|| {
            let mut known = catalogue.iter().flat_map(|service| service.versions());
            let known = known.find(|known| known.head().version == self.description.version);
            Arc::new(match known {
                Some(known) => merge(known.description(), &self.description),
                None => self.description.clone(),
            })
        });
        Arc::clone(merged)
    }
}

/// The versions of a service, as far as they are known without reading every action.
pub(super) struct Versions {
    given: Vec<Arc<Description>>,
    catalogue: Option<Arc<catalogue::Service>>,
}

impl Versions {
    /// Returns the versions of `service`, or `None` if neither the catalogue has it nor one was
    /// given.
    ///
    /// # Errors
    /// The catalogue is damaged.
    pub(super) fn open(service: &str, given: &[Given]) -> Result<Option<Self>, Error> {
        let catalogue = catalogue::service(service)?;
        let known = !given.is_empty() || catalogue.is_some();
        let given = given
            .iter()
            .map(|given| given.merged(catalogue.as_deref()))
            .collect();
        Ok(known.then_some(Self { given, catalogue }))
    }

    /// Returns each version with the names of its actions.
    pub(super) fn each(&self) -> impl Iterator<Item = (&str, Box<dyn Iterator<Item = &str> + '_>)> {
        let given = self.given.iter().map(|description| {
            let actions: Box<dyn Iterator<Item = &str>> =
                Box::new(description.actions.keys().map(String::as_str));
            (description.version.as_str(), actions)
        });
        let known = self.catalogue.iter().flat_map(|service| service.versions());
        let rest = known.filter(|version| {
            self.given
                .iter()
                .all(|given| given.version != version.head().version)
        });
        given.chain(rest.map(|version| {
            let actions: Box<dyn Iterator<Item = &str>> = Box::new(version.actions());
            (version.head().version.as_str(), actions)
        }))
    }

    /// Returns a description that holds `action` and the types that it reaches.
    pub(super) fn describe(&self, version: &str, action: &str) -> Option<Arc<Description>> {
        if let Some(given) = self.given.iter().find(|given| given.version == version) {
            return Some(Arc::clone(given));
        }
        let known = self.catalogue.as_ref()?.versions();
        known
            .iter()
            .find(|known| known.head().version == version)?
            .slice(action)
            .map(Arc::new)
    }

    /// Returns what is known of `version`, with an action of that name of which nothing is.
    pub(super) fn describe_unknown(&self, version: &str, action: &str) -> Option<Arc<Description>> {
        let mut given = self.given.iter().map(Arc::as_ref);
        let mut head = match given.find(|given| given.version == version) {
            Some(given) => given.clone(),
            None => {
                let mut known = self.catalogue.as_ref()?.versions().iter();
                let known = known.find(|known| known.head().version == version)?;
                known.head().clone()
            }
        };
        head.actions.insert(action.to_owned(), Action::default());
        Some(Arc::new(head))
    }
}
