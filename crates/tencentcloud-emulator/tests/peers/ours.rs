//! Our request for an action beside the Python SDK's.

use std::time::{Duration, SystemTime};

use serde_json::{Value, json};
use tencentcloud_apigateway::runtime::signer::{tc3, v1};
use tencentcloud_apigateway::runtime::{Config, Credential, Method, SignatureMethod};
use tencentcloud_apigateway::{Client, CreateUpstreamRequest, UpstreamHealthChecker, UpstreamNode};
use tencentcloud_emulator::{TEST_SECRET_ID, TEST_SECRET_KEY};

use crate::client::{Client as _, Order, Sdk, Signing, python_signings};
use crate::message::{Capture, Message, same_scope};

#[test]
fn create_upstream_is_what_python_sends() {
    let Some(mut python) = Sdk::python() else {
        return;
    };
    let capture = Capture::start();
    for signing in python_signings() {
        let order = Order::new("CreateUpstream", parameters());
        python
            .call(&order.at(&capture.address).signed(signing))
            .unwrap();
        let theirs = capture.next();
        let ours = ours(&capture.address, signing, theirs.timestamp());

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
    call.prepare_at(&credential(), time).unwrap().into()
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
