//! Our request for an action beside the Python SDK's.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::thread::{self, JoinHandle};
use std::time::{Duration, SystemTime};

use percent_encoding::percent_decode_str;
use serde_json::{Value, json};
use tencentcloud_apigateway::runtime::signer::{tc3, v1};
use tencentcloud_apigateway::runtime::{Bytes, Config, Credential, Method, SignatureMethod};
use tencentcloud_apigateway::{Client, CreateUpstreamRequest, UpstreamHealthChecker, UpstreamNode};
use tencentcloud_emulator::{TEST_SECRET_ID, TEST_SECRET_KEY};

use crate::client::{Client as _, Order, Sdk, Signing, python_signings};

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

#[test]
fn create_upstream_is_what_python_sends() {
    let Some(mut python) = Sdk::python() else {
        return;
    };
    for signing in python_signings() {
        let (address, captured) = capture();
        let order = Order::new("CreateUpstream", parameters());
        python.call(&order.at(&address).signed(signing)).unwrap();
        let theirs = captured.join().unwrap();
        let ours = ours(&address, signing, theirs.timestamp());

        assert_eq!(ours.comparable(), theirs.comparable(), "{signing:?}");
        if signing.method == "TC3-HMAC-SHA256" {
            same_scope(&ours, &theirs);
            assert_eq!(
                theirs.headers["authorization"],
                signed_tc3(&theirs, signing)
            );
        } else {
            let signature = &theirs.parameters().0["Signature"];
            assert_eq!(*signature, signed_v1(&theirs, signing), "{signing:?}");
        }
    }
}

/// What both are asked to send; the name has what encodings get wrong.
fn parameters() -> Value {
    json!({
        "Scheme": "HTTP",
        "Algorithm": "ROUND-ROBIN",
        "UniqVpcId": "vpc-123456",
        "UpstreamName": "a b+c/~*'&=%测试",
        "Retries": 3,
        "Nodes": [{"Host": "127.0.0.1", "Port": 80, "Weight": 100}],
        "HealthChecker": {
            "EnableActiveCheck": true,
            "EnablePassiveCheck": false,
            "HealthyHttpStatus": "200",
            "UnhealthyHttpStatus": "500",
            "TcpFailureThreshold": 1,
            "TimeoutThreshold": 2,
            "HttpFailureThreshold": 3,
        },
    })
}

fn ours(address: &str, signing: Signing, timestamp: u64) -> Message {
    let checker = UpstreamHealthChecker::new()
        .enable_active_check(true)
        .enable_passive_check(false)
        .healthy_http_status("200")
        .unhealthy_http_status("500")
        .tcp_failure_threshold(1)
        .timeout_threshold(2)
        .http_failure_threshold(3);
    let request = CreateUpstreamRequest::new()
        .scheme("HTTP")
        .algorithm("ROUND-ROBIN")
        .uniq_vpc_id("vpc-123456")
        .upstream_name("a b+c/~*'&=%测试")
        .retries(3)
        .nodes([UpstreamNode::new().host("127.0.0.1").port(80).weight(100)])
        .health_checker(checker);
    let config = Config::new(credential())
        .region("ap-guangzhou")
        .endpoint(format!("http://{address}"))
        .language("zh-CN")
        .unsigned_payload(signing.unsigned)
        .signature_method(signature_method(signing))
        .method(match signing.verb {
            "GET" => Method::Get,
            _ => Method::Post,
        });
    let client = Client::new(&config);
    let time = SystemTime::UNIX_EPOCH + Duration::from_secs(timestamp);
    let call = client.create_upstream(request);
    let request = call.prepare_at(&credential(), time).unwrap();
    let text = |value: &[u8]| String::from_utf8(value.to_vec()).unwrap();
    Message {
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

fn credential() -> Credential {
    Credential::new(TEST_SECRET_ID, TEST_SECRET_KEY)
}

fn signature_method(signing: Signing) -> SignatureMethod {
    [SignatureMethod::HmacSha1, SignatureMethod::HmacSha256]
        .into_iter()
        .find(|method| method.as_str() == signing.method)
        .unwrap_or_default()
}

/// The same credential scope; we sign every header that they sign.
fn same_scope(ours: &Message, theirs: &Message) {
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

/// The header that our signer makes for their message.
fn signed_tc3(message: &Message, signing: Signing) -> String {
    let input = tc3::Input {
        method: &message.verb,
        query: message.query(),
        content_type: &message.headers["content-type"],
        host: &message.headers["host"],
        action: None,
        payload: match signing.unsigned {
            true => tc3::UNSIGNED_PAYLOAD.as_bytes(),
            false => &message.body,
        },
        service: "apigateway",
        timestamp: message.timestamp().try_into().unwrap(),
    };
    tc3::sign(&input, &credential()).authorization
}

/// The parameter that our signer makes for their message.
fn signed_v1(message: &Message, signing: Signing) -> String {
    let (mut parameters, _) = message.parameters();
    parameters.remove("Signature");
    let parameters: Vec<_> = parameters.into_iter().collect();
    let text = v1::string_to_sign(&message.verb, &message.headers["host"], &parameters);
    v1::sign(&text, TEST_SECRET_KEY, signature_method(signing))
}

/// A request as sent.
struct Message {
    verb: String,
    target: String,
    headers: BTreeMap<String, String>,
    body: Bytes,
}

/// What two requests must have alike.
#[derive(Debug, PartialEq)]
struct Comparable {
    verb: String,
    path: String,
    /// `Host`, `Content-Type` and those of the protocol. The rest is the HTTP library's.
    headers: BTreeMap<String, String>,
    pairs: BTreeMap<String, String>,
    json: Option<Value>,
}

impl Message {
    fn query(&self) -> &str {
        self.target.split_once('?').map_or("", |(_, query)| query)
    }

    /// The pairs of the query and form, decoded; the body, where it is JSON.
    fn parameters(&self) -> (BTreeMap<String, String>, Option<Value>) {
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

    fn timestamp(&self) -> u64 {
        let (pairs, _) = self.parameters();
        let header = self.headers.get("x-tc-timestamp");
        header
            .unwrap_or_else(|| &pairs["Timestamp"])
            .parse()
            .unwrap()
    }

    fn comparable(&self) -> Comparable {
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
        Comparable {
            verb: self.verb.clone(),
            path: path.to_owned(),
            headers,
            pairs,
            json,
        }
    }
}

/// An address that takes one request, answers it and gives it back.
fn capture() -> (String, JoinHandle<Message>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let captured = thread::spawn(move || {
        let mut reader = BufReader::new(listener.accept().unwrap().0);
        let mut line = || {
            let mut line = String::new();
            reader.read_line(&mut line).unwrap();
            line.trim_end().to_owned()
        };
        let first = line();
        let mut first = first.split(' ').map(str::to_owned);
        let (verb, target) = (first.next().unwrap(), first.next().unwrap());
        let headers: BTreeMap<_, _> = std::iter::from_fn(|| {
            let line = line();
            let (name, value) = line.split_once(": ")?;
            Some((name.to_ascii_lowercase(), value.to_owned()))
        })
        .collect();
        let length = headers.get("content-length").map_or("0", String::as_str);
        let mut body = vec![0; length.parse().unwrap()];
        reader.read_exact(&mut body).unwrap();

        let answer = r#"{"Response":{"UpstreamId":"upstream-1","RequestId":"request-1"}}"#;
        write!(
            reader.get_mut(),
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{answer}",
            answer.len()
        )
        .unwrap();
        Message {
            verb,
            target,
            headers,
            body: body.into(),
        }
    });
    (address, captured)
}
