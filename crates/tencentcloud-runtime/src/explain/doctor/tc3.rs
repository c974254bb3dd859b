//! A request that is signed by TC3.

use super::Doctor;
use super::authorization::Authorization;
use super::compared::Compared;
use super::finding::{Diagnosis, Finding, Part};
use super::mistake::{Steps, explain};
use super::sent::Sent;
use crate::signer::day;
use crate::signer::tc3::UNSIGNED_PAYLOAD;

/// Everything that is wrong with a request.
pub(super) fn examine(doctor: &Doctor, sent: &Sent) -> Diagnosis {
    let mut findings = Vec::new();
    let missing = |name: &str| {
        let found = format!("the request has no header {name}");
        Finding::new(Part::Request, found, "it, behind the other headers")
    };
    let Some(header) = sent.header("authorization") else {
        return Diagnosis::new(vec![missing("Authorization")]);
    };
    let signed = match Authorization::read(header) {
        Ok(signed) => signed,
        Err(finding) => return Diagnosis::new(vec![finding]),
    };
    for name in [
        "Content-Type",
        "X-TC-Action",
        "X-TC-Version",
        "X-TC-Timestamp",
    ] {
        if sent.header(name).is_none() {
            findings.push(missing(name));
        }
    }
    let timestamp = sent.header("x-tc-timestamp").unwrap_or_default();
    if !timestamp.is_empty() {
        findings.extend(doctor.clock(timestamp));
    }
    doctor.identity(signed.id, sent.header("x-tc-token"), &mut findings);
    findings.extend(scope(&signed, sent, timestamp));
    findings.extend(signed_headers(&signed, sent));
    let [right, lower] = right(doctor, &signed, sent, timestamp);
    let made = signature(doctor, &signed, sent, [&right, &lower]);
    findings.extend(made.findings.iter().cloned());
    let told = |told: &Option<String>, text: fn(&Steps) -> String| {
        told.clone().or_else(|| made.steps.as_ref().map(text))
    };
    let canonical = told(&doctor.canonical_request, Steps::canonical_request);
    let text = told(&doctor.string_to_sign, Steps::string_to_sign);
    Diagnosis {
        canonical_request: Some(Compared::new(right.canonical_request(), canonical)),
        string_to_sign: Some(Compared::new(right.string_to_sign(), text)),
        ..Diagnosis::new(findings)
    }
}

/// What is wrong with the credential scope.
fn scope(signed: &Authorization<'_>, sent: &Sent, timestamp: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    if let Ok(time) = timestamp.parse::<i64>() {
        let date = day(time);
        if signed.date != date {
            let found = format!("the credential scope has the date {:?}", signed.date);
            let expected = format!("{date:?}, that of X-TC-Timestamp in UTC");
            findings.push(Finding::new(Part::StringToSign, found, expected));
        }
    }
    let host = sent.host();
    let label = host.split('.').next().unwrap_or_default();
    if host.contains(".tencentcloudapi.") && label != signed.service {
        let found = format!("the credential scope has the service {:?}", signed.service);
        let expected = format!("{label:?}, that of the host");
        findings.push(Finding::new(Part::StringToSign, found, expected));
    }
    findings
}

/// What is wrong with the list of signed headers.
fn signed_headers(signed: &Authorization<'_>, sent: &Sent) -> Option<Finding> {
    let names: Vec<_> = signed.signed_headers.split(';').collect();
    let found = match () {
        () if signed.signed_headers != signed.signed_headers.to_lowercase() => {
            "SignedHeaders has capital letters".to_owned()
        }
        () if !names.is_sorted() => "SignedHeaders is not in alphabetical order".to_owned(),
        () => match ["content-type", "host"]
            .iter()
            .find(|name| !names.contains(name))
        {
            Some(name) => format!("SignedHeaders lacks {name}"),
            None => {
                let absent = |name: &&&str| **name != "host" && sent.header(name).is_none();
                let name = names.iter().find(absent)?;
                format!("SignedHeaders names {name}, which is not sent")
            }
        },
    };
    let expected =
        "content-type;host, or with more headers that are sent, in lower case and sorted";
    Some(Finding::new(Part::CanonicalRequest, found, expected))
}

