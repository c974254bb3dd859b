//! The examples of an action's page, held against its own tables.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Deserializer, Map, Value};
use tencentcloud_schema::{Action, Kind, Member, Object};

use super::form::{Fault, Line};
use super::words::{self, Language, Section};

/// So many examples of a page are read, and so much is reported of one.
const MOST: usize = 32;
const REPORTED: usize = 20;

/// Parameters that every request may have, and that no table needs to list.
const COMMON: [&str; 11] = [
    "Action",
    "Version",
    "Region",
    "Timestamp",
    "Nonce",
    "SecretId",
    "Signature",
    "SignatureMethod",
    "Token",
    "Language",
    "RequestClient",
];

/// What an example shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Request,
    Response,
}

/// The lines of an example's request or response.
#[derive(Debug)]
pub(super) struct Example {
    side: Side,
    lines: Vec<(usize, String)>,
}

/// Adds a line of the section of examples to the example that it belongs to.
pub(super) fn collect(examples: &mut Vec<Example>, line: &Line) {
    let side = match line.title() {
        title if words::SENT.is_match(title) => Some(Side::Request),
        title if words::RETURNED.is_match(title) => Some(Side::Response),
        _ => None,
    };
    if let Some(side) = side {
        let lines = Vec::new();
        examples.push(Example { side, lines });
    } else if let Some(example) = examples.last_mut() {
        example.lines.push((line.number, line.text.clone()));
    }
}

/// Compares the examples with the tables; what is wrong is a warning, since the vendor's own
/// examples are.
pub(super) fn check(
    action: &Action,
    types: &BTreeMap<String, (usize, Object)>,
    examples: Vec<Example>,
    language: Language,
) -> Vec<Fault> {
    let mut check = Check {
        types,
        language,
        faults: BTreeSet::new(),
    };
    for example in examples.into_iter().take(MOST) {
        match example.side {
            Side::Request => check.request(&action.request, &example.lines),
            Side::Response => check.response(&action.response, &example.lines),
        }
    }
    check.faults.into_iter().collect()
}

struct Check<'a> {
    types: &'a BTreeMap<String, (usize, Object)>,
    language: Language,
    faults: BTreeSet<Fault>,
}

impl Check<'_> {
    fn request(&mut self, members: &[Member], lines: &[(usize, String)]) {
        let section = Section::Input;
        let Some(&(first, _)) = lines.first() else {
            return;
        };
        let sent: BTreeSet<String> = if let Some(object) = json(lines) {
            self.object(members, &object, lines, section);
            object.keys().cloned().collect()
        } else {
            let pairs = form(lines);
            if pairs.is_empty() {
                return;
            }
            let members = by_name(members);
            for (line, name, value) in &pairs {
                self.pair(&members, *line, name, value);
            }
            pairs
                .iter()
                .filter_map(|(_, name, _)| name.split('.').next())
                .map(str::to_owned)
                .collect()
        };
        let missing = members
            .iter()
            .filter(|member| member.required && !sent.contains(&member.name));
        let missing: Vec<_> = missing.map(|member| member.name.as_str()).collect();
        if !missing.is_empty() {
            let missing = missing.join(", ");
            self.fault(
                first,
                format_args!("the example does not send {missing}, which the table marks as required; correct the mark or the example"),
            );
        }
    }

    fn response(&mut self, members: &[Member], lines: &[(usize, String)]) {
        let Some(object) = json(lines) else { return };
        let response = object.get("Response").and_then(Value::as_object);
        let mut response = response.unwrap_or(&object).clone();
        if response.contains_key("Error") {
            return;
        }
        response.remove("RequestId");
        self.object(members, &response, lines, Section::Output);
    }

    /// Checks that an object's members are known and have the kinds of value that their table says.
    fn object(
        &mut self,
        members: &[Member],
        object: &Map<String, Value>,
        lines: &[(usize, String)],
        section: Section,
    ) {
        let members = by_name(members);
        let wrong = object.iter().filter(|(name, value)| {
            let member = members.get(name.as_str());
            member.map_or(!is_common(name), |member| !fits(member, value))
        });
        for (name, value) in wrong.take(REPORTED) {
            let line = line_of(lines, name);
            match members.get(name.as_str()) {
                Some(member) => self.misfit(line, member, &value.to_string()),
                None => self.unknown(line, name, section),
            }
        }
    }

    fn pair(&mut self, members: &BTreeMap<&str, &Member>, line: usize, name: &str, value: &str) {
        let mut parts = name.split('.');
        let top = parts.next().unwrap_or_default();
        let Some(member) = members.get(top) else {
            if !is_common(top) {
                self.unknown(line, top, Section::Input);
            }
            return;
        };
        let rest: Vec<_> = parts.collect();
        let item = rest
            .first()
            .is_some_and(|index| index.parse::<u32>().is_ok());
        let scalar = rest.len() == usize::from(member.list) && item == member.list;
        if scalar && !value.is_empty() && !scalar_fits(&member.kind, value) {
            self.misfit(line, member, value);
        }
        if let [_, inner] = rest.as_slice()
            && item
            && let Some((_, object)) = member.kind.object().and_then(|name| self.types.get(name))
            && !object.members.iter().any(|member| member.name == *inner)
        {
            self.fault(
                line,
                format_args!("the example sends {name}, and the table of {} has no {inner}; correct one of the two", member.kind),
            );
        }
    }

    fn unknown(&mut self, line: usize, name: &str, section: Section) {
        let table = section.name(self.language);
        self.fault(
            line,
            format_args!("the example has {name}, which the table of {table} does not list; correct the name or add its row"),
        );
    }

    fn misfit(&mut self, line: usize, member: &Member, value: &str) {
        let name = &member.name;
        let kind = words::kind(&member.kind, member.list);
        let value: String = value.chars().take(40).collect();
        self.fault(
            line,
            format_args!("the example gives {name} the value {value}, and its type is {kind}; correct the type or the example"),
        );
    }

    fn fault(&mut self, line: usize, message: impl ToString) {
        self.faults.insert(Fault::new(line, message));
    }
}

