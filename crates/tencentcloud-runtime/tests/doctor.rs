//! Every kind of mistake that a client makes with a signature, made by a signer of the test's own, and
//! named by the doctor.

use std::time::{Duration, SystemTime};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use sha2::{Digest, Sha256};
use tencentcloud_runtime::{
    Api, Client, Config, Credential, Diagnosis, Doctor, Method, Model, Part, SignatureMethod,
};

const ID: &str = "AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE";
const KEY: &str = "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE";
const BODY: &str = "{\"Limit\": 1, \"Name\": \"\\u672a\"}";
/// In UTC it is 2019-02-25 16:44:25, in Beijing the day after.
const TIME: u64 = 1_551_113_065;

fn at(seconds: u64) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
}

fn doctor() -> Doctor {
    Doctor::new(Credential::new(ID, KEY)).received_at(at(TIME + 2))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn sha256(text: &str) -> String {
    hex(&Sha256::digest(text))
}

fn hmac(key: &[u8], text: &[u8]) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).unwrap();
    mac.update(text);
    mac.finalize().into_bytes().to_vec()
}

/// A client that signs with TC3: what it sends, and what it signs.
#[derive(Clone)]
struct Tc3 {
    method: &'static str,
    url: String,
    sent: Vec<(&'static str, String)>,
    body: String,
    canonical: String,
    algorithm: &'static str,
    id: &'static str,
    scope: String,
    timestamp: String,
    canonical_hash: Option<String>,
    key: Vec<u8>,
    signed_headers: &'static str,
    signature: fn(&[u8]) -> String,
}

/// The canonical request of the right client.
fn canonical() -> String {
    let payload = sha256(BODY);
    format!(
        "POST\n/\n\ncontent-type:application/json; charset=utf-8\nhost:cvm.tencentcloudapi.com\nx-tc-action:describeinstances\n\ncontent-type;host;x-tc-action\n{payload}"
    )
}

fn key(secret: &str, chain: &[&str]) -> Vec<u8> {
    let first = format!("TC3{secret}").into_bytes();
    chain
        .iter()
        .fold(first, |key, part| hmac(&key, part.as_bytes()))
}

const CHAIN: [&str; 3] = ["2019-02-25", "cvm", "tc3_request"];

impl Tc3 {
    fn right() -> Self {
        Self {
            method: "POST",
            url: "/".to_owned(),
            sent: vec![
                ("Host", "cvm.tencentcloudapi.com".to_owned()),
                ("Content-Type", "application/json; charset=utf-8".to_owned()),
                ("X-TC-Action", "DescribeInstances".to_owned()),
                ("X-TC-Version", "2017-03-12".to_owned()),
                ("X-TC-Timestamp", TIME.to_string()),
            ],
            body: BODY.to_owned(),
            canonical: canonical(),
            algorithm: "TC3-HMAC-SHA256",
            id: ID,
            scope: CHAIN.join("/"),
            timestamp: TIME.to_string(),
            canonical_hash: None,
            key: key(KEY, &CHAIN),
            signed_headers: "content-type;host;x-tc-action",
            signature: hex,
        }
    }

    fn with(mut self, change: impl FnOnce(&mut Self)) -> Self {
        change(&mut self);
        self
    }

    fn set(&mut self, name: &str, value: &str) {
        let mut sent = self.sent.iter_mut();
        value.clone_into(&mut sent.find(|(own, _)| *own == name).unwrap().1);
    }

    /// Signs a text in which `from` reads `to`.
    fn replace(&mut self, from: &str, to: &str) {
        assert!(self.canonical.contains(from), "{from}");
        self.canonical = self.canonical.replacen(from, to, 1);
    }

    fn payload(&mut self, text: &str) {
        self.replace(&sha256(BODY), &sha256(text));
    }

    fn string_to_sign(&self) -> String {
        let hash = self.canonical_hash.clone();
        let hash = hash.unwrap_or_else(|| sha256(&self.canonical));
        let (timestamp, scope) = (&self.timestamp, &self.scope);
        format!("TC3-HMAC-SHA256\n{timestamp}\n{scope}\n{hash}")
    }

    fn headers(&self) -> Vec<(&'static str, String)> {
        let code = hmac(&self.key, self.string_to_sign().as_bytes());
        let authorization = format!(
            "{} Credential={}/{}, SignedHeaders={}, Signature={}",
            self.algorithm,
            self.id,
            self.scope,
            self.signed_headers,
            (self.signature)(&code)
        );
        let mut headers = self.sent.clone();
        headers.push(("Authorization", authorization));
        headers
    }

    /// As a dump of the wire.
    fn http(&self) -> String {
        let headers = self.headers().into_iter();
        let headers: String = headers
            .map(|(name, value)| format!("{name}: {value}\r\n"))
            .collect();
        format!(
            "{} {} HTTP/1.1\r\n{headers}\r\n{}",
            self.method, self.url, self.body
        )
    }

