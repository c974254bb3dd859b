//! A call as JavaScript, by the vendor's SDK for Node.

use tencentcloud_schema::Body;

use super::is_plain;
use crate::snippet::Snippet;
use crate::text::{quoted, scalar};
use crate::tree::{Field, Node};

/// The largest whole number that JavaScript holds exactly.
const EXACT: u64 = (1 << 53) - 1;

/// Returns a whole program, an ES module.
pub(super) fn program(snippet: &Snippet) -> String {
    let fields = &snippet.tree.fields;
    let typed = snippet.facts.known && snippet.is_json();
    let package = package(snippet);
    let mut imports = String::new();
    if fields
        .iter()
        .any(|field| matches!(field.node, Node::File(_)))
    {
        imports.push_str("import { readFileSync } from \"node:fs\";\n");
    }
    let client = match typed {
        true => {
            imports.push_str(&format!("import tencentcloud from \"{package}\";\n"));
            format!(
                "const {{ Client }} = tencentcloud.{}.v{};\n\nconst client = new Client({{\n",
                snippet.service,
                snippet.digits()
            )
        }
        false => {
            imports.push_str(&format!(
                "import common from \"{package}/tencentcloud/common/abstract_client.js\";\n"
            ));
            format!(
                "const client = new common.AbstractClient({}, {}, {{\n",
                quoted(&format!("{}.tencentcloudapi.com", snippet.service)),
                quoted(&snippet.version)
            )
        }
    };
    format!(
        "{imports}\n{client}{}}});\n\n{}",
        settings(snippet),
        call(snippet, typed)
    )
}

/// Returns the package of the site that offers the action.
pub(crate) fn package(snippet: &Snippet) -> &'static str {
    match snippet.facts.international {
        true => "tencentcloud-sdk-nodejs-intl-en",
        false => "tencentcloud-sdk-nodejs",
    }
}

/// The credential, the region and the endpoint.
fn settings(snippet: &Snippet) -> String {
    let mut settings = String::from(
        "  credential: {\n    secretId: process.env.TENCENTCLOUD_SECRET_ID,\n    \
         secretKey: process.env.TENCENTCLOUD_SECRET_KEY,\n    \
         token: process.env.TENCENTCLOUD_TOKEN,\n  },\n",
    );
    let region = snippet.region.as_deref().unwrap_or_default();
    settings.push_str(&format!("  region: {},\n", quoted(region)));
    if let Some(place) = snippet.place() {
        let scheme = if place.plain {
            ", protocol: \"http://\""
        } else {
            ""
        };
        let host = quoted(&place.host);
        settings.push_str(&format!(
            "  profile: {{ httpProfile: {{ endpoint: {host}{scheme} }} }},\n"
        ));
    }
    settings
}

fn call(snippet: &Snippet, typed: bool) -> String {
    let fields = &snippet.tree.fields;
    let action = &snippet.action;
    let call = match snippet.facts.body {
        Body::Json if typed => format!("client.{action}({})", object(fields, 0)),
        Body::Json => format!("client.request({}, {})", quoted(action), object(fields, 0)),
        Body::Multipart => format!(
            "client.request({}, {}, {{ multipart: true }})",
            quoted(action),
            object(fields, 0)
        ),
        Body::OctetStream => octets(action, fields),
    };
    let print = match snippet.facts.streaming {
        true => {
            "if (typeof response.on === \"function\") {\n  \
             response.on(\"message\", (message) => console.log(message));\n} else {\n  \
             console.log(JSON.stringify(response, null, 2));\n}\n"
        }
        false => "console.log(JSON.stringify(response, null, 2));\n",
    };
    format!("const response = await {call};\n{print}")
}

/// A body of bytes; its parameters travel as headers.
fn octets(action: &str, fields: &[Field]) -> String {
    let (mut headers, mut body) = (Vec::new(), String::from("Buffer.alloc(0)"));
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
        "client.requestOctetStream({}, {body}, {{\n  headers: {{\n{}  }},\n}})",
        quoted(action),
        headers.concat()
    )
}

fn read(file: &str) -> String {
    format!("readFileSync({})", quoted(file))
}

fn object(fields: &[Field], depth: usize) -> String {
    if fields.is_empty() {
        return "{}".to_owned();
    }
    let indent = "  ".repeat(depth);
    let fields = fields.iter().map(|field| {
        // A property of that name would be the object's prototype.
        let name = match &*field.name {
            "__proto__" => "[\"__proto__\"]".to_owned(),
            name if is_plain(name) => name.to_owned(),
            name => quoted(name),
        };
        format!("{indent}  {name}: {},\n", value(&field.node, depth + 1))
    });
    format!("{{\n{}{indent}}}", fields.collect::<String>())
}

fn value(node: &Node, depth: usize) -> String {
    match node {
        Node::Object(fields) => object(fields, depth),
        Node::List(items) => {
            let items: Vec<_> = items.iter().map(|item| value(item, depth)).collect();
            format!("[{}]", items.join(", "))
        }
        Node::Secret(variable) => format!("process.env.{variable}"),
        Node::File(file) => read(file),
        // Node 22 and later: a number that JavaScript cannot hold goes as it is.
        Node::Number(number)
            if number.as_u64().is_some_and(|n| n > EXACT)
                || number.as_i64().is_some_and(|n| n.unsigned_abs() > EXACT) =>
        {
            format!("JSON.rawJSON(\"{number}\")")
        }
        node => scalar(node),
    }
}
