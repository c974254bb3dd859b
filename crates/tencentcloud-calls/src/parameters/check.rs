//! Compares parameters with the description before anything is sent.

use serde_json::{Map, Value};
use tencentcloud_schema::{Description, Kind, Member};

use super::{Parameters, expected};
use crate::error::Error;
use crate::known::{Known, meant, nearest};

/// The most problems that are shown at once.
const SHOWN: usize = 20;

/// What a comparison has found.
struct Findings<'k> {
    description: &'k Description,
    force: bool,
    wrong: Vec<String>,
    missing: Vec<String>,
    doubts: Vec<String>,
}

/// Returns what may be wrong with `parameters`, though nothing is known to be.
///
/// # Errors
/// Values of other types and unknown names, all of them; then the required parameters that are
/// missing, all of them. Nothing if `force` is true.
pub(super) fn check(
    known: &Known,
    parameters: &Parameters,
    force: bool,
) -> Result<Vec<String>, Error> {
    let mut findings = Findings {
        description: &known.description,
        force,
        wrong: Vec::new(),
        missing: Vec::new(),
        doubts: Vec::new(),
    };
    let request = &known.action().request;
    let mut given = parameters.members.clone();
    for (name, _) in &parameters.files {
        // The body of octets need not be a member.
        if request.iter().any(|member| member.name == *name) {
            given.insert(name.clone(), Value::Null);
        }
    }
    findings.members(&known.name, "", request, &given);
    let Findings {
        mut wrong,
        missing,
        doubts,
        ..
    } = findings;
    if wrong.len() > SHOWN {
        let more = wrong.len() - SHOWN;
        wrong.truncate(SHOWN);
        wrong.push(format!("… and {more} more"));
    }
    if !wrong.is_empty() {
        return Err(Error::usage(wrong.join("\n  ")));
    }
    if !missing.is_empty() {
        return Err(Error::usage(incomplete(known, &missing)));
    }
    Ok(doubts)
}

/// The error for parameters that are missing.
fn incomplete(known: &Known, missing: &[String]) -> String {
    let (name, service) = (&known.name, &known.description.service);
    let count = match missing.len() {
        1 => "one more parameter".to_owned(),
        more => format!("{more} more parameters"),
    };
    format!(
        "{name} needs {count}:\n  {}\n`tcloud {service} {name} --skeleton` prints the required parameters as JSON to fill in",
        missing.join("\n  ")
    )
}

impl Findings<'_> {
    fn members(&mut self, owner: &str, path: &str, members: &[Member], given: &Map<String, Value>) {
        for (name, value) in given {
            let path = join(path, name);
            match members.iter().find(|member| member.name == *name) {
                Some(member) => self.member(&path, member, value),
                None if self.force => {}
                None => {
                    let near = nearest(name, members.iter().map(|member| &*member.name));
                    let way = if near.is_empty() {
                        "; --force sends it nonetheless"
                    } else {
                        ""
                    };
                    let told = format!("{owner} has no parameter {name}{}{way}", meant(&near));
                    self.wrong.push(told);
                }
            }
        }
        let required = members.iter().filter(|member| member.required);
        for member in required.filter(|member| !given.contains_key(&member.name)) {
            if self.force {
                continue;
            }
            let path = join(path, &member.name);
            let needed = expected::needed(member, false, &path);
            self.missing.push(format!("{path}: {needed}"));
        }
    }

    fn member(&mut self, path: &str, member: &Member, value: &Value) {
        match (member.list, value) {
            (_, Value::Null) => {}
            (true, Value::Array(items)) => {
                for (index, item) in items.iter().enumerate() {
                    self.item(&format!("{path}.{index}"), member, item);
                }
            }
            (true, other) => self.mistaken(path, member, false, expected::kind_of(other)),
            (false, value) => self.item(path, member, value),
        }
    }

    fn item(&mut self, path: &str, member: &Member, value: &Value) {
        if let (Kind::Object(name), Value::Object(given)) = (&member.kind, value) {
            let description = self.description;
            if let Some(object) = description.types.get(name) {
                self.members(path, path, &object.members, given);
            }
            return;
        }
        if !fits(&member.kind, value) {
            let told = match value {
                Value::Number(number) if !member.sensitive => number.to_string(),
                other => expected::kind_of(other).to_owned(),
            };
            return self.mistaken(path, member, true, &told);
        }
        self.doubt(path, member, value);
    }

    fn mistaken(&mut self, path: &str, member: &Member, item: bool, what: &str) {
        if !self.force {
            let needed = expected::needed(member, item, path);
            self.wrong
                .push(format!("{path} takes {needed}, not {what}"));
        }
    }

    /// Notes a value that is not documented: lists and limits of the documentation are often incomplete.
    fn doubt(&mut self, path: &str, member: &Member, value: &Value) {
        if member.sensitive {
            return;
        }
        let text = match value {
            Value::String(text) => text.clone(),
            Value::Number(number) => number.to_string(),
            _ => return,
        };
        if let Some(values) = expected::values(member)
            && !member.values.contains(&text)
        {
            let told = format!("{path} is {text}, which is not documented: {values}");
            self.doubts.push(told);
        }
        let Some(number) = value.as_f64() else {
            return;
        };
        let limit = |limit: &Option<serde_json::Number>| limit.as_ref()?.as_f64();
        if limit(&member.min).is_some_and(|least| number < least)
            || limit(&member.max).is_some_and(|most| number > most)
        {
            let shown = |limit: &Option<serde_json::Number>| {
                limit.as_ref().map_or("…".to_owned(), ToString::to_string)
            };
            let (least, most) = (shown(&member.min), shown(&member.max));
            let told = format!("{path} is {text}, and the documentation says {least} to {most}");
            self.doubts.push(told);
        }
    }
}

/// True for a value of that kind.
fn fits(kind: &Kind, value: &Value) -> bool {
    match kind {
        Kind::Bool => value.is_boolean(),
        Kind::Float => value.is_number(),
        Kind::Uint64 => value.is_u64(),
        Kind::Integer | Kind::Int64 => value.is_i64(),
        Kind::Object(_) => value.is_object(),
        Kind::Binary => value.is_null(),
        Kind::String | Kind::Date | Kind::DateTime | Kind::DateTimeIso => value.is_string(),
    }
}

fn join(path: &str, name: &str) -> String {
    match path {
        "" => name.to_owned(),
        path => format!("{path}.{name}"),
    }
}