    /// As a command.
    fn curl(&self) -> String {
        let host = &self.sent[0].1;
        let headers = self.headers().into_iter();
        let headers: String = headers
            .map(|(name, value)| format!(" \\\n  -H '{name}: {value}'"))
            .collect();
        let body = match self.body.as_str() {
            "" => String::new(),
            body => format!(" \\\n  --data-binary '{body}'"),
        };
        format!(
            "curl -X {} 'https://{host}{}'{headers}{body}\n",
            self.method, self.url
        )
    }
}

#[track_caller]
fn assert_named(diagnosis: &Diagnosis, part: Part, found: &str) {
    let first = diagnosis
        .first()
        .unwrap_or_else(|| panic!("nothing is wrong: {found}"));
    assert!(first.found.contains(found), "{diagnosis}");
    assert_eq!(first.part, part, "{diagnosis}");
    assert_eq!(diagnosis.findings.len(), 1, "{diagnosis}");
    assert_clean(&diagnosis.to_string());
}

#[track_caller]
fn assert_clean(printed: &str) {
    for secret in [KEY, "the-token", "hush"] {
        assert!(!printed.contains(secret), "{printed}");
    }
}

/// A mistake is found in both forms of a pasted request.
#[track_caller]
fn finds(part: Part, found: &str, change: impl FnOnce(&mut Tc3)) {
    let client = Tc3::right().with(change);
    for pasted in [client.http(), client.curl()] {
        assert_named(&doctor().diagnose(&pasted).unwrap(), part, found);
    }
}

#[test]
fn a_right_request_has_no_finding() {
    for pasted in [Tc3::right().http(), Tc3::right().curl()] {
        let diagnosis = doctor().diagnose(&pasted).unwrap();
        assert!(diagnosis.is_right(), "{diagnosis}");
        assert_eq!(diagnosis.first(), None);
    }
    // Services read the content type in lower case too.
    let client = Tc3::right().with(|c| {
        c.set("Content-Type", "application/JSON");
        c.replace("application/json; charset=utf-8", "application/json");
    });
    assert!(doctor().diagnose(&client.http()).unwrap().is_right());
}

#[test]
fn what_is_missing_or_malformed_is_named() {
    let part = Part::Request;
    for name in [
        "Content-Type",
        "X-TC-Version",
        "X-TC-Action",
        "X-TC-Timestamp",
    ] {
        let client = Tc3::right().with(|c| c.sent.retain(|(own, _)| *own != name));
        let diagnosis = doctor().diagnose(&client.http()).unwrap();
        let first = diagnosis.first().unwrap();
        assert_eq!(first.found, format!("the request has no header {name}"));
    }
    let bare = Tc3::right().http();
    let bare: String = bare
        .lines()
        .filter(|line| !line.starts_with("Auth"))
        .map(|line| format!("{line}\n"))
        .collect();
    assert_named(
        &doctor().diagnose(&bare).unwrap(),
        part,
        "no header Authorization",
    );
    finds(part, "begins with \"TC3-HMAC-SHA1\"", |c| {
        c.algorithm = "TC3-HMAC-SHA1"
    });
    finds(
        part,
        "the credential scope is \"2019/02/25/cvm/tc3_request\"",
        |c| {
            c.scope = "2019/02/25/cvm/tc3_request".to_owned();
        },
    );
    finds(part, "the credential scope is \"2019-02-25/cvm\"", |c| {
        c.scope = "2019-02-25/cvm".to_owned();
    });
    for name in ["Credential", "SignedHeaders", "Signature"] {
        let text = Tc3::right()
            .http()
            .replace(&format!("{name}="), &format!("X{name}="));
        let found = format!("no {name}=");
        assert_named(&doctor().diagnose(&text).unwrap(), part, &found);
    }
}

#[test]
fn the_clock() {
    for (now, found) in [
        (TIME + 301, "301s behind the service's time"),
        (TIME - 301, "301s ahead of the service's time"),
    ] {
        let doctor = doctor().received_at(at(now));
        let diagnosis = doctor.diagnose(&Tc3::right().http()).unwrap();
        assert_named(&diagnosis, Part::Clock, found);
    }
    for near in [TIME - 300, TIME + 300] {
        let doctor = doctor().received_at(at(near));
        assert!(doctor.diagnose(&Tc3::right().http()).unwrap().is_right());
    }
    for (sent, found) in [
        ("1551113065000", "1551113065000 is in milliseconds"),
        ("2019-02-25T16:44:25Z", "is not a whole number"),
    ] {
        let client = Tc3::right().with(|c| {
            c.set("X-TC-Timestamp", sent);
            sent.clone_into(&mut c.timestamp);
        });
        let diagnosis = doctor().diagnose(&client.http()).unwrap();
        let first = diagnosis.first().unwrap();
        assert_eq!(first.part, Part::Clock);
        assert!(first.found.contains(found), "{diagnosis}");
    }
}

#[test]
fn lines_of_the_canonical_request() {
    let part = Part::CanonicalRequest;
    finds(part, "the method is signed in lower case", |c| {
        c.replace("POST", "post")
    });
    finds(part, "the method is signed as GET", |c| {
        c.replace("POST", "GET")
    });
    finds(part, "the path is signed as \"\"", |c| {
        c.replace("POST\n/\n", "POST\n\n")
    });
    finds(part, "the path is signed as \"/v3/\"", |c| {
        c.url = "/v3/".to_owned();
        c.replace("POST\n/\n", "POST\n/v3/\n");
    });
    finds(part, "the empty line between", |c| {
        c.replace("\n\ncontent-type;", "\ncontent-type;")
    });
    finds(part, "two empty lines", |c| {
        c.replace("\n\ncontent-type;", "\n\n\ncontent-type;")
    });
    finds(part, "a line feed follows", |c| c.canonical.push('\n'));
    finds(part, "lines end in CR LF", |c| {
        c.canonical = c.canonical.replace('\n', "\r\n")
    });
    finds(part, "although the request is a POST", |c| {
        c.url = "/?a=b".to_owned();
        c.replace("/\n\n", "/\na=b\n");
    });
}

#[test]
fn the_query_of_a_get() {
    let part = Part::CanonicalRequest;
    let sent = "Offset=0&Limit=20&Name=hush+a%20b%2Fc";
    let get = |signed: &str| {
        let signed = signed.to_owned();
        move |c: &mut Tc3| {
            c.method = "GET";
            c.url = format!("/?{sent}");
            c.body = String::new();
            c.payload("");
            c.replace("POST\n/\n\n", &format!("GET\n/\n{signed}\n"));
        }
    };
    let right = Tc3::right().with(get(sent));
    assert!(doctor().diagnose(&right.http()).unwrap().is_right());
    assert!(doctor().diagnose(&right.curl()).unwrap().is_right());
    for (signed, found) in [
        ("", "the query is left out"),
        (
            "?Offset=0&Limit=20&Name=hush+a%20b%2Fc",
            "with its question mark",
        ),
        (
            "Limit=20&Name=hush+a%20b%2Fc&Offset=0",
            "with its parameters sorted",
        ),
        (
            "Offset=0&Limit=20&Name=hush%20a%20b%2Fc",
            "with %20 for a space that is sent as +",
        ),
        (
            "Offset=0&Limit=20&Name=hush+a+b%2Fc",
            "with + for a space that is sent as %20",
        ),
        ("Offset=0&Limit=20&Name=hush+a b/c", "without its encoding"),
    ] {
        finds(part, found, get(signed));
    }
}

#[test]
fn signed_headers() {
    let part = Part::CanonicalRequest;
    let host = "host:cvm.tencentcloudapi.com";
    for other in [
        "CVM.tencentcloudapi.com:8443",
        "cvm.tencentcloudapi.com:443",
    ] {
        let name = other.split(':').next().unwrap();
        let client = Tc3::right().with(|c| {
            c.set("Host", other);
            c.replace(host, &format!("host:{name}"));
        });
        let diagnosis = doctor().diagnose(&client.http()).unwrap();
        let found = format!("the host is signed as {name:?}");
        assert!(diagnosis.to_string().contains(&found), "{diagnosis}");
    }
    finds(part, "signed as \"https://cvm.tencentcloudapi.com\"", |c| {
        c.replace(host, "host:https://cvm.tencentcloudapi.com");
    });
    let kind = "content-type:application/json; charset=utf-8";
    for other in ["application/json", "application/x-www-form-urlencoded", ""] {
        let found = format!("the content type is signed as {other:?}");
        finds(part, &found, |c| {
            c.replace(kind, &format!("content-type:{other}"))
        });
    }
    finds(part, "with its capital letters", |c| {
        c.replace("describeinstances", "DescribeInstances")
    });
    finds(part, "a space follows the colon", |c| {
        for name in ["content-type", "host", "x-tc-action"] {
            c.replace(&format!("{name}:"), &format!("{name}: "));
        }
    });
    finds(part, "under capital letters", |c| {
        for (name, capital) in [
            ("content-type:", "Content-Type:"),
            ("host:", "Host:"),
            ("x-tc-action:", "X-TC-Action:"),
        ] {
            c.replace(name, capital);
        }
    });
    finds(part, "differs from SignedHeaders", |c| {
        c.replace("content-type;host;x-tc-action", "content-type;host");
    });
    finds(part, "SignedHeaders has capital letters", |c| {
        c.signed_headers = "Content-Type;Host;X-TC-Action";
        c.replace(
            "content-type;host;x-tc-action",
            "Content-Type;Host;X-TC-Action",
        );
    });
    finds(part, "SignedHeaders lacks content-type", |c| {
        c.signed_headers = "host";
        c.canonical = format!("POST\n/\n\n{host}\n\nhost\n{}", sha256(BODY));
    });
    finds(part, "not in alphabetical order", |c| {
        c.signed_headers = "host;content-type";
        c.canonical = format!(
            "POST\n/\n\n{host}\n{kind}\n\nhost;content-type\n{}",
            sha256(BODY)
        );
    });
    finds(part, "names x-tc-region, which is not sent", |c| {
        c.signed_headers = "content-type;host;x-tc-region";
        c.canonical = format!(
            "POST\n/\n\n{kind}\n{host}\nx-tc-region:\n\ncontent-type;host;x-tc-region\n{}",
            sha256(BODY)
        );
    });
}

#[test]
fn the_payload() {
    let part = Part::CanonicalRequest;
    for (signed, found) in [
        ("", "an empty payload"),
        (
            "{\"Limit\": 1, \"Name\": \"\\u672a\"}\n",
            "a line feed behind it",
        ),
        ("{\"Limit\":1,\"Name\":\"\\u672a\"}", "as compact JSON"),
        (
            "{\"Limit\": 1, \"Name\": \"未\"}",
            "without its \\u escapes",
        ),
        (
            "{\"Limit\":1,\"Name\":\"未\"}",
            "compact JSON without its \\u escapes",
        ),
        ("{}", "an empty JSON object"),
    ] {
        finds(part, found, |c| c.payload(signed));
    }
    finds(part, "with \\u escapes", |c| {
        c.body = BODY.replace("\\u672a", "未")
    });
    finds(part, "with spaces and \\u escapes", |c| {
        c.body = "{\"Limit\":1,\"Name\":\"未\"}".to_owned()
    });
    finds(part, "as JSON with spaces", |c| {
        c.body = BODY.replace(' ', "")
    });
    finds(part, "without the line break at its end", |c| {
        c.body.push('\n')
    });
    finds(part, "without line breaks", |c| {
        c.body = BODY.replace(' ', " \n").replace('{', "{\n")
    });
    let hash = sha256(BODY);
    finds(part, "in upper case", |c| {
        c.replace(&hash, &hash.to_uppercase())
    });
    finds(part, "the payload is signed as it is", |c| {
        c.replace(&hash, BODY)
    });
    finds(part, "UNSIGNED-PAYLOAD is signed, and the header", |c| {
        c.payload("UNSIGNED-PAYLOAD")
    });
    let unsigned = |c: &mut Tc3| {
        c.sent
            .push(("X-TC-Content-SHA256", "UNSIGNED-PAYLOAD".to_owned()))
    };
    let right = Tc3::right()
        .with(unsigned)
        .with(|c| c.payload("UNSIGNED-PAYLOAD"));
    assert!(doctor().diagnose(&right.http()).unwrap().is_right());
    finds(part, "UNSIGNED-PAYLOAD is signed as it is", |c| {
        unsigned(c);
        c.replace(&hash, "UNSIGNED-PAYLOAD");
    });
    finds(part, "although X-TC-Content-SHA256 says", unsigned);
}

#[test]
fn the_string_to_sign() {
    let part = Part::StringToSign;
    finds(part, "signed as it is, not its hash", |c| {
        c.canonical_hash = Some(c.canonical.clone())
    });
    finds(part, "in milliseconds", |c| c.timestamp.push_str("000"));
    finds(part, "+1 seconds from the one that is sent", |c| {
        c.timestamp = (TIME + 1).to_string()
    });
    finds(part, "the timestamp is left out", |c| c.timestamp.clear());
    finds(
        part,
        "the credential scope has the date \"2019-02-26\"",
        |c| {
            c.scope = "2019-02-26/cvm/tc3_request".to_owned();
            c.key = key(KEY, &["2019-02-26", "cvm", "tc3_request"]);
        },
    );
    finds(part, "the credential scope has the service \"vpc\"", |c| {
        c.scope = "2019-02-25/vpc/tc3_request".to_owned();
        c.key = key(KEY, &["2019-02-25", "vpc", "tc3_request"]);
    });
    let client = Tc3::right();
    let bare = client.string_to_sign().replace("/tc3_request", "");
    let code = hex(&hmac(&client.key, bare.as_bytes()));
    let http = client.http();
    let (head, _) = http.split_once("Signature=").unwrap();
    let text = format!("{head}Signature={code}\r\n\r\n{BODY}");
    assert_named(
        &doctor().diagnose(&text).unwrap(),
        part,
        "without /tc3_request",
    );
}

#[test]
fn the_key() {
    let part = Part::Key;
    let chain = CHAIN;
    finds(part, "lacks the prefix TC3", |c| {
        let first = KEY.as_bytes().to_vec();
        c.key = chain
            .iter()
            .fold(first, |key, part| hmac(&key, part.as_bytes()));
    });
    finds(part, "hexadecimal text", |c| {
        let first = format!("TC3{KEY}").into_bytes();
        c.key = chain.iter().fold(first, |key, part| {
            hex(&hmac(&key, part.as_bytes())).into_bytes()
        });
    });
    finds(part, "tc3_request, is missing", |c| {
        c.key = key(KEY, &chain[..2])
    });
    finds(part, "the secret key signs itself, without steps", |c| {
        c.key = KEY.as_bytes().to_vec()
    });
    finds(part, "with TC3 before it", |c| c.key = key(KEY, &[]));
    for (secret, found) in [
        (format!("{KEY}\n"), "a line feed behind it"),
        (format!("{KEY}\r\n"), "CR LF behind it"),
        (format!("{KEY} "), "a space behind it"),
        (format!(" {KEY}"), "a space before it"),
        (format!("\"{KEY}\""), "quotes around it"),
    ] {
        finds(part, found, |c| c.key = key(&secret, &chain));
    }
    for (chain, found) in [
        (
            ["2019-02-26", "cvm", "tc3_request"],
            "for the day in Beijing",
        ),
        (["2019-02-24", "cvm", "tc3_request"], "for the day before"),
        (
            ["20190225", "cvm", "tc3_request"],
            "for a date without hyphens",
        ),
        (
            ["2019-02-25", "cvm.tencentcloudapi.com", "tc3_request"],
            "for the service \"cvm.tencentcloudapi.com\"",
        ),
        (["2019-02-25", "", "tc3_request"], "for the service \"\""),
    ] {
        finds(part, found, |c| c.key = key(KEY, &chain));
    }
    finds(part, "the secret ID is \"AKIDother\"", |c| {
        c.id = "AKIDother"
    });
    finds(part, "none of the known mistakes", |c| {
        c.key = key("another key", &chain)
    });
    let client = Tc3::right().with(|c| {
        let first = format!("TC3{KEY}").into_bytes();
        c.key = chain
            .iter()
            .fold(first, |key, part| hmac(part.as_bytes(), &key));
        let code = hmac(c.string_to_sign().as_bytes(), &c.key);
        c.key = code;
    });
    let http = client.http();
    let (head, _) = http.split_once("Signature=").unwrap();
    let text = format!("{head}Signature={}\r\n\r\n{BODY}", hex(&client.key));
    assert_named(
        &doctor().diagnose(&text).unwrap(),
        part,
        "have changed places",
    );
}

#[test]
fn session_tokens() {
    let part = Part::Key;
    let token = |token: &str| {
        let credential = Credential::new(ID, KEY).with_token(token);
        Doctor::new(credential).received_at(at(TIME))
    };
    let sent = Tc3::right().with(|c| c.sent.push(("X-TC-Token", "the-token".to_owned())));
    let right = token("the-token").diagnose(&sent.http()).unwrap();
    assert!(right.is_right(), "{right}");
    let none = token("the-token").diagnose(&Tc3::right().http()).unwrap();
    assert_named(&none, part, "has no session token");
    let other = token("the-token-2").diagnose(&sent.http()).unwrap();
    assert_named(&other, part, "is not that of the credential");
    let permanent = doctor().diagnose(&sent.http()).unwrap();
    assert_named(&permanent, part, "the credential has none");
}

#[test]
fn the_form_of_the_signature() {
    finds(Part::Signature, "in base64", |c| {
        c.signature = |code| STANDARD.encode(code)
    });
    finds(Part::Signature, "in upper case", |c| {
        c.signature = |code| hex(code).to_uppercase()
    });
}

#[test]
fn two_mistakes_at_once_are_both_named() {
    let client = Tc3::right().with(|c| {
        c.replace("describeinstances", "DescribeInstances");
        c.key = key(&format!("{KEY}\n"), &CHAIN);
    });
    let diagnosis = doctor().diagnose(&client.http()).unwrap();
    let parts: Vec<_> = diagnosis
        .findings
        .iter()
        .map(|finding| finding.part)
        .collect();
    assert_eq!(parts, [Part::CanonicalRequest, Part::Key], "{diagnosis}");
}

#[test]
fn what_the_other_client_prints_is_compared_line_by_line() {
    let client = Tc3::right().with(|c| c.replace("\nhost:cvm", "\nhost:vpc"));
    let told = doctor().canonical_request(client.canonical.clone());
    let diagnosis = told.diagnose(&client.http()).unwrap();
    assert_named(
        &diagnosis,
        Part::CanonicalRequest,
        "line 5, of headers, is \"host:vpc.tencentcloudapi.com\"",
    );
    assert_eq!(
        diagnosis.first().unwrap().expected,
        "\"host:cvm.tencentcloudapi.com\""
    );
    let told = doctor().string_to_sign(client.string_to_sign());
    let diagnosis = told.diagnose(&client.http()).unwrap();
    assert_named(
        &diagnosis,
        Part::StringToSign,
        "the hash of the canonical request is",
    );
    let told = doctor().canonical_request(client.canonical.replace("/\n\n", "/\nToken=hush\n"));
    let diagnosis = told.diagnose(&client.http()).unwrap();
    assert_named(
        &diagnosis,
        Part::CanonicalRequest,
        "the query is a query of 10 bytes",
    );
}

/// A client that signs by signature v1.
#[derive(Clone)]
struct V1 {
    method: &'static str,
    host: &'static str,
    parameters: Vec<(String, String)>,
    text: Option<String>,
    secret: String,
    sha256: bool,
    encode: fn(&str) -> String,
}

fn percent(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                char::from(byte).to_string()
            }
            other => format!("%{other:02X}"),
        })
        .collect()
}

