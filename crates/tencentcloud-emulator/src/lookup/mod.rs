//! Finds what a request calls.

mod merge;

use std::collections::{BTreeSet, HashMap};
use std::net::IpAddr;
use std::sync::{Arc, OnceLock};

use tencentcloud_catalogue as catalogue;
use tencentcloud_schema::{Action, Description};

use self::merge::merge;
use crate::fault::Fault;
use crate::rules::{Rule, Rules};

/// The descriptions that are served: the catalogue's, and those that were given.
#[derive(Debug, Default)]
pub(crate) struct Services {
    given: HashMap<String, Vec<Given>>,
    by_action: OnceLock<HashMap<(String, String), BTreeSet<String>>>,
}

/// A version of a service that was given.
#[derive(Debug)]
struct Given {
    description: Description,
    /// The same over what the catalogue has of that version, made when it is first asked for.
    merged: OnceLock<Arc<Description>>,
}

impl Given {
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

/// An action that exists.
#[derive(Clone, Debug)]
pub(crate) struct Target {
    /// The action's description, with at least the types that it reaches.
    description: Arc<Description>,
    pub(crate) name: String,
}

/// The versions of a service, as far as they are known without reading every action.
struct Versions {
    given: Vec<Arc<Description>>,
    catalogue: Option<Arc<catalogue::Service>>,
}

impl Versions {
    /// Each version with the names of its actions; a given one holds what the catalogue has of it.
    fn each(&self) -> impl Iterator<Item = (&str, Box<dyn Iterator<Item = &str> + '_>)> {
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

    /// The description of an action that is there.
    fn describe(&self, version: &str, action: &str) -> Option<Arc<Description>> {
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
}

impl Target {
    pub(crate) fn description(&self) -> &Description {
        &self.description
    }

    pub(crate) fn action(&self) -> &Action {
        &self.description().actions[&self.name]
    }
}

impl Services {
    /// The catalogue with these descriptions over it, each over those before it.
    pub(crate) fn new(given: Vec<Description>) -> Self {
        let mut services = Self::default();
        for description in given {
            let versions = services
                .given
                .entry(description.service.clone())
                .or_default();
            let same = |known: &&mut Given| known.description.version == description.version;
            match versions.iter_mut().find(same) {
                Some(known) => known.description = merge(known.description.clone(), &description),
                None => versions.push(Given {
                    description,
                    merged: OnceLock::new(),
                }),
            }
        }
        services
    }

    fn versions(&self, service: &str) -> Result<Option<Versions>, catalogue::Error> {
        let catalogue = catalogue::service(service)?;
        let given = self.given.get(service).into_iter().flatten();
        let given: Vec<_> = given
            .map(|given| given.merged(catalogue.as_deref()))
            .collect();
        let known = !given.is_empty() || catalogue.is_some();
        Ok(known.then_some(Versions { given, catalogue }))
    }

    /// The action that is called. The service is the credential scope's, else the first label of
    /// the host, else the only one that has the version and the action.
    ///
    /// # Errors
    /// An action that does not exist, or that several services have.
    pub(crate) fn find(
        &self,
        scope: Option<&str>,
        host: &str,
        version: &str,
        action: &str,
        rules: &Rules,
    ) -> Result<Target, Fault> {
        let label = label(host);
        for service in [scope, label].into_iter().flatten() {
            if let Some(versions) = self.versions(service).map_err(damaged)? {
                return pick(&versions, service, version, action);
            }
            if scope == Some(service) && !rules.allow(Rule::ScopeOfNoService) {
                return Err(no_product(format!(
                    "The credential scope names the service {service:?}, which is not known; that another is looked for is the switched-off rule {}.",
                    Rule::ScopeOfNoService
                )));
            }
        }
        let index = self.by_action()?;
        let candidates: Vec<&str> = index
            .get(&(version.to_owned(), action.to_owned()))
            .map(|services| services.iter().map(String::as_str).collect())
            .unwrap_or_default();
        match candidates[..] {
            [service] => match self.versions(service).map_err(damaged)? {
                Some(versions) => pick(&versions, service, version, action),
                None => Err(no_product(format!("There is no service {service:?}."))),
            },
            [] => Err(nowhere(scope, label, version, action, index)),
            [first, ..] => Err(no_product(format!(
                "{action} of {version} is an action of {}: say which by the host, e.g. `{first}.localhost`.",
                candidates.join(", ")
            ))),
        }
    }

    /// Which services have a version's action. It opens the whole catalogue, and only a request
    /// that names no service asks for it.
    fn by_action(&self) -> Result<&HashMap<(String, String), BTreeSet<String>>, Fault> {
        if let Some(index) = self.by_action.get() {
            return Ok(index);
        }
        let mut index: HashMap<_, BTreeSet<String>> = HashMap::new();
        let mut services: BTreeSet<String> = self.given.keys().cloned().collect();
        services.extend(catalogue::services().map(str::to_owned));
        for service in services {
            let versions = self.versions(&service).map_err(damaged)?;
            for (version, actions) in versions.iter().flat_map(Versions::each) {
                for action in actions {
                    let slot = (version.to_owned(), action.to_owned());
                    index.entry(slot).or_default().insert(service.clone());
                }
            }
        }
        Ok(self.by_action.get_or_init(|| index))
    }
}

/// The first label of a host that has labels at all: `cvm` of `cvm.localhost:8080`.
fn label(host: &str) -> Option<&str> {
    let host = host.split_once("://").map_or(host, |(_, host)| host);
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    if name.parse::<IpAddr>().is_ok() || name.starts_with('[') {
        return None;
    }
    name.split_once('.').map(|(label, _)| label)
}

fn pick(versions: &Versions, service: &str, version: &str, action: &str) -> Result<Target, Fault> {
    let Some((_, actions)) = versions.each().find(|(known, _)| *known == version) else {
        let known: BTreeSet<_> = versions.each().map(|(known, _)| known).collect();
        let known: Vec<_> = known.into_iter().collect();
        return Err(Fault::new(
            "NoSuchVersion",
            format!(
                "{service} has no version {version:?}; it has {}.",
                known.join(", ")
            ),
        ));
    };
    let actions: Vec<_> = actions.collect();
    let description = actions
        .contains(&action)
        .then(|| versions.describe(version, action));
    let Some(description) = description.flatten() else {
        let mut message = format!("{service} {version} has no action {action:?}");
        match actions
            .iter()
            .find(|known| known.eq_ignore_ascii_case(action))
        {
            Some(known) => message.push_str(&format!("; it has {known}.")),
            None => message.push('.'),
        }
        return Err(Fault::new("InvalidAction", message));
    };
    Ok(Target {
        description,
        name: action.to_owned(),
    })
}

/// Nothing has the version and the action, and no service is named.
fn nowhere(
    scope: Option<&str>,
    label: Option<&str>,
    version: &str,
    action: &str,
    index: &HashMap<(String, String), BTreeSet<String>>,
) -> Fault {
    let is_name = |text: &&str| text.starts_with(|c: char| c.is_ascii_alphabetic());
    if let Some(named) = scope.filter(is_name).or(label) {
        no_product(format!("There is no service {named:?}."))
    } else if index.keys().any(|(known, _)| known == version) {
        Fault::new(
            "InvalidAction",
            format!("No service has an action {action:?} in its version {version}."),
        )
    } else {
        Fault::new(
            "NoSuchVersion",
            format!("No service has a version {version:?}."),
        )
    }
}

fn no_product(message: String) -> Fault {
    Fault::new("NoSuchProduct", message)
}

fn damaged(error: catalogue::Error) -> Fault {
    Fault::new("InternalError", error.to_string())
}
