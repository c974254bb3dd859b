//! Requests that are refused, each with the vendor's code and a message that helps.

use serde_json::{Value, json};
use tencentcloud_emulator::{Credential, Emulator, TEST_SECRET_ID};
use tencentcloud_schema::Region;

use crate::client::{Request, now};
use crate::{APIGATEWAY, WORKSHOP, answer, builder, code};

fn describe() -> Request {
    Request::post(
        "DescribeUpstreams",
        APIGATEWAY.1,
        &json!({"Limit": 1, "Offset": 0}),
    )
    .header("Host", "apigateway.localhost")
}

fn workshop(action: &str, parameters: &Value) -> Request {
    Request::post(action, WORKSHOP.1, parameters)
        .header("Host", "workshop.localhost")
        .tc3("workshop", &Credential::test())
}

#[tokio::test]
async fn who_calls() {
    let emulator = Emulator::start().await.unwrap();
    let test = Credential::test();
    let signed = describe().tc3("apigateway", &test);
    let send = |request: &Request| request.send(emulator.address());
    answer(&send(&signed));

    let stranger = Credential::new("AKIDnobody", "secret");
    let unknown = describe().tc3("apigateway", &stranger);
    assert_eq!(code(&send(&unknown)), "AuthFailure.SecretIdNotFound");

    let guess = Credential::new(&test.secret_id, "guess");
    let response = send(&describe().tc3("apigateway", &guess));
    assert_eq!(code(&response), "AuthFailure.SignatureFailure");
    let message = response.json()["Response"]["Error"]["Message"].to_string();
    assert!(
        message.contains("content-type;host;x-tc-action"),
        "{message}"
    );
    assert!(!message.contains(&test.secret_key), "{message}");

    let tampered = signed.clone().body(r#"{"Limit":2,"Offset":0}"#);
    assert_eq!(code(&send(&tampered)), "AuthFailure.SignatureFailure");
    let elsewhere = signed.clone().header("Host", "cvm.localhost");
    assert_eq!(code(&send(&elsewhere)), "AuthFailure.SignatureFailure");
}

/// Parameters may be secret, and messages are logged.
#[tokio::test]
async fn a_failed_signature_repeats_no_parameter() {
    const MARKER: &str = "hushed-marker";
    let emulator = Emulator::start().await.unwrap();
    let guess = Credential::new(TEST_SECRET_ID, "guess");
    let parameters = json!({"Filters": [{"Name": "UpstreamName", "Values": [MARKER]}]});
    let (action, version) = ("DescribeUpstreams", APIGATEWAY.1);
    let host = "apigateway.localhost";
    let tc3 = |request: Request| request.header("Host", host).tc3("apigateway", &guess);
    for request in [
        tc3(Request::get(action, version, &parameters)),
        tc3(Request::post(action, version, &parameters)),
        Request::v1(
            "GET",
            host,
            "HmacSHA1",
            (action, version),
            &parameters,
            &guess,
        ),
        Request::v1(
            "POST",
            host,
            "HmacSHA256",
            (action, version),
            &parameters,
            &guess,
        ),
    ] {
        let sent = String::from_utf8(request.bytes()).unwrap();
        assert!(sent.contains("hushed") && sent.contains("marker"), "{sent}");
        let response = request.send(emulator.address());
        assert_eq!(code(&response), "AuthFailure.SignatureFailure");
        let text = String::from_utf8(response.body).unwrap();
        assert!(
            !text.contains("hushed") && !text.contains("marker"),
            "{text}"
        );
    }
}

#[tokio::test]
async fn when_it_was_signed() {
    let emulator = Emulator::start().await.unwrap();
    let test = Credential::test();
    let send = |request: &Request| request.send(emulator.address());
    for seconds in [-301, 301] {
        let time = now().saturating_add_signed(seconds).to_string();
        let late = describe()
            .header("X-TC-Timestamp", &time)
            .tc3("apigateway", &test);
        assert_eq!(code(&send(&late)), "AuthFailure.SignatureExpire");
    }
    for seconds in [-290, 290] {
        let time = now().saturating_add_signed(seconds).to_string();
        let late = describe()
            .header("X-TC-Timestamp", &time)
            .tc3("apigateway", &test);
        answer(&send(&late));
    }
}

#[tokio::test]
async fn how_it_is_signed() {
    let emulator = Emulator::start().await.unwrap();
    let signed = describe().tc3("apigateway", &Credential::test());
    let send = |request: &Request| request.send(emulator.address());
    let authorization = signed.get_header("Authorization").to_owned();
    let (start, signature) = authorization.rsplit_once('=').unwrap();
    for broken in [
        "",
        "Basic QUtJRA==",
        "TC3-HMAC-SHA256",
        "TC3-HMAC-SHA256Credential=a/b/c/tc3_request, SignedHeaders=content-type;host, Signature=00",
        &authorization.replace("tc3_request", "tc4_request"),
        &authorization.replace("SignedHeaders", "Headers"),
        &authorization.replace("content-type;host;x-tc-action", "content-type"),
        &format!("{start}=xyz"),
        &format!("{start}=é"),
    ] {
        let request = signed.clone().header("Authorization", broken);
        assert_eq!(
            code(&send(&request)),
            "AuthFailure.InvalidAuthorization",
            "{broken}"
        );
    }
    let short = format!("{start}={}", &signature[..62]);
    let request = signed.clone().header("Authorization", &short);
    assert_eq!(code(&send(&request)), "AuthFailure.SignatureFailure");
    assert_eq!(
        code(&send(&signed.clone().without("Authorization"))),
        "AuthFailure.InvalidAuthorization"
    );
    assert_eq!(
        code(&send(&signed.header("Authorization", "SKIP"))),
        "AuthFailure.InvalidAuthorization"
    );
}

#[tokio::test]
async fn session_tokens() {
    let temporary = Credential::new("AKIDtemporary", "key").token("session");
    let emulator = Emulator::builder()
        .credential(temporary.clone())
        .start()
        .await
        .unwrap();
    let send = |token: &str| {
        let request = describe()
            .header("X-TC-Token", token)
            .tc3("apigateway", &temporary);
        request.send(emulator.address())
    };
    answer(&send("session"));
    assert_eq!(code(&send("another")), "AuthFailure.TokenFailure");
    let without = describe()
        .tc3("apigateway", &temporary)
        .send(emulator.address());
    assert_eq!(code(&without), "AuthFailure.TokenFailure");
    // The documented pair is known only where no other is given.
    let test = describe().tc3("apigateway", &Credential::test());
    assert_eq!(
        code(&test.send(emulator.address())),
        "AuthFailure.SecretIdNotFound"
    );
}

#[tokio::test]
async fn what_is_called() {
    let emulator = builder().start().await.unwrap();
    let code = |request: Request| {
        let request = request.header("Host", "workshop.localhost");
        code(
            &request
                .tc3("workshop", &Credential::test())
                .send(emulator.address()),
        )
    };
    let request = |action, version| Request::post(action, version, &json!({}));
    assert_eq!(code(request("TellOff", WORKSHOP.1)), "InvalidAction");
    assert_eq!(code(request("tellOn", WORKSHOP.1)), "InvalidAction");
    assert_eq!(code(request("TellOn", "2031-04-06")), "NoSuchVersion");
    assert_eq!(code(request("CloseShop", WORKSHOP.1)), "ActionOffline");
    let tell = || request("TellOn", WORKSHOP.1);
    assert_eq!(code(tell().without("X-TC-Action")), "MissingParameter");
    assert_eq!(code(tell().without("X-TC-Version")), "MissingParameter");
}

/// Every form in which a request says its region, or says none.
fn forms(region: Option<&str>) -> [Request; 4] {
    let (action, test) = ("MeasureBoard", Credential::test());
    let parameters = json!({"Width": 1});
    let headed = |request: Request| {
        let request = match region {
            Some(region) => request.header("X-TC-Region", region),
            None => request.without("X-TC-Region"),
        };
        request
            .header("Host", "workshop.localhost")
            .tc3("workshop", &test)
    };
    let v1 = |verb| {
        let action = (action, WORKSHOP.1, region);
        Request::v1_in(
            verb,
            "workshop.localhost",
            "HmacSHA1",
            action,
            &parameters,
            &test,
        )
    };
    [
        headed(Request::post(action, WORKSHOP.1, &parameters)),
        headed(Request::get(action, WORKSHOP.1, &parameters)),
        v1("GET"),
        v1("POST"),
    ]
}

#[tokio::test]
async fn a_region_is_missing_where_the_description_says_that_it_is_required() {
    for rule in [
        None,
        Some(Region::Required),
        Some(Region::Optional),
        Some(Region::None),
    ] {
        let mut workshop = crate::workshop();
        workshop.actions.get_mut("MeasureBoard").unwrap().region = rule;
        let emulator = Emulator::builder().description(workshop);
        let emulator = emulator.start().await.unwrap();
        for request in forms(Some("ap-guangzhou")) {
            answer(&request.send(emulator.address()));
        }
        for request in [None, Some("")].into_iter().flat_map(forms) {
            let response = request.send(emulator.address());
            if rule != Some(Region::Required) {
                answer(&response);
                continue;
            }
            assert_eq!(code(&response), "MissingParameter");
            let message = response.json()["Response"]["Error"]["Message"].to_string();
            assert!(message.contains("`Region`"), "{message}");
        }
    }
}

#[tokio::test]
async fn timestamps() {
    let emulator = Emulator::start().await.unwrap();
    let signed = describe().tc3("apigateway", emulator.credential());
    let code = |request: Request| code(&request.send(emulator.address()));
    assert_eq!(
        code(signed.clone().without("X-TC-Timestamp")),
        "MissingParameter"
    );
    assert_eq!(
        code(signed.clone().header("X-TC-Timestamp", "today")),
        "InvalidParameterValue"
    );
    let last = i64::MAX.to_string();
    assert_eq!(
        code(signed.header("X-TC-Timestamp", &last)),
        "AuthFailure.SignatureExpire"
    );
}

fn missing_parameters() -> [(Value, &'static str); 4] {
    [
        (json!({}), "Width"),
        (json!({"Width": null}), "Width"),
        (json!({"Width": 1, "Box": {}}), "Box.Label"),
        (
            json!({"Width": 1, "Boxes": [{"Label": "a"}, {}]}),
            "Boxes.1.Label",
        ),
    ]
}

fn unknown_parameters() -> [(Value, &'static str); 3] {
    let lid = json!({"Label": "b", "Lid": 1});
    [
        (json!({"Width": 1, "width": 1}), "width"),
        (json!({"Width": 1, "Nothing": null}), "Nothing"),
        (
            json!({"Width": 1, "Boxes": [{"Label": "a", "Inner": lid}]}),
            "Boxes.0.Inner.Lid",
        ),
    ]
}

fn mistyped_parameters() -> [(Value, &'static str); 9] {
    [
        (json!({"Width": "1"}), "Width"),
        (json!({"Width": 1, "Grain": -1}), "Grain"),
        (json!({"Width": 1, "Grain": 1.5}), "Grain"),
        (json!({"Width": 1, "Knots": 1}), "Knots"),
        (json!({"Width": 1, "Knots": [1, "2"]}), "Knots.1"),
        (json!({"Width": 1, "Knots": [1, null]}), "Knots.1"),
        (json!({"Width": 1, "Dry": "true"}), "Dry"),
        (json!({"Width": 1, "Sawn": 20310405}), "Sawn"),
        (json!({"Width": 1, "Box": [{"Label": "a"}]}), "Box"),
    ]
}

#[tokio::test]
async fn parameters() {
    let emulator = builder().start().await.unwrap();
    let fault = |parameters: Value| {
        let response = workshop("MeasureBoard", &parameters).send(emulator.address());
        let code = code(&response);
        let json = response.json();
        let message = json["Response"]["Error"]["Message"].as_str().unwrap();
        let path = message.split('`').nth(1).unwrap().to_owned();
        (code, path)
    };
    for (parameters, path) in missing_parameters() {
        assert_eq!(
            fault(parameters),
            ("MissingParameter".to_owned(), path.to_owned())
        );
    }
    for (parameters, path) in unknown_parameters() {
        assert_eq!(
            fault(parameters),
            ("UnknownParameter".to_owned(), path.to_owned())
        );
    }
    for (parameters, path) in mistyped_parameters() {
        assert_eq!(
            fault(parameters),
            ("InvalidParameter".to_owned(), path.to_owned())
        );
    }
    // Of a type without members nothing is known.
    let fine = json!({
        "Width": 1, "Grain": u64::MAX, "Sawn": "someday", "Loose": {"Any": [1]}, "Dry": null, "Knots": [],
    });
    answer(&workshop("MeasureBoard", &fine).send(emulator.address()));
}

#[tokio::test]
async fn flattened_parameters() {
    let emulator = builder().start().await.unwrap();
    let send = |query: &str| {
        let mut request = Request::get("MeasureBoard", WORKSHOP.1, &json!({}))
            .header("Host", "workshop.localhost");
        request.target = format!("/?{query}");
        request
            .tc3("workshop", &Credential::test())
            .send(emulator.address())
    };
    let board = answer(&send(
        "Width=2.50&Grain=18446744073709551615&Dry=false&Sawn=2031-04-05&Boxes.0.Label=a+b%2Bc\
         &Knots.2=-3&Knots.0=1&Knots.1=2&Knots.3=4&Knots.4=5&Knots.5=6&Knots.6=7&Knots.7=8&Knots.8=9&Knots.9=10&Knots.10=11",
    ));
    assert_eq!(board["Width"], 2.5);
    assert_eq!(board["Grain"], u64::MAX);
    assert_eq!(board["Dry"], false);
    assert_eq!(board["Boxes"][0]["Label"], "a b+c");
    assert_eq!(board["Knots"], json!([1, 2, -3, 4, 5, 6, 7, 8, 9, 10, 11]));
    let deep = format!("Width=1&{}", "Box.Inner.".repeat(3000));
    for (query, expected) in [
        ("", "MissingParameter"),
        ("Width=wide", "InvalidParameter"),
        ("Width=inf", "InvalidParameter"),
        ("Width=1&Grain=1.0", "InvalidParameter"),
        ("Width=1&Grain=18446744073709551616", "InvalidParameter"),
        ("Width=1&Dry=1", "InvalidParameter"),
        ("Width=1&Width=1", "InvalidParameter"),
        ("Width=1&Width.0=1", "InvalidParameter"),
        ("Width=1&Knots=1", "InvalidParameter"),
        ("Width=1&Knots.1=1", "InvalidParameter"),
        ("Width=1&Knots.0=1&Knots.00=1", "InvalidParameter"),
        ("Width=1&Box=1", "InvalidParameter"),
        ("Width=1&Box.Lid=1", "UnknownParameter"),
        ("Width=1&Action=MeasureBoard", "UnknownParameter"),
        ("Width=1&Sawn=%ff", "InvalidRequest"),
        (&deep, "InvalidParameter"),
    ] {
        assert_eq!(
            code(&send(query)),
            expected,
            "{}",
            &query[..query.len().min(80)]
        );
    }
}

#[tokio::test]
async fn forms_of_a_request() {
    let emulator = Emulator::start().await.unwrap();
    let test = Credential::test();
    let code = |request: Request| code(&request.tc3("apigateway", &test).send(emulator.address()));
    let put = Request {
        method: "PUT",
        ..describe()
    };
    assert_eq!(code(put), "UnsupportedProtocol");
    let path = Request {
        target: "/v2/index.php".to_owned(),
        ..describe()
    };
    assert_eq!(code(path), "InvalidRequest");
    let query = Request {
        target: "/?Limit=1".to_owned(),
        ..describe()
    };
    assert_eq!(code(query), "InvalidRequest");
    for body in ["", "[]", "{", "\"\"", r#"{"Limit":1,}"#] {
        assert_eq!(code(describe().body(body)), "InvalidRequest", "{body}");
    }
    for media in [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
    ] {
        assert_eq!(
            code(describe().header("Content-Type", media)),
            "InvalidRequest",
            "{media}"
        );
    }
    let octets = describe().header("Content-Type", "application/octet-stream");
    assert_eq!(code(octets), "InvalidRequest");
}

#[tokio::test]
async fn v1_parameters() {
    let emulator = Emulator::start().await.unwrap();
    let host = "apigateway.localhost";
    let action = ("DescribeUpstreams", APIGATEWAY.1);
    let given = json!({"Limit": 1, "Offset": 0});
    let good = Request::v1(
        "GET",
        host,
        "HmacSHA256",
        action,
        &given,
        &Credential::test(),
    );
    let edited = |from: &str, to: &str| {
        let target = good.target.replace(from, to);
        assert_ne!(target, good.target);
        let request = Request {
            target,
            ..good.clone()
        };
        code(&request.send(emulator.address()))
    };
    answer(&good.send(emulator.address()));
    assert_eq!(edited("Limit=1", "Limit=2"), "AuthFailure.SignatureFailure");
    assert_eq!(
        edited("HmacSHA256", "HmacSHA1"),
        "AuthFailure.SignatureFailure"
    );
    assert_eq!(
        edited("&Signature=", "&Unsigned="),
        "AuthFailure.InvalidAuthorization"
    );
    assert_eq!(
        edited("&Signature=", "&Signature=%21"),
        "AuthFailure.SignatureFailure"
    );
    assert_eq!(
        edited("Nonce=9223372036854775807", "Nonce=9223372036854775808"),
        "InvalidParameterValue"
    );
    assert_eq!(
        edited("Timestamp=", "Timestamp=-"),
        "AuthFailure.SignatureExpire"
    );
    assert_eq!(
        edited("SecretId=AKID", "SecretId=AKIE"),
        "AuthFailure.SecretIdNotFound"
    );
    for name in ["Action", "Version", "Timestamp", "Nonce", "SecretId"] {
        assert_eq!(
            edited(&format!("{name}="), "Other="),
            "MissingParameter",
            "{name}"
        );
    }
}

#[tokio::test]
async fn a_common_parameter_may_be_the_actions_own() {
    // The common parameters are no strangers to an action that has one of the name.
    let emulator = builder().start().await.unwrap();
    let board = Request::v1(
        "POST",
        "workshop.localhost",
        "HmacSHA1",
        ("MeasureBoard", WORKSHOP.1),
        &json!({"Width": 1}),
        &Credential::test(),
    );
    assert_eq!(
        answer(&board.send(emulator.address()))["Region"],
        "ap-guangzhou"
    );
}

#[tokio::test]
async fn sizes() {
    let emulator = Emulator::start().await.unwrap();
    let test = Credential::test();
    let padded = |size: usize| {
        let body = r#"{"Limit":1,"Offset":0}"#;
        let body = format!("{body}{}", " ".repeat(size - body.len()));
        describe()
            .body(body)
            .tc3("apigateway", &test)
            .send(emulator.address())
    };
    answer(&padded(10 << 20));
    assert_eq!(code(&padded((10 << 20) + 1)), "RequestSizeLimitExceeded");
    assert_eq!(code(&padded(25 << 20)), "RequestSizeLimitExceeded");

    let long = |verb, size: usize| {
        let filters = json!({"Limit": 1, "Offset": 0, "Filters": [{"Name": "UpstreamId", "Values": ["x".repeat(size)]}]});
        let action = ("DescribeUpstreams", APIGATEWAY.1);
        let request = Request::v1(
            verb,
            "apigateway.localhost",
            "HmacSHA1",
            action,
            &filters,
            &test,
        );
        request.send(emulator.address())
    };
    answer(&long("GET", 31 << 10));
    assert_eq!(code(&long("GET", 32 << 10)), "RequestSizeLimitExceeded");
    answer(&long("POST", 1023 << 10));
    assert_eq!(code(&long("POST", 1 << 20)), "RequestSizeLimitExceeded");
}

#[tokio::test]
async fn heads_of_answers() {
    let emulator = Emulator::start().await.unwrap();
    let response = describe()
        .header("X-TC-TraceId", "0e6f2a1c-trace")
        .tc3("apigateway", emulator.credential())
        .send(emulator.address());
    let id = answer(&response)["RequestId"].as_str().unwrap().to_owned();
    assert_eq!(response.header("X-TC-RequestId"), Some(id.as_str()));
    assert_eq!(response.header("X-TC-TraceId"), Some("0e6f2a1c-trace"));
    let dashes: Vec<_> = id.match_indices('-').map(|(at, _)| at).collect();
    assert_eq!((id.len(), dashes), (36, vec![8, 13, 18, 23]));
    assert_eq!(&id[14..15], "4");
    assert!(response.header("Date").unwrap().ends_with(" GMT"));

    // The time in `Date` is the one that timestamps are compared with.
    let emulator = Emulator::builder()
        .clock(|| std::time::UNIX_EPOCH)
        .start()
        .await
        .unwrap();
    let response = describe()
        .tc3("apigateway", &Credential::test())
        .send(emulator.address());
    assert_eq!(code(&response), "AuthFailure.SignatureExpire");
    assert_eq!(
        response.header("Date"),
        Some("Thu, 01 Jan 1970 00:00:00 GMT")
    );
}

#[tokio::test]
async fn dropping_stops_it() {
    let emulator = Emulator::start().await.unwrap();
    let address = emulator.address();
    assert_eq!(emulator.url(), format!("http://{address}"));
    drop(emulator);
    assert!(std::net::TcpStream::connect(address).is_err());
}
