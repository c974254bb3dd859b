//! Pages put together: a description of each service version.

use std::collections::{BTreeMap, BTreeSet};

use tencentcloud_schema::{Description, FORMAT};

use super::facts::{Host, NamedAction, Page};
use super::{Facts, Fault, Faults, OpenType, form, known, read, typo};

/// So many faults of a page are shown.
const SHOWN: usize = 100;

/// A page, the file it was read from, and what is wrong with it.
#[derive(Debug)]
pub(super) struct Read {
    pub(super) file: String,
    pub(super) page: Page,
    faults: Vec<form::Fault>,
}

impl Read {
    pub(super) fn new(file: String, text: &str) -> Self {
        let (page, faults) = read::read(text);
        Self { file, page, faults }
    }

    fn fault(&self, line: usize, message: impl ToString) -> Fault {
        Fault {
            file: self.file.clone(),
            line,
            message: message.to_string(),
        }
    }
}

/// A service's name and an API version.
type Key = (String, String);

/// One description for each service version.
pub(super) fn describe(
    pages: Vec<Read>,
    given: Option<Key>,
    known: &[Description],
) -> Result<Facts, Faults> {
    let mut faults = Vec::new();
    let keys = places(&pages, given.as_ref(), known, &mut faults);
    mistyped(&pages, known, &mut faults);
    described_twice(&pages, &keys, &mut faults);
    for read in &pages {
        let own = read.faults.iter().take(SHOWN);
        faults.extend(own.map(|fault| read.fault(fault.line, &fault.message)));
        if let Some(next) = read.faults.get(SHOWN) {
            let more = read.faults.len() - SHOWN;
            faults.push(read.fault(
                next.line,
                format_args!("{more} more faults from here on; correct the ones above first"),
            ));
        }
    }
    if !faults.is_empty() {
        return Err(sorted(faults, &pages));
    }
    let mut facts = Facts::default();
    let mut parts: BTreeMap<Key, Vec<Read>> = BTreeMap::new();
    for (key, read) in keys.into_iter().flatten().zip(pages) {
        let own = read.page.warnings.iter();
        facts
            .warnings
            .extend(own.map(|fault| read.fault(fault.line, &fault.message)));
        parts.entry(key).or_default().push(read);
    }
    let mut faults = Vec::new();
    for (key, pages) in parts {
        let known = known
            .iter()
            .find(|d| (&d.service, &d.version) == (&key.0, &key.1));
        let description = description(&key, &pages, known);
        facts.open.extend(open(&description, &pages));
        if let Err(error) = description.validate("the pages") {
            let problems = error.problems().iter();
            faults.extend(problems.map(|problem| located(&pages, &problem.path, problem)));
        }
        facts.descriptions.push(description);
    }
    match faults.is_empty() {
        true => Ok(facts),
        false => Err(Faults(faults)),
    }
}

/// The faults in the order of the pages and their lines.
fn sorted(mut faults: Vec<Fault>, pages: &[Read]) -> Faults {
    let place = |fault: &Fault| {
        let page = pages.iter().position(|read| read.file == fault.file);
        (page, fault.line)
    };
    faults.sort_by_cached_key(place);
    faults.dedup();
    Faults(faults)
}

/// The service version that each page belongs to.
fn places(
    pages: &[Read],
    given: Option<&Key>,
    known: &[Description],
    faults: &mut Vec<Fault>,
) -> Vec<Option<Key>> {
    let named: BTreeSet<Key> = pages.iter().filter_map(|read| read.page.key()).collect();
    // A page that is wrong may lack its host or version for that reason.
    let faulty = pages.iter().any(|read| !read.faults.is_empty());
    let place = |read: &Read| {
        if let Some(key) = read.page.key() {
            return Some(key);
        }
        match place(read, given, &named, known) {
            Ok(key) => Some(key),
            Err(why) => {
                if !faulty {
                    faults.push(read.fault(1, why));
                }
                None
            }
        }
    };
    pages.iter().map(place).collect()
}

/// The service version that a page of data types belongs to.
fn place(
    read: &Read,
    given: Option<&Key>,
    named: &BTreeSet<Key>,
    known: &[Description],
) -> Result<Key, String> {
    let host = read.page.host.as_ref().map(|host| &host.service);
    if let Some((service, version)) = given {
        return match host.filter(|host| *host != service) {
            Some(host) => Err(format!(
                "the page's host names the service {host}, and the service that is given is {service}"
            )),
            None => Ok((service.clone(), version.clone())),
        };
    }
    let fits = |(service, _): &&Key| host.is_none_or(|host| host == service);
    let mut keys: BTreeSet<Key> = named.iter().filter(fits).cloned().collect();
    if let Some(service) = host.filter(|_| keys.is_empty()) {
        let versions = known.iter().filter(|known| known.service == *service);
        keys.extend(versions.map(|known| (known.service.clone(), known.version.clone())));
    }
    let why = match (keys.pop_first(), keys.is_empty(), host) {
        (Some(key), true, _) => return Ok(key),
        (Some(_), false, _) => "these data types may belong to several service versions",
        (None, _, Some(_)) => "no API version of this page's service is known",
        (None, _, None) => "nothing says which service these data types belong to",
    };
    Err(format!(
        "{why}; give the page of an action of that service beside it, or name service and version"
    ))
}