/// The steps as they should be, for each way in which a service reads the content type.
fn right(doctor: &Doctor, signed: &Authorization<'_>, sent: &Sent, timestamp: &str) -> [Steps; 2] {
    let secret = doctor.credential.secret_key();
    let unsigned = sent.header("x-tc-content-sha256") == Some(UNSIGNED_PAYLOAD);
    let payload = match unsigned {
        true => UNSIGNED_PAYLOAD.as_bytes(),
        false => &sent.body,
    };
    let value = |name: &str| match name {
        "host" => sent.host().to_owned(),
        "x-tc-action" => sent.header(name).unwrap_or_default().to_lowercase(),
        _ => sent.header(name).unwrap_or_default().to_owned(),
    };
    let names = signed.signed_headers.split(';');
    let mut steps = Steps::new(signed.date, signed.service, timestamp, secret);
    sent.method.to_uppercase().clone_into(&mut steps.method);
    if steps.method == "GET" {
        sent.query.clone_into(&mut steps.query);
    }
    steps.headers = names
        .map(|name| name.to_lowercase())
        .map(|name| (name.clone(), value(&name)))
        .collect();
    signed.signed_headers.clone_into(&mut steps.signed_headers);
    steps.payload = super::mistake::sha256(payload);
    let mut lower = steps.clone();
    for (_, value) in &mut lower.headers {
        *value = value.to_lowercase();
    }
    [steps, lower]
}

/// Why the signature is another one, and the steps that give it, if they are known.
struct Made {
    findings: Vec<Finding>,
    steps: Option<Steps>,
}

fn signature(
    doctor: &Doctor,
    signed: &Authorization<'_>,
    sent: &Sent,
    [right, lower]: [&Steps; 2],
) -> Made {
    let told = told(doctor, right);
    if !told.is_empty() {
        return Made {
            findings: told,
            steps: None,
        };
    }
    let is_signed = |steps: &&&Steps| steps.signature() == signed.signature;
    if let Some(steps) = [right, lower].iter().find(is_signed) {
        return Made {
            findings: Vec::new(),
            // A service reads both as the same.
            steps: Some((*steps).clone()).filter(|steps| steps == right),
        };
    }
    match explain(sent, right, signed.signature) {
        Some((findings, steps)) => Made {
            findings,
            steps: Some(steps),
        },
        None => Made {
            findings: vec![unexplained()],
            steps: None,
        },
    }
}

/// The finding of a signature that no known mistake gives.
pub(super) fn unexplained() -> Finding {
    let found =
        "the signature is made by none of the known mistakes: most likely with another secret key";
    let expected = "the secret key of this ID; if it is that one, print the canonical request and the string to sign of the other client and compare them by Doctor::canonical_request and Doctor::string_to_sign";
    Finding::new(Part::Key, found, expected)
}

/// The first line that differs in what the other client tells.
fn told(doctor: &Doctor, right: &Steps) -> Vec<Finding> {
    let canonical = doctor.canonical_request.as_deref();
    let names = ["the method", "the path", "the query"];
    let canonical = canonical.and_then(|told| {
        let right = right.canonical_request();
        let count = right.split('\n').count();
        difference(told, &right, |at| match at {
            0..3 => names[at].to_owned(),
            _ if at + 1 == count => "the hash of the payload".to_owned(),
            _ if at + 2 == count => "the names of the signed headers".to_owned(),
            _ => format!("line {}, of headers,", at + 1),
        })
    });
    let text = doctor.string_to_sign.as_deref();
    let names = ["the algorithm", "the timestamp", "the credential scope"];
    let text = text.and_then(|told| {
        difference(told, &right.string_to_sign(), |at| match names.get(at) {
            Some(name) => (*name).to_owned(),
            None => "the hash of the canonical request".to_owned(),
        })
    });
    let part = |part| move |(found, expected)| Finding::new(part, found, expected);
    let canonical = canonical.map(part(Part::CanonicalRequest));
    let text = text.map(part(Part::StringToSign));
    canonical.into_iter().chain(text).collect()
}

/// The first line in which a text differs, and what it should be. A query is not repeated: its
/// parameters may be secrets.
fn difference(told: &str, right: &str, name: impl Fn(usize) -> String) -> Option<(String, String)> {
    let (told, right): (Vec<_>, Vec<_>) = (told.split('\n').collect(), right.split('\n').collect());
    let at = (0..told.len().max(right.len())).find(|at| told.get(*at) != right.get(*at))?;
    let name = name(at);
    let shown = |line: Option<&&str>| match line {
        None => "no such line".to_owned(),
        Some(line) if name == "the query" => format!("a query of {} bytes", line.len()),
        Some(line) => format!("{line:?}"),
    };
    let found = format!("{name} is {}", shown(told.get(at)));
    Some((found, shown(right.get(at))))
}
