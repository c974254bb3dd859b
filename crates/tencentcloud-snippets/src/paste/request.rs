//! A request: the text of one, a curl command, or a URL.

use std::collections::BTreeMap;

use percent_encoding::percent_decode_str;
use serde_json::{Map, Value};
use tencentcloud_calls::Error;
use tencentcloud_runtime::Sent;

use super::{Pasted, flat, object, target};

/// Reads a request.
///
/// # Errors
/// Text of no form that is known, a body that is no JSON and no form, a parameter of another type.
pub(super) fn read(text: &str) -> Result<Pasted, Error> {
    let sent = match is_url(text) {
        true => url(text)?,
        false => parse(&without_placeholders(text))?,
    };
    let mut pairs = pairs(&sent.query);
    let body = String::from_utf8_lossy(&sent.body);
    let body = body.trim();
    let mut base = Map::new();
    if body.starts_with('{') {
        base = object(body)?;
    } else if is_form(&sent) {
        pairs.extend(self::pairs(body));
    } else if !body.is_empty() {
        return Err(Error::usage(
            "the body of the pasted request is neither a JSON object nor a form",
        ));
    }
    of(&sent, pairs, base)
}

fn parse(text: &str) -> Result<Sent, Error> {
    Sent::parse(text).map_err(|error| {
        let message = error.to_string();
        let next = "paste a command of curl, tccli or tcloud, an HTTP request, a URL, or parameters as JSON";
        Error::usage(message).with_next(next)
    })
}

fn is_url(text: &str) -> bool {
    ["https://", "http://"]
        .iter()
        .any(|scheme| text.starts_with(scheme))
}

/// A URL, which documentation breaks before each `&`.
fn url(text: &str) -> Result<Sent, Error> {
    let lines = text.lines().map(str::trim);
    let lines = lines.filter(|line| !is_placeholder(line));
    let whole: String = lines.collect();
    let target = whole.split_once("://").map_or(&*whole, |(_, rest)| rest);
    let (host, rest) = match target.find(['/', '?']) {
        Some(at) => target.split_at(at),
        None => (target, ""),
    };
    let rest = if rest.starts_with('/') {
        rest.to_owned()
    } else {
        format!("/{rest}")
    };
    let rest: String = rest.split_whitespace().collect();
    parse(&format!("GET {rest} HTTP/1.1\nHost: {host}\n\n"))
}

/// The text without the lines by which documentation says that common parameters belong there.
fn without_placeholders(text: &str) -> String {
    let lines = text.lines().filter(|line| !is_placeholder(line));
    lines.collect::<Vec<_>>().join("\n")
}

fn is_placeholder(line: &str) -> bool {
    let line = line.trim().trim_start_matches('&');
    line.starts_with('<') && line.ends_with('>')
}

fn is_form(sent: &Sent) -> bool {
    let kind = sent.header("content-type").unwrap_or_default();
    kind.starts_with("application/x-www-form-urlencoded") && sent.method != "GET"
}

/// The names and values of a query or a form.
fn pairs(text: &str) -> BTreeMap<String, String> {
    let decoded = |text: &str| {
        let text = text.replace('+', " ");
        percent_decode_str(&text).decode_utf8_lossy().into_owned()
    };
    let pairs = text.split('&').filter(|pair| !pair.is_empty());
    let pairs = pairs.map(|pair| pair.split_once('=').unwrap_or((pair, "")));
    pairs
        .map(|(name, value)| (decoded(name.trim()), decoded(value.trim_end())))
        .collect()
}

/// Common parameters that are about the signature, not about the call.
const SIGNATURE: [&str; 9] = [
    "Nonce",
    "RequestClient",
    "SecretId",
    "Signature",
    "SignatureMethod",
    "Timestamp",
    "Token",
    "Language",
    "SignatureVersion",
];

/// The call that a request makes.
fn of(
    sent: &Sent,
    mut pairs: BTreeMap<String, String>,
    base: Map<String, Value>,
) -> Result<Pasted, Error> {
    let mut common = |header: &str, parameter: &str| {
        let header = sent.header(header).map(str::to_owned);
        match header {
            Some(found) => Some(found),
            None => pairs.remove(parameter),
        }
        .filter(|text| !text.is_empty())
    };
    let action = common("x-tc-action", "Action");
    let version = common("x-tc-version", "Version");
    let region = common("x-tc-region", "Region");
    // With a header for the action, common parameters are headers, and these names are the action's.
    if sent.header("x-tc-action").is_none() {
        for name in SIGNATURE {
            pairs.remove(name);
        }
    }
    let Some(action) = action else {
        return Err(Error::usage(
            "the pasted request names no action: it has neither the header X-TC-Action nor the parameter Action",
        ));
    };
    let octets = sent
        .headers
        .iter()
        .filter(|(name, _)| name.to_ascii_lowercase().starts_with("x-cls-"));
    let octets: Vec<_> = octets.cloned().collect();
    let service = service(sent, &action, version.as_deref());
    let Some(service) = service else {
        return Ok(Pasted {
            action: Some(action),
            version,
            region,
            parameters: unnamed(base, pairs),
            ..Pasted::default()
        });
    };
    let target = target(&service, version.as_deref(), &action)?;
    if let Some(known) = &target.known {
        for member in &known.action().request {
            let header = octets.iter().find(|(name, _)| {
                let own = member.header.as_ref();
                own.is_some_and(|own| own.eq_ignore_ascii_case(name))
            });
            if let Some((_, value)) = header {
                pairs.insert(member.name.clone(), value.clone());
            }
        }
    }
    Ok(Pasted {
        parameters: flat::read(&target, base, &flat::given(&pairs))?,
        service: Some(target.service),
        version: Some(target.version),
        action: Some(target.name),
        region,
        left_out: Vec::new(),
    })
}

/// The parameters of an action of which not even the service is known.
fn unnamed(mut base: Map<String, Value>, pairs: BTreeMap<String, String>) -> Map<String, Value> {
    base.extend(pairs.into_iter().map(|(name, value)| (name, value.into())));
    base
}

/// The service: of the vendor's host, of the scope of the signature, or the one that has the action.
fn service(sent: &Sent, action: &str, version: Option<&str>) -> Option<String> {
    let known = |name: &&str| tencentcloud_catalogue::services().any(|service| service == *name);
    let host = sent.host();
    if host.contains(".tencentcloudapi.") {
        return host.split('.').next().map(str::to_owned);
    }
    let scope = sent.header("authorization").unwrap_or_default();
    let scope = scope.split("Credential=").nth(1).unwrap_or_default();
    let scope = scope.split(',').next().unwrap_or_default();
    if let Some(service) = scope.split('/').nth(2).filter(known) {
        return Some(service.to_owned());
    }
    let first = host.split(['.', ':']).next().filter(known);
    first.map(str::to_owned).or_else(|| sole(action, version?))
}

/// The only service that has `action` in that `version`.
fn sole(action: &str, version: &str) -> Option<String> {
    let names = tencentcloud_catalogue::names().ok()?;
    let mut found = names.services(version, action);
    let first = found.next()?;
    found.next().is_none().then(|| first.to_owned())
}
