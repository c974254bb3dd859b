//! Requests written by hand, and the signing they need.

use std::fmt::Write as _;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::{SystemTime, UNIX_EPOCH};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;
use sha1::Sha1;
use sha2::{Digest, Sha256};
use tencentcloud_emulator::Credential;
use time::OffsetDateTime;

/// A request, as it will be written.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    pub(crate) method: &'static str,
    pub(crate) target: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Request {
    /// A POST of JSON, not signed yet.
    pub(crate) fn post(action: &str, version: &str, parameters: &Value) -> Self {
        Self::new("POST", action, version)
            .header("Content-Type", "application/json")
            .body(parameters.to_string())
    }

    /// A GET with the parameters flattened, not signed yet.
    pub(crate) fn get(action: &str, version: &str, parameters: &Value) -> Self {
        let mut request = Self::new("GET", action, version)
            .header("Content-Type", "application/x-www-form-urlencoded");
        request.target = format!("/?{}", query(&flat(parameters)));
        request
    }

    pub(crate) fn new(method: &'static str, action: &str, version: &str) -> Self {
        Self {
            method,
            target: "/".to_owned(),
            headers: Vec::new(),
            body: Vec::new(),
        }
        .header("X-TC-Action", action)
        .header("X-TC-Version", version)
        .header("X-TC-Timestamp", &now().to_string())
        .header("X-TC-Region", "ap-guangzhou")
    }

    /// A GET or a form POST, signed with v1.
    pub(crate) fn v1(
        verb: &'static str,
        host: &str,
        method: &str,
        (action, version): (&str, &str),
        parameters: &Value,
        credential: &Credential,
    ) -> Self {
        let action = (action, version, Some("ap-guangzhou"));
        Self::v1_in(verb, host, method, action, parameters, credential)
    }

    /// The same in that region, or in none.
    pub(crate) fn v1_in(
        verb: &'static str,
        host: &str,
        method: &str,
        (action, version, region): (&str, &str, Option<&str>),
        parameters: &Value,
        credential: &Credential,
    ) -> Self {
        let mut pairs = flat(parameters);
        pairs.extend(region.map(|region| ("Region".to_owned(), region.to_owned())));
        for (name, value) in [
            ("Action", action),
            ("Version", version),
            ("Timestamp", &now().to_string()),
            ("Nonce", "9223372036854775807"),
            ("SecretId", &credential.secret_id),
            ("SignatureMethod", method),
        ] {
            pairs.push((name.to_owned(), value.to_owned()));
        }
        pairs.sort();
        let text: Vec<_> = pairs.iter().map(|(n, v)| format!("{n}={v}")).collect();
        let text = format!("{verb}{host}/?{}", text.join("&"));
        let key = credential.secret_key.as_bytes();
        let signature = match method {
            "HmacSHA256" => STANDARD.encode(hmac256(key, &text)),
            _ => {
                let mac = <Hmac<Sha1> as KeyInit>::new_from_slice(key).unwrap();
                STANDARD.encode(mac.chain_update(&text).finalize().into_bytes())
            }
        };
        pairs.push(("Signature".to_owned(), signature));
        let request = Self {
            method: verb,
            target: "/".to_owned(),
            headers: Vec::new(),
            body: Vec::new(),
        }
        .header("Host", host);
        match verb {
            "GET" => Self {
                target: format!("/?{}", query(&pairs)),
                ..request
            },
            _ => request
                .header("Content-Type", "application/x-www-form-urlencoded")
                .body(query(&pairs)),
        }
    }

    /// Sets a header.
    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        self.headers
            .retain(|(known, _)| !known.eq_ignore_ascii_case(name));
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Takes a header away.
    pub(crate) fn without(mut self, name: &str) -> Self {
        self.headers
            .retain(|(known, _)| !known.eq_ignore_ascii_case(name));
        self
    }

    pub(crate) fn body(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self
    }

    pub(crate) fn get_header(&self, name: &str) -> &str {
        let found = self
            .headers
            .iter()
            .find(|(n, _)| n.eq_ignore_ascii_case(name));
        found.map_or("", |(_, value)| value)
    }

    /// Signs with TC3 as the documentation has it: values in lower case, the host as sent.
    pub(crate) fn tc3(self, service: &str, credential: &Credential) -> Self {
        let headers: Vec<_> = ["content-type", "host", "x-tc-action"]
            .map(|name| (name, self.get_header(name).to_ascii_lowercase()))
            .into();
        self.tc3_over(service, credential, &headers)
    }

    /// Signs with TC3 over those names and values.
    pub(crate) fn tc3_over(
        self,
        service: &str,
        credential: &Credential,
        headers: &[(&str, String)],
    ) -> Self {
        let mut canonical = format!("{}\n/\n", self.method);
        if self.method == "GET" {
            canonical.push_str(self.target.split_once('?').map_or("", |(_, query)| query));
        }
        canonical.push('\n');
        for (name, value) in headers {
            writeln!(canonical, "{name}:{value}").unwrap();
        }
        let names: Vec<_> = headers.iter().map(|(name, _)| *name).collect();
        let names = names.join(";");
        let payload = match self.get_header("X-TC-Content-SHA256") {
            "" => hex(&Sha256::digest(&self.body)),
            literal => hex(&Sha256::digest(literal)),
        };
        write!(canonical, "\n{names}\n{payload}").unwrap();
        let timestamp = self.get_header("X-TC-Timestamp").to_owned();
        let date = OffsetDateTime::from_unix_timestamp(timestamp.parse().unwrap())
            .unwrap()
            .date();
        let scope = format!("{date}/{service}/tc3_request");
        let text = format!(
            "TC3-HMAC-SHA256\n{timestamp}\n{scope}\n{}",
            hex(&Sha256::digest(canonical))
        );
        let key = hmac256(
            format!("TC3{}", credential.secret_key).as_bytes(),
            &date.to_string(),
        );
        let key = hmac256(&key, service);
        let key = hmac256(&key, "tc3_request");
        let signature = hex(&hmac256(&key, &text));
        self.header(
            "Authorization",
            &format!(
                "TC3-HMAC-SHA256 Credential={}/{scope}, SignedHeaders={names}, Signature={signature}",
                credential.secret_id
            ),
        )
    }

    /// The bytes, on a connection that is closed after the answer.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        let mut head = format!("{} {} HTTP/1.1\r\n", self.method, self.target);
        for (name, value) in &self.headers {
            write!(head, "{name}: {value}\r\n").unwrap();
        }
        write!(
            head,
            "Content-Length: {}\r\nConnection: close\r\n\r\n",
            self.body.len()
        )
        .unwrap();
        [head.as_bytes(), &self.body].concat()
    }

    /// Sends it, with the address as its host where it has none, and reads the answer.
    pub(crate) fn send(&self, address: SocketAddr) -> Response {
        Response::read(self.write(address))
    }

    /// The same for an answer with any status.
    pub(crate) fn send_any(&self, address: SocketAddr) -> (u16, Response) {
        Response::read_any(self.write(address))
    }

    /// Sends it and leaves the connection to the caller.
    pub(crate) fn write(&self, address: SocketAddr) -> TcpStream {
        let request = match self.get_header("Host") {
            "" => self.clone().header("Host", &address.to_string()),
            _ => self.clone(),
        };
        let mut connection = TcpStream::connect(address).unwrap();
        connection.write_all(&request.bytes()).unwrap();
        connection
    }
}

