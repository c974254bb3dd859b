//! Multipart and octet-stream bodies.

use serde_json::json;
use tencentcloud_emulator::Credential;

use crate::client::Request;
use crate::{WORKSHOP, answer, builder, code};

fn sketch(parts: &str) -> Request {
    Request::new("POST", "DrawSketch", WORKSHOP.1)
        .header("Host", "workshop.localhost")
        .header("Content-Type", "multipart/form-data; boundary=7e0f")
        .body(parts.replace('\n', "\r\n"))
}

#[tokio::test]
async fn multipart() {
    let emulator = builder().start().await.unwrap();
    let send = |request: Request| {
        request
            .tc3("workshop", &Credential::test())
            .send(emulator.address())
    };
    let good = "--7e0f\nContent-Disposition: form-data; name=\"Sheet\"; filename=\"Sheet\"\n\n\x00line\n\n\
        --7e0f\nContent-Disposition: form-data; name=\"Title\"\n\nA box\n\
        --7e0f\nContent-Disposition: form-data; name=\"Tool\"\nContent-Type: application/json\n\n{\"Name\":\"saw\",\"Edges\":[2]}\n\
        --7e0f--\n";
    let drawn = answer(&send(sketch(good)));
    assert_eq!(drawn["Title"], "A box");
    assert_eq!(drawn["Sheet"], "AGxpbmUNCg==");
    assert_eq!(drawn["Tool"], json!({"Name": "saw", "Edges": [2]}));

    let edited = |from: &str, to: &str| code(&send(sketch(&good.replace(from, to))));
    assert_eq!(edited("\"Sheet\"", "\"Plan\""), "UnknownParameter");
    assert_eq!(edited("{\"Name\"", "{\"Title\""), "UnknownParameter");
    assert_eq!(edited("\"Edges\":[2]", "\"Edges\":2"), "InvalidParameter");
    assert_eq!(edited("{\"Name\"", "{"), "InvalidRequest");
    assert_eq!(edited("--7e0f--", "--7e0f"), "InvalidRequest");
    assert_eq!(code(&send(sketch(""))), "MissingParameter");
    let wide = sketch(good).header("Content-Type", "multipart/form-data");
    assert_eq!(code(&send(wide)), "InvalidRequest");
}

#[tokio::test]
async fn octets() {
    let emulator = builder().start().await.unwrap();
    let saw = || {
        Request::new("POST", "RecordSaw", WORKSHOP.1)
            .header("Host", "workshop.localhost")
            .header("Content-Type", "application/octet-stream")
            .header("X-Workshop-Bench", "left")
            .header("X-Workshop-Speed", "12")
            .body([0xff, 0x00, 0x80])
    };
    let send = |request: Request| {
        request
            .tc3("workshop", &Credential::test())
            .send(emulator.address())
    };
    let mut recorded = answer(&send(saw()));
    recorded["RequestId"].take();
    let expected = json!({"Bench": "left", "Speed": 12, "Sound": "/wCA", "RequestId": null});
    assert_eq!(recorded, expected);
    assert_eq!(
        code(&send(saw().without("X-Workshop-Bench"))),
        "MissingParameter"
    );
    assert_eq!(
        code(&send(saw().header("X-Workshop-Speed", "fast"))),
        "InvalidParameter"
    );
    assert_eq!(
        code(&send(
            saw().header("Content-Type", "application/json").body("{}")
        )),
        "InvalidRequest"
    );
}

#[tokio::test]
async fn unsigned() {
    let emulator = builder().start().await.unwrap();
    let lend = Request::post("LendTool", WORKSHOP.1, &json!({"Borrower": "Ada"}))
        .header("Host", "workshop.localhost")
        .header("Authorization", "SKIP");
    assert_eq!(answer(&lend.send(emulator.address()))["Borrower"], "Ada");
    // Nothing vouches for the time of what is not signed.
    answer(&lend.without("X-TC-Timestamp").send(emulator.address()));

    let payload = Request::post("LendTool", WORKSHOP.1, &json!({"Borrower": "Ada"}))
        .header("Host", "workshop.localhost")
        .header("X-TC-Content-SHA256", "UNSIGNED-PAYLOAD")
        .tc3("workshop", &Credential::test())
        .body(r#"{"Borrower": "Grace"}"#);
    assert_eq!(
        answer(&payload.send(emulator.address()))["Borrower"],
        "Grace"
    );
}
