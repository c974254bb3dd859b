//! The kinds of the service that the action is of.

use std::sync::Arc;

use tencentcloud_catalogue::resources;
use tencentcloud_schema::resource::{Kinds, Resource, Resources, Use, Verb};

use super::Named;
use super::field::Field;
use crate::known::Known;
use crate::resources::Kind;

/// Ids that say nothing by their name.
const BARE: [&str; 4] = ["Id", "ID", "Name", "Uuid"];

/// The kinds of the service that the action is of, in its version.
pub(super) struct Home<'k> {
    service: &'k str,
    version: &'k str,
    action: &'k str,
    resources: Option<Arc<Resources>>,
}

/// A name may be that of one of several kinds, or of one that nothing is known of.
pub(super) struct Unsure;

impl<'k> Home<'k> {
    pub(super) fn of(known: &'k Known) -> Self {
        let service = &*known.description.service;
        Self {
            service,
            version: &known.description.version,
            action: &known.name,
            // What cannot be read says nothing.
            resources: resources(service).ok().flatten(),
        }
    }

    fn kinds(&self) -> impl Iterator<Item = (&String, &Resource)> {
        let kinds = self
            .resources
            .iter()
            .filter_map(|it| it.versions.get(self.version));
        kinds.flat_map(Kinds::iter)
    }

    /// The kinds that the action does something with.
    fn used(&self) -> impl Iterator<Item = (&String, &Resource, &Use)> {
        self.kinds().filter_map(|(name, resource)| {
            let used = resource.actions.get(self.action)?;
            Some((name, resource, used))
        })
    }

    /// True if `field` becomes the id of what the action makes.
    pub(super) fn gives_id(&self, field: &Field<'_>) -> bool {
        self.used().any(|(_, resource, used)| {
            let is_id = |member| resource.id.last().is_some_and(|id| id == member);
            used.does == Verb::Create && becomes(used, &field.place).is_some_and(is_id)
        })
    }

    /// What `field` names by the facts about the action.
    pub(super) fn by_facts(&self, field: &Field<'_>) -> Option<Named> {
        let found = self.used().filter_map(|(name, resource, used)| {
            if let Some(member) = used.by.get(&field.place) {
                return self.holder(name, resource, member);
            }
            self.parent(resource, becomes(used, &field.place)?)
        });
        // Whose child it is, facts infer from names: the example knows better.
        let found = found.filter(|named| {
            named.kind.resource.actions.contains_key(self.action) || field.fits(named)
        });
        one(found.collect())
    }

