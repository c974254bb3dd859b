//! A call as Rust: by the types of the service's crate, or raw if they have no place for it.

use serde_json::Number;
use tencentcloud_codegen::names;
use tencentcloud_schema::Kind;

use crate::snippet::Snippet;
use crate::text;
use crate::tree::{Field, Node};

/// Names that a program needs with another meaning: a type that is called so is written with its path.
const NEEDED: [&str; 10] = [
    "Box", "Client", "Config", "Err", "None", "Ok", "Option", "Result", "Some", "String",
];

/// The longest chain or list that stays on one line.
const LINE: usize = 60;

/// Returns a whole program.
pub(crate) fn program(snippet: &Snippet) -> String {
    let typed = typed(snippet);
    let settings = settings(snippet);
    let (imports, body) = match &typed {
        Some(typed) => (
            format!(
                "use {}::runtime::Config;\n{}",
                crate_name(&snippet.service),
                import(&module(snippet), &typed.imports)
            ),
            typed_body(snippet, &typed.request),
        ),
        None => (
            "use serde_json::json;\nuse tencentcloud_runtime::{Client, Config};\n".to_owned(),
            raw_body(snippet),
        ),
    };
    format!(
        "{imports}\n#[tokio::main]\nasync fn main() -> Result<(), Box<dyn std::error::Error>> {{\n    \
         // Reads TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY.\n    \
         let config = Config::from_env()?{settings};\n    \
         let client = Client::new(&config);\n\n{body}    Ok(())\n}}\n"
    )
}

/// The longest line.
const WIDE: usize = 100;

/// The import of the client and of `types`.
pub(crate) fn import(module: &str, types: &[String]) -> String {
    let mut names = vec!["Client"];
    names.extend(types.iter().map(String::as_str));
    let line = format!("use {module}::{{{}}};\n", names.join(", "));
    if line.len() <= WIDE {
        return line;
    }
    let mut lines = vec![String::from("   ")];
    for name in names {
        match lines.last_mut() {
            Some(line) if line.len() + name.len() + 2 <= WIDE => {
                line.push_str(&format!(" {name},"));
            }
            _ => lines.push(format!("    {name},")),
        }
    }
    format!("use {module}::{{\n{}\n}};\n", lines.join("\n"))
}

/// Returns true if the program is written by the types of the service's crate.
pub(crate) fn is_typed(snippet: &Snippet) -> bool {
    snippet.tree.fits && snippet.facts.known
}

/// Returns the name of the service's crate as Rust has it.
pub(crate) fn crate_name(service: &str) -> String {
    format!("tencentcloud_{}", service.replace('-', "_"))
}

/// The region and the endpoint, as setters of the configuration.
fn settings(snippet: &Snippet) -> String {
    let region = snippet.region.as_ref();
    let region = region.map(|region| format!(".region({region:?})"));
    let endpoint = snippet.site();
    let endpoint = endpoint.map(|endpoint| format!(".endpoint({:?})", endpoint.text()));
    let between = match (&region, &endpoint) {
        (Some(_), Some(_)) => "\n        ",
        _ => "",
    };
    let setters = region.into_iter().chain(endpoint);
    setters.map(|setter| format!("{between}{setter}")).collect()
}

/// A request by its types.
pub(crate) struct Typed {
    /// The types that it names, and that are imported.
    pub(crate) imports: Vec<String>,
    pub(crate) request: String,
}

/// Returns the request by its types; `None` if a parameter has no place in them.
pub(crate) fn typed(snippet: &Snippet) -> Option<Typed> {
    if !is_typed(snippet) {
        return None;
    }
    let mut writer = Writer {
        module: module(snippet),
        used: Vec::new(),
    };
    let name = format!("{}Request", snippet.action);
    let request = writer.object(&name, &snippet.tree.fields, 1, true);
    writer.used.sort();
    writer.used.dedup();
    Some(Typed {
        imports: writer.used,
        request,
    })
}

fn typed_body(snippet: &Snippet, request: &str) -> String {
    let method = names::method(&snippet.action);
    let request = format!("    let request = {request};\n");
    match snippet.facts.streaming {
        true => format!(
            "{request}    let mut events = client.{method}(request).events();\n    \
             while let Some(event) = events.next().await {{\n        \
             println!(\"{{:#?}}\", event?);\n    }}\n"
        ),
        false => format!(
            "{request}    let response = client.{method}(request).await?;\n    \
             println!(\"{{response:#?}}\");\n"
        ),
    }
}

/// The call by name and JSON.
fn raw_body(snippet: &Snippet) -> String {
    format!(
        "    let response = {}\n        .await?;\n    println!(\"{{response:#}}\");\n",
        raw_call(snippet)
    )
}

/// Returns the call by name and JSON, whose further setters are indented twice.
pub(crate) fn raw_call(snippet: &Snippet) -> String {
    let is_file = |field: &Field| matches!(field.node, Node::File(_));
    let (files, fields): (Vec<_>, Vec<_>) = snippet.tree.fields.iter().cloned().partition(is_file);
    let parameters = indented(&json_macro(&fields, 0), "        ");
    let files = files.iter().map(|field| {
        let content = json_item(&field.node, 0);
        format!("\n        .bytes({:?}, {content})", field.name)
    });
    format!(
        "client\n        .raw({:?}, {:?}, {:?})\n        .parameters(json!({parameters})){}",
        snippet.service,
        snippet.version,
        snippet.action,
        files.collect::<String>()
    )
}

