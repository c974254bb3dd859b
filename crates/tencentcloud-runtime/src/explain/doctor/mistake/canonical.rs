//! Mistakes in the canonical request and in the string to sign.

use super::super::finding::Part;
use super::super::json::{ascii, compact, spaced, unescaped};
use super::super::sent::Sent;
use super::Mistakes;
use super::steps::{Steps, sha256};
use crate::signer::tc3::UNSIGNED_PAYLOAD;

const LINES: &str =
    "the six parts of the canonical request, each followed by one line feed but the last";
const HOST: &str = "the value of the header Host exactly as it is sent, with its port";
const TYPE: &str = "the value of Content-Type exactly as it is sent";
const QUERY: &str = "the query of a GET exactly as it is sent, and an empty line for a POST";
const BODY: &str = "the hash of the body exactly as it is sent, in lower-case hexadecimal";

/// Values of Content-Type that clients sign whatever they send.
const TYPES: [&str; 5] = [
    "application/json",
    "application/json; charset=utf-8",
    "application/json;charset=utf-8",
    "application/x-www-form-urlencoded",
    "",
];

impl Mistakes<'_> {
    /// In the lines beside headers and payload.
    pub(super) fn of_lines(&mut self, sent: &Sent) {
        let method = "the method in upper case, as it is sent";
        self.canonical("the method is signed in lower case", method, |steps| {
            steps.method = steps.method.to_lowercase();
        });
        for other in ["GET", "POST"] {
            self.canonical(
                &format!("the method is signed as {other}"),
                method,
                |steps| {
                    other.clone_into(&mut steps.method);
                },
            );
        }
        for path in [sent.path.as_str(), ""] {
            let found = format!("the path is signed as {path:?}");
            self.canonical(&found, "the path \"/\", whatever the URL has", |steps| {
                path.clone_into(&mut steps.path);
            });
        }
        self.of_query(sent);
        let gap = "the empty line between the headers and their names is missing";
        self.canonical(gap, LINES, |steps| steps.gap = "");
        self.canonical(
            "there are two empty lines behind the headers",
            LINES,
            |steps| {
                steps.gap = "\n\n";
            },
        );
        self.canonical("a line feed follows the payload's hash", LINES, |steps| {
            steps.tail = "\n";
        });
        self.canonical("lines end in CR LF", "lines that end in LF", |steps| {
            steps.newline = "\r\n";
        });
    }

    fn of_query(&mut self, sent: &Sent) {
        let mut sorted: Vec<_> = sent.query.split('&').collect();
        sorted.sort_unstable();
        let decoded = percent_encoding::percent_decode_str(&sent.query).decode_utf8_lossy();
        let variants = [
            ("left out", String::new()),
            ("signed although the request is a POST", sent.query.clone()),
            ("signed with its question mark", format!("?{}", sent.query)),
            ("signed with its parameters sorted", sorted.join("&")),
            (
                "signed with %20 for a space that is sent as +",
                sent.query.replace('+', "%20"),
            ),
            (
                "signed with + for a space that is sent as %20",
                sent.query.replace("%20", "+"),
            ),
            ("signed without its encoding", decoded.into_owned()),
        ];
        for (how, query) in variants {
            self.canonical(&format!("the query is {how}"), QUERY, |steps| {
                steps.query = query
            });
        }
    }

    /// In the signed headers.
    pub(super) fn of_headers(&mut self, sent: &Sent) {
        let host = sent.host();
        let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
        let hosts = [
            name.to_owned(),
            sent.authority.clone(),
            host.to_lowercase(),
            format!("{name}:443"),
            format!("{name}:80"),
            format!("http://{host}"),
            format!("https://{host}"),
        ];
        for host in hosts {
            let found = format!("the host is signed as {host:?}");
            self.header("host", &found, HOST, host);
        }
        let kind = sent.header("content-type").unwrap_or_default();
        let bare = kind.split(';').next().unwrap_or_default();
        for kind in TYPES.into_iter().chain([bare]) {
            let found = format!("the content type is signed as {kind:?}");
            self.header("content-type", &found, TYPE, kind.to_owned());
        }
        let action = sent.header("x-tc-action").unwrap_or_default().to_owned();
        let found = "the action is signed with its capital letters";
        self.header("x-tc-action", found, "the action in lower case", action);
        self.canonical(
            "a space follows the colon of each header",
            "name:value",
            |steps| {
                steps.colon = ": ";
            },
        );
        let names = "the names of headers in lower case, in alphabetical order, with ; between";
        self.canonical(
            "the headers are signed under capital letters",
            names,
            |steps| {
                steps
                    .headers
                    .iter_mut()
                    .for_each(|(name, _)| *name = capital(name));
            },
        );
        self.canonical("the headers are signed in another order", names, |steps| {
            steps.headers.sort();
        });
        let list = "the list of signed headers differs from SignedHeaders";
        for other in [
            "content-type;host",
            "host;content-type",
            "content-type;host;x-tc-action",
        ] {
            self.canonical(list, names, |steps| {
                other.clone_into(&mut steps.signed_headers)
            });
        }
        self.canonical(list, names, |steps| {
            steps.signed_headers = steps.signed_headers.replace(';', ",");
        });
    }

    fn header(&mut self, name: &str, found: &str, expected: &str, value: String) {
        self.canonical(found, expected, |steps| {
            let mut headers = steps.headers.iter_mut();
            if let Some((_, own)) = headers.find(|(own, _)| own == name) {
                *own = value;
            }
        });
    }

    /// In the hash of the payload.
    pub(super) fn of_payload(&mut self, sent: &Sent) {
        self.of_unsigned_payload(sent);
        let text = String::from_utf8_lossy(&sent.body);
        let trimmed = text.trim_end_matches(['\r', '\n']);
        let variants = [
            ("an empty payload is signed", String::new()),
            (
                "the body is signed with a line feed behind it",
                format!("{text}\n"),
            ),
            (
                "the body is signed without the line break at its end",
                trimmed.to_owned(),
            ),
            (
                "the body is signed with CR LF for its line feeds",
                text.replace('\n', "\r\n"),
            ),
            (
                "the body is signed with line feeds for its CR LF",
                text.replace("\r\n", "\n"),
            ),
            (
                "the body is signed without line breaks",
                text.replace(['\r', '\n'], ""),
            ),
            ("the body is signed as compact JSON", compact(&text)),
            (
                "the body is signed as JSON with spaces",
                spaced(&text, ", ", ": "),
            ),
            ("the body is signed with \\u escapes", ascii(&text)),
            (
                "the body is signed with spaces and \\u escapes",
                ascii(&spaced(&text, ", ", ": ")),
            ),
            (
                "the body is signed without its \\u escapes",
                unescaped(&text),
            ),
            (
                "the body is signed as compact JSON without its \\u escapes",
                compact(&unescaped(&text)),
            ),
            ("an empty JSON object is signed", "{}".to_owned()),
            ("the query is signed as the payload", sent.query.clone()),
        ];
        for (found, payload) in variants {
            self.canonical(found, BODY, |steps| {
                steps.payload = sha256(payload.as_bytes())
            });
        }
        self.canonical("the payload's hash is in upper case", BODY, |steps| {
            steps.payload = steps.payload.to_uppercase();
        });
        self.canonical("the payload is signed as it is", BODY, |steps| {
            steps.payload = text.clone().into_owned();
        });
    }

    /// In the text that stands for a payload which is not signed.
    fn of_unsigned_payload(&mut self, sent: &Sent) {
        let body = "the body is signed although X-TC-Content-SHA256 says UNSIGNED-PAYLOAD";
        self.canonical(body, "the hash of that text", |steps| {
            steps.payload = sha256(&sent.body);
        });
        let unsigned = "UNSIGNED-PAYLOAD is signed, and the header X-TC-Content-SHA256 is not sent";
        self.canonical(unsigned, "that header, or the body signed", |steps| {
            steps.payload = sha256(UNSIGNED_PAYLOAD.as_bytes());
        });
        let literal = "UNSIGNED-PAYLOAD is signed as it is";
        self.canonical(literal, "the hash of that text", |steps| {
            UNSIGNED_PAYLOAD.clone_into(&mut steps.payload);
        });
    }

    /// In the string to sign.
    pub(super) fn of_string_to_sign(&mut self) {
        let right = "TC3-HMAC-SHA256, the timestamp of X-TC-Timestamp, the scope of Credential, and the hash of the canonical request, a line each";
        let mut add = |found: &str, change: &dyn Fn(&mut Steps)| {
            self.add(Part::StringToSign, found, right, change);
        };
        add(
            "the canonical request is signed as it is, not its hash",
            &|steps| {
                steps.hashed = false;
            },
        );
        add("the timestamp is signed in milliseconds", &|steps| {
            steps.timestamp.push_str("000")
        });
        add("the timestamp is left out", &|steps| {
            steps.timestamp.clear()
        });
        for off in (-5..=5_i64).filter(|off| *off != 0) {
            let found =
                format!("the timestamp is signed {off:+} seconds from the one that is sent");
            add(&found, &|steps| {
                if let Ok(time) = steps.timestamp.parse::<i64>() {
                    steps.timestamp = (time + off).to_string();
                }
            });
        }
        add("the scope is signed without /tc3_request", &|steps| {
            let bare = steps.scope.trim_end_matches("/tc3_request").len();
            steps.scope.truncate(bare);
        });
    }
}

/// A header's name as it is often written: `Content-Type`, `X-TC-Action`.
fn capital(name: &str) -> String {
    let parts = name.split('-').map(|part| match part {
        "tc" => "TC".to_owned(),
        _ => {
            let (first, rest) = part.split_at(part.len().min(1));
            format!("{}{rest}", first.to_uppercase())
        }
    });
    parts.collect::<Vec<_>>().join("-")
}
