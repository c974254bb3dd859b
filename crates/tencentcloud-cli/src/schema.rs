//! `tcloud schema`: what an action takes and returns, as JSON Schema.

use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use serde_json::{Map, Number, Value, json};
use tencentcloud_calls::{Effect, Known};
use tencentcloud_schema::{Body, Description, Kind, Member, Region};

use crate::error::Failure;
use crate::output;

/// The dialect.
const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// Prints what an action takes and returns, as JSON Schema
///
/// The dialect is 2020-12. Without --only it is an object of two schemas, `input` and `output`. Documented values are
/// `examples`, since services take new ones before they are documented. Keys that begin with `x-` say what JSON Schema
/// has no word for: the class, whether a region is needed, how the list is paged, error codes.
#[derive(Debug, Args)]
pub(crate) struct Schema {
    /// The service, e.g. cvm
    #[arg(value_name = "SERVICE")]
    service: String,
    /// The action, e.g. RunInstances
    #[arg(value_name = "ACTION")]
    action: String,
    /// Prints the schema of the input or of the output alone
    #[arg(long, value_name = "WHICH")]
    only: Option<Which>,
    /// Prints one line without descriptions and examples
    #[arg(long)]
    compact: bool,
    /// Reads that version of the API
    #[arg(long, value_name = "VERSION")]
    api_version: Option<String>,
}

/// A side of an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Which {
    /// The parameters
    Input,
    /// The response
    Output,
}