/// An answer.
#[derive(Debug)]
pub(crate) struct Response {
    head: String,
    pub(crate) body: Vec<u8>,
}

impl Response {
    /// Reads to the connection's end.
    pub(crate) fn read(connection: impl Read) -> Self {
        let (status, response) = Self::read_any(connection);
        assert_eq!(status, 200, "{}", response.head);
        response
    }

    /// The same of an answer with any status, which comes first.
    pub(crate) fn read_any(mut connection: impl Read) -> (u16, Self) {
        let mut bytes = Vec::new();
        connection.read_to_end(&mut bytes).unwrap();
        let end = bytes.windows(4).position(|w| w == b"\r\n\r\n").unwrap();
        let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
        let status = head.strip_prefix("HTTP/1.1 ").unwrap()[..3]
            .parse()
            .unwrap();
        let response = Self {
            head,
            body: bytes[end + 4..].to_vec(),
        };
        let response = match response.header("Transfer-Encoding") {
            Some("chunked") => Self {
                body: joined(&response.body),
                ..response
            },
            _ => response,
        };
        (status, response)
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let lines = self
            .head
            .split("\r\n")
            .filter_map(|line| line.split_once(": "));
        let mut found = lines.filter(|(known, _)| known.eq_ignore_ascii_case(name));
        found.next().map(|(_, value)| value)
    }

    pub(crate) fn json(&self) -> Value {
        assert_eq!(self.header("Content-Type"), Some("application/json"));
        serde_json::from_slice(&self.body).unwrap()
    }
}

fn joined(mut chunks: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    loop {
        let end = chunks.windows(2).position(|w| w == b"\r\n").unwrap();
        let size = std::str::from_utf8(&chunks[..end]).unwrap();
        let size = usize::from_str_radix(size, 16).unwrap();
        if size == 0 {
            return body;
        }
        body.extend_from_slice(&chunks[end + 2..end + 2 + size]);
        chunks = &chunks[end + 4 + size..];
    }
}

pub(crate) fn now() -> u64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap()
        .as_secs()
}

/// Parameters as pairs: `Nodes.0.Host`.
pub(crate) fn flat(parameters: &Value) -> Vec<(String, String)> {
    fn walk(value: &Value, path: String, pairs: &mut Vec<(String, String)>) {
        let below = |name: &str| match path.as_str() {
            "" => name.to_owned(),
            path => format!("{path}.{name}"),
        };
        match value {
            Value::Object(map) => map.iter().for_each(|(n, v)| walk(v, below(n), pairs)),
            Value::Array(items) => {
                let items = items.iter().enumerate();
                items.for_each(|(i, v)| walk(v, below(&i.to_string()), pairs));
            }
            Value::String(text) => pairs.push((path, text.clone())),
            scalar => pairs.push((path, scalar.to_string())),
        }
    }
    let mut pairs = Vec::new();
    walk(parameters, String::new(), &mut pairs);
    pairs
}

pub(crate) fn query(pairs: &[(String, String)]) -> String {
    let encode = |text| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
    let pairs: Vec<_> = pairs
        .iter()
        .map(|(n, v)| format!("{}={}", encode(n), encode(v)))
        .collect();
    pairs.join("&")
}

fn hmac256(key: &[u8], text: &str) -> Vec<u8> {
    let mac = <Hmac<Sha256> as KeyInit>::new_from_slice(key).unwrap();
    mac.chain_update(text).finalize().into_bytes().to_vec()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
