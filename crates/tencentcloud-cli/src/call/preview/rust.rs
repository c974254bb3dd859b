//! A call as Rust: by the types of the service's crate, or raw if it is not documented.

use serde_json::{Map, Value};
use tencentcloud_calls::{Known, Prepared, find_service};
use tencentcloud_codegen::names::{self, Hidden};
use tencentcloud_schema::{Description, Kind, Member};

/// Returns the call with `parameters` as Rust.
pub(super) fn program(
    prepared: &Prepared,
    parameters: &Map<String, Value>,
    region: Option<&str>,
) -> String {
    let known = prepared.target.known.as_ref();
    known
        .and_then(|known| typed(prepared, known, parameters, region))
        .unwrap_or_else(|| raw(prepared, parameters, region))
}

/// The call by name and JSON.
fn raw(prepared: &Prepared, parameters: &Map<String, Value>, region: Option<&str>) -> String {
    let target = &prepared.target;
    let json = Value::Object(parameters.clone());
    let region = region.map(|region| format!("\n    .region({region:?})"));
    format!(
        "let response = client\n    .raw({:?}, {:?}, {:?})\n    .parameters(serde_json::json!({json})){}\n    .await?;",
        target.service,
        target.version,
        target.name,
        region.unwrap_or_default()
    )
}

/// The call by the types of the service's crate; `None` if a parameter has no place in them.
fn typed(
    prepared: &Prepared,
    known: &Known,
    parameters: &Map<String, Value>,
    region: Option<&str>,
) -> Option<String> {
    let description = &known.description;
    let mut writer = Writer {
        description,
        prepared,
        used: vec![format!("{}Request", names::type_name(&known.name))],
    };
    let request = writer.used[0].clone();
    let chain = writer.chain(&known.action().request, parameters, 0)?;
    writer.used.sort();
    writer.used.dedup();
    let mut imports = vec!["Client".to_owned()];
    imports.append(&mut writer.used);
    let region = region.map(|region| format!(".region({region:?})"));
    Some(format!(
        "use {}::{{{}}};\n\nlet request = {request}::new(){chain};\nlet response = Client::new(&config).{}(request){}.await?;",
        module(description),
        imports.join(", "),
        names::method(&known.name),
        region.unwrap_or_default()
    ))
}

/// The module that has the types: the crate, if it has one version alone.
fn module(description: &Description) -> String {
    let service = &description.service;
    let alone = find_service(service).is_ok_and(|(_, found)| found.versions().len() == 1);
    let krate = format!("tencentcloud_{}", service.replace('-', "_"));
    match alone {
        true => krate,
        false => format!("{krate}::{}", names::version_module(&description.version)),
    }
}

/// Writes values as expressions.
struct Writer<'c> {
    description: &'c Description,
    prepared: &'c Prepared,
    /// The types that are named.
    used: Vec<String>,
}

impl Writer<'_> {
    /// The setters of an object's `given` members, what is required first.
    fn chain(
        &mut self,
        members: &[Member],
        given: &Map<String, Value>,
        depth: usize,
    ) -> Option<String> {
        let hidden = match members.iter().any(|member| member.required) {
            true => Hidden::Methods,
            false => Hidden::MethodsAndDefault,
        };
        let fields = names::fields(members.iter().map(|member| &*member.name), hidden);
        let mut setters: Vec<(&Member, String)> = members.iter().zip(fields).collect();
        setters.sort_by_key(|(member, _)| !member.required);
        // A member without a setter cannot be written.
        let known = |name: &String| members.iter().any(|member| member.name == *name);
        if !given.keys().all(known) {
            return None;
        }
        let mut chain = String::new();
        for (member, field) in setters {
            let Some(value) = given.get(&member.name).filter(|value| !value.is_null()) else {
                continue;
            };
            let value = self.value(member, value, depth + 1)?;
            let indent = "    ".repeat(depth + 1);
            chain.push_str(&format!("\n{indent}.{field}({value})"));
        }
        Some(chain)
    }

    fn value(&mut self, member: &Member, value: &Value, depth: usize) -> Option<String> {
        match value {
            _ if self.prepared.takes_file(&member.name) && depth == 1 => {
                Some("std::fs::read(\"FILE\")?".to_owned())
            }
            Value::Array(items) if member.list => {
                let items = items.iter().map(|item| self.item(member, item, depth));
                let items: Vec<_> = items.collect::<Option<_>>()?;
                Some(format!("[{}]", items.join(", ")))
            }
            value => self.item(member, value, depth),
        }
    }

    fn item(&mut self, member: &Member, value: &Value, depth: usize) -> Option<String> {
        match (&member.kind, value) {
            (Kind::Object(name), Value::Object(given)) => {
                let object = self.description.types.get(name)?;
                let name = names::type_name(name);
                let chain = self.chain(&object.members, given, depth)?;
                self.used.push(name.clone());
                Some(format!("{name}::new(){chain}"))
            }
            (Kind::Float, Value::Number(number)) if number.is_i64() => Some(format!("{number}.0")),
            (_, Value::String(text)) => Some(format!("{text:?}")),
            (_, Value::Number(number)) => Some(number.to_string()),
            (_, Value::Bool(flag)) => Some(flag.to_string()),
            _ => None,
        }
    }
}
