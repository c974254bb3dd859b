//! Published examples of signatures, sent as they stand at the time they were made.

use std::time::{Duration, UNIX_EPOCH};

use tencentcloud_emulator::{Credential, Emulator};

use crate::client::{Request, Response};
use crate::{answer, code, description};

const ID: &str = "AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE";
const KEY: &str = "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE";
const BODY: &str =
    r#"{"Limit": 1, "Filters": [{"Values": ["\u672a\u547d\u540d"], "Name": "instance-name"}]}"#;

async fn at(timestamp: u64) -> Emulator {
    let asterisks = "*".repeat(32);
    Emulator::builder()
        .description(description(include_str!("data/cvm.json")))
        .credential(Credential::new(ID, KEY))
        .credential(Credential::new(format!("AKID{asterisks}"), asterisks))
        .clock(move || UNIX_EPOCH + Duration::from_secs(timestamp))
        .start()
        .await
        .unwrap()
}

fn request(
    method: &'static str,
    timestamp: u64,
    date: &str,
    id: &str,
    headers: &str,
    signature: &str,
) -> Request {
    Request::new(method, "DescribeInstances", "2017-03-12")
        .header("Host", "cvm.tencentcloudapi.com")
        .header("X-TC-Timestamp", &timestamp.to_string())
        .header(
            "Authorization",
            &format!("TC3-HMAC-SHA256 Credential={id}/{date}/cvm/tc3_request, SignedHeaders={headers}, Signature={signature}"),
        )
}

fn post(id: &str, content_type: &str, headers: &str, signature: &str) -> Request {
    request("POST", 1_551_113_065, "2019-02-25", id, headers, signature)
        .header("Content-Type", content_type)
        .body(BODY)
}

const UTF8: &str = "application/json; charset=utf-8";
const A: &str = "72e494ea809ad7a8c8f7a4507b9bddcbaa8e581f516e8da2f66e2c5a96525168";

#[track_caller]
fn accepted(response: &Response) {
    // It got as far as the resources, of which there is none.
    match response.json()["Response"]["Error"]["Code"].as_str() {
        None => assert_eq!(answer(response)["TotalCount"], 0),
        Some(code) => assert_eq!(code, "InvalidInstanceId.NotFound"),
    }
}

#[tokio::test]
async fn posts() {
    let emulator = at(1_551_113_065).await;
    let send = |request: Request| request.send(emulator.address());
    let asterisks = format!("AKID{}", "*".repeat(32));
    accepted(&send(post(ID, UTF8, "content-type;host", A)));
    accepted(&send(post(
        &asterisks,
        UTF8,
        "content-type;host;x-tc-action",
        "10b1a37a7301a02ca19a647ad722d5e43b4b3cff309d421d85b46093f6ab6c4f",
    )));
    let json = "application/json";
    accepted(&send(post(
        ID,
        json,
        "content-type;host",
        "683bd0b53659853c39699162253251192320a09b3937e27bf8e08a559b1465b8",
    )));
    let unsigned = "6ca8818cc1b871a25d6f13dad67f0a6069a1979f11eddcd2087aee26addd80e6";
    accepted(&send(
        post(ID, json, "content-type;host", unsigned)
            .header("X-TC-Content-SHA256", "UNSIGNED-PAYLOAD"),
    ));

    // Each part of what is signed changes the signature.
    let wrong = [
        post(ID, json, "content-type;host", A),
        post(ID, json, "content-type;host", unsigned),
        post(ID, UTF8, "content-type;host;x-tc-action", A),
        post(ID, UTF8, "content-type;host", A)
            .header("Host", "cvm.ap-guangzhou.tencentcloudapi.com"),
        post(ID, UTF8, "content-type;host", A).header("X-TC-Timestamp", "1551113066"),
        post(ID, UTF8, "content-type;host", A).body(BODY.replace(": ", ":")),
        post(&asterisks, UTF8, "content-type;host", A),
    ];
    for request in wrong {
        assert_eq!(code(&send(request)), "AuthFailure.SignatureFailure");
    }
}

#[tokio::test]
async fn get() {
    let emulator = at(1_539_084_154).await;
    let mut request = request(
        "GET",
        1_539_084_154,
        "2018-10-09",
        ID,
        "content-type;host",
        "5da7a33f6993f0614b047e5df4582db9e9bf4672ba50567dba16c6ccf174c474",
    )
    .header("Content-Type", "application/x-www-form-urlencoded");
    request.target = "/?Limit=10&Offset=0".to_owned();
    accepted(&request.send(emulator.address()));
    request.target = "/?Offset=0&Limit=10".to_owned();
    assert_eq!(
        code(&request.send(emulator.address())),
        "AuthFailure.SignatureFailure"
    );
}

#[tokio::test]
async fn v1() {
    let emulator = at(1_465_185_768).await;
    let query = "Action=DescribeInstances&InstanceIds.0=ins-09dx96dg&Limit=20&Nonce=11886&Offset=0&Region=ap-guangzhou\
        &SecretId=AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE&Timestamp=1465185768&Version=2017-03-12\
        &Signature=EliP9YW3pW28FpsEdkXt%2F%2BWcGeI%3D";
    let send = |query: &str| {
        Request {
            method: "GET",
            target: format!("/?{query}"),
            headers: vec![("Host".to_owned(), "cvm.tencentcloudapi.com".to_owned())],
            body: Vec::new(),
        }
        .send(emulator.address())
    };
    accepted(&send(query));
    // The order of the parameters is not signed, their values are.
    let (first, rest) = query.split_once('&').unwrap();
    accepted(&send(&format!("{rest}&{first}")));
    assert_eq!(
        code(&send(&query.replace("11886", "11887"))),
        "AuthFailure.SignatureFailure"
    );
    assert_eq!(
        code(&send(&format!("{query}&SignatureMethod=HmacSHA256"))),
        "AuthFailure.SignatureFailure"
    );
}
