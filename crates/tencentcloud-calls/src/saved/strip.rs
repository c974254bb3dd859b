//! A call as a saved request, without its secrets.

use serde_json::{Map, Value};
use tencentcloud_schema::{Description, Kind, Member};

use super::Saved;
use super::template::{escaped, is_name};
use crate::target::Target;

impl Saved {
    /// Makes a saved request of the call of `target` with `parameters`. What the description marks as
    /// sensitive becomes a variable with the name of the parameter, and its value is not in the
    /// request; of an action that is not documented, every value does.
    pub fn of(target: &Target, region: Option<&str>, parameters: &Map<String, Value>) -> Self {
        let known = target.known.as_ref();
        let mut stripping = Stripping {
            description: known.map(|known| &known.description),
            names: Vec::new(),
        };
        let members = known.map(|known| &*known.action().request);
        Self {
            service: target.service.clone(),
            version: Some(target.version.clone()),
            action: target.name.clone(),
            region: region.map(escaped),
            parameters: stripping.members(members, parameters),
            origin: "the request".to_owned(),
        }
    }
}

struct Stripping<'d> {
    description: Option<&'d Description>,
    /// The variables that there are by now.
    names: Vec<String>,
}

impl Stripping<'_> {
    fn members(
        &mut self,
        members: Option<&[Member]>,
        given: &Map<String, Value>,
    ) -> Map<String, Value> {
        let each = given.iter().map(|(name, value)| {
            let member =
                members.and_then(|members| members.iter().find(|member| member.name == *name));
            let value = match (member, value) {
                (_, Value::Null) => Value::Null,
                // What is not described may be anything.
                (None, _) => self.variable(name),
                (Some(member), _) if member.sensitive => self.variable(name),
                (Some(member), Value::Array(items)) => {
                    items.iter().map(|item| self.item(member, item)).collect()
                }
                (Some(member), value) => self.item(member, value),
            };
            (name.clone(), value)
        });
        each.collect()
    }

    fn item(&mut self, member: &Member, value: &Value) -> Value {
        match (&member.kind, value) {
            (Kind::Object(name), Value::Object(given)) => {
                let object = self.description.and_then(|it| it.types.get(name));
                self.members(object.map(|object| &*object.members), given)
                    .into()
            }
            (_, Value::String(text)) => escaped(text).into(),
            (_, Value::Object(_) | Value::Array(_)) => self.variable(&member.name),
            (_, value) => value.clone(),
        }
    }

    /// A variable of its own for the parameter `name`.
    fn variable(&mut self, name: &str) -> Value {
        let name = if is_name(name) { name } else { "value" };
        let mut names =
            std::iter::once(name.to_owned()).chain((2..).map(|n| format!("{name}_{n}")));
        let own = names
            .find(|name| !self.names.contains(name))
            .unwrap_or_default();
        let text = format!("${{{own}}}");
        self.names.push(own);
        text.into()
    }
}
