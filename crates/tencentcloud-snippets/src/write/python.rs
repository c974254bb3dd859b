//! A call as Python, by the vendor's SDK.

use std::collections::BTreeSet;

use tencentcloud_codegen::names;
use tencentcloud_schema::Body;

use super::{capital, is_plain, vendor_folder};
use crate::snippet::Snippet;
use crate::text::quoted;
use crate::tree::{Field, Node};

/// Words that no attribute and no variable can be called.
#[rustfmt::skip]
const TAKEN: [&str; 45] = [
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "client", "continue",
    "cred", "credential", "def", "del", "elif", "else", "except", "finally", "for", "from", "global", "if",
    "import", "in", "is", "lambda", "models", "nonlocal", "not", "open", "or", "os", "pass", "print", "profile",
    "raise", "request", "response", "return", "try", "while", "with", "yield",
];

/// Returns a whole program.
pub(super) fn program(snippet: &Snippet) -> String {
    let typed = is_typed(snippet);
    let folder = vendor_folder(&snippet.service);
    let mut imports = String::from("from tencentcloud.common import credential\n");
    if !typed {
        imports.push_str("from tencentcloud.common.common_client import CommonClient\n");
    }
    let place = snippet.place();
    if place.is_some() {
        imports.push_str(
            "from tencentcloud.common.profile.client_profile import ClientProfile\n\
             from tencentcloud.common.profile.http_profile import HttpProfile\n",
        );
    }
    if typed {
        let digits = snippet.digits();
        imports.push_str(&format!(
            "from tencentcloud.{folder}.v{digits} import {folder}_client, models\n"
        ));
    }
    let profile = place.map(|place| {
        let scheme = if place.plain {
            "protocol=\"http\", "
        } else {
            ""
        };
        let host = quoted(&place.host);
        format!("profile = ClientProfile(httpProfile=HttpProfile({scheme}endpoint={host}))\n")
    });
    let modules = match (typed, snippet.facts.streaming) {
        (true, true) => "import os\nimport types\n",
        (true, false) => "import os\n",
        (false, _) => "import json\nimport os\n",
    };
    let region = quoted(snippet.region.as_deref().unwrap_or_default());
    let given = if profile.is_some() { ", profile" } else { "" };
    let client = match typed {
        true => format!(
            "{folder}_client.{}Client(cred, {region}{given})",
            capital(folder)
        ),
        false => format!(
            "CommonClient({}, {}, cred, {region}{given})",
            quoted(&snippet.service),
            quoted(&snippet.version)
        ),
    };
    let call = if typed {
        typed_call(snippet)
    } else {
        raw_call(snippet)
    };
    format!(
        "{modules}\n{imports}\ncred = credential.Credential(\n    \
         os.environ[\"TENCENTCLOUD_SECRET_ID\"],\n    \
         os.environ[\"TENCENTCLOUD_SECRET_KEY\"],\n    \
         os.environ.get(\"TENCENTCLOUD_TOKEN\"),\n)\n{}client = {client}\n\n{call}",
        profile.unwrap_or_default()
    )
}

fn is_typed(snippet: &Snippet) -> bool {
    let sayable =
        |field: &Field, _: &Node| is_plain(&field.name) && !TAKEN[..3].contains(&&*field.name);
    snippet.facts.known
        && snippet.tree.fits
        && snippet.facts.body != Body::OctetStream
        && snippet.tree.all(&sayable)
}

fn typed_call(snippet: &Snippet) -> String {
    let action = &snippet.action;
    let mut writer = Writer::default();
    writer.object("request", &snippet.tree.fields);
    let print = match snippet.facts.streaming {
        true => {
            "if isinstance(response, types.GeneratorType):\n    for event in response:\n        print(event)\n\
             else:\n    print(response.to_json_string(indent=2))\n"
        }
        false => "print(response.to_json_string(indent=2))\n",
    };
    format!(
        "request = models.{action}Request()\n{}response = client.{action}(request)\n{print}",
        writer.lines
    )
}

