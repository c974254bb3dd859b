//! What is tolerated of the official clients, each on, then off.

use serde_json::{Value, json};
use tencentcloud_emulator::{Credential, Rule};

use crate::client::Request;
use crate::{APIGATEWAY, WORKSHOP, answer, builder, code};

/// The answer with every other tolerance off, and the error's code and message with this one off.
async fn both(rule: Rule, request: &Request) -> (Value, String) {
    let others = Rule::ALL.into_iter().filter(|other| *other != rule);
    let only = others.fold(builder(), |builder, other| builder.without(other));
    let only = only.with(rule).start().await.unwrap();
    let response = request.send(only.address());
    let borne = response.header("x-emulator-borne");
    assert_eq!(borne, Some(rule.name()));
    let answer = answer(&response);
    let without = builder().without(rule).start().await.unwrap();
    let response = request.send(without.address());
    let code = code(&response);
    let message = response.json()["Response"]["Error"]["Message"].to_string();
    assert!(message.contains(rule.name()), "{message}");
    (answer, code)
}

fn describe(host: &str) -> Request {
    Request::post(
        "DescribeUpstreams",
        APIGATEWAY.1,
        &json!({"Limit": 1, "Offset": 0}),
    )
    .header("Host", host)
}

#[tokio::test]
async fn host_without_port() {
    let headers = [
        ("content-type", "application/json".to_owned()),
        ("host", "127.0.0.1".to_owned()),
    ];
    let request = describe("127.0.0.1:18100").tc3_over("apigateway", &Credential::test(), &headers);
    let (_, code) = both(Rule::HostWithoutPort, &request).await;
    assert_eq!(code, "AuthFailure.SignatureFailure");
}

#[tokio::test]
async fn host_with_scheme() {
    let request = describe("http://127.0.0.1:18099").tc3("apigateway", &Credential::test());
    let (_, code) = both(Rule::HostWithScheme, &request).await;
    assert_eq!(code, "InvalidRequest");
}

#[tokio::test]
async fn scope_of_no_service() {
    let request = describe("127.0.0.1:18100").tc3("127", &Credential::test());
    let (_, code) = both(Rule::ScopeOfNoService, &request).await;
    assert_eq!(code, "AuthFailure.InvalidAuthorization");
}

#[tokio::test]
async fn values_signed_as_sent() {
    let media = "application/json; charset=UTF-8";
    let headers = [
        ("content-type", media.to_owned()),
        ("host", "APIGateway.localhost".to_owned()),
        ("x-tc-action", "describeupstreams".to_owned()),
    ];
    let request = describe("APIGateway.localhost").header("Content-Type", media);
    let lower_action = request
        .clone()
        .tc3_over("apigateway", &Credential::test(), &headers);
    let (_, code) = both(Rule::ValuesSignedAsSent, &lower_action).await;
    assert_eq!(code, "AuthFailure.SignatureFailure");

    let mut headers = headers;
    headers[2].1 = "DescribeUpstreams".to_owned();
    let as_sent = request
        .clone()
        .tc3_over("apigateway", &Credential::test(), &headers);
    both(Rule::ValuesSignedAsSent, &as_sent).await;

    // As documented, it takes no tolerance.
    let strict = builder().strict().start().await.unwrap();
    let response = request.tc3("apigateway", &Credential::test());
    let response = response.send(strict.address());
    answer(&response);
    assert_eq!(response.header("x-emulator-borne"), None);
}

#[tokio::test]
async fn capital_booleans() {
    let mut request = Request::get("MeasureBoard", WORKSHOP.1, &json!({}));
    request.target = "/?Width=1&Dry=False".to_owned();
    let request = request
        .header("Host", "workshop.localhost")
        .tc3("workshop", &Credential::test());
    let (answer, code) = both(Rule::CapitalBooleans, &request).await;
    assert_eq!(answer["Dry"], false);
    assert_eq!(code, "InvalidParameter");
}

#[tokio::test]
async fn octet_stream_parameter() {
    let request = Request::new("POST", "RecordSaw", WORKSHOP.1)
        .header("Host", "workshop.localhost")
        .header("Content-Type", "application/octet-stream; charset=utf-8")
        .header("X-Workshop-Bench", "left")
        .body("saw")
        .tc3("workshop", &Credential::test());
    let (answer, code) = both(Rule::OctetStreamParameter, &request).await;
    assert_eq!(answer["Sound"], "c2F3");
    assert_eq!(code, "InvalidRequest");
}