fn joined(parameters: &[(String, String)]) -> String {
    let pairs: Vec<_> = parameters
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    pairs.join("&")
}

impl V1 {
    fn right(sha256: bool) -> Self {
        let method = if sha256 { "HmacSHA256" } else { "HmacSHA1" };
        let all = [
            ("Action", "DescribeInstances"),
            ("Version", "2017-03-12"),
            ("Timestamp", "1551113065"),
            ("Nonce", "11886"),
            ("SecretId", ID),
            ("SignatureMethod", method),
            ("InstanceIds.2", "hush b/c"),
            ("InstanceIds.12", "hush"),
            ("lower", "x"),
        ];
        Self {
            method: "GET",
            host: "cvm.tencentcloudapi.com",
            parameters: all
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .into(),
            text: None,
            secret: KEY.to_owned(),
            sha256,
            encode: percent,
        }
    }

    fn sorted(&self) -> String {
        let mut sorted = self.parameters.clone();
        sorted.sort();
        joined(&sorted)
    }

    fn signature(&self) -> String {
        let text = self.text.clone();
        let text =
            text.unwrap_or_else(|| format!("{}{}/?{}", self.method, self.host, self.sorted()));
        if self.sha256 {
            return STANDARD.encode(hmac(self.secret.as_bytes(), text.as_bytes()));
        }
        let mut mac = Hmac::<Sha1>::new_from_slice(self.secret.as_bytes()).unwrap();
        mac.update(text.as_bytes());
        STANDARD.encode(mac.finalize().into_bytes())
    }

