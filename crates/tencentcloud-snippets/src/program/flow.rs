//! Which value of a response goes into which later request.

use std::collections::{HashMap, HashSet};

use serde_json::Value;
use tencentcloud_codegen::names;

use super::Step;
use crate::tree::{Field, Node};

/// A value of a response that a later request has.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Output {
    pub(super) variable: String,
    /// The members and indexes that lead to it.
    pub(super) path: Vec<Part>,
    /// True for a text, false for a number.
    pub(super) text: bool,
}

/// A part of a path.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Part {
    Member(String),
    Index(usize),
}

/// Names that the written programs use themselves.
const TAKEN: [&str; 7] = [
    "client", "config", "emulator", "error", "json", "main", "outputs",
];

/// Finds the outputs and puts variables in their places.
pub(super) fn join(steps: &mut [Step]) {
    let mut names = Names::default();
    // Each value by where it came from first: a step and a path, or none if a request had it before.
    let mut origins: HashMap<String, Option<(usize, Vec<Part>)>> = HashMap::new();
    let mut variables: HashMap<String, String> = HashMap::new();
    for at in 0..steps.len() {
        let name = names::field(
            &steps[at]
                .snippet
                .action()
                .replace(|c: char| !c.is_ascii_alphanumeric(), ""),
        );
        steps[at].name = names.free(&name);
        let mut fields = std::mem::take(&mut steps[at].snippet.tree.fields);
        let mut found = Vec::new();
        each(&mut fields, &mut |field, node| {
            let Some(key) = key(&field.name, node) else {
                return;
            };
            match origins.get(&key) {
                Some(Some((from, path))) => {
                    let variable = variables.entry(key.clone()).or_insert_with(|| {
                        let variable = names.free(&variable(path));
                        let text = matches!(node, Node::Text(_));
                        let path = path.clone();
                        found.push((
                            *from,
                            Output {
                                variable: variable.clone(),
                                path,
                                text,
                            },
                        ));
                        variable
                    });
                    *node = Node::Output {
                        variable: variable.clone(),
                        text: matches!(node, Node::Text(_)),
                    };
                }
                Some(None) => {}
                None => drop(origins.insert(key, None)),
            }
        });
        steps[at].snippet.tree.fields = fields;
        for (from, output) in found {
            steps[from].outputs.push(output);
        }
        let mut echoes = Vec::new();
        let response = Value::Object(steps[at].response.clone());
        if steps[at].code().is_none() {
            walk(&response, &mut Vec::new(), &mut |name, value, path| {
                let Some(key) = key_of(name, value) else {
                    return;
                };
                if let Some(variable) = variables.get(&key) {
                    echoes.push((pointer(path), variable.clone()));
                }
                origins
                    .entry(key)
                    .or_insert_with(|| Some((at, path.to_vec())));
            });
        }
        steps[at].echoes = echoes;
    }
}

/// The variables that are taken.
#[derive(Default)]
struct Names(HashSet<String>);

impl Names {
    fn free(&mut self, name: &str) -> String {
        let plain = name.trim_end_matches('_');
        let mut free = name.to_owned();
        let mut number = 1;
        while TAKEN.contains(&&*free) || !self.0.insert(free.clone()) {
            number += 1;
            free = format!("{plain}_{number}");
        }
        free
    }
}

/// The name of an output: of the last member that leads to it, `vpc_id` for `Vpc.VpcId`.
fn variable(path: &[Part]) -> String {
    let members = path.iter().rev().filter_map(|part| match part {
        Part::Member(name) => Some(name),
        Part::Index(_) => None,
    });
    let name = members.take(1).next().map_or("output", String::as_str);
    let name = name
        .strip_suffix("Set")
        .filter(|name| !name.is_empty())
        .unwrap_or(name);
    let name = names::field(&name.replace(|c: char| !c.is_ascii_alphanumeric(), ""));
    // `InstanceIdSet[0]` is one of them.
    match name.strip_suffix("_ids") {
        Some(one) => format!("{one}_id"),
        None => name,
    }
}

fn key(name: &str, node: &Node) -> Option<String> {
    match node {
        Node::Text(text) => distinctive(text),
        Node::Number(number) => numbered(name, &number.to_string()),
        _ => None,
    }
}

fn key_of(name: &str, value: &Value) -> Option<String> {
    match value {
        Value::String(text) => distinctive(text),
        Value::Number(number) => numbered(name, &number.to_string()),
        _ => None,
    }
}

/// A text that stands for itself: long, with a digit, and no address, time or version.
fn distinctive(text: &str) -> Option<String> {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let letters = text.bytes().filter(u8::is_ascii_alphabetic).count();
    let plain = text
        .bytes()
        .all(|b| b.is_ascii_alphanumeric() || b"-_./:=+".contains(&b));
    let place = text.starts_with("ap-") || text.starts_with("na-") || text.starts_with("eu-");
    let long = text.len() >= 16 || (text.contains('-') && text.len() >= 8);
    let mixed = digits > 0 && letters > 0 && long && !place;
    (plain && (mixed || is_id(text))).then(|| format!("text {text}"))
}

/// True for the usual form of an ID, `vpc-ujkilmno`: by chance, eight letters have no digit.
fn is_id(text: &str) -> bool {
    let small = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit();
    text.split_once('-').is_some_and(|(kind, own)| {
        (2..=8).contains(&kind.len())
            && own.len() == 8
            && kind.bytes().chain(own.bytes()).all(small)
    })
}

/// A number of more than two digits that its name says to be an ID.
fn numbered(name: &str, number: &str) -> Option<String> {
    let id = ["Id", "Ids", "ID", "IDs"]
        .iter()
        .any(|end| name.ends_with(end));
    (id && number.len() > 2 && number.bytes().all(|b| b.is_ascii_digit()))
        .then(|| format!("number {number}"))
}

/// Calls `see` with each value of a request and the member that has it.
fn each(fields: &mut [Field], see: &mut impl FnMut(&Field, &mut Node)) {
    for field in fields {
        let mut node = std::mem::replace(&mut field.node, Node::Null);
        inside(field, &mut node, see);
        field.node = node;
    }
}

fn inside(field: &Field, node: &mut Node, see: &mut impl FnMut(&Field, &mut Node)) {
    match node {
        Node::List(items) => items.iter_mut().for_each(|item| inside(field, item, see)),
        Node::Object(fields) => each(fields, see),
        node => see(field, node),
    }
}

/// Calls `see` with each value of a response, the member that has it and its path; but for the
/// request ID.
fn walk(value: &Value, path: &mut Vec<Part>, see: &mut impl FnMut(&str, &Value, &[Part])) {
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                if path.is_empty() && name == "RequestId" {
                    continue;
                }
                path.push(Part::Member(name.clone()));
                walk(value, path, see);
                path.pop();
            }
        }
        Value::Array(items) => {
            for (index, value) in items.iter().enumerate() {
                path.push(Part::Index(index));
                walk(value, path, see);
                path.pop();
            }
        }
        value => {
            let members = path.iter().rev().filter_map(|part| match part {
                Part::Member(name) => Some(name.clone()),
                Part::Index(_) => None,
            });
            let name = members.take(1).next().unwrap_or_default();
            see(&name, value, path);
        }
    }
}

/// The path as a JSON pointer.
pub(super) fn pointer(path: &[Part]) -> String {
    let parts = path.iter().map(|part| match part {
        Part::Member(name) => format!("/{}", name.replace('~', "~0").replace('/', "~1")),
        Part::Index(index) => format!("/{index}"),
    });
    parts.collect()
}
