//! Finds what a request calls.

mod kept;
mod merge;
mod versions;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::net::IpAddr;
use std::sync::Arc;

use tencentcloud_catalogue as catalogue;
use tencentcloud_schema::{Action, Description, FORMAT};

use self::kept::Kept;
use self::versions::{Given, Versions};
use crate::fault::Fault;
use crate::guess::{clipped, guess};
use crate::hosts;
use crate::rules::{Leeway, Rule};

/// The descriptions that are served: the catalogue's, and those that were given.
#[derive(Debug, Default)]
pub(crate) struct Services {
    given: HashMap<String, Vec<Given>>,
    kept: Kept,
}

/// An action that exists.
#[derive(Clone, Debug)]
pub(crate) struct Target {
    /// The action's description, with at least the types that it reaches.
    description: Arc<Description>,
    pub(crate) name: String,
    /// False if no description has the action and a rule accepts it.
    pub(crate) is_known: bool,
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
    /// The action does not exist, several services have it, or the scope names a service that is not
    /// called.
    pub(crate) fn find(
        &self,
        scope: Option<&str>,
        host: &str,
        version: &str,
        action: &str,
        leeway: &Leeway<'_>,
    ) -> Result<Target, Fault> {
        let label = label(host);
        if let Some(scope) = scope {
            let versions = self.versions(scope)?;
            self.check_scope(scope, versions.is_some(), host, leeway)?;
            if let Some(versions) = versions {
                return self.pick(&versions, (scope, version, action), leeway);
            }
        }
        if let Some(label) = label
            && let Some(versions) = self.versions(label)?
        {
            return self.pick(&versions, (label, version, action), leeway);
        }
        let candidates: Vec<&str> = self.by_action(version, action)?.into_iter().collect();
        match candidates[..] {
            [service] => match self.versions(service)? {
                Some(versions) => self.pick(&versions, (service, version, action), leeway),
                None => Err(no_product(format!("There is no service {service:?}."))),
            },
            [] => {
                match label.and_then(|label| self.unknown(label, host, version, action, leeway)) {
                    Some(target) => Ok(target),
                    None => Err(self.nowhere(scope, host, version, action)?),
                }
            }
            [first, ..] => Err(no_product(format!(
                "{action} of {version} is an action of {}: name one of them in the host, e.g. `{first}.localhost`.",
                candidates.join(", ")
            ))),
        }
    }

    fn pick(
        &self,
        versions: &Versions,
        (service, version, action): (&str, &str, &str),
        leeway: &Leeway<'_>,
    ) -> Result<Target, Fault> {
        let read = || pick(versions, service, version, action, leeway);
        self.kept.get_or((service, version, action), read)
    }

    /// Returns an action by its service, version and name, if a description has it.
    pub(crate) fn described(&self, service: &str, version: &str, action: &str) -> Option<Target> {
        let versions = self.versions(service).ok()??;
        let (_, mut actions) = versions.each().find(|(known, _)| *known == version)?;
        if !actions.any(|known| known == action) {
            return None;
        }
        Some(Target {
            description: versions.describe(version, action)?,
            name: action.to_owned(),
            is_known: true,
        })
    }

    /// Checks that the credential scope names the service that the host does.
    ///
    /// # Errors
    /// It names another one, or none and not the host's first label either, which
    /// [`Rule::ScopeOfNoService`] accepts.
    fn check_scope(
        &self,
        scope: &str,
        exists: bool,
        host: &str,
        leeway: &Leeway<'_>,
    ) -> Result<(), Fault> {
        let invalid = |why: String| {
            let message = format!(
                "The header `Authorization` names the service {:?} in its credential scope{why}",
                clipped(scope)
            );
            Err(Fault::new("AuthFailure.InvalidAuthorization", message))
        };
        if exists {
            let other = match own_label(host).filter(|label| *label != scope) {
                Some(label) if self.versions(label)?.is_some() => label,
                _ => return Ok(()),
            };
            return invalid(format!("; the host is that of {other:?}."));
        }
        let first = host.split('.').next().unwrap_or(host);
        let name = first.rsplit_once(':').map_or(first, |(name, _)| name);
        if scope != first && scope != name {
            return invalid(", and there is no such service.".to_owned());
        }
        if own_label(host) == Some(scope) && leeway.allow(Rule::UnknownAction) {
            return Ok(());
        }
        if leeway.allow(Rule::ScopeOfNoService) {
            return Ok(());
        }
        invalid(format!(
            ", and there is no such service. The rule {}, which would ignore the host's first label there, is switched off.",
            Rule::ScopeOfNoService
        ))
    }

