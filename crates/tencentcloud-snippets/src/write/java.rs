//! A call as Java, by the vendor's SDK.

use std::collections::BTreeSet;

use tencentcloud_schema::{Body, Kind};

use super::{capital, is_plain};
use crate::snippet::Snippet;
use crate::text::{json_value, quoted, scalar};
use crate::tree::{Field, Node};

/// Names of types that a program needs with another meaning: a model that is called so is written
/// with its package.
#[rustfmt::skip]
const NEEDED: [&str; 26] = [
    "Boolean", "Byte", "Character", "Class", "ClientProfile", "CommonClient", "Credential", "Double", "Error",
    "Exception", "Files", "Float", "HashMap", "HttpProfile", "Integer", "Long", "Main", "Map", "Math", "Module",
    "Object", "Package", "Paths", "Process", "String", "System",
];

/// Words that no variable can be called.
#[rustfmt::skip]
const TAKEN: [&str; 60] = [
    "abstract", "assert", "boolean", "break", "byte", "case", "catch", "char", "class", "client", "const",
    "continue", "credential", "default", "do", "double", "else", "enum", "event", "extends", "false", "final", "finally",
    "float", "for", "goto", "httpProfile", "if", "implements", "import", "instanceof", "int", "interface", "long",
    "native", "new", "null", "package", "private", "profile", "protected", "public", "request", "response",
    "return", "short", "static", "strictfp", "super", "switch", "synchronized", "this", "throw", "throws",
    "transient", "true", "try", "void", "volatile", "while",
];

/// The longest text that a class file can hold, in bytes, less some.
const LONGEST: usize = 60_000;

/// Returns a whole program.
pub(super) fn program(snippet: &Snippet) -> String {
    let typed = is_typed(snippet);
    let call = match (typed, snippet.facts.body) {
        (true, _) => typed_call(snippet),
        (false, Body::OctetStream) => octets(snippet),
        (false, _) => raw_call(snippet),
    };
    let profile = profile(snippet);
    let imports = imports(snippet, typed, !profile.is_empty());
    format!(
        "{imports}\npublic class Main {{\n    public static void main(String[] args) throws Exception {{\n        \
         Credential credential = new Credential(\n            \
         System.getenv(\"TENCENTCLOUD_SECRET_ID\"),\n            \
         System.getenv(\"TENCENTCLOUD_SECRET_KEY\"),\n            \
         System.getenv(\"TENCENTCLOUD_TOKEN\"));\n{profile}{call}    }}\n}}\n"
    )
}

fn imports(snippet: &Snippet, typed: bool, profile: bool) -> String {
    let mut imports = Vec::new();
    if snippet.facts.body == Body::OctetStream {
        imports.extend([
            "java.nio.file.Files".to_owned(),
            "java.nio.file.Paths".to_owned(),
            "java.util.HashMap".to_owned(),
        ]);
    }
    if !typed {
        imports.push("com.tencentcloudapi.common.CommonClient".to_owned());
    }
    imports.push("com.tencentcloudapi.common.Credential".to_owned());
    if typed && snippet.facts.streaming {
        imports.push("com.tencentcloudapi.common.SSEResponseModel".to_owned());
    }
    if profile {
        imports.push("com.tencentcloudapi.common.profile.ClientProfile".to_owned());
        imports.push("com.tencentcloudapi.common.profile.HttpProfile".to_owned());
    }
    if typed {
        let package = package(snippet);
        imports.push(format!("{package}.{}", client(snippet)));
        imports.push(format!("{package}.models.*"));
    }
    let lines = imports.iter().map(|import| format!("import {import};\n"));
    lines.collect()
}

fn package(snippet: &Snippet) -> String {
    format!(
        "com.tencentcloudapi.{}.v{}",
        snippet.service,
        snippet.digits()
    )
}

fn client(snippet: &Snippet) -> String {
    format!("{}Client", capital(&snippet.service))
}

fn is_typed(snippet: &Snippet) -> bool {
    snippet.facts.known
        && snippet.tree.fits
        && snippet.is_json()
        && is_plain(&snippet.service)
        && snippet.tree.all(&is_sayable)
}

/// True if the SDK's types hold the value as it is: it has Long and Float.
fn is_sayable(field: &Field, node: &Node) -> bool {
    let kind = field.slot.as_ref().map(|slot| &slot.kind);
    is_plain(&field.name)
        && match node {
            Node::Number(number) if kind == Some(&Kind::Float) => {
                number.as_f64().is_some_and(|exact| {
                    let narrow = exact as f32;
                    narrow.is_finite() && narrow.to_string().parse() == Ok(exact)
                })
            }
            Node::Number(number) => number.is_i64(),
            _ => true,
        }
}

fn profile(snippet: &Snippet) -> String {
    let Some(place) = snippet.place() else {
        return String::new();
    };
    let scheme = match place.plain {
        true => "        httpProfile.setProtocol(HttpProfile.REQ_HTTP);\n",
        false => "",
    };
    format!(
        "\n        HttpProfile httpProfile = new HttpProfile();\n{scheme}        \
         httpProfile.setEndpoint({});\n        \
         ClientProfile profile = new ClientProfile();\n        \
         profile.setHttpProfile(httpProfile);\n",
        quoted(&place.host)
    )
}

/// The last arguments of a client: the region, and the profile if there is one.
fn last(snippet: &Snippet) -> String {
    let region = quoted(snippet.region.as_deref().unwrap_or_default());
    let profile = snippet.place().map_or("", |_| ", profile");
    format!("{region}{profile}")
}