    fn form(&self) -> String {
        let parameters = self.parameters.iter();
        let pairs: Vec<_> = parameters
            .map(|(name, value)| format!("{name}={}", percent(value)))
            .collect();
        format!(
            "{}&Signature={}",
            pairs.join("&"),
            (self.encode)(&self.signature())
        )
    }

    fn http(&self) -> String {
        let (host, form) = (self.host, self.form());
        match self.method {
            "GET" => format!("GET /?{form} HTTP/1.1\nHost: {host}\n\n"),
            _ => format!(
                "POST / HTTP/1.1\nHost: {host}\nContent-Type: application/x-www-form-urlencoded\n\n{form}"
            ),
        }
    }

    fn curl(&self) -> String {
        let (host, form) = (self.host, self.form());
        match self.method {
            "GET" => format!("curl 'https://{host}/?{form}'"),
            _ => format!("curl https://{host} -d '{form}'"),
        }
    }
}

#[track_caller]
fn v1_finds(part: Part, found: &str, change: impl Fn(&mut V1)) {
    for (sha256, method) in [
        (false, "GET"),
        (true, "GET"),
        (false, "POST"),
        (true, "POST"),
    ] {
        let mut client = V1::right(sha256);
        client.method = method;
        change(&mut client);
        for pasted in [client.http(), client.curl()] {
            assert_named(&doctor().diagnose(&pasted).unwrap(), part, found);
        }
    }
}

