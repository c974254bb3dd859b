//! Requests as clients send them.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;
use std::time::Duration;

use percent_encoding::percent_decode_str;
use serde_json::Value;
use tencentcloud_apigateway::runtime::Bytes;

/// Headers and, in signature v1, parameters that need not be equal.
const DIFFERENT: [&str; 5] = [
    // Each client says its own name and version.
    "x-tc-requestclient",
    "RequestClient",
    // A random id for the vendor's support, which a request may have and ours lack.
    "x-tc-traceid",
    // A random number.
    "Nonce",
    // It covers the two above. That both mean the same by it is tested apart, as it is for TC3,
    // where we sign the action's name too.
    "Signature",
];

/// A request as sent.
pub(crate) struct Message {
    pub(crate) verb: String,
    pub(crate) target: String,
    pub(crate) headers: BTreeMap<String, String>,
    pub(crate) body: Bytes,
}

/// What two requests must have alike.
#[derive(Debug, PartialEq)]
pub(crate) struct Comparable {
    verb: String,
    path: String,
    /// `Host`, `Content-Type` and those of the protocol. The rest is the HTTP library's.
    headers: BTreeMap<String, String>,
    pairs: BTreeMap<String, String>,
    json: Option<Value>,
}

impl Message {
    pub(crate) fn query(&self) -> &str {
        self.target.split_once('?').map_or("", |(_, query)| query)
    }

    /// The pairs of the query and form, decoded; the body, where it is JSON.
    pub(crate) fn parameters(&self) -> (BTreeMap<String, String>, Option<Value>) {
        let decode = |text: &str| {
            let text = text.replace('+', " ");
            percent_decode_str(&text)
                .decode_utf8()
                .unwrap()
                .into_owned()
        };
        let json = serde_json::from_slice(&self.body).ok();
        let form = match json {
            Some(_) => "",
            None => std::str::from_utf8(&self.body).unwrap(),
        };
        let pairs = self.query().split('&').chain(form.split('&'));
        let pairs = pairs.filter_map(|pair| pair.split_once('='));
        let pairs = pairs.map(|(name, value)| (decode(name), decode(value)));
        (pairs.collect(), json)
    }

    pub(crate) fn timestamp(&self) -> u64 {
        let (pairs, _) = self.parameters();
        let header = self.headers.get("x-tc-timestamp");
        header
            .unwrap_or_else(|| &pairs["Timestamp"])
            .parse()
            .unwrap()
    }

    pub(crate) fn comparable(&self) -> Comparable {
        let (mut pairs, json) = self.parameters();
        pairs.retain(|name, _| !DIFFERENT.contains(&name.as_str()));
        for value in pairs.values_mut() {
            // Python writes its own names of the booleans; we write JSON's.
            match value.as_str() {
                "True" => *value = "true".to_owned(),
                "False" => *value = "false".to_owned(),
                _ => {}
            }
        }
        let mut headers = self.headers.clone();
        headers.retain(|name, _| {
            ["host", "content-type"].contains(&name.as_str()) || name.starts_with("x-tc-")
        });
        headers.retain(|name, _| !DIFFERENT.contains(&name.as_str()));
        let (path, _) = self.target.split_once('?').unwrap_or((&self.target, ""));
        // A request to a proxy names the whole URL.
        let path = match path.split_once("://") {
            Some((_, url)) => url
                .split_once('/')
                .map_or("/".to_owned(), |(_, path)| format!("/{path}")),
            None => path.to_owned(),
        };
        Comparable {
            verb: self.verb.clone(),
            path,
            headers,
            pairs,
            json,
        }
    }
}

/// The same credential scope; we sign every header that they sign.
pub(crate) fn same_scope(ours: &Message, theirs: &Message) {
    let [ours, theirs] = [ours, theirs].map(|message| {
        let fields = message.headers["authorization"].split([' ', ',']);
        let fields = fields.filter_map(|field| field.split_once('='));
        fields.collect::<BTreeMap<_, _>>()
    });
    assert_eq!(ours["Credential"], theirs["Credential"]);
    let signed: Vec<_> = ours["SignedHeaders"].split(';').collect();
    for header in theirs["SignedHeaders"].split(';') {
        assert!(signed.contains(&header), "{header} is not in {signed:?}");
    }
}

/// An address that answers every request alike and keeps it; as a proxy, too.
pub(crate) struct Capture {
    pub(crate) address: String,
    captured: Receiver<Message>,
}

impl Capture {
    pub(crate) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let (sender, captured) = mpsc::channel();
        // It ends with the process.
        thread::spawn(move || {
            for stream in listener.incoming() {
                let sender = sender.clone();
                thread::spawn(move || serve(stream.unwrap(), &sender));
            }
        });
        Self { address, captured }
    }

    /// The next request that was sent.
    pub(crate) fn next(&self) -> Message {
        let captured = self.captured.recv_timeout(Duration::from_secs(60));
        captured.expect("a request within a minute")
    }
}

fn serve(stream: TcpStream, sender: &Sender<Message>) {
    const ANSWER: &str = r#"{"Response":{"RequestId":"request-1"}}"#;
    let mut reader = BufReader::new(stream);
    while let Some(message) = read(&mut reader) {
        let answer = match message.verb.as_str() {
            "CONNECT" => "HTTP/1.1 200 OK\r\n\r\n".to_owned(),
            _ => format!(
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{ANSWER}",
                ANSWER.len()
            ),
        };
        if message.verb != "CONNECT" {
            let _ = sender.send(message);
        }
        if reader.get_mut().write_all(answer.as_bytes()).is_err() {
            return;
        }
    }
}

/// Reads a request; `None` at the connection's end.
fn read(reader: &mut BufReader<TcpStream>) -> Option<Message> {
    let mut line = || {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        Some(line.trim_end().to_owned())
    };
    let first = line()?;
    let mut first = first.split(' ').map(str::to_owned);
    let (verb, target) = (first.next()?, first.next()?);
    let headers: BTreeMap<_, _> = std::iter::from_fn(|| {
        let line = line()?;
        let (name, value) = line.split_once(": ")?;
        Some((name.to_ascii_lowercase(), value.to_owned()))
    })
    .collect();
    let length = headers.get("content-length").map_or("0", String::as_str);
    let mut body = vec![0; length.parse().unwrap()];
    reader.read_exact(&mut body).ok()?;
    Some(Message {
        verb,
        target,
        headers,
        body: body.into(),
    })
}

impl From<hyper::Request<Bytes>> for Message {
    fn from(request: hyper::Request<Bytes>) -> Self {
        let text = |value: &[u8]| String::from_utf8(value.to_vec()).unwrap();
        Self {
            verb: request.method().to_string(),
            target: request.uri().path_and_query().unwrap().to_string(),
            headers: request
                .headers()
                .iter()
                .map(|(name, value)| (name.to_string(), text(value.as_bytes())))
                .collect(),
            body: request.into_body(),
        }
    }
}