#[tokio::test]
async fn json_for_multipart() {
    for sheet in [
        json!({"type": "Buffer", "data": [115, 97, 119]}),
        json!("c2F3"),
    ] {
        let request = Request::post("DrawSketch", WORKSHOP.1, &json!({"Sheet": sheet}))
            .header("Host", "workshop.localhost")
            .tc3("workshop", &Credential::test());
        let (answer, code) = both(Rule::JsonForMultipart, &request).await;
        assert_eq!(answer["Sheet"], "c2F3");
        assert_eq!(code, "InvalidRequest");
    }
}

#[tokio::test]
async fn untyped_json_part() {
    let body = "--b\r\nContent-Disposition: form-data; name=\"Sheet\"\r\n\r\n\r\n\
        --b\r\nContent-Disposition: form-data; name=\"Tool\"\r\n\r\n{\"Name\":\"adze\"}\r\n--b--\r\n";
    let request = Request::new("POST", "DrawSketch", WORKSHOP.1)
        .header("Host", "workshop.localhost")
        .header("Content-Type", "multipart/form-data; boundary=b")
        .body(body)
        .tc3("workshop", &Credential::test());
    let (answer, code) = both(Rule::UntypedJsonPart, &request).await;
    assert_eq!(answer["Tool"]["Name"], "adze");
    assert_eq!(code, "InvalidRequest");
}

#[tokio::test]
async fn needless_signature() {
    let request = Request::post("LendTool", WORKSHOP.1, &json!({"Borrower": "Ada"}))
        .header("Host", "workshop.localhost")
        .tc3("workshop", &Credential::test());
    let (_, code) = both(Rule::NeedlessSignature, &request).await;
    assert_eq!(code, "AuthFailure.InvalidAuthorization");
}

#[tokio::test]
async fn id_alone() {
    let signed = |action: &str, config: Value| {
        let parameters = json!({"InstanceId": "bgp-1", "CcGeoIPBlockConfig": config});
        Request::post(action, "2020-03-09", &parameters)
            .header("Host", "antiddos.localhost")
            .tc3("antiddos", &Credential::test())
    };
    let request = signed("DeleteCcGeoIPBlockConfig", json!({"Id": "config-1"}));
    let (_, code_without) = both(Rule::IdAlone, &request).await;
    assert_eq!(code_without, "MissingParameter");

    // Without an id, and for an action that makes one, it stays an error.
    let emulator = builder().start().await.unwrap();
    for request in [
        signed("DeleteCcGeoIPBlockConfig", json!({"Action": "drop"})),
        signed("CreateCcGeoIPBlockConfig", json!({"Id": "config-1"})),
    ] {
        let refused = code(&request.send(emulator.address()));
        assert_eq!(refused, "MissingParameter");
    }
}

#[tokio::test]
async fn unknown_parameter() {
    let boards = json!({"Width": 1, "Colour": {"Rgb": [1, 2]}, "Box": {"Label": "a", "Lid": null}});
    let signed = |request: Request| {
        let request = request.header("Host", "workshop.localhost");
        request.tc3("workshop", &Credential::test())
    };
    let post = signed(Request::post("MeasureBoard", WORKSHOP.1, &boards));
    let (answer, code) = both(Rule::UnknownParameter, &post).await;
    assert_eq!(answer["Box"]["Label"], "a");
    assert_eq!(code, "UnknownParameter");
    let flat = json!({"Width": 1, "Colour": {"Rgb": [1, 2]}});
    let get = signed(Request::get("MeasureBoard", WORKSHOP.1, &flat));
    assert_eq!(
        both(Rule::UnknownParameter, &get).await.1,
        "UnknownParameter"
    );

    // They are off by default, the message names what is meant, and a header what is borne.
    let emulator = builder().start().await.unwrap();
    let slip = json!({"Width": 1, "Knts": []});
    let slip = signed(Request::post("MeasureBoard", WORKSHOP.1, &slip));
    let response = slip.send(emulator.address());
    let message = response.json()["Response"]["Error"]["Message"].to_string();
    assert!(
        message.contains("`Knts`") && message.contains("`Knots`"),
        "{message}"
    );
    let emulator = builder().allow_unknown().start().await.unwrap();
    let response = slip.send(emulator.address());
    let warned = response.header("x-emulator-warning");
    assert_eq!(warned, Some("Knts"));
}