#[test]
fn a_right_request_of_signature_v1_has_no_finding() {
    for sha256 in [false, true] {
        for method in ["GET", "POST"] {
            let mut client = V1::right(sha256);
            client.method = method;
            for pasted in [client.http(), client.curl()] {
                let diagnosis = doctor().diagnose(&pasted).unwrap();
                assert!(diagnosis.is_right(), "{diagnosis}");
            }
        }
    }
}

#[test]
fn the_text_of_signature_v1() {
    let part = Part::StringToSign;
    v1_finds(part, "in the order in which they are sent", |c| {
        c.text = Some(format!("{}{}/?{}", c.method, c.host, joined(&c.parameters)));
    });
    v1_finds(part, "without regard to capital letters", |c| {
        let mut sorted = c.parameters.clone();
        sorted.sort_by_key(|(name, _)| name.to_lowercase());
        c.text = Some(format!("{}{}/?{}", c.method, c.host, joined(&sorted)));
    });
    v1_finds(part, "`.2` before `.12`", |c| {
        let text = c.sorted();
        let (two, twelve) = ("InstanceIds.2=hush b/c", "InstanceIds.12=hush");
        let text = text.replace(&format!("{twelve}&{two}"), &format!("{two}&{twelve}"));
        c.text = Some(format!("{}{}/?{text}", c.method, c.host));
    });
    v1_finds(part, "as they are encoded", |c| {
        let mut pairs: Vec<_> = c
            .parameters
            .iter()
            .map(|(name, value)| format!("{name}={}", percent(value)))
            .collect();
        pairs.sort();
        c.text = Some(format!("{}{}/?{}", c.method, c.host, pairs.join("&")));
    });
    v1_finds(part, "another method is signed", |c| {
        let other = if c.method == "GET" { "POST" } else { "GET" };
        c.text = Some(format!("{other}{}/?{}", c.host, c.sorted()));
    });
    type Text = fn(&V1) -> String;
    let texts: [(&str, Text); 6] = [
        ("the method is signed in lower case", |c| {
            format!("{}{}/?{}", c.method.to_lowercase(), c.host, c.sorted())
        }),
        ("the host is left out", |c| {
            format!("{}/?{}", c.method, c.sorted())
        }),
        ("the path / is left out", |c| {
            format!("{}{}?{}", c.method, c.host, c.sorted())
        }),
        ("/v2/index.php", |c| {
            format!("{}{}/v2/index.php?{}", c.method, c.host, c.sorted())
        }),
        ("the scheme is signed", |c| {
            format!("{}https://{}/?{}", c.method, c.host, c.sorted())
        }),
        ("the parameters alone", |c| c.sorted()),
    ];
    for (found, text) in texts {
        v1_finds(part, found, |c| c.text = Some(text(c)));
    }
    v1_finds(part, "_ in names is signed as .", |c| {
        c.parameters.push(("a_b".to_owned(), "x".to_owned()));
        let text = c.sorted().replace("a_b=", "a.b=");
        c.text = Some(format!("{}{}/?{text}", c.method, c.host));
    });
    v1_finds(part, "without its port", |c| {
        c.host = "cvm.tencentcloudapi.com:8443";
        c.text = Some(format!(
            "{}cvm.tencentcloudapi.com/?{}",
            c.method,
            c.sorted()
        ));
    });
}