fn by_name(members: &[Member]) -> BTreeMap<&str, &Member> {
    let members = members.iter();
    members
        .map(|member| (member.name.as_str(), member))
        .collect()
}

/// True for a parameter that every request may have.
fn is_common(name: &str) -> bool {
    COMMON.contains(&name)
}

/// The first JSON object among the lines.
fn json(lines: &[(usize, String)]) -> Option<Map<String, Value>> {
    let start = lines.iter().position(|(_, line)| line.starts_with('{'))?;
    let text: Vec<_> = lines[start..]
        .iter()
        .map(|(_, line)| line.as_str())
        .collect();
    let text = text.join("\n");
    let value = Deserializer::from_str(&text).into_iter::<Value>().next()?;
    match value {
        Ok(Value::Object(object)) => Some(object),
        _ => None,
    }
}

/// The line that names a member first.
fn line_of(lines: &[(usize, String)], name: &str) -> usize {
    let quoted = format!("\"{name}\"");
    let found = lines.iter().find(|(_, line)| line.contains(&quoted));
    found.or(lines.first()).map_or(1, |(line, _)| *line)
}

/// The parameters of a query or a form: each on a line after `&`, or all in one.
fn form(lines: &[(usize, String)]) -> Vec<(usize, String, String)> {
    let mut pairs = Vec::new();
    for (number, line) in lines {
        let query = match line.split_once("/?") {
            Some((scheme, query)) if scheme.starts_with("http") => query,
            _ if line.starts_with('&') => line,
            _ => continue,
        };
        for pair in query.split('&').map(str::trim) {
            if let Some((name, value)) = pair.split_once('=')
                && !name.is_empty()
                && !name.starts_with('<')
            {
                pairs.push((*number, name.trim().to_owned(), value.trim().to_owned()));
            }
        }
    }
    pairs
}

/// True if a value can be read as the member's: numbers and texts are converted, and one item
/// stands for a list of it.
fn fits(member: &Member, value: &Value) -> bool {
    let object = member.kind.object().is_some();
    let one = |value: &Value| match value {
        Value::Null => true,
        Value::Object(_) => object,
        Value::Array(_) => false,
        Value::String(text) => !object && (text.is_empty() || scalar_fits(&member.kind, text)),
        other => !object && scalar_fits(&member.kind, &other.to_string()),
    };
    match value {
        Value::Array(items) if member.list => items.iter().all(one),
        value => one(value),
    }
}

fn scalar_fits(kind: &Kind, text: &str) -> bool {
    match kind {
        Kind::Bool => matches!(
            text.to_ascii_lowercase().as_str(),
            "true" | "false" | "0" | "1"
        ),
        Kind::Float => text.parse::<f64>().is_ok(),
        kind if kind.is_integer() => {
            text.parse::<i128>().is_ok() || text.parse::<f64>().is_ok_and(|n| n.fract() == 0.0)
        }
        // Placeholders of examples.
        _ => true,
    }
}