fn indented(text: &str, by: &str) -> String {
    text.replace('\n', &format!("\n{by}"))
}

/// The parameters inside `json!`.
fn json_macro(fields: &[Field], depth: usize) -> String {
    if fields.is_empty() {
        return "{}".to_owned();
    }
    let indent = "    ".repeat(depth);
    let fields = fields.iter().map(|field| {
        let value = json_item(&field.node, depth + 1);
        format!("\n{indent}    {:?}: {value},", field.name)
    });
    format!("{{{}\n{indent}}}", fields.collect::<String>())
}

fn json_item(node: &Node, depth: usize) -> String {
    match node {
        Node::Object(fields) => json_macro(fields, depth),
        Node::List(items) => {
            let items: Vec<_> = items.iter().map(|item| json_item(item, depth)).collect();
            format!("[{}]", items.join(", "))
        }
        Node::Text(text) => format!("{text:?}"),
        Node::Secret(variable) => format!("std::env::var({variable:?})?"),
        Node::File(file) => format!("std::fs::read({file:?})?"),
        Node::Output { variable, .. } => variable.clone(),
        Node::Number(number) => number_literal(number),
        node => text::scalar(node),
    }
}

/// A number of no type: what `i32` does not hold says its own.
fn number_literal(number: &Number) -> String {
    let narrow = number.as_i64().map(i32::try_from);
    match narrow {
        Some(Ok(_)) => number.to_string(),
        Some(Err(_)) => format!("{number}_i64"),
        None if number.is_u64() => format!("{number}_u64"),
        None => number.to_string(),
    }
}

/// Returns the module that has the types: the crate, if the service has one version alone.
pub(crate) fn module(snippet: &Snippet) -> String {
    let found = tencentcloud_catalogue::service(&snippet.service);
    let alone = found
        .ok()
        .flatten()
        .is_some_and(|found| found.versions().len() == 1);
    let name = crate_name(&snippet.service);
    match alone {
        true => name,
        false => format!("{name}::{}", names::version_module(&snippet.version)),
    }
}

/// Writes values as expressions.
struct Writer {
    module: String,
    /// The types that are imported.
    used: Vec<String>,
}

impl Writer {
    /// The object called `wire` with its setters, what is required first.
    fn object(&mut self, wire: &str, fields: &[Field], depth: usize, whole: bool) -> String {
        let mut name = names::type_name(wire);
        match NEEDED.contains(&&*name) {
            true => name = format!("{}::{name}", self.module),
            false => self.used.push(name.clone()),
        }
        let mut fields: Vec<&Field> = fields.iter().collect();
        // The types ask for what is required in the order of the description.
        fields.sort_by_key(|field| {
            let slot = field.slot.as_ref();
            slot.map(|slot| (!slot.required, slot.place))
        });
        let setters: Vec<String> = fields
            .iter()
            .filter_map(|field| {
                let setter = &field.slot.as_ref()?.setter;
                Some(format!(
                    ".{setter}({})",
                    self.value(field, &field.node, depth + 1)
                ))
            })
            .collect();
        let line = setters.concat();
        let short = line.len() <= LINE && !line.contains('\n');
        if short && (!whole || setters.len() < 2) {
            return format!("{name}::new(){line}");
        }
        let indent = format!("\n{}", "    ".repeat(depth + 1));
        let setters = setters.iter().map(|setter| format!("{indent}{setter}"));
        format!("{name}::new(){}", setters.collect::<String>())
    }

    fn value(&mut self, field: &Field, node: &Node, depth: usize) -> String {
        let kind = field.slot.as_ref().map(|slot| &slot.kind);
        match node {
            Node::Object(fields) => self.object(field.object(), fields, depth, false),
            Node::List(items) if items.is_empty() && kind.is_some_and(Kind::is_text) => {
                "Vec::<String>::new()".to_owned()
            }
            Node::List(items) => self.list(field, items, depth),
            Node::Text(text) => format!("{text:?}"),
            Node::Secret(variable) => format!("std::env::var({variable:?})?"),
            Node::File(file) => format!("std::fs::read({file:?})?"),
            Node::Number(number) if kind == Some(&Kind::Float) => float(&number.to_string()),
            node => text::scalar(node),
        }
    }

    fn list(&mut self, field: &Field, items: &[Node], depth: usize) -> String {
        if let [item @ Node::Object(_)] = items {
            return format!("[{}]", self.value(field, item, depth));
        }
        let items = items.iter();
        let items: Vec<_> = items
            .map(|item| self.value(field, item, depth + 1))
            .collect();
        let line = items.join(", ");
        if line.len() <= LINE && !line.contains('\n') {
            return format!("[{line}]");
        }
        let indent = "    ".repeat(depth);
        let items = items.iter().map(|item| format!("\n{indent}    {item},"));
        format!("[{}\n{indent}]", items.collect::<String>())
    }
}

/// A number as a literal of `f64`.
fn float(number: &str) -> String {
    match number.contains(['.', 'e', 'E']) {
        true => number.to_owned(),
        false => format!("{number}.0"),
    }
}