#[test]
fn the_key_and_form_of_signature_v1() {
    for (secret, found) in [
        (format!("{KEY}\n"), "a line feed behind it"),
        (format!("{KEY}&"), "& behind it"),
        (format!("TC3{KEY}"), "TC3 before it"),
        ("another key".to_owned(), "none of the known mistakes"),
    ] {
        v1_finds(Part::Key, found, |c| c.secret.clone_from(&secret));
    }
    let id = format!("{ID} ");
    v1_finds(Part::Key, "has white space around it", |c| {
        c.parameters[4].1.clone_from(&id);
    });
    let other = |c: &mut V1| c.sha256 = !c.sha256;
    v1_finds(Part::Signature, "the signature is made by Hmac", other);
    // Nonces until the signature has a plus, which not every one has.
    v1_finds(Part::Signature, "without percent-encoding", |c| {
        c.encode = str::to_owned;
        for nonce in 0.. {
            c.parameters[3].1 = nonce.to_string();
            if c.signature().contains('+') {
                break;
            }
        }
    });
    v1_finds(Part::Request, "no parameter Nonce", |c| {
        c.parameters.retain(|(name, _)| name != "Nonce")
    });
    v1_finds(Part::Clock, "is in milliseconds", |c| {
        c.parameters[2].1 = "1551113065000".to_owned()
    });
    let client = V1::right(false);
    let told = doctor().string_to_sign(format!(
        "GETcvm.tencentcloudapi.com/?{}",
        client.sorted().replace("hush b/c", "hush")
    ));
    let diagnosis = told.diagnose(&client.http()).unwrap();
    assert_named(
        &diagnosis,
        Part::StringToSign,
        "parameter 3 is InstanceIds.2 with 4 bytes",
    );
}

