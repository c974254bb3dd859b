//! What resources must keep, beside the description that they speak of.

use std::fmt::Display;

use serde_json::Value;

use super::path::{Place, find, shown};
use super::{Kinds, Paths, Resource, Resources, Use, Verb};
use crate::description::{Action, Description, Kind, Member};
use crate::error::{Error, Problem};

impl Resources {
    /// Checks the resources against the descriptions of all versions: each action, path, parameter
    /// and member exists and has a fitting kind. `origin` names the resources in errors.
    ///
    /// # Errors
    /// Every problem at once, each with its JSON path.
    pub fn validate(&self, descriptions: &[Description], origin: &str) -> Result<(), Error> {
        let mut problems = Vec::new();
        for (version, kinds) in &self.versions {
            let path = format!("versions.{version}");
            let known = descriptions.iter().find(|d| &d.version == version);
            match known.filter(|d| d.service == self.service) {
                Some(description) => problems.extend(problems_of(description, kinds, &path)),
                None => problems.push(Problem::new(
                    path,
                    format_args!(
                        "there is no description of this version of {}",
                        self.service
                    ),
                )),
            }
        }
        match problems.is_empty() {
            true => Ok(()),
            false => Err(Error::new(origin, problems)),
        }
    }
}

impl Resource {
    /// Returns what is wrong with this resource of `description`, called `name` among `kinds`: what
    /// [`Resources::validate`] finds for this kind alone.
    pub fn problems(&self, description: &Description, kinds: &Kinds, name: &str) -> Vec<Problem> {
        let mut check = Check::new(description, kinds, self);
        check.resource(name);
        check.problems
    }
}

fn problems_of(description: &Description, kinds: &Kinds, path: &str) -> Vec<Problem> {
    let found = kinds.iter().flat_map(|(name, resource)| {
        let mut check = Check::new(description, kinds, resource);
        check.resource(&format!("{path}.{name}"));
        check.problems
    });
    found.collect()
}

/// One resource that is checked, and what was found so far.
struct Check<'a> {
    description: &'a Description,
    kinds: &'a Kinds,
    resource: &'a Resource,
    /// The members of each object that shows an item.
    shown: Vec<&'a [Member]>,
    problems: Vec<Problem>,
}

impl<'a> Check<'a> {
    fn new(description: &'a Description, kinds: &'a Kinds, resource: &'a Resource) -> Self {
        Self {
            description,
            kinds,
            resource,
            shown: shown(description, resource),
            problems: Vec::new(),
        }
    }

    fn say(&mut self, path: impl Into<String>, message: impl Display) {
        self.problems.push(Problem::new(path, message));
    }

    fn resource(&mut self, path: &str) {
        let resource = self.resource;
        if let Some(object) = &resource.object
            && !self.description.types.contains_key(object)
        {
            self.say(
                format!("{path}.type"),
                format_args!("there is no type {object}"),
            );
        }
        if resource.id.is_empty() {
            self.say(format!("{path}.id"), "no member identifies an item");
        }
        for (index, member) in resource.id.iter().enumerate() {
            self.single(&format!("{path}.id[{index}]"), member);
        }
        for (member, form) in &resource.made {
            let path = format!("{path}.made.{member}");
            self.single(&path, member);
            if self
                .place(member)
                .is_some_and(|place| place.member.kind.is_integer())
                && form.chars().any(|c| c != '#' && !c.is_ascii_digit())
            {
                self.say(
                    path,
                    format_args!("{member} is a number, and {form:?} is none"),
                );
            }
        }
        for (field, member) in [
            ("name", &resource.name),
            ("created", &resource.created),
            ("updated", &resource.updated),
        ] {
            if let Some(member) = member {
                self.single(&format!("{path}.{field}"), member);
            }
        }
        if let Some(tags) = &resource.tags
            && self.member(&format!("{path}.tags"), tags)
            && self.place(tags).is_some_and(|place| !place.member.list)
        {
            self.say(format!("{path}.tags"), format_args!("{tags} is no list"));
        }
        self.states(path);
        self.parents(path);
        self.lasting(path);
        for (name, used) in &resource.actions {
            let path = format!("{path}.actions.{name}");
            match self.description.actions.get(name) {
                Some(action) => self.used(&path, action, used),
                None => self.say(path, format_args!("there is no action {name}")),
            }
        }
    }

    /// Every member of the id is made by the service, or given by each action that creates.
    fn lasting(&mut self, path: &str) {
        for (name, used) in self.resource.that(Verb::Create) {
            for member in &self.resource.id {
                if !self.resource.made.contains_key(member) && !self.takes(name, used, member) {
                    self.say(
                        format!("{path}.made"),
                        format_args!("{name} gives no {member}, and how it is made is not said"),
                    );
                }
            }
        }
    }