impl Schema {
    /// Prints the schemas.
    ///
    /// # Errors
    /// A name that is unknown, with the nearest ones; an output that cannot be written to.
    pub(crate) fn run(&self) -> Result<ExitCode, Failure> {
        let known = Known::find(&self.service, &self.action, self.api_version.as_deref())?;
        let schema = |which| {
            let writer = Writer {
                description: &known.description,
                which,
                compact: self.compact,
            };
            writer.document(&known)
        };
        let shown = match self.only {
            Some(which) => schema(which),
            None => json!({"input": schema(Which::Input), "output": schema(Which::Output)}),
        };
        match self.compact {
            true => output::line(&shown.to_string())?,
            false => output::print(&shown)?,
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// Writes schemas from a description.
struct Writer<'d> {
    description: &'d Description,
    which: Which,
    compact: bool,
}

impl<'d> Writer<'d> {
    fn document(&self, known: &Known) -> Value {
        let action = known.action();
        let service = &self.description.service;
        let side = match self.which {
            Which::Input => "input",
            Which::Output => "output",
        };
        let mut document = Map::new();
        document.insert("$schema".to_owned(), DIALECT.into());
        document.insert(
            "title".to_owned(),
            format!("{service} {} {side}", known.name).into(),
        );
        if let Some(doc) = &action.doc {
            self.tell(&mut document, "description", doc.clone().into());
        }
        let members = match self.which {
            Which::Input => action.request.clone(),
            Which::Output => {
                let mut members = action.response.clone();
                let mut id = Member::new("RequestId", Kind::String);
                id.always = true;
                members.push(id);
                members
            }
        };
        self.object(&mut document, &members);
        let mut extra = |name: &str, value: Value| {
            document.insert(format!("x-{name}"), value);
        };
        extra("service", service.clone().into());
        extra("version", self.description.version.clone().into());
        extra("action", known.name.clone().into());
        if self.which == Which::Input {
            extra("class", Effect::of(service, &known.name).name().into());
            if let Some(region) = action.region {
                let told = match region {
                    Region::Required => "required",
                    Region::Optional => "optional",
                    Region::None => "none",
                };
                extra("region", told.into());
            }
            if action.body != Body::Json {
                extra("body", "file".into());
            }
        } else {
            if let Some(paging) = &action.paging {
                extra("pages", json!(paging));
            }
            if action.streaming {
                extra("events", true.into());
            }
            if !self.compact && !action.errors.is_empty() {
                extra("errors", json!(action.errors));
            }
        }
        let defs = self.definitions(&members);
        if !defs.is_empty() {
            document.insert("$defs".to_owned(), defs.into());
        }
        document.into()
    }

    /// The object types that `members` reach.
    fn definitions(&self, members: &[Member]) -> Map<String, Value> {
        let mut reached: BTreeSet<&str> = BTreeSet::new();
        let named = |members: &[Member]| -> Vec<String> {
            let names = members.iter().filter_map(|member| member.kind.object());
            names.map(str::to_owned).collect()
        };
        let mut left = named(members);
        while let Some(name) = left.pop() {
            if let Some((name, object)) = self.description.types.get_key_value(&name)
                && reached.insert(name)
            {
                left.extend(named(&object.members));
            }
        }
        let defined = reached.into_iter().map(|name| {
            let mut schema = Map::new();
            let object = &self.description.types[name];
            if let Some(doc) = &object.doc {
                self.tell(&mut schema, "description", doc.clone().into());
            }
            self.object(&mut schema, &object.members);
            (name.to_owned(), schema.into())
        });
        defined.collect()
    }

    /// Writes that a value is an object with `members`.
    fn object(&self, schema: &mut Map<String, Value>, members: &[Member]) {
        schema.insert("type".to_owned(), "object".into());
        let properties: Map<_, _> = members
            .iter()
            .map(|member| (member.name.clone(), self.member(member)))
            .collect();
        schema.insert("properties".to_owned(), properties.into());
        let is_there = |member: &&Member| match self.which {
            Which::Input => member.required,
            Which::Output => member.always,
        };
        let required: Vec<_> = members
            .iter()
            .filter(is_there)
            .map(|member| &*member.name)
            .collect();
        if !required.is_empty() {
            schema.insert("required".to_owned(), json!(required));
        }
        // A type whose members nobody described may hold anything; a response may have new ones.
        if self.which == Which::Input && !members.is_empty() {
            schema.insert("additionalProperties".to_owned(), false.into());
        }
    }

    fn member(&self, member: &Member) -> Value {
        let mut item = self.value(member);
        let nullable = self.which == Which::Output && (!member.always || member.nullable);
        let mut schema = match member.list {
            true => {
                let mut list = Map::new();
                list.insert("type".to_owned(), "array".into());
                list.insert("items".to_owned(), item.into());
                list
            }
            false => std::mem::take(&mut item),
        };
        if nullable {
            schema = match schema.get("type").cloned() {
                Some(kind) => {
                    schema.insert("type".to_owned(), json!([kind, "null"]));
                    schema
                }
                None => Map::from_iter([("anyOf".to_owned(), json!([schema, {"type": "null"}]))]),
            };
        }
        if let Some(doc) = &member.doc {
            self.tell(&mut schema, "description", doc.clone().into());
        }
        if let Some(default) = &member.default {
            schema.insert("default".to_owned(), default.clone());
        }
        if let Some(example) = &member.example
            && member.values.is_empty()
            && !member.sensitive
        {
            self.tell(&mut schema, "examples", json!([example]));
        }
        if member.deprecated {
            schema.insert("deprecated".to_owned(), true.into());
        }
        if member.sensitive {
            schema.insert("x-sensitive".to_owned(), true.into());
            if self.which == Which::Input {
                schema.insert("writeOnly".to_owned(), true.into());
            }
        }
        if !member.filters.is_empty() {
            self.tell(&mut schema, "x-filters", json!(member.filters));
        }
        schema.into()
    }

    /// A value of the member, or an item of its list.
    fn value(&self, member: &Member) -> Map<String, Value> {
        let mut schema = Map::new();
        let mut set = |name: &str, value: Value| {
            schema.insert(name.to_owned(), value);
        };
        match &member.kind {
            Kind::String | Kind::DateTime => set("type", "string".into()),
            Kind::Integer | Kind::Int64 => {
                set("type", "integer".into());
                set("format", "int64".into());
            }
            Kind::Uint64 => {
                set("type", "integer".into());
                set("format", "uint64".into());
                set("minimum", 0.into());
            }
            Kind::Float => set("type", "number".into()),
            Kind::Bool => set("type", "boolean".into()),
            Kind::Binary => {
                set("type", "string".into());
                set("contentEncoding", "base64".into());
            }
            Kind::Date => {
                set("type", "string".into());
                set("format", "date".into());
            }
            Kind::DateTimeIso => {
                set("type", "string".into());
                set("format", "date-time".into());
            }
            Kind::Object(name) if self.description.types.contains_key(name) => {
                set("$ref", format!("#/$defs/{name}").into());
            }
            Kind::Object(_) => set("type", "object".into()),
        }
        // Of the response nobody promises limits.
        if self.which == Which::Input {
            let limits = [
                ("minimum", &member.min, Ordering::Less),
                ("maximum", &member.max, Ordering::Greater),
            ];
            for (name, limit, beyond) in limits {
                if let Some(limit) = limit
                    && !is_doubtful(member, limit, beyond)
                {
                    set(name, Value::Number(limit.clone()));
                }
            }
        }
        if !member.values.is_empty() && !self.compact {
            set("examples", listed(member).collect());
        }
        schema
    }

    /// Sets `name` unless the schema is to be compact.
    fn tell(&self, schema: &mut Map<String, Value>, name: &str, value: Value) {
        if !self.compact {
            schema.insert(name.to_owned(), value);
        }
    }
}

/// The documented values of `member`, each of its kind.
fn listed(member: &Member) -> impl Iterator<Item = Value> {
    let values = member.values.iter();
    let values = values.filter_map(|text| match member.kind.is_text() {
        true => Some(Value::from(text.clone())),
        false => serde_json::from_str(text).ok(),
    });
    values.filter(|value| member.kind.accepts(value))
}

/// True if the documentation itself goes beyond `limit`: by an example, a default or a listed value.
fn is_doubtful(member: &Member, limit: &Number, beyond: Ordering) -> bool {
    let told = member.example.iter().chain(&member.default).cloned();
    let each = told.chain(listed(member)).flat_map(|value| match value {
        Value::Array(items) => items,
        one => vec![one],
    });
    let limit = limit.as_f64();
    let mut numbers = each.filter_map(|value| value.as_f64());
    numbers.any(|number| limit.and_then(|limit| number.partial_cmp(&limit)) == Some(beyond))
}
