//! Every tolerated fault, shown by a client that has it.

use serde_json::{Value, json};
use tencentcloud_emulator::Rule;

use crate::client::{Arguments, Client, Order, Sdk, TC3_GET, Tccli};
use crate::endpoint::Endpoint;

const WORKSHOP: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/wire/data/workshop.json");

#[test]
fn each_is_needed_by_a_client() {
    let mut python = Sdk::python();
    let mut node = Sdk::node();
    let mut tccli = Tccli::new(Arguments::Json);
    for rule in Rule::ALL {
        let (client, order) = match rule {
            Rule::HostWithoutPort | Rule::ScopeOfNoService => (dynamic(&mut node), describe()),
            Rule::HostWithScheme => (dynamic(&mut tccli), describe()),
            Rule::ValuesSignedAsSent => (dynamic(&mut node), with_capitals()),
            Rule::CapitalBooleans => (dynamic(&mut python), with_booleans()),
            Rule::OctetStreamParameter => (dynamic(&mut node), log()),
            Rule::JsonForMultipart => (dynamic(&mut node), typed_upload()),
            Rule::UntypedJsonPart => (dynamic(&mut node), upload_with_object()),
            Rule::NeedlessSignature => (dynamic(&mut python), unsigned()),
            Rule::IdAlone => (dynamic(&mut python), with_id_alone()),
            Rule::UnknownRole => (dynamic(&mut python), assumed()),
            Rule::UnknownParameter => (dynamic(&mut python), with_triggers()),
            Rule::UnknownAction => (dynamic(&mut python), of_no_page()),
            _ => panic!("{rule}: say which client needs it"),
        };
        let Some(client) = client else { continue };

        let mut arguments = vec!["--description", WORKSHOP];
        if !rule.is_default() {
            arguments.push("--allow-unknown");
        }
        let endpoint = Endpoint::start(&arguments);
        let answer = client.call(&order.clone().at(&endpoint.address));
        answer.unwrap_or_else(|refusal| panic!("{rule}, on: {refusal}"));

        arguments.extend(["--refuse", rule.name()]);
        let without = Endpoint::start(&arguments);
        let refusal = match client.call(&order.at(&without.address)) {
            Ok(answer) => panic!("{rule}, off: {answer}"),
            Err(refusal) => refusal,
        };
        assert!(
            refusal.message.contains(rule.name()),
            "{rule}, off: {refusal}"
        );
    }
}

/// What the Python SDK uploads needs no rule.
#[test]
fn python_uploads_need_none() {
    let Some(mut python) = Sdk::python() else {
        return;
    };
    let endpoint = Endpoint::start(&["--strict"]);
    for order in [typed_upload(), log()] {
        let answer = python.call(&order.at(&endpoint.address));
        answer.unwrap_or_else(|refusal| panic!("{refusal}"));
    }
}

fn dynamic(client: &mut Option<impl Client>) -> Option<&mut dyn Client> {
    client.as_mut().map(|client| client as &mut dyn Client)
}

fn describe() -> Order {
    Order::new("DescribeUpstreams", json!({"Limit": 1, "Offset": 0}))
}

/// A user may set the media type, and spell it so.
fn with_capitals() -> Order {
    describe().with(
        "headers",
        json!({"Content-Type": "application/json; charset=UTF-8"}),
    )
}

fn with_booleans() -> Order {
    let checker = json!({
        "EnableActiveCheck": true,
        "EnablePassiveCheck": false,
        "HealthyHttpStatus": "200",
        "UnhealthyHttpStatus": "500",
        "TcpFailureThreshold": 1,
        "TimeoutThreshold": 1,
        "HttpFailureThreshold": 1,
    });
    let parameters = json!({
        "Scheme": "HTTP",
        "Algorithm": "ROUND-ROBIN",
        "UniqVpcId": "vpc-123456",
        "HealthChecker": checker,
    });
    Order::new("CreateUpstream", parameters).signed(TC3_GET)
}

fn log() -> Order {
    Order::new("UploadLog", bytes())
        .of("cls", "2020-10-16")
        .with("form", "octets")
        .with(
            "headers",
            json!({"X-CLS-TopicId": "topic", "X-CLS-HashKey": "hash"}),
        )
}

/// The typed client drops its own option to send multipart.
fn typed_upload() -> Order {
    Order::new("UploadMedicalFile", json!({"File": bytes()})).of("cii", "2021-04-08")
}

/// It has no form for an object in multipart but a text that is JSON.
fn upload_with_object() -> Order {
    let parameters = json!({"Sheet": bytes(), "Tool": r#"{"Name":"adze"}"#});
    Order::new("DrawSketch", parameters)
        .of("workshop", "2031-04-05")
        .with("form", "multipart")
}

fn unsigned() -> Order {
    let parameters = json!({
        "SAMLAssertion": "assertion",
        "PrincipalArn": "principal",
        "RoleArn": "qcs::cam::uin/100000000001:roleName/role",
        "RoleSessionName": "session",
    });
    Order::new("AssumeRoleWithSAML", parameters).of("sts", "2018-08-13")
}

/// A role that the account of a test was never given.
fn assumed() -> Order {
    let parameters = json!({
        "RoleArn": "qcs::cam::uin/100000000001:roleName/role",
        "RoleSessionName": "session",
    });
    Order::new("AssumeRole", parameters).of("sts", "2018-08-13")
}

/// What is deleted is known by its id.
fn with_id_alone() -> Order {
    let parameters = json!({"InstanceId": "bgp-1", "CcGeoIPBlockConfig": {"Id": "config-1"}});
    Order::new("DeleteCcGeoIPBlockConfig", parameters)
        .of("antiddos", "2020-03-09")
        .with("form", "plain")
}

/// A parameter that programs send with functions (of which there is none here) and no page has.
fn with_triggers() -> Order {
    let parameters = json!({"Limit": 1, "ShowTriggers": "TRUE"});
    Order::new("ListFunctions", parameters)
        .of("scf", "2018-04-16")
        .with("form", "plain")
}

/// An action that the programs of CloudBase call and no page has.
fn of_no_page() -> Order {
    Order::new("DescribeLoginConfigs", json!({"EnvId": "env-1"}))
        .of("tcb", "2018-06-08")
        .with("form", "plain")
}

/// Bytes that are not text and hold what ends a part.
fn bytes() -> Value {
    json!({"$base64": "AP8NCi0teA=="})
}
