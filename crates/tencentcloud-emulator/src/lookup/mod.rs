//! Finds what a request calls.

mod merge;
mod versions;

use std::collections::{BTreeSet, HashMap};
use std::net::IpAddr;
use std::sync::{Arc, OnceLock};

use tencentcloud_catalogue as catalogue;
use tencentcloud_schema::{Action, Description};

use self::versions::{Given, Versions};
use crate::fault::Fault;
use crate::rules::{Rule, Rules};

/// The descriptions that are served: the catalogue's, and those that were given.
#[derive(Debug, Default)]
pub(crate) struct Services {
    given: HashMap<String, Vec<Given>>,
    by_action: OnceLock<HashMap<(String, String), BTreeSet<String>>>,
}

/// An action that exists.
#[derive(Clone, Debug)]
pub(crate) struct Target {
    /// The action's description, with at least the types that it reaches.
    description: Arc<Description>,
    pub(crate) name: String,
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
    /// Returns the catalogue with the descriptions of `given` over it, each over those before it.
    pub(crate) fn new(given: Vec<Description>) -> Self {
        let mut services = Self::default();
        for description in given {
            let versions = services
                .given
                .entry(description.service.clone())
                .or_default();
            Given::add(versions, description);
        }
        services
    }

    fn versions(&self, service: &str) -> Result<Option<Versions>, Fault> {
        let given = self.given.get(service).map(Vec::as_slice);
        Versions::open(service, given.unwrap_or_default())
            .map_err(|error| Fault::new("InternalError", error.to_string()))
    }

    /// Returns the action that a request calls. Its service is the one that the credential scope
    /// names, else the first label of the host, else the only one that has the version and the
    /// action.
    ///
    /// # Errors
    /// The action does not exist, or several services have it.
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
            if let Some(versions) = self.versions(service)? {
                return pick(&versions, service, version, action);
            }
            if scope == Some(service) && !rules.allow(Rule::ScopeOfNoService) {
                return Err(no_product(format!(
                    "The credential scope names the service {service:?}, which does not exist. The rule {}, which would ignore that name, is switched off.",
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
            [service] => match self.versions(service)? {
                Some(versions) => pick(&versions, service, version, action),
                None => Err(no_product(format!("There is no service {service:?}."))),
            },
            [] => Err(nowhere(scope, label, version, action, index)),
            [first, ..] => Err(no_product(format!(
                "{action} of {version} is an action of {}: name one of them in the host, e.g. `{first}.localhost`.",
                candidates.join(", ")
            ))),
        }
    }

    /// Returns the services by version and action. This opens the whole catalogue, and only a
    /// request that names no service needs it.
    fn by_action(&self) -> Result<&HashMap<(String, String), BTreeSet<String>>, Fault> {
        if let Some(index) = self.by_action.get() {
            return Ok(index);
        }
        let mut index: HashMap<_, BTreeSet<String>> = HashMap::new();
        let mut services: BTreeSet<String> = self.given.keys().cloned().collect();
        services.extend(catalogue::services().map(str::to_owned));
        for service in services {
            let versions = self.versions(&service)?;
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

/// Returns the first label of a host that has several: `cvm` of `cvm.localhost:8080`.
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

/// Returns the error for a version and an action that no service has.
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