#[tokio::test]
async fn unknown_action() {
    for request in [Request::post, Request::get] {
        let request = request("MeasureBoards", WORKSHOP.1, &json!({"Any": [{"Thing": 1}]}))
            .header("Host", "workshop.localhost")
            .tc3("workshop", &Credential::test());
        let (mut answer, code) = both(Rule::UnknownAction, &request).await;
        assert!(answer["RequestId"].take().is_string());
        assert_eq!(answer, json!({"RequestId": null}));
        assert_eq!(code, "InvalidAction");
    }
}

/// By the vendor's host alone: any other name is no service's.
#[tokio::test]
async fn unknown_service() {
    let request = |host: &str, service: &str| {
        Request::post("DescribeThings", "2018-12-25", &json!({}))
            .header("Host", host)
            .tc3(service, &Credential::test())
    };
    let known = request("gadgets.tencentcloudapi.com", "gadgets");
    let (answer, code) = both(Rule::UnknownAction, &known).await;
    assert!(answer["RequestId"].is_string());
    assert_eq!(answer.as_object().unwrap().len(), 1, "{answer}");
    assert_eq!(code, "NoSuchProduct");
    let emulator = builder().allow_unknown().start().await.unwrap();
    let other = request("127.0.0.1", "gadgets").send(emulator.address());
    assert_eq!(crate::code(&other), "AuthFailure.InvalidAuthorization");
}

/// Actions that programs need more of than a request ID: they read what was made by others.
#[tokio::test]
async fn undocumented_actions_of_programs() {
    let emulator = builder().allow_unknown().start().await.unwrap();
    let send = |(service, version): (&str, &str), action: &str, parameters: Value| {
        let response = Request::post(action, version, &parameters)
            .header("Host", &format!("{service}.tencentcloudapi.com"))
            .header("X-TC-Region", "ap-shanghai")
            .tc3(service, &Credential::test())
            .send(emulator.address());
        response.json()["Response"].take()
    };
    const TCB: (&str, &str) = ("tcb", "2018-06-08");
    let made = json!({"Alias": "shop", "PackageId": "baas_personal", "Resources": ["flexdb"]});
    let id = send(TCB, "CreateEnv", made)["EnvId"].take();
    let shown = send(TCB, "DescribeEnvInfo", json!({"EnvId": id}));
    let base = &shown["EnvInfo"]["EnvBaseInfo"];
    assert_eq!((&base["EnvId"], &base["Alias"]), (&id, &json!("shop")));
    let listed = send(TCB, "DescribeEnvs", json!({"EnvId": id}));
    assert_eq!(*base, listed["EnvList"][0]);
    let none = send(TCB, "DescribeEnvInfo", json!({"EnvId": "none"}));
    let code = none["Error"]["Code"].as_str().unwrap();
    assert!(code.starts_with("ResourceNotFound"), "{none}");

    let account = ("account", "2018-12-25");
    let details = send(account, "DescribeCurrentUserDetails", json!({}));
    let caller = send(("cam", "2019-01-16"), "GetUserAppId", json!({}));
    for number in ["OwnerUin", "Uin", "AppId"] {
        assert_eq!(details[number][0], caller[number], "{details}");
    }
}

#[tokio::test]
async fn unknown_role() {
    let parameters = json!({
        "RoleArn": "qcs::cam::uin/100000000001:roleName/reader", "RoleSessionName": "here",
    });
    let request = Request::post("AssumeRole", "2018-08-13", &parameters)
        .header("Host", "sts.localhost")
        .tc3("sts", &Credential::test());
    let (answer, code) = both(Rule::UnknownRole, &request).await;
    assert!(answer["Credentials"]["Token"].is_string());
    assert_eq!(code, "ResourceNotFound.RoleNotFound");
}

#[test]
fn names_are_read_back() {
    for rule in Rule::ALL {
        assert_eq!(rule.name().parse(), Ok(rule));
    }
    let error = "no-such-rule".parse::<Rule>().unwrap_err().to_string();
    assert!(
        error.contains("no-such-rule") && error.contains("host-without-port"),
        "{error}"
    );
}