#[derive(Model)]
#[model(request, api = Api::new("cvm", "2017-03-12"), action = "DescribeInstances", response = DescribeInstancesResponse)]
struct DescribeInstancesRequest {
    names: Option<Vec<String>>,
}

#[derive(Model)]
#[model(response)]
struct DescribeInstancesResponse {
    request_id: String,
}

/// Lets a client sign other parameters than it sends.
fn signs(client: &mut V1, change: impl Fn(&mut Vec<(String, String)>)) {
    let mut others = client.clone();
    change(&mut others.parameters);
    let (method, host) = (client.method, client.host);
    client.text = Some(format!("{method}{host}/?{}", others.sorted()));
}

/// What is signed must be what is sent, each parameter of it.
#[test]
fn a_parameter_that_is_sent_or_signed_alone_is_named() {
    let part = Part::StringToSign;
    for name in ["Nonce", "SignatureMethod", "InstanceIds.12", "lower"] {
        let found = format!("the parameter {name} is sent and not signed");
        v1_finds(part, &found, |c| {
            signs(c, |all| all.retain(|(own, _)| own != name));
        });
    }
    for name in ["Region", "Token", "Language"] {
        let found = format!("{name}= is signed and not sent");
        v1_finds(part, &found, |c| {
            signs(c, |all| all.push((name.to_owned(), String::new())));
        });
    }
}

#[test]
fn the_encoding_of_signature_v1() {
    type Form = fn(&[u8]) -> String;
    let forms: [(&str, Form); 5] = [
        ("without its =", |code| {
            STANDARD.encode(code).replace('=', "")
        }),
        ("for URLs", |code| {
            STANDARD.encode(code).replace('+', "-").replace('/', "_")
        }),
        ("of hexadecimal digits", |code| STANDARD.encode(hex(code))),
        ("in hexadecimal digits, in upper case", |code| {
            hex(code).to_uppercase()
        }),
        ("in hexadecimal digits", hex),
    ];
    for sha256 in [false, true] {
        let (code, client) = with_both_signs(sha256);
        for (found, form) in forms {
            let right = percent(&STANDARD.encode(&code));
            let text = client.http();
            assert!(text.contains(&right));
            let sent = text.replace(&right, &percent(&form(&code)));
            let diagnosis = doctor().diagnose(&sent).unwrap();
            assert_named(&diagnosis, Part::Signature, found);
        }
    }
}