fn typed_call(snippet: &Snippet) -> String {
    let (action, client) = (&snippet.action, client(snippet));
    let mut writer = Writer {
        models: format!("{}.models", package(snippet)),
        lines: String::new(),
        taken: BTreeSet::new(),
    };
    writer.object("request", &snippet.tree.fields);
    let print = match snippet.facts.streaming {
        true => format!(
            "        if (response.isStream()) {{\n            \
             for (SSEResponseModel.SSE event : response) {{\n                \
             System.out.println(event.Data);\n            }}\n        }} else {{\n            \
             System.out.println({action}Response.toJsonString(response));\n        }}\n"
        ),
        false => format!("        System.out.println({action}Response.toJsonString(response));\n"),
    };
    format!(
        "        {client} client = new {client}(credential, {});\n\n        \
         {action}Request request = new {action}Request();\n{}\n        \
         {action}Response response = client.{action}(request);\n{print}",
        last(snippet),
        writer.lines
    )
}

fn common_client(snippet: &Snippet) -> String {
    format!(
        "        CommonClient client = new CommonClient({}, {}, credential, {});\n\n",
        quoted(&snippet.service),
        quoted(&snippet.version),
        last(snippet)
    )
}

/// A call by name and JSON.
fn raw_call(snippet: &Snippet) -> String {
    let call = format!("client.call({}, parameters)", quoted(&snippet.action));
    format!(
        "{}        String parameters = {};\n        System.out.println({call});\n",
        common_client(snippet),
        literal(&snippet.tree.fields)
    )
}

/// What stands for a variable until the text around it is quoted; JSON has no such character.
const MARK: char = '\u{1}';

/// JSON as an expression of text, into which secrets are read.
fn literal(fields: &[Field]) -> String {
    let read = |node: &Node| match node {
        Node::Secret(variable) => format!("{MARK}{variable}{MARK}"),
        _ => "null".to_owned(),
    };
    let json = crate::text::json(fields, &read);
    let parts = json.split(MARK).enumerate();
    let parts: Vec<_> = parts
        .map(|(at, part)| match at % 2 {
            0 => text(part),
            _ => format!(
                "new com.google.gson.Gson().toJson(System.getenv({}))",
                quoted(part)
            ),
        })
        .collect();
    parts.join("\n            + ")
}

/// A text, in parts if it is too long for a class file.
fn text(text: &str) -> String {
    if text.len() <= LONGEST {
        return quoted(text);
    }
    let letters: Vec<char> = text.chars().collect();
    let parts: Vec<_> = letters
        .chunks(LONGEST / 4)
        .map(|part| quoted(&part.iter().collect::<String>()))
        .collect();
    format!("String.join(\"\", {})", parts.join(", "))
}

/// A body of bytes; its parameters travel as headers.
fn octets(snippet: &Snippet) -> String {
    let (mut headers, mut file) = (String::new(), "FILE");
    for field in &snippet.tree.fields {
        let header = field.slot.as_ref().and_then(|slot| slot.header.as_deref());
        match &field.node {
            Node::File(name) => file = name,
            node => headers.push_str(&format!(
                "        headers.put({}, {});\n",
                quoted(header.unwrap_or(&field.name)),
                json_value(node, &|_| "null".to_owned())
            )),
        }
    }
    format!(
        "{}        HashMap<String, String> headers = new HashMap<>();\n{headers}        \
         byte[] body = Files.readAllBytes(Paths.get({}));\n        \
         System.out.println(client.callOctetStream({}, headers, body));\n",
        common_client(snippet),
        quoted(file),
        quoted(&snippet.action)
    )
}

/// Writes objects as statements, the inner ones first.
struct Writer {
    models: String,
    lines: String,
    taken: BTreeSet<String>,
}

impl Writer {
    fn object(&mut self, variable: &str, fields: &[Field]) {
        for field in fields {
            let value = self.value(field, &field.node);
            let line = format!("        {variable}.set{}({value});\n", capital(&field.name));
            self.lines.push_str(&line);
        }
    }

    /// The type of an item.
    fn type_of(&self, field: &Field) -> String {
        match field.slot.as_ref().map(|slot| &slot.kind) {
            Some(Kind::Object(name)) => match capital(name) {
                name if NEEDED.contains(&&*name) => format!("{}.{name}", self.models),
                name => name,
            },
            Some(Kind::Integer | Kind::Int64 | Kind::Uint64) => "Long".to_owned(),
            Some(Kind::Float) => "Float".to_owned(),
            Some(Kind::Bool) => "Boolean".to_owned(),
            _ => "String".to_owned(),
        }
    }

    fn value(&mut self, field: &Field, node: &Node) -> String {
        let float = field
            .slot
            .as_ref()
            .is_some_and(|slot| slot.kind == Kind::Float);
        match node {
            Node::Object(fields) => {
                let (kind, variable) = (self.type_of(field), self.variable(&field.name));
                let line = format!("        {kind} {variable} = new {kind}();\n");
                self.lines.push_str(&line);
                self.object(&variable, fields);
                variable
            }
            Node::List(items) => {
                let items: Vec<_> = items.iter().map(|item| self.value(field, item)).collect();
                format!("new {}[] {{{}}}", self.type_of(field), items.join(", "))
            }
            Node::Number(number) if float => format!("{number}F"),
            Node::Number(number) => format!("{number}L"),
            Node::Secret(variable) => format!("System.getenv({})", quoted(variable)),
            Node::Text(long) => text(long),
            node => scalar(node),
        }
    }

    /// A variable that is not taken, by the name of the parameter.
    fn variable(&mut self, name: &str) -> String {
        let mut letters = name.chars();
        let first = letters.next().map(|c| c.to_ascii_lowercase());
        let name: String = first.into_iter().chain(letters).collect();
        let (mut free, mut number) = (name.clone(), 1);
        while TAKEN.contains(&&*free) || !self.taken.insert(free.clone()) {
            number += 1;
            free = format!("{name}{number}");
        }
        free
    }
}
