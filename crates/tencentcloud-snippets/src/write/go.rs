//! A call as Go, by the vendor's SDK.

use tencentcloud_schema::{Body, Kind};

use super::{capital, is_plain};
use crate::snippet::Snippet;
use crate::text::{json, quoted, scalar};
use crate::tree::{Field, Node};

/// The repository of the Chinese site's SDK.
const ROOT: &str = "github.com/tencentcloud/tencentcloud-sdk-go";

/// Returns a whole program.
pub(super) fn program(snippet: &Snippet) -> String {
    let typed = is_typed(snippet);
    let call = match (typed, snippet.facts.body) {
        (true, _) => typed_call(snippet),
        (false, Body::OctetStream) => octets(snippet),
        (false, _) => raw_call(snippet),
    };
    let profile = profile(snippet);
    let imports = imports(snippet, typed);
    format!(
        "package main\n\nimport (\n{imports})\n\nfunc main() {{\n\
         \tcredential := common.NewTokenCredential(\n\
         \t\tos.Getenv(\"TENCENTCLOUD_SECRET_ID\"),\n\
         \t\tos.Getenv(\"TENCENTCLOUD_SECRET_KEY\"),\n\
         \t\tos.Getenv(\"TENCENTCLOUD_TOKEN\"),\n\t)\n{profile}{call}}}\n"
    )
}

/// Returns the repository of the site that offers the action.
pub(crate) fn root(snippet: &Snippet) -> String {
    let site = if snippet.facts.international {
        "-intl-en"
    } else {
        ""
    };
    format!("{ROOT}{site}/tencentcloud")
}

fn imports(snippet: &Snippet, typed: bool) -> String {
    let root = root(snippet);
    let mut imports = format!("\t\"fmt\"\n\t\"os\"\n\n\t\"{root}/common\"\n");
    if !typed {
        imports.push_str(&format!("\ttchttp \"{root}/common/http\"\n"));
    }
    imports.push_str(&format!("\t\"{root}/common/profile\"\n"));
    if typed {
        let (service, digits) = (&snippet.service, snippet.digits());
        imports.push_str(&format!("\t{service} \"{root}/{service}/v{digits}\"\n"));
    }
    imports
}

fn is_typed(snippet: &Snippet) -> bool {
    snippet.facts.known
        && snippet.tree.fits
        && snippet.is_json()
        && is_plain(&snippet.service)
        && snippet.tree.all(&|field, _| is_plain(&field.name))
}

fn profile(snippet: &Snippet) -> String {
    let mut profile = String::from("\tclientProfile := profile.NewClientProfile()\n");
    if let Some(place) = snippet.place() {
        if place.plain {
            profile.push_str("\tclientProfile.HttpProfile.Scheme = \"HTTP\"\n");
        }
        profile.push_str(&format!(
            "\tclientProfile.HttpProfile.Endpoint = {}\n",
            quoted(&place.host)
        ));
    }
    profile
}

const CHECK: &str = "\tif err != nil {\n\t\tpanic(err)\n\t}\n";

fn typed_call(snippet: &Snippet) -> String {
    let (service, action) = (&snippet.service, &snippet.action);
    let region = quoted(snippet.region.as_deref().unwrap_or_default());
    let mut call = format!(
        "\tclient, err := {service}.NewClient(credential, {region}, clientProfile)\n{CHECK}\n\
         \trequest := {service}.New{action}Request()\n"
    );
    for field in &snippet.tree.fields {
        let value = value(service, field, &field.node, 1);
        call.push_str(&format!("\trequest.{} = {value}\n", capital(&field.name)));
    }
    call.push_str(&format!(
        "\n\tresponse, err := client.{action}(request)\n{CHECK}"
    ));
    call.push_str(match snippet.facts.streaming {
        true => {
            "\tif response.Response != nil {\n\t\tfmt.Println(response.ToJsonString())\n\t\treturn\n\t}\n\
             \tfor event := range response.Events {\n\t\tfmt.Println(string(event.Data))\n\t}\n"
        }
        false => "\tfmt.Println(response.ToJsonString())\n",
    });
    call
}

/// A call by name and a map.
fn raw_call(snippet: &Snippet) -> String {
    let parameters = match snippet.tree.fields.iter().any(|field| field.node.is_read()) {
        true => map(&snippet.tree.fields, 1),
        // As text, whole numbers keep all digits.
        false => quoted(&json(&snippet.tree.fields, &|_| String::new())),
    };
    format!(
        "{}\trequest := tchttp.NewCommonRequest({}, {}, {})\n\
         \tif err := request.SetActionParameters({parameters}); err != nil {{\n\t\tpanic(err)\n\t}}\n\
         \tresponse := tchttp.NewCommonResponse()\n\
         \tif err := client.Send(request, response); err != nil {{\n\t\tpanic(err)\n\t}}\n\
         \tfmt.Println(string(response.GetBody()))\n",
        common_client(snippet),
        quoted(&snippet.service),
        quoted(&snippet.version),
        quoted(&snippet.action)
    )
}