/// A client whose signature has the two characters that are others for URLs, and its bytes.
fn with_both_signs(sha256: bool) -> (Vec<u8>, V1) {
    for nonce in 1.. {
        let mut client = V1::right(sha256);
        for (name, value) in &mut client.parameters {
            if name == "Nonce" {
                *value = nonce.to_string();
            }
        }
        let signature = client.signature();
        if signature.contains('+') && signature.contains('/') {
            return (STANDARD.decode(signature).unwrap(), client);
        }
    }
    unreachable!("some signature has both");
}

#[test]
fn the_path_of_signature_v1() {
    let mut client = V1::right(false);
    let text = format!("GET{}/v3/?{}", client.host, client.sorted());
    client.text = Some(text);
    let pasted = client.http().replacen("GET /?", "GET /v3/?", 1);
    let diagnosis = doctor().diagnose(&pasted).unwrap();
    assert_named(&diagnosis, Part::StringToSign, "the URL's path is signed");
}

/// What this library sends is right, by every signature; what is changed on the way is named.
#[tokio::test]
async fn a_request_of_this_library() {
    let credential = Credential::new(ID, KEY).with_token("the-token");
    let config = Config::new(credential.clone())
        .region("ap-guangzhou")
        .clock(|| at(TIME));
    let client = Client::new(&config);
    let doctor = Doctor::new(credential).received_at(at(TIME));
    for signature in [
        SignatureMethod::Tc3HmacSha256,
        SignatureMethod::HmacSha1,
        SignatureMethod::HmacSha256,
    ] {
        for method in [Method::Post, Method::Get] {
            let request = DescribeInstancesRequest::new().names(["hush+ & 中文", "b"]);
            let call = client
                .call(request)
                .signature_method(signature)
                .method(method);
            let sent = call.prepare().await.unwrap();
            let diagnosis = doctor.diagnose_request(&sent);
            assert!(
                diagnosis.is_right(),
                "{signature:?} {method:?}: {diagnosis}"
            );
            let (mut head, body) = sent.into_parts();
            head.headers.insert("host", "proxy.local".parse().unwrap());
            let changed = http::Request::from_parts(head, body);
            let diagnosis = doctor.diagnose_request(&changed);
            assert!(!diagnosis.is_right(), "{signature:?} {method:?}");
            assert_clean(&diagnosis.to_string());
        }
    }
}

#[test]
fn what_is_no_request_is_refused_with_what_to_paste() {
    for (text, wanted) in [
        ("", "neither an HTTP request"),
        ("hello", "neither an HTTP request"),
        ("POST /", "neither an HTTP request"),
        ("POST / HTTP/1.1\nno colon", "neither an HTTP request"),
        ("curl 'https://x", "quote that does not end"),
        (
            "curl https://x -d @body.json",
            "put its text into the command",
        ),
        ("curl https://x -F a=b", "multipart body"),
        ("curl https://x -H", "-H without a value"),
    ] {
        let error = doctor().diagnose(text).unwrap_err().to_string();
        assert!(error.contains(wanted), "{text:?}: {error}");
    }
    // Nothing makes it panic: beginnings of requests and of commands.
    let texts = [
        Tc3::right().http(),
        Tc3::right().curl(),
        V1::right(false).http(),
    ];
    for text in texts {
        for (at, _) in text.char_indices().step_by(29) {
            drop(doctor().diagnose(&text[..at]));
        }
    }
}

#[test]
fn a_finding_is_one_line() {
    let text = "POST / HTTP/1.1\nAuthorization: \u{1b}[31m\u{2028}x\n\n";
    let printed = doctor().diagnose(text).unwrap().to_string();
    assert!(!printed.contains(['\u{1b}', '\u{2028}']), "{printed}");
}

#[test]
fn the_first_byte_that_differs_is_where_the_known_mistake_changes_it() {
    let mut client = Tc3::right();
    client.canonical = client
        .canonical
        .replace("describeinstances", "DescribeInstances");
    let diagnosis = doctor().diagnose(&client.http()).unwrap();
    let compared = diagnosis.canonical_request.unwrap();
    let found = compared.found.as_deref().unwrap();
    let at = compared.first_difference().unwrap();
    assert_eq!(&compared.expected[at..=at], "d", "{compared:?}");
    assert_eq!(&found[at..at + 17], "DescribeInstances");
    let right = doctor().diagnose(&Tc3::right().http()).unwrap();
    let text = right.string_to_sign.unwrap();
    assert_eq!(text.found.as_deref(), Some(&*text.expected));
    assert_eq!(text.first_difference(), None);
}
