//! Which resources a request means.

use std::sync::Arc;

use serde_json::Value;
use tencentcloud_schema::Member;
use tencentcloud_schema::resource::{Filters, Use, Verb};

use super::super::codes::{self, Trouble};
use super::super::path;
use super::super::plan::Kind;
use super::super::store::{Item, Record, Slots};
use super::desk::Desk;
use super::request::Entry;
use crate::fault::Fault;

/// What a resource must have to be meant.
#[derive(Debug)]
pub(super) struct Condition {
    /// The path of the member.
    pub(super) member: String,
    pub(super) test: Test,
    /// True if a resource that was never given the member may be meant as well.
    pub(super) lenient: bool,
}

/// What the member's value must be.
#[derive(Debug)]
pub(super) enum Test {
    /// One of these.
    Any(Vec<String>),
    /// Text that holds one of these.
    Holds(Vec<String>),
    /// A tag with this key, and one of these values unless there are none.
    Tag(Vec<String>, Vec<String>),
    /// What code of the service makes of the filter that `member` names, with these values.
    Own(Vec<String>),
}

impl Condition {
    fn meets(&self, desk: &Desk<'_>, record: &Record) -> bool {
        let values = || path::all(record, &self.member).into_iter().map(path::text);
        match &self.test {
            Test::Any(wanted) => {
                let mut any = false;
                let found = values().any(|value| {
                    any = true;
                    wanted.iter().any(|wanted| same(wanted, &value))
                });
                // What was never set is false, nought and empty.
                let unset = || {
                    wanted
                        .iter()
                        .any(|w| ["", "0", "false"].contains(&w.as_str()))
                };
                found || (!any && (self.lenient || unset()))
            }
            Test::Holds(wanted) => values().any(|value| wanted.iter().any(|w| value.contains(w))),
            Test::Tag(keys, wanted) => {
                let tags = path::get(record, &self.member).and_then(Value::as_array);
                tags.into_iter().flatten().any(|tag| {
                    let (key, value) = key_and_value(tag);
                    (keys.is_empty() || keys.contains(&key))
                        && (wanted.is_empty() || wanted.contains(&value))
                })
            }
            Test::Own(values) => desk
                .family()
                .is_none_or(|family| family.passes(desk, &self.member, values, record)),
        }
    }
}

fn same(wanted: &str, value: &str) -> bool {
    wanted == value
        || (["true", "false"].contains(&value) && wanted.eq_ignore_ascii_case(value))
        || matches!((wanted, value), ("1", "true") | ("0", "false"))
}

fn key_and_value(tag: &Value) -> (String, String) {
    let ends = |end: &str| {
        let named = tag
            .as_object()?
            .iter()
            .find(|(name, _)| name.ends_with(end));
        named.map(|(_, value)| path::text(value))
    };
    (
        ends("Key").unwrap_or_default(),
        ends("Value").unwrap_or_default(),
    )
}

/// Returns the conditions of the parameters that say which items are meant.
///
/// A parameter that the action requires cannot be left out, so that one on a member that the
/// resource was never given excludes nothing.
pub(super) fn by(desk: &Desk<'_>, kind: &Kind, entry: &Entry<'_>, used: &Use) -> Vec<Condition> {
    let request = &desk.call.target.action().request;
    let lenient = |at: &str, member: &String| {
        let required = |parameter: &Member| parameter.required && parameter.name == at;
        !kind.facts.id.contains(member) && request.iter().any(required)
    };
    let of = |paths: &std::collections::BTreeMap<String, String>, test: fn(Vec<String>) -> Test| {
        let given = paths.iter().filter_map(|(at, member)| {
            let values: Vec<_> = entry.values(at).into_iter().map(path::text).collect();
            (!values.is_empty()).then(|| Condition {
                member: member.clone(),
                test: test(values),
                lenient: lenient(at, member),
            })
        });
        given.collect::<Vec<_>>()
    };
    let mut conditions = of(&used.by, Test::Any);
    conditions.extend(of(&used.search, Test::Holds));
    conditions
}

