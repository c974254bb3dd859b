//! TC3-HMAC-SHA256.

use hmac::{Hmac, Mac};
use hyper::Method;
use sha2::{Digest, Sha256};

use super::keyed::Keyed;
use crate::clock;
use crate::credential::Credential;
use crate::fault::Fault;
use crate::request::{Raw, Tc3};
use crate::rules::{Leeway, Rule};

const ALGORITHM: &str = "TC3-HMAC-SHA256";
const UNSIGNED: &str = "UNSIGNED-PAYLOAD";

impl Tc3 {
    /// Compares the signature with that of each reading of the request.
    ///
    /// # Errors
    /// The signature is another one, or one that only a rule which is off accepts.
    pub(super) fn verify(
        &self,
        raw: &Raw,
        credential: &Credential,
        leeway: &Leeway<'_>,
    ) -> Result<(), Fault> {
        let date = clock::date(self.timestamp).unwrap_or_default();
        if self.date != date {
            return Err(Fault::signature(format!(
                "The date in the credential scope is {}; that of the timestamp, in UTC, is {date}.",
                self.date
            )));
        }
        let key = self.key(credential);
        let query = match raw.method {
            Method::GET => raw.query(),
            _ => "",
        };
        let payload = hash(payload(raw));
        for reading in &READINGS {
            let canonical = self.canonical(raw, query, &payload, reading)?;
            let text = self.string_to_sign(&canonical);
            if <Hmac<Sha256> as Keyed>::over(&key, text.as_bytes())
                .verify_slice(&self.code)
                .is_ok()
            {
                let off: Vec<_> = reading
                    .needs()
                    .filter(|rule| !leeway.allow(*rule))
                    .collect();
                return match off[..] {
                    [] => Ok(()),
                    _ => Err(refused(&off)),
                };
            }
        }
        let documented = &READINGS[0];
        let text = self.string_to_sign(&self.canonical(raw, query, &payload, documented)?);
        // A query may hold secrets, and messages are logged.
        let query = if query.is_empty() { "" } else { "<the query>" };
        let canonical = self.canonical(raw, query, &payload, documented)?;
        Err(Fault::signature(format!(
            "The signature does not match. Here the canonical request is {:?} and the string to sign is {text:?}.",
            String::from_utf8_lossy(&canonical)
        )))
    }

    /// Derives the key that signs on that day, for that service.
    fn key(&self, credential: &Credential) -> Vec<u8> {
        let secret = format!("TC3{}", credential.secret_key);
        let key = chain(secret.as_bytes(), &self.date);
        let key = chain(&key, &self.service);
        chain(&key, "tc3_request")
    }

    fn canonical(
        &self,
        raw: &Raw,
        query: &str,
        payload: &str,
        reading: &Reading,
    ) -> Result<Vec<u8>, Fault> {
        let mut text = format!("{}\n/\n{query}\n", raw.method).into_bytes();
        for name in &self.signed_headers {
            let value = match name.as_str() {
                "host" => raw.host().map(|host| reading.host(host).as_bytes()),
                _ => raw
                    .headers
                    .get(name)
                    .map(|value| value.as_bytes().trim_ascii()),
            };
            let value = value.ok_or_else(|| {
                Fault::signature(format!("The signed header `{name}` is not in the request."))
            })?;
            text.extend_from_slice(name.as_bytes());
            text.push(b':');
            if reading.lowers(name) {
                text.extend(value.iter().map(u8::to_ascii_lowercase));
            } else {
                text.extend_from_slice(value);
            }
            text.push(b'\n');
        }
        let end = format!("\n{}\n{payload}", self.signed_headers.join(";"));
        text.extend_from_slice(end.as_bytes());
        Ok(text)
    }

    fn string_to_sign(&self, canonical: &[u8]) -> String {
        format!(
            "{ALGORITHM}\n{}\n{}/{}/tc3_request\n{}",
            self.timestamp,
            self.date,
            self.service,
            hash(canonical)
        )
    }
}

/// How header values enter the canonical request.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Case {
    /// All in lower case, as the documentation asks.
    Lower,
    /// As sent, but for the action, as the SDKs do.
    LowerAction,
    /// As sent.
    AsSent,
}

/// One way to read the signed headers; the documented one comes first.
struct Reading {
    port: bool,
    case: Case,
}

const READINGS: [Reading; 6] = [
    Reading {
        port: true,
        case: Case::Lower,
    },
    Reading {
        port: true,
        case: Case::LowerAction,
    },
    Reading {
        port: true,
        case: Case::AsSent,
    },
    Reading {
        port: false,
        case: Case::Lower,
    },
    Reading {
        port: false,
        case: Case::LowerAction,
    },
    Reading {
        port: false,
        case: Case::AsSent,
    },
];

impl Reading {
    fn needs(&self) -> impl Iterator<Item = Rule> {
        let port = (!self.port).then_some(Rule::HostWithoutPort);
        let case = (self.case != Case::Lower).then_some(Rule::ValuesSignedAsSent);
        port.into_iter().chain(case)
    }

    fn host<'a>(&self, host: &'a str) -> &'a str {
        match host.rsplit_once(':') {
            Some((name, port)) if !self.port && port.bytes().all(|b| b.is_ascii_digit()) => name,
            _ => host,
        }
    }

    fn lowers(&self, header: &str) -> bool {
        match self.case {
            Case::Lower => true,
            Case::LowerAction => header == "x-tc-action",
            Case::AsSent => false,
        }
    }
}

/// Returns true if the signature leaves the body out.
pub(super) fn is_unsigned(raw: &Raw) -> bool {
    raw.header("x-tc-content-sha256") == Some(UNSIGNED)
}

fn payload(raw: &Raw) -> &[u8] {
    if is_unsigned(raw) {
        return UNSIGNED.as_bytes();
    }
    match raw.method {
        Method::GET => b"",
        _ => &raw.body,
    }
}

fn chain(key: &[u8], text: &str) -> Vec<u8> {
    <Hmac<Sha256> as Keyed>::over(key, text.as_bytes())
        .finalize()
        .into_bytes()
        .to_vec()
}

fn hash(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |half: u8| char::from(DIGITS[usize::from(half)]);
    Sha256::digest(bytes)
        .iter()
        .flat_map(|byte| [digit(byte >> 4), digit(byte & 15)])
        .collect()
}

/// Returns the error of a signature that only rules which are off accept.
fn refused(rules: &[Rule]) -> Fault {
    let names: Vec<_> = rules.iter().map(|rule| rule.name()).collect();
    Fault::signature(format!(
        "The signature is accepted only by rules that are switched off: {}.",
        names.join(", ")
    ))
}
