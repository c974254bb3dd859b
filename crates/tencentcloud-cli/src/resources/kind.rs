//! Kinds of resources, by the names that people type.

use serde_json::{Value, json};
use tencentcloud_catalogue::resources;
use tencentcloud_schema::resource::{Resource, Resources, Verb};

use crate::error::Failure;
use crate::known::{find_service, meant, nearest, plain};
use crate::output::{Column, Shape};

/// A kind of resource of a service.
#[derive(Clone, Debug)]
pub(super) struct Kind {
    pub(super) service: String,
    pub(super) version: String,
    pub(super) name: String,
    pub(super) resource: Resource,
}

impl Kind {
    /// Looks up the kind `typed` of `service`: in any case, with hyphens, in the singular or plural;
    /// in the newest version that has it.
    ///
    /// # Errors
    /// A name that is unknown, with the nearest ones.
    pub(super) fn find(service: &str, typed: &str) -> Result<Self, Failure> {
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
            Failure::usage(format!("{service} has no kind {typed}{}", meant(&near)))
                .with_next(format!("`tcloud ls {service}` lists the kinds")),
        )
    }

    /// Returns `state` as the service spells it, if it is a known one in another case.
    pub(super) fn state(&self, state: &str) -> String {
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
    pub(super) fn id(&self) -> &[String] {
        &self.resource.id
    }
}

/// Lists the kinds of `service` with what says which item is meant and what it goes through.
///
/// # Errors
/// A service that is unknown, or of which no kind is known.
pub(super) fn list(service: &str) -> Result<Value, Failure> {
    let (_, known) = of_service(service)?;
    let rows = known.versions.iter().rev().flat_map(|(version, kinds)| {
        kinds.iter().map(move |(name, resource)| {
            let states = resource.state.iter().flat_map(|state| {
                let states = [
                    state.begins.as_ref(),
                    Some(&state.ready),
                    state.ends.as_ref(),
                ];
                states.into_iter().flatten().cloned()
            });
            let lists = [Verb::List, Verb::Get].into_iter();
            let mut lists = lists
                .flat_map(|verb| resource.that(verb))
                .map(|(name, _)| name);
            json!({
                "Kind": name,
                "ID": resource.id,
                "ListedBy": lists.next(),
                "States": states.collect::<Vec<_>>(),
                "Version": version,
            })
        })
    });
    Ok(rows.collect())
}

/// Returns the columns of a list of kinds.
pub(super) fn shape() -> Shape {
    let columns = ["Kind", "ID", "States", "ListedBy"].map(Column::of);
    Shape {
        columns: columns.into(),
        ..Shape::default()
    }
}

fn of_service(service: &str) -> Result<(&'static str, std::sync::Arc<Resources>), Failure> {
    let (name, _) = find_service(service)?;
    let known = resources(name)?.ok_or_else(|| {
        let told = format!("the catalogue knows no resource of {name}");
        let next = format!("`tcloud {name} help` lists the actions");
        Failure::usage(told).with_next(next)
    })?;
    Ok((name, known))
}
