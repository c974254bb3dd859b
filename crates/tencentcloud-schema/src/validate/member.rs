//! What a member must keep.

use std::collections::HashSet;

use super::Check;
use super::names::is_header;
use crate::description::{Kind, Member};

impl Check<'_> {
    /// Checks the members of one list.
    pub(super) fn members(&mut self, path: &str, members: &[Member]) {
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
            self.kind(&path, member);
            self.values(&path, member);
            self.filters(&path, member);
            self.bounds(&path, member);
        }
    }

    fn kind(&mut self, path: &str, member: &Member) {
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
        if let Some(header) = &member.header
            && !is_header(header)
        {
            self.say(
                format!("{path}.header"),
                format_args!(
                    "{header:?} is not the name of a header; expected letters, digits and hyphens"
                ),
            );
        }
    }

    fn values(&mut self, path: &str, member: &Member) {
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
    }

    fn filters(&mut self, path: &str, member: &Member) {
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
    }

    fn bounds(&mut self, path: &str, member: &Member) {
        for (field, bound) in [("min", &member.min), ("max", &member.max)] {
            if bound.is_some() && !(member.kind.is_integer() || member.kind == Kind::Float) {
                self.say(
                    format!("{path}.{field}"),
                    format_args!("a {} has no bounds", member.kind),
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
