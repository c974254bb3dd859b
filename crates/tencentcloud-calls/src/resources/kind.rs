//! Kinds of resources, by the names that people type.

use std::sync::Arc;

use serde_json::Value;
use tencentcloud_catalogue::resources;
use tencentcloud_schema::resource::{Resource, Resources};

use crate::error::Error;
use crate::known::{find_service, meant, nearest, plain};

/// A kind of resource of a service.
#[derive(Clone, Debug)]
pub struct Kind {
    /// The service's name.
    pub service: String,
    /// The version of the service whose actions are meant.
    pub version: String,
    /// The kind's name, e.g. `Subnet`.
    pub name: String,
    /// The facts: what says which item is meant, and what actions do with it.
    pub resource: Resource,
}

impl Kind {
    /// Looks up the kind `typed` of `service`: in any case, with hyphens, in the singular or plural;
    /// in the newest version that has it.
    ///
    /// # Errors
    /// A name that is unknown, with the nearest ones.
    pub fn find(service: &str, typed: &str) -> Result<Self, Error> {
        let (service, known) = of_service(service)?;
        let wanted = plain(typed);
        let same = |name: &str| {
            let name = plain(name);
            let plurals = [format!("{name}s"), format!("{name}es")];
            let third = name.strip_suffix('y').map(|stem| format!("{stem}ies"));
            name == wanted || plurals.contains(&wanted) || third.is_some_and(|it| it == wanted)
        };
        let kinds = known.versions.iter().rev();
        let mut kinds = kinds.flat_map(|(version, kinds)| {
            kinds
                .iter()
                .map(move |(name, resource)| (version, name, resource))
        });
        if let Some((version, name, resource)) = kinds.clone().find(|(_, name, _)| same(name)) {
            return Ok(Self {
                service: service.to_owned(),
                version: version.clone(),
                name: name.clone(),
                resource: resource.clone(),
            });
        }
        // A part of a name says enough: `group` is meant for `SecurityGroup`.
        let mut names: Vec<&str> = kinds.by_ref().map(|(_, name, _)| name.as_str()).collect();
        names.dedup();
        let mut near = nearest(typed, names.iter().copied());
        let containing = names.iter().filter(|name| plain(name).contains(&wanted));
        near.extend(containing.copied().take(3));
        near.dedup();
        near.truncate(3);
        Err(
            Error::usage(format!("{service} has no kind {typed}{}", meant(&near)))
                .with_next(format!("`tcloud ls {service}` lists the kinds")),
        )
    }

    /// Returns `state` as the service spells it, if it is a known one in another case.
    pub fn state(&self, state: &str) -> String {
        let own = self.resource.state.iter().flat_map(|state| {
            let others = [state.begins.as_ref(), state.ends.as_ref()];
            others.into_iter().flatten().chain([&state.ready])
        });
        let uses = self.resource.actions.values();
        let reached = uses.flat_map(|used| used.from.iter().chain(&used.through).chain(&used.to));
        let mut known = own.chain(reached).filter_map(Value::as_str);
        let same = known.find(|known| known.eq_ignore_ascii_case(state));
        same.unwrap_or(state).to_owned()
    }

    /// Returns the members that say which item is meant, the last one by itself within its parents.
    pub fn id(&self) -> &[String] {
        &self.resource.id
    }
}

/// Returns the service `service`, by a name that people type, with the resources that are known of it.
///
/// # Errors
/// A service that is unknown, or of which no kind is known.
pub fn of_service(service: &str) -> Result<(&'static str, Arc<Resources>), Error> {
    let (name, _) = find_service(service)?;
    let known = resources(name)?.ok_or_else(|| {
        let told = format!("the catalogue knows no resource of {name}");
        let next = format!("`tcloud {name} help` lists the actions");
        Error::usage(told).with_next(next)
    })?;
    Ok((name, known))
}
