//! Which service is called.

use serde_json::json;
use tencentcloud_emulator::{Builder, Credential, Emulator};

use crate::client::{Request, Response};
use crate::{WORKSHOP, answer, builder, code, workshop};

/// A second service that has two actions of the first, under the same version.
fn annex() -> Builder {
    let mut annex = workshop();
    annex.service = "annex".to_owned();
    annex
        .actions
        .retain(|name, _| ["DrawSketch", "TellOn"].contains(&name.as_str()));
    builder().description(annex)
}

fn lend(emulator: &Emulator, host: &str, service: &str) -> Response {
    let request = Request::post("LendTool", WORKSHOP.1, &json!({"Borrower": "Ada"}));
    request
        .header("Host", host)
        .tc3(service, &Credential::test())
        .send(emulator.address())
}

fn v1(emulator: &Emulator, host: &str, action: (&str, &str)) -> Response {
    let request = Request::v1(
        "GET",
        host,
        "HmacSHA1",
        action,
        &json!({}),
        &Credential::test(),
    );
    request.send(emulator.address())
}

#[tokio::test]
async fn scope_then_host_then_action() {
    let emulator = annex().start().await.unwrap();
    // The scope goes before the host.
    assert_eq!(
        code(&lend(&emulator, "workshop.localhost", "annex")),
        "InvalidAction"
    );
    answer(&lend(&emulator, "annex.localhost", "workshop"));
    // Then the host.
    let host = "workshop.localhost:8080";
    assert_eq!(
        code(&v1(&emulator, host, ("MeasureBoard", WORKSHOP.1))),
        "MissingParameter"
    );
    let tell = v1(&emulator, "annex.localhost", ("TellOn", WORKSHOP.1));
    assert_eq!(tell.header("Content-Type"), Some("text/event-stream"));
    assert_eq!(
        code(&v1(&emulator, "annex.localhost", ("Tell", WORKSHOP.1))),
        "InvalidAction"
    );
    // Then what has the action.
    for host in [
        "127.0.0.1:8080",
        "[::1]:8080",
        "localhost:8080",
        "localhost",
        "gateway.example:1",
    ] {
        answer(&lend(&emulator, host, "127"));
    }
}

#[tokio::test]
async fn candidates_are_named() {
    let emulator = annex().start().await.unwrap();
    let response = v1(&emulator, "127.0.0.1:8080", ("TellOn", WORKSHOP.1));
    assert_eq!(code(&response), "NoSuchProduct");
    let message = response.json()["Response"]["Error"]["Message"].to_string();
    assert!(
        message.contains("annex, workshop") && message.contains("annex.localhost"),
        "{message}"
    );
}

#[tokio::test]
async fn nothing_has_it() {
    let emulator = annex().start().await.unwrap();
    let code = |host, action| code(&v1(&emulator, host, action));
    assert_eq!(code("127.0.0.1", ("TellOff", WORKSHOP.1)), "InvalidAction");
    assert_eq!(code("127.0.0.1", ("TellOn", "1999-01-01")), "NoSuchVersion");
    assert_eq!(
        code("garage.localhost", ("TellOff", WORKSHOP.1)),
        "NoSuchProduct"
    );
}

#[tokio::test]
async fn a_given_description_stands_in_for_the_catalogues() {
    let mut description = crate::description(
        &std::fs::read_to_string("../../schema/services/apigateway/2018-08-08.json").unwrap(),
    );
    description
        .actions
        .retain(|name, _| name != "DeleteUpstream");
    let emulator = Emulator::builder()
        .description(description)
        .start()
        .await
        .unwrap();
    let request = Request::post(
        "DeleteUpstream",
        "2018-08-08",
        &json!({"UpstreamId": "upstream-0"}),
    )
    .header("Host", "apigateway.localhost")
    .tc3("apigateway", &Credential::test());
    assert_eq!(code(&request.send(emulator.address())), "InvalidAction");
}
