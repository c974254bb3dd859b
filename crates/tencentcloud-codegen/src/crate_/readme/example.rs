//! A request in an example: what it requires, with values that the documentation shows.

use serde_json::Value;
use tencentcloud_schema::{Action, Kind, Member};

use crate::crate_::format;
use crate::items::scope::Scope;
use crate::items::types::Rule;

/// Deeper than this nobody reads an example.
pub(super) const DEPTH: usize = 4;

/// How many optional parameters stand for a request that requires none.
const OPTIONAL: usize = 3;

/// Parameters that say nothing of what an action is about.
const TECHNICAL: &[&str] = &["ClientToken", "DryRun", "Offset", "Limit"];

/// Which parameters an example gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Given {
    /// What is required.
    Required,
    /// What is required, or a few others where nothing is.
    Something,
}

impl Scope<'_> {
    /// The statement `let request = …;` with a request of that action.
    pub(super) fn request_example(&self, name: &str, action: &Action, given: Given) -> String {
        let mut setters = self.setters("", &action.request, DEPTH, |member| member.required);
        if setters.is_empty() && given == Given::Something {
            setters = self.setters("", &action.request, 0, is_telling);
            setters.truncate(OPTIONAL);
        }
        format::statement(&format!(
            "let request = {name}Request::new(){};",
            setters.concat()
        ))
    }

    /// A setter for each of those members.
    fn setters(
        &self,
        owner: &str,
        members: &[Member],
        depth: usize,
        given: impl Fn(&Member) -> bool,
    ) -> Vec<String> {
        let fields = self.fields(owner, members, Rule::Request);
        let given = members
            .iter()
            .zip(fields)
            .filter(|(member, _)| given(member));
        given
            .map(|(member, field)| {
                let one = self.value(member, depth);
                let value = if member.list { format!("[{one}]") } else { one };
                format!(".{field}({value})")
            })
            .collect()
    }

    /// One value of a member's kind, its example where that is short.
    fn value(&self, member: &Member, depth: usize) -> String {
        let example = match &member.example {
            Some(Value::Array(items)) => items.first(),
            example => example.as_ref(),
        };
        match &member.kind {
            Kind::Object(name) => {
                let mut text = format!("types::{}::new()", self.type_ident(name));
                if let Some(object) = self.description.types.get(name)
                    && depth > 0
                {
                    let setters = self.setters(name, &object.members, depth - 1, |m| m.required);
                    text.extend(setters);
                }
                text
            }
            kind if kind.is_text() => {
                let short = |text: &&str| text.len() <= 40 && !text.contains(char::is_control);
                let shown = example.and_then(Value::as_str).filter(short).unwrap_or("…");
                format!("{shown:?}")
            }
            Kind::Bool => example.and_then(Value::as_bool).unwrap_or(true).to_string(),
            Kind::Float => format!("{:?}", example.and_then(Value::as_f64).unwrap_or(1.0)),
            Kind::Binary => "runtime::Bytes::new()".to_owned(),
            _ => example
                .filter(|v| v.is_i64() || v.is_u64())
                .map_or_else(|| "1".to_owned(), Value::to_string),
        }
    }
}

/// Whether an optional parameter shows what an action is about.
fn is_telling(member: &Member) -> bool {
    let is_short = |value: &Value| match value {
        Value::String(text) => !text.is_empty() && text.len() <= 40,
        value => value.is_number(),
    };
    !member.list
        && !member.sensitive
        && !member.deprecated
        && !TECHNICAL.contains(&member.name.as_str())
        && member.example.as_ref().is_some_and(is_short)
}