/// Reports types that nothing defines and that nearly are a kind of value.
fn mistyped(pages: &[Read], known: &[Description], faults: &mut Vec<Fault>) {
    let defined: BTreeSet<&str> = pages
        .iter()
        .flat_map(|read| read.page.types.keys())
        .chain(known.iter().flat_map(|known| known.types.keys()))
        .map(String::as_str)
        .collect();
    for read in pages {
        for (name, line) in &read.page.named {
            if let Some(kind) = typo::meant(name).filter(|_| !defined.contains(name.as_str())) {
                faults.push(read.fault(
                    *line,
                    format_args!("no type {name} is defined; write {kind}, or give the page of data types that defines {name} beside this one"),
                ));
            }
        }
    }
}

/// Reports actions and types that two pages of one service version describe.
fn described_twice(pages: &[Read], keys: &[Option<Key>], faults: &mut Vec<Fault>) {
    let mut places: BTreeMap<(Option<&Key>, String), String> = BTreeMap::new();
    for (read, key) in pages.iter().zip(keys) {
        let action = read.page.action.iter();
        let action = action.map(|named| (format!("action {}", named.name), named.line));
        let types = read.page.types.iter();
        let types = types.map(|(name, (line, _))| (format!("type {name}"), *line));
        for (what, line) in action.chain(types) {
            let place = format!("{}:{line}", read.file);
            if let Some(first) = places.insert((key.as_ref(), what.clone()), place) {
                faults.push(read.fault(
                    line,
                    format_args!("{what} is described by {first} too; give one of the two"),
                ));
            }
        }
    }
}

/// The description of one service version by its pages, with the types that are known already.
fn description(
    (service, version): &Key,
    pages: &[Read],
    known: Option<&Description>,
) -> Description {
    let mut description = Description {
        format: FORMAT,
        service: service.clone(),
        version: version.clone(),
        title: None,
        title_en: None,
        host: None,
        actions: BTreeMap::new(),
        types: BTreeMap::new(),
        errors: BTreeSet::new(),
        open: BTreeSet::new(),
    };
    for Read { page, .. } in pages {
        let host = page.host.clone().filter(Host::is_usual);
        description.host = description.host.or(host.map(|host| host.name));
        if let Some(NamedAction { name, action, .. }) = &page.action {
            description.errors.extend(action.errors.iter().cloned());
            description.actions.insert(name.clone(), action.clone());
        }
        let types = page.types.iter();
        description
            .types
            .extend(types.map(|(name, (_, object))| (name.clone(), object.clone())));
    }
    if let Some(known) = known {
        known::complete(&mut description, known);
    }
    description.open = description.undefined();
    description
}

/// The types that are still open, each with the line that names it first.
fn open(description: &Description, pages: &[Read]) -> Vec<OpenType> {
    let place = |name: &String| {
        let mut named = pages.iter();
        let found = named.find_map(|read| Some((read, *read.page.named.get(name)?)));
        let (file, line) =
            found.map_or_else(Default::default, |(read, line)| (read.file.clone(), line));
        OpenType {
            service: description.service.clone(),
            version: description.version.clone(),
            name: name.clone(),
            file,
            line,
        }
    };
    description.open.iter().map(place).collect()
}

/// A problem of the whole description, at the line of the action or type that has it.
fn located(pages: &[Read], path: &str, problem: impl ToString) -> Fault {
    let mut parts = path.split('.');
    let (kind, name) = (parts.next(), parts.next().unwrap_or_default());
    let line = |read: &Read| match kind? {
        "actions" => read
            .page
            .action
            .as_ref()
            .filter(|t| t.name == name)
            .map(|t| t.line),
        "types" => read.page.types.get(name).map(|(line, _)| *line),
        _ => None,
    };
    let found = pages
        .iter()
        .find_map(|read| Some(read.fault(line(read)?, problem.to_string())));
    found.unwrap_or_else(|| Fault {
        file: pages
            .first()
            .map(|read| read.file.clone())
            .unwrap_or_default(),
        line: 1,
        message: problem.to_string(),
    })
}
