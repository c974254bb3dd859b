//! Which service is called.

use serde_json::{Value, json};
use tencentcloud_emulator::{Builder, Credential, Emulator};

use crate::client::{Request, Response};
use crate::{APIGATEWAY, WORKSHOP, answer, builder, code, workshop};

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
    let emulator = annex().host("gateway.example").start().await.unwrap();
    // The scope goes before a host that may be anything, and must be that of the service's own host.
    assert_eq!(
        code(&lend(&emulator, "gateway.example", "annex")),
        "InvalidAction"
    );
    answer(&lend(&emulator, "gateway.example", "workshop"));
    for host in [
        "annex.localhost",
        "annex.tencentcloudapi.com",
        "annex.ap-guangzhou.tencentcloudapi.com:443",
    ] {
        assert_eq!(
            code(&lend(&emulator, host, "workshop")),
            "AuthFailure.InvalidAuthorization",
            "{host}"
        );
    }
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
    for (host, first) in [
        ("127.0.0.1:8080", "127"),
        ("[::1]:8080", "[::1]"),
        ("localhost:8080", "localhost"),
        ("localhost:8080", "localhost:8080"),
        ("localhost", "localhost"),
        ("gateway.example:1", "gateway"),
    ] {
        let response = lend(&emulator, host, first);
        answer(&response);
        let borne = response.header("x-emulator-borne").unwrap();
        assert!(borne.contains("scope-of-no-service"), "{borne}");
        // What is no service and not the first label either is borne by nothing.
        for other in ["bench", "12", "", "workshops"] {
            assert_eq!(
                code(&lend(&emulator, host, other)),
                "AuthFailure.InvalidAuthorization",
                "{host} {other}"
            );
        }
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

/// A file that has one action of the catalogue's in another form, one of its own, a type of the
/// catalogue's with a member more, and that names a type which the catalogue alone defines.
const ABOVE: &str = r#"{
  "format": 1,
  "service": "apigateway",
  "version": "2018-08-08",
  "actions": {
    "DescribeExclusiveInstanceDetail": {
      "request": [{"name": "Reason", "type": "string", "required": true}],
      "response": [{"name": "Deleted", "type": "UpstreamNode"}]
    },
    "PaintGateway": {
      "request": [{"name": "Tags", "type": "Tag", "list": true, "required": true}],
      "response": [{"name": "Tags", "type": "Tag", "list": true}]
    }
  },
  "types": {
    "UpstreamNode": {
      "members": [
        {"name": "Host", "type": "string", "required": true, "always": true},
        {"name": "Colour", "type": "string", "required": true}
      ]
    }
  },
  "open": ["Tag"]
}"#;

fn call(emulator: &Emulator, action: &str, parameters: &Value) -> Response {
    Request::post(action, APIGATEWAY.1, parameters)
        .header("Host", "apigateway.localhost")
        .tc3("apigateway", &Credential::test())
        .send(emulator.address())
}

#[tokio::test]
async fn a_given_description_is_merged_over_the_catalogues() {
    let above = crate::description(ABOVE);
    let emulator = Emulator::builder().description(above);
    let emulator = emulator.start().await.unwrap();
    // Its actions are served, one of them in place of the catalogue's.
    let deleted = call(
        &emulator,
        "DescribeExclusiveInstanceDetail",
        &json!({"Reason": "old"}),
    );
    assert!(answer(&deleted)["Deleted"]["Colour"].is_string());
    let before = call(
        &emulator,
        "DescribeExclusiveInstanceDetail",
        &json!({"InstanceId": "instance-1"}),
    );
    assert_eq!(code(&before), "UnknownParameter");
    // A type that it leaves open is the catalogue's.
    let tags = json!({"Tags": [{"Key": "wall", "Value": "red"}]});
    let painted = call(&emulator, "PaintGateway", &tags);
    assert_eq!(answer(&painted)["Tags"], tags["Tags"]);
    // The catalogue's other actions are still there, and take its types.
    let page = json!({"Limit": 1, "Offset": 0});
    let instances = answer(&call(&emulator, "DescribeExclusiveInstancesStatus", &page));
    assert!(instances["Result"]["InstanceSet"][0]["InstanceId"].is_string());
    let node = json!({"Host": "127.0.0.1", "Port": 80, "Weight": 100});
    let create = json!({"Scheme": "HTTP", "Algorithm": "ROUND-ROBIN", "UniqVpcId": "vpc-1", "Nodes": [node]});
    let created = call(&emulator, "CreateUpstream", &create);
    assert_eq!(code(&created), "UnknownParameter");
    let node = json!({"Host": "127.0.0.1", "Colour": "red"});
    let create = json!({"Scheme": "HTTP", "Algorithm": "ROUND-ROBIN", "UniqVpcId": "vpc-1", "Nodes": [node]});
    answer(&call(&emulator, "CreateUpstream", &create));
}

#[tokio::test]
async fn given_descriptions_of_one_version_are_merged_in_their_order() {
    let mut first = workshop();
    let mut second = workshop();
    first.actions.retain(|name, _| name != "TellOn");
    second
        .actions
        .retain(|name, _| name == "TellOn" || name == "Tell");
    second.actions.get_mut("Tell").unwrap().request.clear();
    let emulator = Emulator::builder().description(first).description(second);
    let emulator = emulator.start().await.unwrap();
    let send = |action: &str, parameters: &Value| {
        Request::post(action, WORKSHOP.1, parameters)
            .header("Host", "workshop.localhost")
            .tc3("workshop", &Credential::test())
            .send(emulator.address())
    };
    answer(&send("LendTool", &json!({"Borrower": "Ada"})));
    let told = send("TellOn", &json!({}));
    assert_eq!(told.header("Content-Type"), Some("text/event-stream"));
    assert_eq!(
        code(&send("Tell", &json!({"Words": "hello"}))),
        "UnknownParameter"
    );
}

#[tokio::test]
async fn a_new_version_leaves_the_catalogues_versions_as_they_are() {
    let mut above = crate::description(ABOVE);
    above.version = "2031-04-05".to_owned();
    let emulator = Emulator::builder().description(above);
    let emulator = emulator.start().await.unwrap();
    let key = json!({"InstanceId": "instance-1"});
    answer(&call(&emulator, "DescribeExclusiveInstanceDetail", &key));
    let request = Request::post(
        "DescribeExclusiveInstanceDetail",
        "2031-04-05",
        &json!({"Reason": "old"}),
    )
    .header("Host", "apigateway.localhost")
    .tc3("apigateway", &Credential::test());
    answer(&request.send(emulator.address()));
    let request = Request::post("DescribeApiKey", "2031-04-05", &key)
        .header("Host", "apigateway.localhost")
        .tc3("apigateway", &Credential::test());
    assert_eq!(code(&request.send(emulator.address())), "InvalidAction");
}
