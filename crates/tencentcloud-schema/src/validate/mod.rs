//! What a description must keep, beyond the types of its fields.

mod accepts;
mod member;
mod names;
mod paging;

use std::collections::BTreeSet;
use std::fmt::Display;

use self::names::{is_label, is_version};
use crate::description::{Action, Body, Description, FORMAT};
use crate::error::{Error, Problem};

impl Description {
    /// Checks all that the format asks for: names that can be told apart, dates, hosts, defined or
    /// open types, members named once, examples and defaults of the member's kind, paging paths that
    /// exist. `origin` names the description in errors.
    ///
    /// # Errors
    /// Every problem at once, each with its JSON path.
    pub fn validate(&self, origin: &str) -> Result<(), Error> {
        let mut check = Check {
            description: self,
            problems: Vec::new(),
        };
        check.description();
        match check.problems {
            problems if problems.is_empty() => Ok(()),
            problems => Err(Error::new(origin, problems)),
        }
    }

    /// Returns the types that members name and that are not defined here.
    pub fn undefined(&self) -> BTreeSet<String> {
        let members = self
            .actions
            .values()
            .flat_map(|a| a.request.iter().chain(&a.response));
        let nested = self.types.values().flat_map(|t| &t.members);
        members
            .chain(nested)
            .filter_map(|member| member.kind.object())
            .filter(|name| !self.types.contains_key(*name))
            .map(str::to_owned)
            .collect()
    }
}

/// A description that is checked, and what was found so far.
struct Check<'a> {
    description: &'a Description,
    problems: Vec<Problem>,
}

impl Check<'_> {
    fn say(&mut self, path: impl Into<String>, message: impl Display) {
        self.problems.push(Problem::new(path, message));
    }

    fn description(&mut self) {
        let d = self.description;
        self.head();
        self.distinct("actions", "actions", d.actions.keys());
        for (name, action) in &d.actions {
            let path = format!("actions.{name}");
            self.name(&path, name);
            self.action(&path, action);
        }
        self.distinct("types", "types", d.types.keys());
        for (name, object) in &d.types {
            let path = format!("types.{name}");
            self.type_name(&path, name);
            self.members(&format!("{path}.members"), &object.members);
        }
        self.codes("errors", &d.errors);
        self.open();
    }

    fn head(&mut self) {
        let d = self.description;
        if d.format != FORMAT {
            self.say(
                "format",
                format_args!(
                    "{} is not a format this version reads; expected {FORMAT}",
                    d.format
                ),
            );
        }
        if !is_label(&d.service) {
            self.say(
                "service",
                format_args!(
                    "{:?} is not a service name; expected lower-case letters, digits and hyphens",
                    d.service
                ),
            );
        }
        if !is_version(&d.version) {
            self.say(
                "version",
                format_args!(
                    "{:?} is not an API version; expected a date such as 2018-08-08",
                    d.version
                ),
            );
        }
        self.host("host", d.host.as_deref());
    }

    fn action(&mut self, path: &str, action: &Action) {
        self.host(&format!("{path}.host"), action.host.as_deref());
        self.members(&format!("{path}.request"), &action.request);
        self.members(&format!("{path}.response"), &action.response);
        self.codes(&format!("{path}.errors"), &action.errors);
        if let Some(index) = action.response.iter().position(|m| m.name == "RequestId") {
            self.say(
                format!("{path}.response[{index}]"),
                "RequestId is in every response and is not listed",
            );
        }
        for (index, member) in action.request.iter().enumerate() {
            if member.header.is_some() && action.body != Body::OctetStream {
                self.say(
                    format!("{path}.request[{index}].header"),
                    "only a parameter of an octet-stream body travels as a header",
                );
            }
        }
        if let Some(paging) = &action.paging {
            self.paging(path, action, paging);
        }
    }

    fn open(&mut self) {
        let d = self.description;
        let undefined = d.undefined();
        for name in d.open.difference(&undefined) {
            let why = if d.types.contains_key(name) {
                "defined"
            } else {
                "used by no member"
            };
            self.say(
                "open",
                format_args!("type {name} is listed as open and is {why}"),
            );
        }
    }
}