/// A call by name and a dictionary, or of a body of bytes.
fn raw_call(snippet: &Snippet) -> String {
    let fields = &snippet.tree.fields;
    let action = quoted(&snippet.action);
    const PRINT: &str = "print(json.dumps(response, ensure_ascii=False, indent=2))\n";
    if snippet.facts.body != Body::OctetStream {
        let parameters = dictionary(fields, 0);
        return match snippet.facts.streaming {
            true => format!(
                "for event in client.call_sse({action}, {parameters}):\n    print(json.dumps(event, ensure_ascii=False))\n"
            ),
            false => {
                format!("response = client.call_json({action}, {parameters})\n{PRINT}")
            }
        };
    }
    let (mut headers, mut body) = (Vec::new(), "b\"\"".to_owned());
    for field in fields {
        let header = field.slot.as_ref().and_then(|slot| slot.header.as_deref());
        match &field.node {
            Node::File(file) => body = read(file),
            node => headers.push(format!(
                "    {}: {},\n",
                quoted(header.unwrap_or(&field.name)),
                value(node, 1)
            )),
        }
    }
    format!(
        "headers = {{\n{}}}\nresponse = client.call_octet_stream({action}, headers, {body})\n\
         {PRINT}",
        headers.concat()
    )
}

fn read(file: &str) -> String {
    format!("open({}, \"rb\").read()", quoted(file))
}

fn dictionary(fields: &[Field], depth: usize) -> String {
    if fields.is_empty() {
        return "{}".to_owned();
    }
    let indent = "    ".repeat(depth);
    let fields = fields.iter().map(|field| {
        let value = value(&field.node, depth + 1);
        format!("{indent}    {}: {value},\n", quoted(&field.name))
    });
    format!("{{\n{}{indent}}}", fields.collect::<String>())
}

/// A value of which no type is needed.
fn value(node: &Node, depth: usize) -> String {
    match node {
        Node::Null => "None".to_owned(),
        Node::Bool(true) => "True".to_owned(),
        Node::Bool(false) => "False".to_owned(),
        Node::Number(number) => number.to_string(),
        Node::Text(text) => quoted(text),
        Node::Secret(variable) => format!("os.environ[{}]", quoted(variable)),
        Node::File(file) => read(file),
        Node::Output { variable, .. } => variable.clone(),
        Node::List(items) => {
            let items: Vec<_> = items.iter().map(|item| value(item, depth)).collect();
            format!("[{}]", items.join(", "))
        }
        Node::Object(fields) => dictionary(fields, depth),
    }
}

/// Writes objects as statements, the inner ones first.
#[derive(Default)]
struct Writer {
    lines: String,
    taken: BTreeSet<String>,
}

impl Writer {
    fn object(&mut self, variable: &str, fields: &[Field]) {
        for field in fields {
            let value = self.value(field, &field.node);
            let line = format!("{variable}.{} = {value}\n", field.name);
            self.lines.push_str(&line);
        }
    }

    fn value(&mut self, field: &Field, node: &Node) -> String {
        match node {
            Node::Object(fields) => {
                let variable = self.variable(&field.name);
                let line = format!("{variable} = models.{}()\n", field.object());
                self.lines.push_str(&line);
                self.object(&variable, fields);
                variable
            }
            Node::List(items) => {
                let items: Vec<_> = items.iter().map(|item| self.value(field, item)).collect();
                format!("[{}]", items.join(", "))
            }
            node => value(node, 0),
        }
    }

    /// A variable that is not taken, by the name of the parameter.
    fn variable(&mut self, name: &str) -> String {
        let name = names::field(name);
        let mut free = name.clone();
        let mut number = 1;
        while TAKEN.contains(&&*free) || !self.taken.insert(free.clone()) {
            number += 1;
            free = format!("{}_{number}", name.trim_end_matches('_'));
        }
        free
    }
}
