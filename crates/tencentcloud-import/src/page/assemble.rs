//! Pages put together: a description for each service version that they tell of.

use std::collections::{BTreeMap, BTreeSet};

use tencentcloud_schema::{Description, FORMAT};

use super::facts::{Host, Page};
use crate::error::{Result, bail};

/// A page and the file it was read from.
#[derive(Debug)]
pub(super) struct Read {
    pub(super) file: String,
    pub(super) page: Page,
}

/// A service's name and an API version.
pub(super) type Key = (String, String);

/// One description for each service version. Pages that hold data types alone belong to the
/// version that is given, else to the one that the other pages or the schema tell.
pub(super) fn descriptions(
    pages: Vec<Read>,
    given: Option<(&str, &str)>,
    known: &dyn Fn(&str) -> Result<Vec<Description>>,
) -> Result<Vec<Description>> {
    let told: BTreeSet<Key> = pages.iter().filter_map(|read| read.page.key()).collect();
    let mut parts: BTreeMap<Key, Parts> = BTreeMap::new();
    for read in pages {
        let key = match read.page.key() {
            Some(key) => key,
            None => place(&read, given, &told, known)?,
        };
        parts.entry(key).or_default().add(read)?;
    }
    parts
        .into_iter()
        .map(|(key, parts)| parts.describe(key))
        .collect()
}

/// The service version that a page of data types belongs to.
fn place(
    read: &Read,
    given: Option<(&str, &str)>,
    told: &BTreeSet<Key>,
    known: &dyn Fn(&str) -> Result<Vec<Description>>,
) -> Result<Key> {
    let file = &read.file;
    let host = read.page.host.as_ref().map(|host| &host.service);
    if let Some((service, version)) = given {
        match host.filter(|host| *host != service) {
            Some(host) => bail!(
                "{file}:1: the page's host names the service {host}, and --service says {service}"
            ),
            None => return Ok((service.to_owned(), version.to_owned())),
        }
    }
    let fits = |(service, _): &&Key| host.is_none_or(|host| host == service);
    let mut keys: BTreeSet<Key> = told.iter().filter(fits).cloned().collect();
    if let Some(service) = host.filter(|_| keys.is_empty()) {
        let versions = known(service)?.into_iter();
        keys.extend(versions.map(|known| (known.service, known.version)));
    }
    let why = match (keys.pop_first(), keys.is_empty(), host) {
        (Some(key), true, _) => return Ok(key),
        (Some(_), false, _) => "these data types may belong to several service versions",
        (None, _, Some(_)) => "no API version of this page's service is known",
        (None, _, None) => "nothing tells which service these data types belong to",
    };
    bail!(
        "{file}:1: {why}; import the page of an action beside it, or give --service and --version"
    )
}

impl Page {
    /// The service version that the page itself names.
    pub(super) fn key(&self) -> Option<Key> {
        Some((self.host.as_ref()?.service.clone(), self.version.clone()?))
    }
}

/// What the pages tell of one service version.
#[derive(Default)]
pub(super) struct Parts {
    pages: Vec<Read>,
    /// Where each action and type was read.
    places: BTreeMap<String, String>,
}

impl Parts {
    pub(super) fn add(&mut self, read: Read) -> Result<()> {
        let action = read
            .page
            .action
            .iter()
            .map(|(name, _)| (format!("action {name}"), 1));
        let types = read
            .page
            .types
            .iter()
            .map(|(name, (line, _))| (format!("type {name}"), *line));
        for (what, line) in action.chain(types) {
            let place = format!("{}:{line}", read.file);
            if let Some(first) = self.places.insert(what.clone(), place.clone()) {
                bail!("{place}: {what} is told by {first} too; import one of the two");
            }
        }
        self.pages.push(read);
        Ok(())
    }

    pub(super) fn describe(self, (service, version): Key) -> Result<Description> {
        let mut description = Description {
            format: FORMAT,
            service,
            version,
            title: None,
            title_en: None,
            host: None,
            actions: BTreeMap::new(),
            types: BTreeMap::new(),
            errors: BTreeSet::new(),
            open: BTreeSet::new(),
        };
        for Read { page, .. } in self.pages {
            description.host = description
                .host
                .or(page.host.filter(Host::is_usual).map(|host| host.name));
            if let Some((name, action)) = page.action {
                description.errors.extend(action.errors.iter().cloned());
                description.actions.insert(name, action);
            }
            let types = page.types.into_iter();
            description
                .types
                .extend(types.map(|(name, (_, object))| (name, object)));
        }
        description.open = description.undefined();
        description.validate("the pages")?;
        Ok(description)
    }
}
