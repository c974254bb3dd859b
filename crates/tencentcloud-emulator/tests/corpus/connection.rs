//! Requests on a connection that stays open.

use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};

use serde_json::Value;
use tencentcloud_apigateway::runtime::Credential;
use tencentcloud_apigateway::runtime::signer::tc3;
use tencentcloud_emulator::{TEST_SECRET_ID, TEST_SECRET_KEY};

/// When every request is signed.
pub(crate) const TIMESTAMP: u64 = 1_900_000_000;

/// A request, but for its signature.
pub(crate) struct Request<'a> {
    pub(crate) service: &'a str,
    pub(crate) version: &'a str,
    pub(crate) action: &'a str,
    pub(crate) region: Option<&'a str>,
    pub(crate) body: Body,
    /// Headers of the action's own.
    pub(crate) headers: Vec<(String, String)>,
}

/// How the parameters are sent.
pub(crate) enum Body {
    Json(String),
    Query(String),
    Octets(Vec<u8>),
}

/// A response whose status is 200.
pub(crate) struct Response {
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Response {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        let found = headers.find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    /// Returns the body, or `null` for a stream of events.
    pub(crate) fn json(&self) -> Value {
        match self.header("content-type") {
            Some("text/event-stream") => Value::Null,
            _ => serde_json::from_slice(&self.body).unwrap(),
        }
    }
}

pub(crate) struct Connection {
    stream: BufReader<TcpStream>,
    host: String,
    credential: Credential,
}

impl Connection {
    pub(crate) fn open(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).unwrap();
        stream.set_nodelay(true).unwrap();
        Self {
            stream: BufReader::new(stream),
            host: address.to_string(),
            credential: Credential::new(TEST_SECRET_ID, TEST_SECRET_KEY),
        }
    }

    pub(crate) fn send(&mut self, request: &Request<'_>) -> Response {
        let bytes = self.bytes(request);
        self.stream.get_mut().write_all(&bytes).unwrap();
        self.read()
    }

    /// Signed without the body: the signature is the endpoint's to verify, and not what is tested.
    fn bytes(&self, request: &Request<'_>) -> Vec<u8> {
        let (method, query, content_type, body) = match &request.body {
            Body::Json(text) => ("POST", "", "application/json", text.as_bytes()),
            Body::Query(text) => (
                "GET",
                text.as_str(),
                "application/x-www-form-urlencoded",
                &b""[..],
            ),
            Body::Octets(bytes) => ("POST", "", "application/octet-stream", &bytes[..]),
        };
        let input = tc3::Input {
            method,
            query,
            content_type,
            host: &self.host,
            action: None,
            payload: tc3::UNSIGNED_PAYLOAD.as_bytes(),
            service: request.service,
            timestamp: TIMESTAMP.try_into().unwrap(),
        };
        let authorization = tc3::sign(&input, &self.credential).authorization;
        let mut head = format!(
            "{method} /{}{query} HTTP/1.1\r\nHost: {}\r\nContent-Type: {content_type}\r\n\
             Authorization: {authorization}\r\nX-TC-Content-SHA256: {}\r\nX-TC-Timestamp: {TIMESTAMP}\r\n\
             X-TC-Action: {}\r\nX-TC-Version: {}\r\nContent-Length: {}\r\n",
            if query.is_empty() { "" } else { "?" },
            self.host,
            tc3::UNSIGNED_PAYLOAD,
            request.action,
            request.version,
            body.len()
        );
        if let Some(region) = request.region {
            write!(head, "X-TC-Region: {region}\r\n").unwrap();
        }
        for (name, value) in &request.headers {
            write!(head, "{name}: {value}\r\n").unwrap();
        }
        head.push_str("\r\n");
        [head.as_bytes(), body].concat()
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        self.stream.read_line(&mut line).unwrap();
        line.truncate(line.trim_end().len());
        line
    }

    fn read(&mut self) -> Response {
        let status = self.line();
        assert_eq!(status, "HTTP/1.1 200 OK");
        let mut headers = Vec::new();
        loop {
            let line = self.line();
            let Some((name, value)) = line.split_once(": ") else {
                break;
            };
            headers.push((name.to_ascii_lowercase(), value.to_owned()));
        }
        let length = headers.iter().find(|(name, _)| name == "content-length");
        let length = length.map(|(_, value)| value.parse::<usize>().unwrap());
        let body = match length {
            Some(length) => self.exactly(length),
            None => self.chunks(),
        };
        Response { headers, body }
    }

    fn exactly(&mut self, length: usize) -> Vec<u8> {
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body).unwrap();
        body
    }

    fn chunks(&mut self) -> Vec<u8> {
        let mut body = Vec::new();
        loop {
            let size = usize::from_str_radix(&self.line(), 16).unwrap();
            body.extend(self.exactly(size));
            assert_eq!(self.line(), "");
            if size == 0 {
                return body;
            }
        }
    }
}
