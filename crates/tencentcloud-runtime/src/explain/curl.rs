//! A request as a curl command.

use http::Method;
use http::header::CONTENT_TYPE;

use super::quoted;
use super::secrets::Secrets;
use crate::request::Signed;

/// The command.
pub(super) fn command(
    method: &Method,
    url: &str,
    headers: &[(String, String)],
    body: Option<&str>,
) -> String {
    let mut curl = format!("curl -X {method} {}", quoted(url));
    let mut argument = |name: &str, value: &str| {
        curl.push_str(&format!(" \\\n  {name} {}", quoted(value)));
    };
    for (name, value) in headers {
        argument("-H", &format!("{name}: {value}"));
    }
    if let Some(body) = body {
        argument("--data-binary", body);
    }
    curl
}

/// The request's body without its secrets; `None` for an empty one.
pub(super) fn body(signed: &Signed, parameters: &str, secrets: &Secrets) -> Option<String> {
    let request = &signed.request;
    let body = request.body();
    let kind = request.headers().get(CONTENT_TYPE);
    if body.is_empty() {
        return None;
    }
    Some(match kind.is_some_and(|kind| kind == "application/json") {
        true => parameters.to_owned(),
        false if signed.v1.is_some() => secrets.mask_query(&String::from_utf8_lossy(body)),
        false => format!("@<{} bytes>", body.len()),
    })
}
