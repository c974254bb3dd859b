//! A first call of a service, for its README: it compiles, and is run as a documentation test.

use serde_json::Value;
use tencentcloud_schema::{Action, Body, Description, Kind, Member, Status};

use crate::items::scope::Scope;
use crate::names;

/// Deeper than this nobody reads an example.
const DEPTH: usize = 4;

/// The action that shows a service best: one that reads, is offered, and asks for little.
pub(crate) fn choose(description: &Description) -> Option<(&String, &Action)> {
    let reads = |name: &str| {
        ["Describe", "List", "Get", "Query"]
            .iter()
            .any(|verb| name.starts_with(verb))
    };
    description.actions.iter().min_by_key(|(name, action)| {
        let required: Vec<_> = action
            .request
            .iter()
            .filter(|member| member.required)
            .collect();
        let objects = required
            .iter()
            .filter(|member| member.kind.object().is_some())
            .count();
        let special = action.body != Body::Json || action.streaming;
        (
            action.status != Status::Online,
            special,
            !reads(name),
            objects,
            // A call that asks for something shows how that is given.
            (required.is_empty(), required.len()),
            name.len(),
            *name,
        )
    })
}

impl Scope<'_> {
    /// A request of that action with what it requires.
    pub(crate) fn example(&self, name: &str, action: &Action) -> String {
        let mut text = format!("{name}Request::new()");
        self.setters(&action.request, DEPTH, &mut text);
        text
    }

    /// The object types that [`Scope::example`] names.
    pub(crate) fn example_types(&self, members: &[Member]) -> Vec<String> {
        self.types_below(members, DEPTH)
    }

    fn types_below(&self, members: &[Member], depth: usize) -> Vec<String> {
        let required = members.iter().filter(|member| member.required);
        required
            .filter_map(|member| member.kind.object())
            .flat_map(|name| {
                let inner = match self.description.types.get(name) {
                    Some(object) if depth > 0 => self.types_below(&object.members, depth - 1),
                    _ => Vec::new(),
                };
                std::iter::once(self.type_ident(name).to_string()).chain(inner)
            })
            .collect()
    }

    fn setters(&self, members: &[Member], depth: usize, text: &mut String) {
        let fields = names::fields(members.iter().map(|member| member.name.as_str()));
        for (member, field) in members
            .iter()
            .zip(fields)
            .filter(|(member, _)| member.required)
        {
            let one = self.value(member, depth);
            let value = if member.list { format!("[{one}]") } else { one };
            text.push_str(&format!(".{field}({value})"));
        }
    }

    /// One value of a member's kind, its example where that is short.
    fn value(&self, member: &Member, depth: usize) -> String {
        let example = match &member.example {
            Some(Value::Array(items)) => items.first(),
            example => example.as_ref(),
        };
        match &member.kind {
            Kind::Object(name) => {
                let mut text = format!("{}::new()", self.type_ident(name));
                if let Some(object) = self.description.types.get(name)
                    && depth > 0
                {
                    self.setters(&object.members, depth - 1, &mut text);
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
