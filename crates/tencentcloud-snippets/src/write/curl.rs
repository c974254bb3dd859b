//! A call as a POSIX shell script of curl and openssl, which signs whenever it runs.

use tencentcloud_calls::shell::quoted;
use tencentcloud_schema::Body;

use super::body;
use crate::endpoint::Endpoint;
use crate::snippet::Snippet;
use crate::tree::{Field, Node};

/// Hashes and HMAC. openssl takes a key in its arguments alone, which other users of the machine
/// see: HMAC is made of hashes here.
const HASHES: &str = r#"# Prints the SHA-256 of standard input.
sha256() {
  openssl dgst -sha256 -r | cut -d ' ' -f 1
}

# Prints the HMAC-SHA256 of the text $2 by the key $1, in hexadecimal digits, so that no key is among
# the arguments of a program, which other users of the machine can see.
hmac() {
  left=$1 inner='' outer='' count=0
  while [ "$count" -lt 64 ]; do
    rest=${left#??} byte=$((0x0${left%"${left#??}"}))
    left=$rest count=$((count + 1)) i=$((byte ^ 54)) o=$((byte ^ 92))
    inner="$inner\\$((i >> 6))$((i >> 3 & 7))$((i & 7))"
    outer="$outer\\$((o >> 6))$((o >> 3 & 7))$((o & 7))"
  done
  {
    printf "$outer"
    { printf "$inner"; printf %s "$2"; } | openssl dgst -sha256 -binary
  } | sha256
}

"#;

/// From the credential to the header that signs.
const SIGNATURE: &str = r#"
payload_hash=$(PAYLOAD | sha256)
timestamp=$(date -u +%s)
date=$(date -u -d "@$timestamp" +%Y-%m-%d 2>/dev/null || date -u -r "$timestamp" +%Y-%m-%d)
scope=$date/$service/tc3_request

canonical_request="POST
/

content-type:$content_type
host:$host

content-type;host
$payload_hash"
string_to_sign="TC3-HMAC-SHA256
$timestamp
$scope
$(printf %s "$canonical_request" | sha256)"

key=$(printf 'TC3%s' "$TENCENTCLOUD_SECRET_KEY" | od -An -v -tx1 | tr -d ' \n')
# A key that is longer than a block is hashed.
[ "${#key}" -le 128 ] || key=$(printf 'TC3%s' "$TENCENTCLOUD_SECRET_KEY" | sha256)
key=$(hmac "$key" "$date")
key=$(hmac "$key" "$service")
key=$(hmac "$key" tc3_request)
signature=$(hmac "$key" "$string_to_sign")
authorization="TC3-HMAC-SHA256 Credential=$TENCENTCLOUD_SECRET_ID/$scope, SignedHeaders=content-type;host, Signature=$signature"
"#;

/// Prints a body of JSON.
const JSON: &str = "printf %s \"$body\"";

/// Prints a body in a file.
const FILE: &str = "cat \"$body\"";

/// Returns the script.
pub(super) fn script(snippet: &Snippet) -> String {
    let mut script = String::from("#!/bin/sh\nset -eu\n\n");
    if !snippet.facts.unsigned {
        script.push_str(": \"${TENCENTCLOUD_SECRET_ID:?}\" \"${TENCENTCLOUD_SECRET_KEY:?}\"\n");
    }
    for variable in &snippet.tree.secrets {
        script.push_str(&format!(": \"${{{variable}:?}}\"\n"));
    }
    let endpoint = host(snippet);
    script.push_str(&format!(
        "service={}\nhost={}\n",
        quoted(&snippet.service),
        quoted(&endpoint.host)
    ));
    if !snippet.facts.unsigned {
        script.push('\n');
        script.push_str(HASHES);
    }
    if !snippet.tree.secrets.is_empty() {
        script.push_str(body::JSON_STRING);
    }
    script.push_str(&content(snippet));
    match snippet.facts.unsigned {
        true => script.push_str("timestamp=$(date -u +%s)\nauthorization=SKIP\n"),
        false => {
            let payload = if snippet.is_json() { JSON } else { FILE };
            script.push_str(&SIGNATURE.replace("PAYLOAD", payload));
        }
    }
    script.push_str(&sending(snippet, &endpoint));
    script
}

/// Where the call goes.
fn host(snippet: &Snippet) -> Endpoint {
    let usual = || Endpoint::read(&format!("{}.tencentcloudapi.com", snippet.service));
    let place = snippet.place().or_else(|| snippet.site());
    place.unwrap_or_else(usual)
}

/// The body, its type and its hash.
fn content(snippet: &Snippet) -> String {
    let fields = &snippet.tree.fields;
    match snippet.facts.body {
        Body::Json => format!(
            "content_type=application/json\nbody={}\n",
            body::shell_json(fields)
        ),
        Body::OctetStream => {
            let files = fields.iter().map(|field| &field.node);
            let mut file = files.filter_map(|node| match node {
                Node::File(file) => Some(&**file),
                _ => None,
            });
            format!(
                "content_type=application/octet-stream\nbody={}\n",
                quoted(file.next_back().unwrap_or("FILE"))
            )
        }
        Body::Multipart => multipart(fields),
    }
}

/// A body of parts, in a file.
fn multipart(fields: &[Field]) -> String {
    let mut script = String::from(
        "boundary=tencentcloud-$$-$(date +%s)\ncontent_type=\"multipart/form-data; boundary=$boundary\"\n\
         body=$(mktemp)\ntrap 'rm -f \"$body\"' EXIT\n{\n",
    );
    for field in fields {
        let name = &field.name;
        script.push_str("  printf -- '--%s\\r\\n' \"$boundary\"\n");
        let (head, content) = match &field.node {
            Node::File(file) => (
                format!("; filename=\"{name}\"\\r\\nContent-Type: application/octet-stream"),
                format!("cat {}", quoted(file)),
            ),
            Node::Text(text) => (String::new(), format!("printf %s {}", quoted(text))),
            Node::Secret(variable) => (String::new(), format!("printf %s \"${variable}\"")),
            node => {
                let kind = match node {
                    Node::List(_) | Node::Object(_) => "\\r\\nContent-Type: application/json",
                    _ => "",
                };
                let json = crate::text::json_value(node, &|_| String::new());
                (kind.to_owned(), format!("printf %s {}", quoted(&json)))
            }
        };
        script.push_str(&format!(
            "  printf 'Content-Disposition: form-data; name=\"{name}\"{head}\\r\\n\\r\\n'\n  {content}\n  printf '\\r\\n'\n"
        ));
    }
    script.push_str("  printf -- '--%s--\\r\\n' \"$boundary\"\n} > \"$body\"\n");
    script
}

/// The headers and the request. What is secret goes by pipes, not by arguments.
fn sending(snippet: &Snippet, endpoint: &Endpoint) -> String {
    let mut script = String::from(
        "\nheaders=\"Content-Type: $content_type\nAuthorization: $authorization\nX-TC-Timestamp: $timestamp",
    );
    let mut header = |name: &str, value: &str| {
        let value = match quoted(value) {
            plain if plain == value => plain,
            // Outside the double quotes.
            quoted => format!("\"{quoted}\""),
        };
        script.push_str(&format!("\n{name}: {value}"));
    };
    header("X-TC-Action", &snippet.action);
    header("X-TC-Version", &snippet.version);
    if let Some(region) = &snippet.region {
        header("X-TC-Region", region);
    }
    for field in &snippet.tree.fields {
        let name = field.slot.as_ref().and_then(|slot| slot.header.as_ref());
        if let (Some(name), Node::Text(text)) = (name, &field.node) {
            header(name, text);
        }
    }
    script.push_str("\"\n");
    if !snippet.facts.unsigned {
        script.push_str(
            "if [ -n \"${TENCENTCLOUD_TOKEN:-}\" ]; then\n  headers=\"$headers\nX-TC-Token: $TENCENTCLOUD_TOKEN\"\nfi\n",
        );
    }
    let payload = if snippet.is_json() { JSON } else { FILE };
    let buffer = if snippet.facts.streaming { "N" } else { "" };
    let scheme = endpoint.scheme();
    script.push_str(&format!(
        "\n{payload} |\n  curl -sS{buffer} -H @/dev/fd/3 --data-binary @- \"{scheme}://$host/\" 3<<END\n$headers\nEND\n"
    ));
    script
}
