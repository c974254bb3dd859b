//! What a description must keep, beyond the types of its fields.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use serde_json::Value;

use crate::description::{Body, Description, FORMAT, Kind, Member, Paging};
use crate::{Error, Problem};

impl Description {
    /// Checks all that the format asks for: names, dates, defined or open types, members named
    /// once, examples and defaults of the member's kind, paging paths that exist.
    ///
    /// # Errors
    /// Every fault at once, each with its JSON path.
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

    /// The types that members name and that are not defined here.
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

struct Check<'a> {
    description: &'a Description,
    problems: Vec<Problem>,
}

impl<'a> Check<'a> {
    fn say(&mut self, path: impl Into<String>, message: impl std::fmt::Display) {
        self.problems.push(Problem::new(path, message));
    }

    fn description(&mut self) {
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
        for (name, action) in &d.actions {
            let path = format!("actions.{name}");
            self.name(&path, name);
            self.members(&format!("{path}.request"), &action.request);
            self.members(&format!("{path}.response"), &action.response);
            self.codes(&format!("{path}.errors"), &action.errors);
            if let Some(index) = action.response.iter().position(|m| m.name == "RequestId") {
                self.say(
                    format!("{path}.response[{index}]"),
                    "RequestId is in every answer and is not listed",
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
                self.paging(&path, &action.request, &action.response, paging);
            }
        }
        for (name, object) in &d.types {
            let path = format!("types.{name}");
            self.name(&path, name);
            self.members(&format!("{path}.members"), &object.members);
        }
        self.codes("errors", &d.errors);
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

    fn name(&mut self, path: &str, name: &str) {
        let mut chars = name.chars();
        let first = chars.next().is_some_and(|c| c.is_ascii_alphabetic());
        if !first || !chars.all(|c| c.is_ascii_alphanumeric() || c == '_') {
            self.say(path, format_args!("{name:?} is not a name; expected letters, digits and underscores, a letter first"));
        }
    }

    fn codes(&mut self, path: &str, codes: &BTreeSet<String>) {
        for code in codes {
            let ok = !code.is_empty()
                && code.split('.').all(|part| {
                    !part.is_empty()
                        && part
                            .chars()
                            .all(|c| c.is_ascii_alphanumeric() || "_-".contains(c))
                });
            if !ok {
                self.say(
                    path,
                    format_args!("{code:?} is not an error code; expected words joined by dots"),
                );
            }
        }
    }

    fn members(&mut self, path: &str, members: &[Member]) {
        let mut seen = HashSet::new();
        for (index, member) in members.iter().enumerate() {
            let path = format!("{path}[{index}]");
            self.name(&format!("{path}.name"), &member.name);
            if !seen.insert(&member.name) {
                self.say(
                    format!("{path}.name"),
                    format_args!("{} is listed twice", member.name),
                );
            }
            if let Some(object) = member.kind.object()
                && !self.description.types.contains_key(object)
                && !self.description.open.contains(object)
            {
                self.say(
                    format!("{path}.type"),
                    format_args!(
                        "{object} is neither a kind of value, nor a type defined under `types` or listed under `open`"
                    ),
                );
            }
            for (field, value) in [("default", &member.default), ("example", &member.example)] {
                if let Some(value) = value
                    && !member.accepts(value)
                {
                    let list = if member.list { "a list of " } else { "" };
                    self.say(
                        format!("{path}.{field}"),
                        format_args!("{value} is not {list}{}", member.kind),
                    );
                }
            }
            for (field, bound) in [("min", &member.min), ("max", &member.max)] {
                if bound.is_some() && !(member.kind.is_integer() || member.kind == Kind::Float) {
                    self.say(
                        format!("{path}.{field}"),
                        format_args!("a {} has no bounds", member.kind),
                    );
                }
            }
            let mut named = HashSet::new();
            for filter in &member.filters {
                let text = filter
                    .chars()
                    .all(|c| !c.is_whitespace() && !c.is_control());
                if filter.is_empty() || !text {
                    self.say(
                        format!("{path}.filters"),
                        format_args!(
                            "{filter:?} is not the name of a filter; expected text without blanks"
                        ),
                    );
                }
                if !named.insert(filter) {
                    self.say(
                        format!("{path}.filters"),
                        format_args!("{filter} is listed twice"),
                    );
                }
            }
            if let (Some(min), Some(max)) = (&member.min, &member.max)
                && min.as_f64() > max.as_f64()
            {
                self.say(
                    format!("{path}.min"),
                    format_args!("{min} is larger than max, {max}"),
                );
            }
        }
    }

    fn paging(&mut self, path: &str, request: &[Member], response: &[Member], paging: &Paging) {
        for (field, name) in [
            ("position", Some(&paging.position)),
            ("size", paging.size.as_ref()),
        ] {
            if let Some(name) = name
                && !request.iter().any(|m| &m.name == name)
            {
                self.say(
                    format!("{path}.paging.{field}"),
                    format_args!("the request has no parameter {name}"),
                );
            }
        }
        for (field, target) in [
            ("items", Some(&paging.items)),
            ("total", paging.total.as_ref()),
            ("next", paging.next.as_ref()),
            ("more", paging.more.as_ref()),
            ("over", paging.over.as_ref()),
        ] {
            let Some(target) = target else { continue };
            match find(&self.description.types, response, target) {
                None => self.say(
                    format!("{path}.paging.{field}"),
                    format_args!("the answer has no member {target}"),
                ),
                Some(member) if (field == "items") != member.list => {
                    let expected = if field == "items" {
                        "a list"
                    } else {
                        "a single value"
                    };
                    self.say(
                        format!("{path}.paging.{field}"),
                        format_args!("{target} is not {expected}"),
                    );
                }
                Some(_) => {}
            }
        }
    }
}

fn find<'a>(
    types: &'a BTreeMap<String, crate::Object>,
    members: &'a [Member],
    path: &str,
) -> Option<&'a Member> {
    let (first, rest) = path
        .split_once('.')
        .map_or((path, None), |(a, b)| (a, Some(b)));
    let member = members.iter().find(|m| m.name == first)?;
    match rest {
        None => Some(member),
        Some(rest) => find(types, &types.get(member.kind.object()?)?.members, rest),
    }
}

impl Member {
    /// True where `value` is of this member's kind, item by item for a list. An object takes any
    /// JSON object: its members are checked by who uses it.
    pub fn accepts(&self, value: &Value) -> bool {
        match value {
            Value::Array(items) if self.list => items.iter().all(|item| self.kind.accepts(item)),
            _ if self.list => false,
            value => self.kind.accepts(value),
        }
    }
}

impl Kind {
    /// True where `value` is one value of this kind.
    pub fn accepts(&self, value: &Value) -> bool {
        match self {
            Self::String | Self::Date | Self::DateTime | Self::DateTimeIso | Self::Binary => {
                value.is_string()
            }
            Self::Integer | Self::Int64 => value.is_i64(),
            Self::Uint64 => value.is_u64(),
            Self::Float => value.is_number(),
            Self::Bool => value.is_boolean(),
            Self::Object(_) => value.is_object(),
        }
    }
}

fn is_label(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase())
        && text
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
}

fn is_version(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() == 10
        && bytes.iter().enumerate().all(|(i, b)| match i {
            4 | 7 => *b == b'-',
            _ => b.is_ascii_digit(),
        })
}