    /// Returns the services that have an action of that version and name, sorted. No description is
    /// opened.
    fn by_action(&self, version: &str, action: &str) -> Result<BTreeSet<&str>, Fault> {
        let given = self.given.iter();
        let given =
            given.filter(|(_, versions)| versions.iter().any(|given| given.has(version, action)));
        let mut found: BTreeSet<&str> = given.map(|(service, _)| service.as_str()).collect();
        found.extend(names()?.services(version, action));
        Ok(found)
    }

    fn has_version(&self, version: &str) -> Result<bool, Fault> {
        let mut given = self.given.values().flatten();
        Ok(given.any(|given| given.is(version)) || names()?.has_version(version))
    }

    /// Returns an action of a service that no description has, if a rule accepts it: the host is the
    /// vendor's, and no other service is meant.
    fn unknown(
        &self,
        label: &str,
        host: &str,
        version: &str,
        action: &str,
        leeway: &Leeway<'_>,
    ) -> Option<Target> {
        if own_label(host) != Some(label) || !leeway.allow(Rule::UnknownAction) {
            return None;
        }
        let description = Description {
            format: FORMAT,
            service: label.to_owned(),
            version: version.to_owned(),
            title: None,
            title_en: None,
            host: None,
            actions: [(action.to_owned(), Action::default())].into(),
            types: BTreeMap::new(),
            errors: BTreeSet::new(),
            open: BTreeSet::new(),
        };
        Some(Target {
            description: Arc::new(description),
            name: action.to_owned(),
            is_known: false,
        })
    }

    /// Returns the error for a version and an action that no service has.
    ///
    /// # Errors
    /// The catalogue is damaged.
    fn nowhere(
        &self,
        scope: Option<&str>,
        host: &str,
        version: &str,
        action: &str,
    ) -> Result<Fault, Fault> {
        let is_name = |text: &&str| text.starts_with(|c: char| c.is_ascii_alphabetic());
        Ok(if let Some(named) = scope.filter(is_name).or(label(host)) {
            let rule = match own_label(host) {
                Some(_) => format!(
                    " The rule {}, which would accept it, is switched off.",
                    Rule::UnknownAction
                ),
                None => String::new(),
            };
            no_product(format!("There is no service {named:?}.{rule}"))
        } else if self.has_version(version)? {
            Fault::new(
                "InvalidAction",
                format!("No service has an action {action:?} in its version {version}."),
            )
        } else {
            Fault::new(
                "NoSuchVersion",
                format!("No service has a version {version:?}."),
            )
        })
    }
}

/// Returns the names of the catalogue's actions.
fn names() -> Result<&'static catalogue::Names, Fault> {
    catalogue::names().map_err(|error| Fault::new("InternalError", error.to_string()))
}

/// Returns the first label of a host that has several: `cvm` of `cvm.localhost:8080`.
pub(crate) fn label(host: &str) -> Option<&str> {
    let host = host.split_once("://").map_or(host, |(_, host)| host);
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    if name.parse::<IpAddr>().is_ok() || name.starts_with('[') {
        return None;
    }
    name.split_once('.').map(|(label, _)| label)
}

/// Returns the first label of a host that can only be the service's: one of the vendor's domains, or
/// of `localhost`.
fn own_label(host: &str) -> Option<&str> {
    let name = hosts::name(host);
    let own = hosts::is_vendors(name) || hosts::is_localhost(name);
    own.then(|| label(host)).flatten()
}

fn pick(
    versions: &Versions,
    service: &str,
    version: &str,
    action: &str,
    leeway: &Leeway<'_>,
) -> Result<Target, Fault> {
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
    if let Some(description) = description.flatten() {
        return Ok(Target {
            description,
            name: action.to_owned(),
            is_known: true,
        });
    }
    if leeway.allow(Rule::UnknownAction)
        && let Some(description) = versions.describe_unknown(version, action)
    {
        return Ok(Target {
            description,
            name: action.to_owned(),
            is_known: false,
        });
    }
    let mut message = format!("{service} {version} has no action {:?}", clipped(action));
    match guess(action, actions) {
        Some(known) => message.push_str(&format!("; it has {known}.")),
        None => message.push('.'),
    }
    message.push_str(&format!(
        " The rule {}, which would accept it, is switched off.",
        Rule::UnknownAction
    ));
    Err(Fault::new("InvalidAction", message))
}

fn no_product(message: String) -> Fault {
    Fault::new("NoSuchProduct", message)
}