    /// Whether the action's request gives that member.
    fn takes(&self, name: &str, used: &Use, member: &str) -> bool {
        let Some(action) = self.description.actions.get(name) else {
            return true;
        };
        let types = &self.description.types;
        let own = find(types, &action.request, member).is_some();
        let each = used.each.as_ref().is_some_and(|each| {
            find(types, &action.request, &format!("{each}.{member}")).is_some()
        });
        let put = used.put.contains_key(member);
        own || each || put || used.set.values().any(|set| set == member)
    }

    fn states(&mut self, path: &str) {
        let Some(state) = &self.resource.state else {
            return;
        };
        let path = format!("{path}.state");
        if !self.single(&format!("{path}.member"), &state.member) {
            return;
        }
        let values = [
            ("begins", state.begins.as_ref()),
            ("ready", Some(&state.ready)),
            ("ends", state.ends.as_ref()),
        ];
        for (field, value) in values {
            if let Some(value) = value {
                self.value(&format!("{path}.{field}"), &state.member, value);
            }
        }
    }

    fn parents(&mut self, path: &str) {
        for (index, parent) in self.resource.parents.iter().enumerate() {
            let path = format!("{path}.parents[{index}]");
            self.member(&format!("{path}.member"), &parent.member);
            for member in parent.brings.values() {
                self.member(&format!("{path}.brings"), member);
            }
            if parent.service.is_none() && !self.kinds.contains_key(&parent.resource) {
                let name = &parent.resource;
                self.say(
                    format!("{path}.resource"),
                    format_args!("there is no kind {name}"),
                );
            }
        }
    }

    fn used(&mut self, path: &str, action: &Action, used: &Use) {
        self.suits(path, used);
        for (field, paths) in [
            ("by", &used.by),
            ("search", &used.search),
            ("set", &used.set),
        ] {
            self.parameters(&format!("{path}.{field}"), action, used, paths);
        }
        if let Some(filters) = &used.filters {
            let path = format!("{path}.filters");
            for at in [&filters.name, &filters.values] {
                self.parameter(&path, action, &format!("{}.{at}", filters.at), true);
            }
            for member in filters.members.values() {
                self.member(&format!("{path}.members"), member);
            }
        }
        if let Some(each) = &used.each {
            self.parameter(&format!("{path}.each"), action, each, true);
        }
        if let Some(count) = &used.count {
            self.parameter(&format!("{path}.count"), action, count, false);
        }
        for (member, value) in &used.put {
            let path = format!("{path}.put.{member}");
            if self.member(&path, member) && !value.is_null() {
                self.value(&path, member, value);
            }
        }
        if let Some(state) = &self.resource.state {
            let states = used.from.iter().chain(&used.through).chain(&used.to);
            for value in states {
                self.value(path, &state.member, value);
            }
        } else if !used.from.is_empty() || used.through.is_some() || used.to.is_some() {
            self.say(path, "the resource has no state");
        }
        self.response(path, action, used);
    }

    /// Fields that a verb needs, or cannot have.
    fn suits(&mut self, path: &str, used: &Use) {
        let (verb, word) = (used.does, used.does.as_str());
        let shows = used.item.is_some() || !used.gives.is_empty();
        let meant = !used.by.is_empty() || used.each.is_some();
        match verb {
            Verb::List | Verb::Get if !shows => self.say(
                path,
                format_args!("{word} shows nothing: `item` or `gives` says where"),
            ),
            Verb::Modify | Verb::State | Verb::Delete | Verb::Add | Verb::Remove if !meant => {
                self.say(
                    path,
                    format_args!("{word} needs `by`, which says the items that are meant"),
                );
            }
            Verb::State if used.to.is_none() => {
                self.say(path, "state needs `to`, the state in the end")
            }
            Verb::Add | Verb::Remove if used.set.is_empty() => {
                self.say(
                    path,
                    format_args!("{word} needs `set`, with the member that is a list"),
                );
            }
            _ => {}
        }
        let lists = matches!(verb, Verb::List | Verb::Get);
        if !lists && (used.filters.is_some() || !used.search.is_empty() || used.total.is_some()) {
            self.say(
                path,
                format_args!("{word} has no `filters`, `search` or `total`"),
            );
        }
        if used.count.is_some() && verb != Verb::Create {
            self.say(path, format_args!("{word} has no `count`"));
        }
    }

