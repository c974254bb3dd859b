//! TC3-HMAC-SHA256.

use hmac::{Hmac, Mac};
use hyper::Method;
use sha2::{Digest, Sha256};

use super::{Keyed, refused, signature_failure, timestamp};
use crate::clock;
use crate::credential::Credential;
use crate::fault::Fault;
use crate::rules::{Rule, Rules};
use crate::wire::Raw;

const ALGORITHM: &str = "TC3-HMAC-SHA256";
const UNSIGNED: &str = "UNSIGNED-PAYLOAD";

/// What the header `Authorization` says.
#[derive(Clone, Debug)]
pub(crate) struct Signature {
    pub(crate) secret_id: String,
    pub(crate) timestamp: i64,
    /// The service in the credential scope.
    pub(crate) service: String,
    date: String,
    signed_headers: Vec<String>,
    code: Vec<u8>,
}

impl Signature {
    /// Reads the header and its timestamp.
    ///
    /// # Errors
    /// A header that is not of the form, a missing timestamp.
    pub(crate) fn read(raw: &Raw) -> Result<Self, Fault> {
        let text = raw.header("authorization").unwrap_or_default();
        let invalid = |what: &str| {
            Fault::new(
                "AuthFailure.InvalidAuthorization",
                format!(
                    "The header `Authorization` {what}; expected `{ALGORITHM} Credential=<SecretId>/<date>/<service>/tc3_request, SignedHeaders=content-type;host, Signature=<64 hexadecimal digits>`."
                ),
            )
        };
        let fields = text
            .strip_prefix(ALGORITHM)
            .filter(|rest| rest.starts_with(' '))
            .ok_or_else(|| invalid(&format!("does not start with `{ALGORITHM}`")))?;
        let field = |name: &str| {
            fields
                .split(',')
                .find_map(|field| field.trim().strip_prefix(name)?.strip_prefix('='))
                .ok_or_else(|| invalid(&format!("lacks `{name}`")))
        };
        let credential = field("Credential")?;
        let scope: Vec<&str> = credential.rsplitn(4, '/').collect();
        let ["tc3_request", service, date, secret_id] = scope[..] else {
            return Err(invalid("has a `Credential` of another form"));
        };
        let signed_headers: Vec<String> = field("SignedHeaders")?
            .split(';')
            .map(str::to_owned)
            .collect();
        for needed in ["content-type", "host"] {
            if !signed_headers.iter().any(|name| name == needed) {
                return Err(invalid(&format!("does not sign the header `{needed}`")));
            }
        }
        let code = hexadecimal(field("Signature")?)
            .ok_or_else(|| invalid("has a `Signature` that is not hexadecimal"))?;
        let time = raw
            .header("x-tc-timestamp")
            .ok_or_else(|| Fault::missing("Timestamp"))?;
        Ok(Self {
            secret_id: secret_id.to_owned(),
            timestamp: timestamp(time)?,
            service: service.to_owned(),
            date: date.to_owned(),
            signed_headers,
            code,
        })
    }

    /// Compares the signature with that of every reading of the request that the rules allow.
    ///
    /// # Errors
    /// Another signature, or one that only a switched-off rule would accept.
    pub(super) fn verify(
        &self,
        raw: &Raw,
        credential: &Credential,
        rules: &Rules,
    ) -> Result<(), Fault> {
        let date = clock::date(self.timestamp).unwrap_or_default();
        if self.date != date {
            return Err(signature_failure(format!(
                "The credential scope's date is {}; the timestamp's, in UTC, is {date}.",
                self.date
            )));
        }
        let secret = format!("TC3{}", credential.secret_key);
        let key = chain(secret.as_bytes(), &self.date);
        let key = chain(&key, &self.service);
        let key = chain(&key, "tc3_request");
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
                let off: Vec<_> = reading.needs().filter(|rule| !rules.allow(*rule)).collect();
                return if off.is_empty() {
                    Ok(())
                } else {
                    Err(refused(&off))
                };
            }
        }
        let documented = &READINGS[0];
        let text = self.string_to_sign(&self.canonical(raw, query, &payload, documented)?);
        // A query may hold secrets, and messages are logged.
        let query = if query.is_empty() { "" } else { "<the query>" };
        let canonical = self.canonical(raw, query, &payload, documented)?;
        Err(signature_failure(format!(
            "The signature is another one. Seen from here the canonical request is {:?} and the string to sign is {text:?}.",
            String::from_utf8_lossy(&canonical)
        )))
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
                signature_failure(format!("The signed header `{name}` is not in the request."))
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

fn payload(raw: &Raw) -> &[u8] {
    if raw.header("x-tc-content-sha256") == Some(UNSIGNED) {
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
    Sha256::digest(bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

fn hexadecimal(text: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u8>> = text
        .chars()
        .map(|c| c.to_digit(16).and_then(|digit| u8::try_from(digit).ok()))
        .collect();
    let digits = digits?;
    (digits.len() % 2 == 0).then(|| {
        digits
            .chunks(2)
            .map(|pair| pair[0] << 4 | pair[1])
            .collect()
    })
}
