//! Paging names members that exist.

use std::collections::BTreeMap;

use super::Check;
use crate::description::{Action, Member, Object, Paging};

impl Check<'_> {
    /// Checks the paths of an action's paging.
    pub(super) fn paging(&mut self, path: &str, action: &Action, paging: &Paging) {
        for (field, name) in [
            ("position", Some(&paging.position)),
            ("size", paging.size.as_ref()),
        ] {
            if let Some(name) = name
                && !action.request.iter().any(|m| &m.name == name)
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
            if let Some(target) = target {
                self.target(
                    &format!("{path}.paging.{field}"),
                    action,
                    field == "items",
                    target,
                );
            }
        }
    }

    /// Checks that a path leads to a list, or to a single value.
    fn target(&mut self, path: &str, action: &Action, list: bool, target: &str) {
        let expected = if list { "a list" } else { "a single value" };
        match find(&self.description.types, &action.response, target) {
            None => self.say(path, format_args!("the response has no member {target}")),
            Some(member) if list != member.list => {
                self.say(path, format_args!("{target} is not {expected}"));
            }
            Some(_) => {}
        }
    }
}

fn find<'a>(
    types: &'a BTreeMap<String, Object>,
    mut members: &'a [Member],
    path: &str,
) -> Option<&'a Member> {
    let mut found = None;
    for part in path.split('.') {
        if let Some(outer) = found.take() {
            let outer: &Member = outer;
            members = &types.get(outer.kind.object()?)?.members;
        }
        found = Some(members.iter().find(|member| member.name == part)?);
    }
    found
}
