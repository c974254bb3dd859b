//! A call shown with every step of its signature, its secrets masked.

use std::collections::HashSet;
use std::fmt;

use http::header::{AUTHORIZATION, HOST};

use crate::model::{MASK, Model, flatten, to_json};
use crate::redact::redact_into;
use crate::request::Signed;
use crate::signer::{tc3, v1};
use crate::{Action, ActionInfo, Call, Result};

/// What [`Call::explain`] shows. `Display` prints all of it.
///
/// Nothing in it is secret: the session token and the parameters that the schema marks as sensitive
/// read `***`, so a request that has them cannot be sent from here as it is, and its payload hash
/// is that of the real payload.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Explanation {
    /// The HTTP method.
    pub method: String,
    /// The URL. With signature v1 and GET, the parameters in it are those of the request.
    pub url: String,
    /// The headers in the order in which they were set.
    pub headers: Vec<(String, String)>,
    /// The parameters as JSON.
    pub parameters: String,
    /// The steps of TC3-HMAC-SHA256, where the request is signed so.
    pub tc3: Option<tc3::Signature>,
    /// The text that signature v1 signs, where the request is signed so.
    pub v1: Option<String>,
    /// The request as a curl command.
    pub curl: String,
    /// The same call as a command of the vendor's command line tool.
    pub tccli: String,
}

impl<A: Action> Call<'_, A> {
    /// Signs the call as it would be signed now and shows how: canonical request, string to sign,
    /// every hash, and the same call as curl and tccli commands. Nothing is sent.
    ///
    /// # Errors
    /// As for [`Call::prepare`].
    pub async fn explain(&self) -> Result<Explanation> {
        let mut shown = A::empty();
        let parameters = redact_into(&to_json(self.request()), &mut shown);
        let parameters = String::from_utf8_lossy(&parameters).into_owned();
        let secrets = secrets(self.request(), &shown);
        let region = self.options().region;
        let signed = self.signed().await?;
        Ok(explain(
            signed,
            &A::INFO,
            parameters,
            &secrets,
            region.as_deref(),
        ))
    }
}

/// The flat names of the parameters that may not be shown.
fn secrets(request: &dyn Model, shown: &dyn Model) -> HashSet<String> {
    let shown: HashSet<_> = flatten(shown).unwrap_or_default().into_iter().collect();
    let all = flatten(request).unwrap_or_default().into_iter();
    let secret = all
        .filter(|parameter| !shown.contains(parameter))
        .map(|(name, _)| name);
    secret.chain(["Token".to_owned()]).collect()
}

fn explain(
    signed: Signed,
    action: &ActionInfo,
    parameters: String,
    secrets: &HashSet<String>,
    region: Option<&str>,
) -> Explanation {
    let masked = |text: &str| mask_query(text, secrets);
    let request = &signed.request;
    let form = signed.v1.is_some();
    let headers: Vec<(String, String)> = request
        .headers()
        .iter()
        .map(|(name, value)| {
            // The signature is what an explanation is about.
            let shown = match value.is_sensitive() && name != AUTHORIZATION {
                true => MASK,
                false => value.to_str().unwrap_or(MASK),
            };
            (name.to_string(), shown.to_owned())
        })
        .collect();
    let url = masked(&request.uri().to_string());
    let mut curl = format!("curl -X {} {}", request.method(), quoted(&url));
    for (name, value) in &headers {
        curl.push_str(&format!(
            " \\\n  -H {}",
            quoted(&format!("{name}: {value}"))
        ));
    }
    if !request.body().is_empty() {
        let json = request
            .headers()
            .get(http::header::CONTENT_TYPE)
            .is_some_and(|kind| kind == "application/json");
        let body = match (json, form) {
            (true, _) => parameters.clone(),
            (false, true) => masked(&String::from_utf8_lossy(request.body())),
            (false, false) => format!("@<{} bytes>", request.body().len()),
        };
        curl.push_str(&format!(" \\\n  --data-binary {}", quoted(&body)));
    }
    let mut tccli = format!(
        "tccli {} {} --version {}",
        action.api.service, action.name, action.api.version
    );
    if let Some(region) = region {
        tccli.push_str(&format!(" --region {}", quoted(region)));
    }
    if let Ok(serde_json::Value::Object(members)) = serde_json::from_str(&parameters) {
        for (name, value) in members {
            let value = value
                .as_str()
                .map_or_else(|| value.to_string(), str::to_owned);
            tccli.push_str(&format!(" --{name} {}", quoted(&value)));
        }
    }
    Explanation {
        method: request.method().to_string(),
        url,
        headers,
        parameters,
        v1: signed.v1.map(|parameters| {
            // Values stand in the text as they are: once it is made, a `&` has two meanings.
            let shown: Vec<_> = parameters
                .into_iter()
                .map(|(name, value)| match secrets.contains(&name) {
                    true => (name, MASK.to_owned()),
                    false => (name, value),
                })
                .collect();
            let host = request
                .headers()
                .get(HOST)
                .and_then(|host| host.to_str().ok());
            v1::string_to_sign(request.method().as_str(), host.unwrap_or_default(), &shown)
        }),
        tc3: signed.tc3.map(|mut steps| {
            let lines: Vec<_> = steps.canonical_request.split('\n').map(masked).collect();
            steps.canonical_request = lines.join("\n");
            steps
        }),
        curl,
        tccli,
    }
}

/// Masks the values of secrets in a query, with or without what stands before its `?`.
fn mask_query(text: &str, secrets: &HashSet<String>) -> String {
    let start = text.find('?').map_or(0, |at| at + 1);
    let (head, query) = text.split_at(start);
    let pairs: Vec<_> = query
        .split('&')
        .map(|pair| match pair.split_once('=') {
            Some((name, _)) if secrets.contains(name) => format!("{name}={MASK}"),
            _ => pair.to_owned(),
        })
        .collect();
    format!("{head}{}", pairs.join("&"))
}

/// A word for a POSIX shell.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:=,@%+".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', r"'\''"))
}

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} {}", self.method, self.url)?;
        for (name, value) in &self.headers {
            writeln!(f, "{name}: {value}")?;
        }
        writeln!(f, "\nParameters\n{}", self.parameters)?;
        if let Some(steps) = &self.tc3 {
            writeln!(f, "\nPayload hash\n{}", steps.payload_hash)?;
            writeln!(f, "\nCanonical request\n{}", steps.canonical_request)?;
            writeln!(f, "\nIts hash\n{}", steps.canonical_hash)?;
            writeln!(f, "\nString to sign\n{}", steps.string_to_sign)?;
            writeln!(f, "\nSignature\n{}", steps.signature)?;
        }
        if let Some(text) = &self.v1 {
            writeln!(f, "\nString to sign\n{text}")?;
        }
        if self
            .headers
            .iter()
            .any(|(name, value)| name == AUTHORIZATION.as_str() && value == "SKIP")
        {
            writeln!(f, "\nThis action is not signed.")?;
        }
        writeln!(f, "\ncurl\n{}", self.curl)?;
        writeln!(f, "\ntccli\n{}", self.tccli)
    }
}
