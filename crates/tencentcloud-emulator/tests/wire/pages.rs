//! Web pages, which browsers let send requests to this machine: none is served.

use serde_json::json;
use tencentcloud_emulator::{Credential, Emulator};

use crate::client::Request;
use crate::{APIGATEWAY, answer, code};

/// What a page can send without asking first: the default key is public.
fn form(host: &str) -> Request {
    let action = ("DescribeUpstreams", APIGATEWAY.1);
    let parameters = json!({"Limit": 1, "Offset": 0});
    let test = Credential::test();
    Request::v1("POST", host, "HmacSHA1", action, &parameters, &test)
}

/// The message of an answer that refuses whoever sent the request.
#[track_caller]
fn refused(emulator: &Emulator, request: &Request) -> String {
    let (status, response) = request.send_any(emulator.address());
    assert_eq!(status, 403, "{request:?}");
    assert_eq!(code(&response), "UnauthorizedOperation");
    assert_eq!(response.header("Access-Control-Allow-Origin"), None);
    response.json()["Response"]["Error"]["Message"].to_string()
}

#[tokio::test]
async fn of_another_site_are_refused() {
    let emulator = Emulator::start().await.unwrap();
    let local = form("apigateway.localhost");
    answer(&local.send(emulator.address()));
    for (header, value) in [
        ("Origin", "https://attacker.example"),
        ("Origin", "http://localhost.attacker.example:80"),
        ("Origin", "https://cvm.tencentcloudapi.com"),
        ("Origin", "null"),
        ("Origin", ""),
        ("Referer", "https://attacker.example/page"),
        ("Sec-Fetch-Site", "cross-site"),
        ("Sec-Fetch-Site", "same-site"),
    ] {
        let message = refused(&emulator, &local.clone().header(header, value));
        assert!(message.contains(header), "{message}");
    }
    // It may be read by no page either: the question whether it may is refused.
    let question = Request {
        method: "OPTIONS",
        ..local.clone().header("Origin", "https://attacker.example")
    };
    refused(&emulator, &question);
}

#[tokio::test]
async fn of_this_machine_are_served() {
    let emulator = Emulator::start().await.unwrap();
    let local = form("apigateway.localhost");
    for headers in [
        [
            ("Origin", "http://localhost:3000"),
            ("Sec-Fetch-Site", "cross-site"),
        ],
        [
            ("Origin", "http://127.0.0.1:3000"),
            ("Referer", "http://127.0.0.1:3000/"),
        ],
        [
            ("Origin", "http://[::1]:3000"),
            ("Sec-Fetch-Site", "same-site"),
        ],
        [("Sec-Fetch-Site", "none"), ("Accept", "*/*")],
    ] {
        let request = headers
            .iter()
            .fold(local.clone(), |request, (name, value)| {
                request.header(name, value)
            });
        answer(&request.send(emulator.address()));
    }
}

#[tokio::test]
async fn whose_name_points_here_are_refused() {
    let emulator = Emulator::start().await.unwrap();
    for host in [
        "attacker.example",
        "attacker.example:80",
        "apigateway.attacker.example",
        "localhost.attacker.example",
        "cvm.tencentcloudapi.com.attacker.example",
        "http://attacker.example",
        "127.0.0.1.attacker.example",
    ] {
        let message = refused(&emulator, &form(host));
        assert!(message.contains("`--host`"), "{message}");
    }
    for host in ["apigateway.tencentcloudapi.com", "apigateway.LOCALHOST:1"] {
        answer(&form(host).send(emulator.address()));
    }
    let named = Emulator::builder().host("emulator").host("b.example");
    let named = named.start().await.unwrap();
    for host in ["emulator:9000", "B.example"] {
        answer(&form(host).send(named.address()));
    }
    refused(&named, &form("a.b.example"));
}