    /// The kind of which the name of `field` speaks, as the id of its items or in what belongs to them;
    /// `None` if no kind is called so.
    pub(super) fn by_name<'f>(&self, field: &'f Field<'_>) -> Result<Option<Named>, Unsure> {
        let of_stem = |stem: &'f String| {
            let named = self.kinds().flat_map(|(name, resource)| {
                let own = called(name, resource, stem).map(|id| self.kind(name, resource, id));
                let parent = self.parent(resource, stem).filter(|_| !is_bare(stem));
                own.into_iter().chain(parent)
            });
            let named = distinct(named.collect());
            (!named.is_empty()).then_some((stem, named))
        };
        let Some((stem, found)) = field.stems.iter().find_map(of_stem) else {
            return Ok(None);
        };
        let noun = noun(stem);
        let words = noun.chars().filter(char::is_ascii_uppercase).count();
        let like = || found.iter().filter(|named| field.is_like(named)).cloned();
        let sure = match &*found {
            // A `GroupId` may be of any group, if nothing is said to belong to it.
            [only] => {
                let belongs = self.kinds().any(|(_, it)| self.parent(it, stem).is_some());
                let said = (belongs || words > 1) && field.fits(only);
                let sure = said || noun == only.kind.name || field.is_like(only);
                sure.then(|| only.clone())
            }
            found => {
                let same = found
                    .iter()
                    .find(|named| named.kind.name == noun && words > 1);
                one(like().collect()).or(same.cloned())
            }
        };
        sure.map(Some).ok_or(Unsure)
    }

    /// The only kind that is called as `field` says, and whose ids begin as its example does.
    pub(super) fn by_example(&self, field: &Field<'_>) -> Option<Named> {
        let named = self.kinds().filter_map(|(name, resource)| {
            let named = self.kind(name, resource, resource.id.last()?);
            (field.is_like(&named) && field.member.name.contains(name)).then_some(named)
        });
        one(named.collect())
    }

    /// What the values of the filter `name` of the action name.
    pub(super) fn by_filter(&self, name: &str) -> Option<Named> {
        let found = self.used().filter_map(|(kind, resource, used)| {
            let member = used.filters.as_ref()?.members.get(name)?;
            self.holder(kind, resource, member)
        });
        one(found.collect())
    }

    /// True if `named` is what the action makes: there is none yet.
    pub(super) fn makes(&self, field: &Field<'_>, named: &Named) -> bool {
        let makes = |(name, _, used): (&String, _, &Use)| {
            used.does == Verb::Create && *name == named.kind.name && field.stems.len() == 1
        };
        named.kind.service == self.service && self.used().any(makes)
    }

    /// The kind whose items `member` of an item of this kind says: its own, or its parent.
    fn holder(&self, name: &str, resource: &Resource, member: &str) -> Option<Named> {
        match resource.id.last() {
            Some(id) if id == member => Some(self.kind(name, resource, member)),
            _ => self.parent(resource, member),
        }
    }

    fn kind(&self, name: &str, resource: &Resource, member: &str) -> Named {
        Named {
            kind: Kind {
                service: self.service.to_owned(),
                version: self.version.to_owned(),
                name: name.to_owned(),
                resource: resource.clone(),
            },
            member: member.to_owned(),
        }
    }

    /// The parent that `member` of an item names.
    fn parent(&self, resource: &Resource, member: &str) -> Option<Named> {
        let parent = resource
            .parents
            .iter()
            .find(|parent| parent.member == member)?;
        let kind = match &parent.service {
            Some(service) => Kind::find(service, &parent.resource).ok()?,
            None => {
                let (name, resource) = self.kinds().find(|(name, _)| **name == parent.resource)?;
                self.kind(name, resource, "").kind
            }
        };
        let key = parent
            .key
            .clone()
            .or_else(|| kind.resource.id.last().cloned())?;
        Some(Named { kind, member: key })
    }
}

/// The member of items of the kind `name` that `stem` names.
fn called<'r>(name: &str, resource: &'r Resource, stem: &str) -> Option<&'r str> {
    let id = resource.id.last()?;
    let called = match is_bare(id) {
        true => stem.strip_suffix(&**id) == Some(name),
        false => id == stem,
    };
    called.then_some(id)
}

/// What an id is of, by its name: `Subnet` of `SubnetId`.
fn noun(stem: &str) -> &str {
    let ends = ["Id", "ID", "Name"];
    let noun = ends.iter().find_map(|end| stem.strip_suffix(end));
    noun.unwrap_or(stem)
}

fn is_bare(id: &str) -> bool {
    BARE.contains(&id)
}

/// The member of an item that the parameter at `place` becomes.
fn becomes<'u>(used: &'u Use, place: &'u str) -> Option<&'u str> {
    if let Some(member) = used.set.get(place) {
        return Some(member)
            .filter(|member| !member.is_empty())
            .map(String::as_str);
    }
    let own = match &used.each {
        Some(each) => place
            .strip_prefix(&**each)
            .and_then(|rest| rest.strip_prefix('.'))
            .unwrap_or(place),
        None => place,
    };
    matches!(used.does, Verb::Create | Verb::Modify).then_some(own)
}

/// Those of `found` that are different kinds.
fn distinct(found: Vec<Named>) -> Vec<Named> {
    let mut distinct: Vec<Named> = Vec::new();
    for named in found {
        let same = |known: &Named| {
            (&known.kind.service, &known.kind.name) == (&named.kind.service, &named.kind.name)
        };
        if !distinct.iter().any(same) {
            distinct.push(named);
        }
    }
    distinct
}

/// The only kind that was found.
fn one(found: Vec<Named>) -> Option<Named> {
    let mut found = distinct(found).into_iter();
    found.next().filter(|_| found.next().is_none())
}