    /// Checks paths of a request, each with a member of the item.
    fn parameters(&mut self, path: &str, action: &Action, used: &Use, paths: &Paths) {
        for (from, member) in paths {
            let path = format!("{path}.{from}");
            let types = &self.description.types;
            let below = used.each.as_ref().map(|each| format!("{each}.{from}"));
            let found = below.and_then(|below| find(types, &action.request, &below));
            let Some(place) = found.or_else(|| find(types, &action.request, from)) else {
                self.say(path, format_args!("the request has no parameter {from}"));
                continue;
            };
            if member.is_empty() || !self.member(&path, member) {
                continue;
            }
            // What is removed from a list may be named by its key.
            if used.does != Verb::Remove
                && let Some(own) = self.place(member)
                && !alike(&place.member.kind, &own.member.kind)
            {
                let (one, other) = (&place.member.kind, &own.member.kind);
                self.say(
                    path,
                    format_args!("{from} is {one}, and {member} is {other}"),
                );
            }
        }
    }

    fn parameter(&mut self, path: &str, action: &Action, name: &str, list: bool) {
        match find(&self.description.types, &action.request, name) {
            None => self.say(path, format_args!("the request has no parameter {name}")),
            Some(place) if list && !place.many && place.member.kind.object().is_none() => {
                self.say(path, format_args!("{name} is no list and no object"));
            }
            Some(place) if !list && (place.many || !place.member.kind.is_integer()) => {
                self.say(path, format_args!("{name} is no number"));
            }
            Some(_) => {}
        }
    }

    fn response(&mut self, path: &str, action: &Action, used: &Use) {
        let types = &self.description.types;
        if let Some(item) = used.item.as_ref().filter(|item| !item.is_empty()) {
            let path = format!("{path}.item");
            match find(types, &action.response, item) {
                None => self.say(path, format_args!("the response has no member {item}")),
                Some(place) if place.member.kind.object().is_none() => {
                    self.say(path, format_args!("{item} is no object"));
                }
                Some(_) => {}
            }
        }
        for (from, member) in &used.gives {
            let path = format!("{path}.gives.{from}");
            if find(types, &action.response, from).is_none() {
                self.say(&path, format_args!("the response has no member {from}"));
            }
            self.member(&path, member);
        }
        if let Some(total) = &used.total {
            let place = find(types, &action.response, total);
            if place.is_none_or(|place| place.many || place.member.kind.object().is_some()) {
                let path = format!("{path}.total");
                self.say(path, format_args!("the response has no number {total}"));
            }
        }
    }

    /// What a member of the item is, in the first object that shows it.
    fn place(&self, member: &str) -> Option<Place<'a>> {
        let types = &self.description.types;
        self.shown
            .iter()
            .find_map(|members| find(types, members, member))
    }

    /// Checks that a response shows the member, or that a request gives it, or that it is identity.
    fn member(&mut self, path: &str, member: &str) -> bool {
        let resource = self.resource;
        let kept = || {
            let parents = resource.parents.iter().map(|parent| &parent.member);
            let given = resource
                .actions
                .values()
                .flat_map(|used| used.gives.values());
            resource
                .id
                .iter()
                .chain(parents)
                .chain(given)
                .any(|own| own == member)
        };
        let given = || {
            let mut makers = resource.actions.iter();
            makers.any(|(name, used)| self.takes(name, used, member))
        };
        let known = self.place(member).is_some() || kept() || given();
        if !known {
            self.say(
                path,
                format_args!("no response shows a member {member}, and no request gives it"),
            );
        }
        known
    }

    /// The same, for a member that is one value.
    fn single(&mut self, path: &str, member: &str) -> bool {
        let known = self.member(path, member);
        let place = self.place(member);
        if place.is_some_and(|place| place.member.list || place.member.kind.object().is_some()) {
            self.say(path, format_args!("{member} is no single value"));
            return false;
        }
        known
    }

    fn value(&mut self, path: &str, member: &str, value: &Value) {
        if let Some(place) = self.place(member)
            && !place.member.accepts(value)
        {
            let kind = &place.member.kind;
            self.say(path, format_args!("{value} is not {kind}, as {member} is"));
        }
    }
}

/// Whether a value of one kind can stand for the other: text and numbers stand for each other, as
/// services name the same id by both.
fn alike(one: &Kind, other: &Kind) -> bool {
    let plain = |kind: &Kind| {
        kind.is_text() || kind.is_integer() || matches!(kind, Kind::Float | Kind::Bool)
    };
    one == other
        || (plain(one) && plain(other))
        || (one.object().is_some() && other.object().is_some())
}
