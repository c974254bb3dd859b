//! A call with every step of its signature, its secrets masked.

mod curl;
mod doctor;
mod secrets;
mod tccli;

use std::fmt;

use http::header::{AUTHORIZATION, HOST};

use crate::client::Request;
use crate::model::MASK;
use crate::request::Signed;
use crate::signer::{tc3, v1};
use crate::{Call, Result};
pub use doctor::{Compared, Diagnosis, Doctor, Finding, Part, Sent, shell_words};
use secrets::Secrets;

/// How a call is signed and sent. Returned by [`Call::explain`]; `Display` prints all of it.
///
/// Nothing in it is secret: the session token and the parameters that the schema marks as sensitive
/// read `***`. So a request that has them cannot be sent from here as it is, and its payload hash is
/// that of the real payload.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Explanation {
    /// The HTTP method.
    pub method: String,
    /// The URL. With signature v1 and GET, the parameters in it are those of the request.
    pub url: String,
    /// The headers in the order in which they are sent.
    pub headers: Vec<(String, String)>,
    /// The parameters as JSON.
    pub parameters: String,
    /// The steps of TC3-HMAC-SHA256, if it signs the request.
    pub tc3: Option<tc3::Signature>,
    /// The text that signature v1 signs, if it signs the request.
    pub v1: Option<String>,
    /// The request as a curl command.
    pub curl: String,
    /// The call as a command of the vendor's command line tool.
    pub tccli: String,
}

impl<A: Request> Call<'_, A> {
    /// Signs the call as it would be signed now and returns how: canonical request, string to sign,
    /// every hash, and the call as curl and tccli commands. Nothing is sent, except by a credential
    /// source that has to fetch its credential.
    ///
    /// # Errors
    /// As [`Call::prepare`].
    pub async fn explain(&self) -> Result<Explanation> {
        let masked = self.request().masked();
        let parameters = String::from_utf8_lossy(&masked.json).into_owned();
        let secrets = Secrets::of(masked);
        let signed = self.signed().await?;
        let region = self.options().region;
        let tccli = tccli::command(&self.request().described(), region.as_deref(), &parameters);
        Ok(explain(signed, parameters, &secrets, tccli))
    }
}

fn explain(signed: Signed, parameters: String, secrets: &Secrets, tccli: String) -> Explanation {
    let request = &signed.request;
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
    let url = secrets.mask_query(&request.uri().to_string());
    let body = curl::body(&signed, &parameters, secrets);
    let curl = curl::command(request.method(), &url, &headers, body.as_deref());
    let host = request.headers().get(HOST);
    let host = host.and_then(|host| host.to_str().ok()).unwrap_or_default();
    let method = request.method().as_str();
    Explanation {
        method: method.to_owned(),
        url,
        headers,
        parameters,
        // Values are in the text as they are: once it is made, a `&` has two meanings.
        v1: signed
            .v1
            .map(|parameters| v1::string_to_sign(method, host, &secrets.mask(parameters))),
        tc3: signed.tc3.map(|mut steps| {
            let lines = steps.canonical_request.split('\n');
            let lines: Vec<_> = lines.map(|line| secrets.mask_query(line)).collect();
            steps.canonical_request = lines.join("\n");
            steps
        }),
        curl,
        tccli,
    }
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
