//! A request that is signed by signature v1.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE};
use percent_encoding::percent_decode_str;

use super::Doctor;
use super::compared::Compared;
use super::finding::{Diagnosis, Finding, Part};
use super::sent::Sent;
use super::tc3::unexplained;
use crate::SignatureMethod;
use crate::signer::{Hex, v1};

const TEXT: &str = "the method, the host, /?, and k=v joined by &, sorted by the bytes of the names, values not encoded";

/// True if the request carries the parameters of signature v1.
pub(super) fn is_v1(sent: &Sent) -> bool {
    let has = |text: &str| parameters(text).iter().any(|(name, _)| name == "Signature");
    sent.header("authorization").is_none()
        && (has(&sent.query) || has(&String::from_utf8_lossy(&sent.body)))
}

/// Parameters of a query or form, decoded. `+` is a space, as services read it.
fn parameters(text: &str) -> Vec<(String, String)> {
    let decode = |text: &str| {
        let text = text.replace('+', " ");
        percent_decode_str(&text).decode_utf8_lossy().into_owned()
    };
    let pairs = text.split('&').filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(name, value)| (decode(name), decode(value)))
        .collect()
}

/// What goes into a signature, each open to a mistake.
#[derive(Clone, PartialEq)]
struct Steps {
    text: String,
    secret: String,
    method: SignatureMethod,
}

impl Steps {
    fn signature(&self) -> String {
        v1::sign(&self.text, &self.secret, self.method)
    }
}

/// Everything that is wrong with a request.
pub(super) fn examine(doctor: &Doctor, sent: &Sent) -> Diagnosis {
    let mut findings = Vec::new();
    let body = String::from_utf8_lossy(&sent.body);
    let source = if parameters(&sent.query).is_empty() {
        &body
    } else {
        &*sent.query
    };
    let mut all = parameters(source);
    let get = |name: &str| {
        let found = all.iter().find(|(own, _)| own == name);
        found.map(|(_, value)| value.clone())
    };
    for name in ["Action", "Version", "Timestamp", "Nonce", "SecretId"] {
        if get(name).is_none() {
            let found = format!("the request has no parameter {name}");
            findings.push(Finding::new(Part::Request, found, "it, and signed"));
        }
    }
    let timestamp = get("Timestamp");
    findings.extend(timestamp.and_then(|timestamp| doctor.clock(&timestamp)));
    doctor.identity(
        &get("SecretId").unwrap_or_default(),
        get("Token").as_deref(),
        &mut findings,
    );
    let signature = get("Signature").unwrap_or_default();
    let method = match get("SignatureMethod").as_deref() {
        Some("HmacSHA256") => SignatureMethod::HmacSha256,
        _ => SignatureMethod::HmacSha1,
    };
    all.retain(|(name, _)| name != "Signature");
    let right = Steps {
        text: v1::string_to_sign(&sent.method.to_uppercase(), sent.host(), &all),
        secret: doctor.credential.secret_key().to_owned(),
        method,
    };
    let mut signed = doctor.string_to_sign.clone();
    match told(doctor, &right.text) {
        Some(finding) => findings.push(finding),
        None => {
            let (finding, text) = explain(sent, source, &all, &right, &signature);
            findings.extend(finding);
            signed = signed.or(text);
        }
    }
    Diagnosis {
        string_to_sign: Some(Compared::new(right.text, signed)),
        ..Diagnosis::new(findings)
    }
}

/// Why the signature is another one, and the text that gives it, if that is known.
fn explain(
    sent: &Sent,
    source: &str,
    all: &[(String, String)],
    right: &Steps,
    signature: &str,
) -> (Option<Finding>, Option<String>) {
    let text = Some(right.text.clone());
    if right.signature() == signature {
        return (None, text);
    }
    // Base64 has +, which a form reads as a space.
    if right.signature() == signature.replace(' ', "+") {
        let found = "the signature is sent without percent-encoding, and its + is read as a space";
        let finding = Finding::new(Part::Signature, found, "%2B for each +");
        return (Some(finding), text);
    }
    let own = forms(right).into_iter();
    let form = own
        .filter(|(_, form)| form == signature)
        .map(|(what, _)| what);
    if let Some(found) = form.into_iter().next() {
        let expected = "base64 of the code's bytes, with its padding";
        return (Some(Finding::new(Part::Signature, found, expected)), text);
    }
    let mistakes = mistakes(sent, source, all, right);
    let mut given = mistakes.into_iter().filter(|(_, steps)| steps != right);
    let found = given.find(|(_, steps)| {
        let made = steps.signature();
        made == signature || made == signature.replace(' ', "+")
    });
    match found {
        Some((finding, steps)) => (Some(finding), Some(steps.text)),
        None => (Some(unexplained()), None),
    }
}