fn common_client(snippet: &Snippet) -> String {
    let region = quoted(snippet.region.as_deref().unwrap_or_default());
    format!("\tclient := common.NewCommonClient(credential, {region}, clientProfile)\n\n")
}

/// A body of bytes; its parameters travel as headers.
fn octets(snippet: &Snippet) -> String {
    let (mut headers, mut file) = (String::new(), "FILE");
    for field in &snippet.tree.fields {
        let header = field.slot.as_ref().and_then(|slot| slot.header.as_deref());
        match &field.node {
            Node::File(name) => file = name,
            node => headers.push_str(&format!(
                "\t\t{}: {},\n",
                quoted(header.unwrap_or(&field.name)),
                scalar(node)
            )),
        }
    }
    format!(
        "{}\tbody, err := os.ReadFile({})\n{CHECK}\
         \trequest := tchttp.NewCommonRequest({}, {}, {})\n\
         \trequest.SetOctetStreamParameters(map[string]string{{\n{headers}\t}}, body)\n\
         \tresponse := tchttp.NewCommonResponse()\n\
         \tif err := client.SendOctetStream(request, response); err != nil {{\n\t\tpanic(err)\n\t}}\n\
         \tfmt.Println(string(response.GetBody()))\n",
        common_client(snippet),
        quoted(file),
        quoted(&snippet.service),
        quoted(&snippet.version),
        quoted(&snippet.action)
    )
}

fn map(fields: &[Field], depth: usize) -> String {
    let indent = "\t".repeat(depth);
    let fields = fields.iter().map(|field| {
        let value = map_value(&field.node, depth + 1);
        format!("{indent}\t{}: {value},\n", quoted(&field.name))
    });
    format!(
        "map[string]interface{{}}{{\n{}{indent}}}",
        fields.collect::<String>()
    )
}

fn map_value(node: &Node, depth: usize) -> String {
    match node {
        Node::Null => "nil".to_owned(),
        Node::Number(number) if number.is_i64() => format!("int64({number})"),
        Node::Number(number) if number.is_u64() => format!("uint64({number})"),
        Node::Secret(variable) => format!("os.Getenv({})", quoted(variable)),
        Node::List(items) => {
            let items: Vec<_> = items.iter().map(|item| map_value(item, depth)).collect();
            format!("[]interface{{}}{{{}}}", items.join(", "))
        }
        Node::Object(fields) => map(fields, depth),
        node => scalar(node),
    }
}

/// The type of an item in the SDK, and the function that makes a pointer to one.
fn type_of(field: &Field) -> (String, &'static str) {
    let kind = field.slot.as_ref().map(|slot| &slot.kind);
    let (name, pointer) = match kind {
        Some(Kind::Object(name)) => return (capital(name), ""),
        Some(Kind::Integer | Kind::Int64) => ("int64", "common.Int64Ptr"),
        Some(Kind::Uint64) => ("uint64", "common.Uint64Ptr"),
        Some(Kind::Float) => ("float64", "common.Float64Ptr"),
        Some(Kind::Bool) => ("bool", "common.BoolPtr"),
        _ => ("string", "common.StringPtr"),
    };
    (name.to_owned(), pointer)
}

fn value(package: &str, field: &Field, node: &Node, depth: usize) -> String {
    let (kind, pointer) = type_of(field);
    let indent = "\t".repeat(depth);
    match node {
        Node::List(items) if !pointer.is_empty() && kind == "string" => {
            let items: Vec<_> = items.iter().map(text).collect();
            format!("common.StringPtrs([]string{{{}}})", items.join(", "))
        }
        Node::List(items) => {
            let package = if pointer.is_empty() {
                format!("{package}.")
            } else {
                String::new()
            };
            let name = format!("[]*{package}{kind}");
            let package = package.trim_end_matches('.');
            let items = items.iter().map(|item| {
                let item = value(package, field, item, depth + 1);
                format!("\n{indent}\t{item},")
            });
            match items.len() {
                0 => format!("{name}{{}}"),
                _ => format!("{name}{{{}\n{indent}}}", items.collect::<String>()),
            }
        }
        Node::Object(fields) => {
            let fields = fields.iter().map(|field| {
                let value = value(package, field, &field.node, depth + 1);
                format!("{indent}\t{}: {value},\n", capital(&field.name))
            });
            format!(
                "&{package}.{kind}{{\n{}{indent}}}",
                fields.collect::<String>()
            )
        }
        node => format!("{pointer}({})", text(node)),
    }
}

fn text(node: &Node) -> String {
    match node {
        Node::Secret(variable) => format!("os.Getenv({})", quoted(variable)),
        node => scalar(node),
    }
}