/// Returns the conditions of the request's filters.
///
/// # Errors
/// A filter has a name that nothing is known of.
pub(super) fn filters(
    desk: &Desk<'_>,
    kind: &Kind,
    filters: &Filters,
) -> Result<Vec<Condition>, Fault> {
    let given = path::get(&desk.call.parameters, &filters.at);
    let given = match given {
        Some(Value::Array(given)) => given.iter().collect(),
        Some(one @ Value::Object(_)) => vec![one],
        _ => Vec::new(),
    };
    given
        .into_iter()
        .map(|filter| {
            let name = filter
                .get(&filters.name)
                .map(path::text)
                .unwrap_or_default();
            let values = filter
                .as_object()
                .map(|filter| path::all(filter, &filters.values));
            let values = values.into_iter().flatten().map(path::text).collect();
            condition(desk, kind, filters, &name, values)
        })
        .collect()
}

fn condition(
    desk: &Desk<'_>,
    kind: &Kind,
    filters: &Filters,
    name: &str,
    values: Vec<String>,
) -> Result<Condition, Fault> {
    if desk
        .family()
        .is_some_and(|family| family.filters(&kind.name).contains(&name))
    {
        return Ok(Condition {
            member: name.to_owned(),
            test: Test::Own(values),
            lenient: false,
        });
    }
    if let Some(member) = filters.members.get(name) {
        return Ok(Condition {
            member: member.clone(),
            test: Test::Any(values),
            lenient: false,
        });
    }
    if let Some(tags) = &kind.facts.tags {
        let test = match name.split_once(':') {
            Some(("tag", key)) => Some(Test::Tag(vec![key.to_owned()], values.clone())),
            None if name.eq_ignore_ascii_case("tag-key") => {
                Some(Test::Tag(values.clone(), Vec::new()))
            }
            None if name.eq_ignore_ascii_case("tag-value") => {
                Some(Test::Tag(Vec::new(), values.clone()))
            }
            _ => None,
        };
        if let Some(test) = test {
            let member = tags.clone();
            return Ok(Condition {
                member,
                test,
                lenient: false,
            });
        }
    }
    let plain = |name: &str| name.replace(['-', '_', '.'], "").to_ascii_lowercase();
    let shown = &kind.shown().members;
    let member = shown
        .iter()
        .find(|member| plain(&member.name) == plain(name));
    let member = match member {
        Some(member) => member.name.clone(),
        None if !has_names(desk, filters) || is_listed(desk, filters, name) => name.to_owned(),
        None => return Err(unknown(desk, kind, filters, name)),
    };
    let test = Test::Any(values);
    Ok(Condition {
        member,
        test,
        lenient: false,
    })
}

/// Returns true if the facts or the description say which filters there are, or that others are errors:
/// else nobody knows what the service makes of a name.
fn has_names(desk: &Desk<'_>, filters: &Filters) -> bool {
    let (listed, names) = described(desk, filters);
    let is_closed = names.is_some_and(|names| !names.values.is_empty());
    let is_known = !filters.members.is_empty() || !listed.is_empty() || is_closed;
    is_known || codes::lists_filter_names(desk.call)
}

/// Returns true if the description names the filter, though no member has its name.
fn is_listed(desk: &Desk<'_>, filters: &Filters, name: &str) -> bool {
    let (listed, names) = described(desk, filters);
    let shown = names.is_some_and(|names| {
        let example = names.example.as_ref().and_then(Value::as_str);
        example == Some(name) || names.values.iter().any(|known| known == name)
    });
    shown || listed.iter().any(|known| known == name)
}

/// Returns the filters that the description lists, and the member of a filter that holds its name.
fn described<'a>(desk: &Desk<'a>, filters: &Filters) -> (&'a [String], Option<&'a Member>) {
    let target = &desk.call.target;
    let mut request = target.action().request.iter();
    let Some(parameter) = request.find(|parameter| parameter.name == filters.at) else {
        return (&[], None);
    };
    let object = parameter.kind.object();
    let object = object.and_then(|object| target.description().types.get(object));
    let mut names = object.into_iter().flat_map(|object| &object.members);
    let names = names.find(|member| member.name == filters.name);
    (&parameter.filters, names)
}