/// Other forms of the right signature.
fn forms(right: &Steps) -> [(&'static str, String); 5] {
    let signature = right.signature();
    let code = STANDARD.decode(&signature).unwrap_or_default();
    let hex = Hex(&code).to_string();
    [
        (
            "the signature is sent without its =",
            signature.trim_end_matches('=').to_owned(),
        ),
        (
            "the signature is in base64 for URLs, with - and _",
            URL_SAFE.encode(&code),
        ),
        (
            "the signature is base64 of hexadecimal digits",
            STANDARD.encode(&hex),
        ),
        (
            "the signature is in hexadecimal digits, in upper case",
            hex.to_uppercase(),
        ),
        ("the signature is in hexadecimal digits", hex),
    ]
}

/// The mistakes that clients make.
fn mistakes(
    sent: &Sent,
    source: &str,
    all: &[(String, String)],
    right: &Steps,
) -> Vec<(Finding, Steps)> {
    let (head, query) = right.text.split_once('?').unwrap_or((&right.text, ""));
    let texts = orders(all, source, head).into_iter();
    let texts = texts.chain(heads(sent, query));
    let mut found: Vec<_> = texts
        .map(|(what, text)| {
            let right = right.clone();
            let finding = Finding::new(Part::StringToSign, what, TEXT);
            (finding, Steps { text, ..right })
        })
        .collect();
    found.extend(partial(all, right, head));
    keys(right, &mut found);
    found
}

/// Parameters that are sent and not signed, and common ones that are signed and not sent.
fn partial(all: &[(String, String)], right: &Steps, head: &str) -> Vec<(Finding, Steps)> {
    let text = |mut pairs: Vec<(String, String)>| {
        pairs.sort();
        let pairs = pairs.iter().map(|(name, value)| format!("{name}={value}"));
        format!("{head}?{}", pairs.collect::<Vec<_>>().join("&"))
    };
    let steps = |what: String, pairs| {
        let finding = Finding::new(Part::StringToSign, what, "all that is sent, and no more");
        let text = text(pairs);
        (
            finding,
            Steps {
                text,
                ..right.clone()
            },
        )
    };
    let unsigned = all.iter().map(|left_out| {
        let rest = all.iter().filter(|pair| *pair != left_out).cloned();
        let what = format!("the parameter {} is sent and not signed", left_out.0);
        steps(what, rest.collect())
    });
    let missing = [
        ("SignatureMethod", right.method.as_str()),
        ("Token", ""),
        ("Region", ""),
        ("Language", ""),
    ];
    let missing = missing
        .into_iter()
        .filter(|(name, _)| all.iter().all(|(own, _)| own != name));
    let unsent = missing.map(|(name, value)| {
        let added = (name.to_owned(), value.to_owned());
        let what = format!("{name}={value} is signed and not sent");
        steps(what, all.iter().cloned().chain([added]).collect())
    });
    unsigned.chain(unsent).collect()
}

/// A mistake, and the text that is signed with it.
type Text = (&'static str, String);

/// Mistakes with the parameters, behind the head that is right.
fn orders(all: &[(String, String)], source: &str, head: &str) -> Vec<Text> {
    let text = |pairs: &[(String, String)]| {
        let pairs = pairs.iter().map(|(name, value)| format!("{name}={value}"));
        format!("{head}?{}", pairs.collect::<Vec<_>>().join("&"))
    };
    let mut by_case = all.to_vec();
    by_case.sort_by_key(|(name, _)| name.to_lowercase());
    let mut by_number = all.to_vec();
    by_number.sort_by_key(|(name, _)| numbered(name));
    let dotted = all
        .iter()
        .map(|(name, value)| (name.replace('_', "."), value.clone()));
    let mut dotted: Vec<_> = dotted.collect();
    dotted.sort();
    let encoded = source
        .split('&')
        .filter(|pair| !pair.starts_with("Signature="));
    let mut encoded: Vec<_> = encoded.collect();
    encoded.sort_unstable();
    vec![
        (
            "parameters are signed in the order in which they are sent",
            text(all),
        ),
        (
            "parameters are sorted without regard to capital letters",
            text(&by_case),
        ),
        (
            "parameters are sorted with their indexes as numbers: `.2` before `.12`",
            text(&by_number),
        ),
        (
            "values are signed as they are encoded",
            format!("{head}?{}", encoded.join("&")),
        ),
        ("_ in names is signed as .", text(&dotted)),
    ]
}

/// Mistakes before the parameters, which are right.
fn heads(sent: &Sent, query: &str) -> Vec<Text> {
    let (method, host, path) = (&sent.method, sent.host(), &sent.path);
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    let (lower, other) = match method.to_lowercase() {
        get if get == "get" => (get, "POST"),
        lower => (lower, "GET"),
    };
    let heads = [
        (
            "the method is signed in lower case",
            format!("{lower}{host}/?"),
        ),
        ("another method is signed", format!("{other}{host}/?")),
        (
            "the host is signed without its port",
            format!("{method}{name}/?"),
        ),
        ("the host is left out", format!("{method}/?")),
        ("the path / is left out", format!("{method}{host}?")),
        (
            "the path of version 2, /v2/index.php, is signed",
            format!("{method}{host}/v2/index.php?"),
        ),
        ("the URL's path is signed", format!("{method}{host}{path}?")),
        ("the scheme is signed", format!("{method}https://{host}/?")),
        ("the parameters alone are signed", String::new()),
    ];
    heads.map(|(what, head)| (what, head + query)).into()
}

/// Mistakes with the key and the method.
fn keys(right: &Steps, found: &mut Vec<(Finding, Steps)>) {
    let method = match right.method {
        SignatureMethod::HmacSha256 => SignatureMethod::HmacSha1,
        _ => SignatureMethod::HmacSha256,
    };
    let what = format!("the signature is made by {}", method.as_str());
    let expected = format!("{}, as SignatureMethod says", right.method.as_str());
    let finding = Finding::new(Part::Signature, what, expected);
    found.push((
        finding,
        Steps {
            method,
            ..right.clone()
        },
    ));
    let own = &right.secret;
    for (what, secret) in [
        (
            "the secret key is used with a line feed behind it",
            format!("{own}\n"),
        ),
        (
            "the secret key is used with CR LF behind it",
            format!("{own}\r\n"),
        ),
        (
            "the secret key is used with a space behind it",
            format!("{own} "),
        ),
        (
            "the secret key is used with a space before it",
            format!(" {own}"),
        ),
        ("the secret key is used with & behind it", format!("{own}&")),
        (
            "the secret key is used with TC3 before it",
            format!("TC3{own}"),
        ),
    ] {
        let finding = Finding::new(Part::Key, what, "the secret key alone");
        found.push((
            finding,
            Steps {
                secret,
                ..right.clone()
            },
        ));
    }
}

/// A name with its indexes as numbers.
fn numbered(name: &str) -> Vec<(u64, String)> {
    let part = |part: &str| (part.parse().unwrap_or(u64::MAX), part.to_owned());
    name.split('.').map(part).collect()
}

/// The first parameter that differs in what the other client tells; its value is not repeated.
fn told(doctor: &Doctor, right: &str) -> Option<Finding> {
    let told = doctor.string_to_sign.as_deref()?;
    let split = |text: &str| {
        let (head, query) = text.split_once('?').unwrap_or((text, ""));
        let parts = std::iter::once(head).chain(query.split('&'));
        parts.map(str::to_owned).collect::<Vec<_>>()
    };
    let (told, right) = (split(told), split(right));
    let at = (0..told.len().max(right.len())).find(|at| told.get(*at) != right.get(*at))?;
    let shown = |parts: &[String]| match (at, parts.get(at)) {
        (_, None) => "no more parameters".to_owned(),
        (0, Some(head)) => format!("{head:?}"),
        (_, Some(pair)) => {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            format!("{name} with {} bytes", value.len())
        }
    };
    let found = match at {
        0 => format!("the text begins with {}", shown(&told)),
        _ => format!("parameter {at} is {}", shown(&told)),
    };
    Some(Finding::new(Part::StringToSign, found, shown(&right)))
}
