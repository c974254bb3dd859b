//! What a request says of the resources that it makes or changes.

use std::collections::BTreeMap;

use serde_json::Value;
use tencentcloud_schema::Member;
use tencentcloud_schema::resource::Use;

use super::super::path;
use super::super::plan::Kind;
use super::super::store::Record;
use super::desk::Desk;

/// Parameters that are no part of a resource.
const CONTROL: [&str; 2] = ["ClientToken", "DryRun"];

/// One resource that a request speaks of.
#[derive(Debug)]
pub(super) struct Entry<'a> {
    /// Its item in the list of the request that has one for each.
    item: Option<&'a Value>,
    top: &'a Record,
    index: usize,
    each: Option<&'a str>,
}

/// Returns an entry for each resource that the request speaks of.
pub(super) fn entries<'a>(desk: &Desk<'a>, used: &'a Use) -> Vec<Entry<'a>> {
    let top = &desk.call.parameters;
    let entry = |item, index| Entry {
        item,
        top,
        index,
        each: used.each.as_deref(),
    };
    if let Some(each) = &used.each
        && let Some(Value::Array(items)) = path::get(top, each)
    {
        let one = |(index, item)| entry(Some(item), index);
        return items.iter().enumerate().map(one).collect();
    }
    if let Some(each) = &used.each
        && let Some(one @ Value::Object(_)) = path::get(top, each)
    {
        return vec![entry(Some(one), 0)];
    }
    let count = used.count.as_ref().and_then(|count| path::get(top, count));
    let count = count.and_then(|count| path::text(count).parse().ok());
    // More than any quota allows would only take memory.
    let count = count.unwrap_or(1).clamp(1, 10_000);
    (0..count).map(|index| entry(None, index)).collect()
}

impl<'a> Entry<'a> {
    /// Returns its place among those of the request.
    pub(super) fn index(&self) -> usize {
        self.index
    }

    /// Returns the values that the request has at `path`: of its own item, else of the top.
    pub(super) fn values(&self, at: &str) -> Vec<&'a Value> {
        if let Some(item) = self.item {
            let within = self
                .each
                .and_then(|each| at.strip_prefix(each)?.strip_prefix('.'));
            if self.each == Some(at) {
                return vec![item];
            }
            if let Value::Object(object) = item {
                let found = path::all(object, within.unwrap_or(at));
                if !found.is_empty() || within.is_some() {
                    return found;
                }
            }
        }
        path::all(self.top, at)
    }

    /// Returns where in the request `at` is looked for: in its own item, unless it is a parameter.
    pub(super) fn place(&self, at: &str, request: &[Member]) -> String {
        let first = at.split('.').next();
        let is_parameter = request
            .iter()
            .any(|member| Some(member.name.as_str()) == first);
        match self.each {
            Some(each) if self.item.is_some() && !is_parameter => match path::get(self.top, each) {
                Some(Value::Array(_)) => format!("{each}.{}.{at}", self.index),
                _ => format!("{each}.{at}"),
            },
            _ => at.to_owned(),
        }
    }

    /// Returns true if the request has something at `path`, be it empty.
    pub(super) fn has(&self, at: &str) -> bool {
        self.value(at).is_some()
    }

    fn value(&self, at: &str) -> Option<&'a Value> {
        if let Some(item) = self.item {
            let within = self
                .each
                .and_then(|each| at.strip_prefix(each)?.strip_prefix('.'));
            if self.each == Some(at) {
                return Some(item);
            }
            if let Value::Object(object) = item {
                let found = path::get(object, within.unwrap_or(at));
                if found.is_some() || within.is_some() {
                    return found;
                }
            }
        }
        path::get(self.top, at)
    }

    /// Returns the parameters as members of the resource.
    pub(super) fn record(&self, kind: &Kind, used: &Use) -> Record {
        let mut record = self.top.clone();
        for name in CONTROL
            .into_iter()
            .chain(self.each)
            .chain(used.count.as_deref())
        {
            record.remove(name);
        }
        if let Some(Value::Object(item)) = self.item {
            record.extend(item.clone());
        }
        for (at, member) in &used.set {
            // Where facts rename a parameter, some responses show it by its own name still.
            let shown = !member.is_empty() && kind.facts.tags.as_ref() != Some(member);
            if at != member && !shown {
                record.remove(at);
            }
        }
        for (at, member) in used.set.iter().filter(|(_, member)| !member.is_empty()) {
            if let Some(value) = self.value(at) {
                let value = self.nth(kind, member, value);
                path::put(&mut record, member, value.clone());
            }
        }
        record
    }

    /// Returns the value for this resource of a list that has one for each.
    fn nth<'v>(&self, kind: &Kind, member: &str, value: &'v Value) -> &'v Value {
        let single = kind
            .shown()
            .member(member)
            .is_none_or(|member| !member.list);
        match value {
            Value::Array(items) if single => items.get(self.index).unwrap_or(value),
            value => value,
        }
    }
}

/// Adds the values that the service takes when a parameter is left out, where the resource has a
/// member of that name.
pub(super) fn default(desk: &Desk<'_>, kind: &Kind, record: &mut Record) {
    let shown = &kind.shown().members;
    for parameter in &desk.call.target.action().request {
        let Some(value) = &parameter.default else {
            continue;
        };
        let known = shown.iter().any(|member| member.name == parameter.name);
        if known && parameter.accepts(value) && !record.contains_key(&parameter.name) {
            record.insert(parameter.name.clone(), value.clone());
        }
    }
}

/// Sets the members that the action gives a value of its own and that `record` lacks.
pub(super) fn put(record: &mut Record, put: &BTreeMap<String, Value>) {
    for (member, value) in put {
        if path::get(record, member).is_none() {
            path::put(record, member, value.clone());
        }
    }
}