fn unknown(desk: &Desk<'_>, kind: &Kind, filters: &Filters, name: &str) -> Fault {
    let known: Vec<&str> = filters.members.keys().map(String::as_str).collect();
    let known = match known.is_empty() {
        true => String::new(),
        false => format!(" by {} and the names of members", known.join(", ")),
    };
    let message = format!(
        "Resources of the kind {} are filtered{known}; `{}` has {name:?}.",
        kind.name, filters.at
    );
    codes::wrong_filter(desk.call, message)
}

/// Returns true if a resource meets all conditions as it is now.
pub(super) fn meets(desk: &Desk<'_>, item: &Item, conditions: &[Condition]) -> bool {
    let record = desk.current(item);
    conditions
        .iter()
        .all(|condition| condition.meets(desk, &record))
}

/// Returns the ids that the conditions name, if they name the member that finds items.
pub(super) fn ids<'a>(kind: &Kind, conditions: &'a [Condition]) -> Option<&'a [String]> {
    conditions
        .iter()
        .find_map(|condition| match &condition.test {
            Test::Any(values) if condition.member == kind.id() => Some(values.as_slice()),
            _ => None,
        })
}

/// Returns the items with one of `ids` that meet all conditions, in the order of creation.
pub(super) fn with_ids(
    desk: &Desk<'_>,
    slots: &Slots,
    ids: &[String],
    conditions: &[Condition],
) -> Vec<Arc<Item>> {
    let found = ids.iter().flat_map(|id| slots.with_id(id));
    let mut found: Vec<_> = found
        .filter(|item| meets(desk, item, conditions))
        .cloned()
        .collect();
    found.sort_by_key(|item| item.number);
    found.dedup_by_key(|item| item.number);
    found
}

/// Returns the items that a request means which changes or shows them by their ids.
///
/// # Errors
/// It names one that does not exist, or none.
pub(super) fn meant(
    desk: &Desk<'_>,
    kind: &Kind,
    used: &Use,
    entry: &Entry<'_>,
) -> Result<Vec<Arc<Item>>, Fault> {
    let conditions = by(desk, kind, entry, used);
    // What only shows may leave out what is optional; what changes must say what it means.
    if conditions.is_empty() && used.does != Verb::Get && !used.by.is_empty() {
        return Err(unnamed(desk, kind, used, entry));
    }
    let shelf = desk.shelf(kind);
    let slots = shelf.read();
    let found = match ids(kind, &conditions) {
        Some(ids) => {
            let found = with_ids(desk, &slots, ids, &conditions);
            let unknown = ids
                .iter()
                .find(|id| !found.iter().any(|item| item.keys.id == **id));
            if let Some(unknown) = unknown {
                return Err(desk.missing(kind, unknown));
            }
            found
        }
        None => {
            let view = slots.view();
            drop(slots);
            let found = view.iter().filter(|item| meets(desk, item, &conditions));
            found.cloned().collect()
        }
    };
    match found.is_empty() {
        true => Err(desk.missing(kind, &said(&conditions))),
        false => Ok(found),
    }
}

/// Returns the error of a request that does not say which resource it means.
fn unnamed(desk: &Desk<'_>, kind: &Kind, used: &Use, entry: &Entry<'_>) -> Fault {
    let name = kind.name.as_str();
    let request = &desk.call.target.action().request;
    let places: Vec<_> = used.by.keys().map(|at| entry.place(at, request)).collect();
    let mut about = vec![name];
    about.extend(used.by.keys().filter_map(|at| at.rsplit('.').next()));
    let empty = used.by.keys().position(|at| entry.has(at));
    let (trouble, message) = match empty {
        Some(at) => (
            Trouble::Empty,
            format!("The parameter `{}` names no {name}.", places[at]),
        ),
        None => {
            let (first, others) = places.split_first().map_or(("", &[][..]), |(a, b)| (a, b));
            let others = others.iter().map(|other| format!(", or `{other}` instead"));
            let others: String = others.collect();
            (
                Trouble::Unnamed,
                format!("The request lacks the parameter `{first}`{others}: it names no {name}."),
            )
        }
    };
    codes::fault(desk.call, trouble, &about, message)
}

fn said(conditions: &[Condition]) -> String {
    let values = conditions.iter().map(|condition| match &condition.test {
        Test::Any(values) | Test::Holds(values) | Test::Tag(values, _) | Test::Own(values) => {
            values.join(", ")
        }
    });
    values.collect::<Vec<_>>().join(", ")
}
