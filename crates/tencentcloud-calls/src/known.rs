//! Services and actions by the names that people type.

use tencentcloud_catalogue::{Service, Version, service, services};
use tencentcloud_schema::{Action, Description, Member};

use crate::error::Error;

/// An action that the catalogue knows, with the types that it reaches.
#[derive(Debug)]
pub struct Known {
    /// The action's name as the API spells it.
    pub name: String,
    /// The action's version of the service, with this action alone.
    pub description: Description,
}

impl Known {
    /// Looks up `action` of `service`: as the API spells it, in kebab-case or in another case; in
    /// `version`, or in the first that has it: the default one, then the newest.
    ///
    /// # Errors
    /// A name that is unknown, with the nearest ones.
    pub fn find(service: &str, action: &str, version: Option<&str>) -> Result<Self, Error> {
        let (service, found) = find_service(service)?;
        let versions = found.by_preference();
        let mut versions: Vec<&Version> = versions.collect();
        if let Some(wanted) = version {
            let listed: Vec<_> = versions.iter().map(|v| v.head().version.clone()).collect();
            versions.retain(|known| known.head().version == wanted);
            if versions.is_empty() {
                let listed = listed.join(", ");
                let told = format!("{service} has no version {wanted}; it has {listed}");
                return Err(Error::usage(told));
            }
        }
        let plain = plain(action);
        for version in &versions {
            if let Some(name) = version.actions().find(|name| self::plain(name) == plain)
                && let Some(description) = version.slice(name)
            {
                let name = name.to_owned();
                return Ok(Self { name, description });
            }
        }
        let names = versions.iter().flat_map(|version| version.actions());
        let near = nearest(action, names);
        Err(Error::usage(format!(
            "{service} has no action {action}{}",
            meant(&near)
        )))
    }

    /// Returns what the description says of the action.
    pub fn action(&self) -> &Action {
        // A slice has the action that it was made for.
        &self.description.actions[&self.name]
    }

    /// Returns the parameter at `path`, names joined by dots, where positions in lists may stand
    /// between them: `Nodes.0.Host`, `Nodes.Host`.
    pub fn parameter(&self, path: &str) -> Option<&Member> {
        let mut members = &*self.action().request;
        let mut found = None;
        for name in path
            .split('.')
            .filter(|part| part.parse::<usize>().is_err())
        {
            let member = members.iter().find(|member| member.name == name)?;
            let object = member.kind.object();
            let object = object.and_then(|name| self.description.types.get(name));
            members = object.map_or(&[][..], |object| &object.members);
            found = Some(member);
        }
        found
    }
}

/// Names by which tccli knows services, with their own.
const ALIASES: [(&str, &str); 1] = [("autoscaling", "as")];

/// Returns the name by which tccli knows `service`, if it is another one.
pub fn alias(service: &str) -> Option<&'static str> {
    let known = ALIASES.iter().find(|(_, own)| *own == service);
    known.map(|(alias, _)| *alias)
}

/// Looks up a service by name, in any case.
///
/// # Errors
/// A name that is unknown, with the nearest ones.
pub fn find_service(name: &str) -> Result<(&'static str, std::sync::Arc<Service>), Error> {
    let lower = name.to_ascii_lowercase();
    let aliased = ALIASES.iter().find(|(alias, _)| *alias == lower);
    let lower = aliased.map_or(lower, |(_, own)| (*own).to_owned());
    if let Some(known) = services().find(|known| *known == lower)
        && let Some(found) = service(known)?
    {
        return Ok((known, found));
    }
    let near = nearest(&lower, services());
    Err(Error::usage(format!("no service {name}{}", meant(&near))))
}

/// Returns `name` without case, hyphens and underscores: `describe-zones` and `DescribeZones` are one.
pub fn plain(name: &str) -> String {
    let letters = name.chars().filter(|c| !matches!(c, '-' | '_'));
    letters.flat_map(char::to_lowercase).collect()
}

/// Returns the up to three of `names` that are most like `name`, best first; none if none is like it.
pub fn nearest<'a>(name: &str, names: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let wanted = plain(name);
    let likeness = |known: &str| strsim::jaro_winkler(&wanted, &plain(known));
    let mut near: Vec<_> = names
        .into_iter()
        .map(|known| (likeness(known), known))
        .filter(|(likeness, _)| *likeness > 0.8)
        .collect();
    near.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    near.dedup_by_key(|(_, known)| *known);
    near.into_iter().take(3).map(|(_, known)| known).collect()
}

/// Returns the end of a sentence that names what may have been meant: `; did you mean A or B?`, or
/// nothing if `near` is empty.
pub fn meant(near: &[&str]) -> String {
    match near {
        [] => String::new(),
        near => format!("; did you mean {}?", near.join(" or ")),
    }
}
