//! What comes of a response: which is none, what is told of its fields, and what is never lost.

use std::future::ready;

use tencentcloud_runtime::transport::{Body, Sending, Transport};
use tencentcloud_runtime::{
    Answer, Api, Bytes, Client, Config, Credential, Error, Method, Model, Retries, SignatureMethod,
    WarningKind,
};

const API: Api = Api::new("bakery", "2020-01-01");

#[derive(Model)]
#[model(request, api = API, action = "Weigh", response = WeighResponse)]
struct WeighRequest {
    weight: Option<f64>,
    weights: Option<Vec<f64>>,
    parts: Option<Vec<Part>>,
}

#[derive(Model)]
#[model(both)]
struct Part {
    weight: Option<f64>,
}

#[derive(Model)]
#[model(response)]
struct WeighResponse {
    loaves: i64,
    note: String,
    hot: bool,
    crust: Option<String>,
    names: Vec<String>,
    oven: Option<Oven>,
    request_id: String,
}

#[derive(Model)]
#[model(response)]
struct Oven {
    heat: f64,
    text: Option<String>,
    inner: Option<Box<Oven>>,
}

/// Answers every request with that status, request ID in the head, and body.
#[derive(Clone, Debug)]
struct Reply {
    status: u16,
    head_id: &'static str,
    body: Bytes,
}

impl Transport for Reply {
    fn send(&self, _: http::Request<Bytes>) -> Sending<'_> {
        let response = http::Response::builder()
            .status(self.status)
            .header("X-TC-RequestId", self.head_id)
            .body(Body::from(self.body.clone()));
        Box::pin(ready(Ok(response.unwrap())))
    }
}

fn client(status: u16, body: impl Into<Bytes>) -> Client {
    let reply = Reply {
        status,
        head_id: "head-id",
        body: body.into(),
    };
    let config = Config::new(Credential::new("AKIDtest", "the-secret-key"));
    Client::new(&config.transport(reply).retries(Retries::none()))
}

async fn answer(body: impl Into<Bytes>) -> Answer<WeighResponse> {
    let client = client(200, body);
    client.call(WeighRequest::new()).answer().await.unwrap()
}

async fn error(status: u16, body: &'static str) -> Error {
    let client = client(status, body);
    client.call(WeighRequest::new()).await.unwrap_err()
}

/// The members that always are there.
const WHOLE: &str = r#""Loaves":1,"Note":"n","Hot":true"#;

#[tokio::test]
async fn a_success_that_is_none_is_an_error() {
    for status in [301, 400, 404, 500, 503] {
        for body in [
            r#"{"Response":{}}"#,
            r#"{"Response":{"Loaves":1,"RequestId":"id"}}"#,
        ] {
            let error = error(status, body).await;
            assert_eq!(error.status(), Some(status), "{error}");
            assert_eq!(error.is_gateway(), status >= 500);
            assert_eq!(error.code(), None);
        }
    }
    // An error of the API is that with every status.
    for status in [200, 400, 500] {
        let body = r#"{"Response":{"Error":{"Code":"A.B","Message":"m"},"RequestId":"id"}}"#;
        let error = error(status, body).await;
        assert_eq!(
            (error.code(), error.request_id()),
            (Some("A.B"), Some("id"))
        );
    }
}

#[tokio::test]
async fn an_error_that_is_not_null_is_an_error_in_every_form() {
    for (value, told) in [
        (r#""boom""#, "an error without a code: boom"),
        ("500", "an error without a code: 500"),
        ("true", "an error without a code: true"),
        ("[]", "an error without a code or a message"),
        ("{}", "an error without a code or a message"),
        (r#"{"Message":"boom"}"#, "an error without a code: boom"),
    ] {
        for body in [
            format!(r#"{{"Response":{{"Error":{value},"RequestId":"id"}}}}"#),
            format!(r#"{{"Response":{{{WHOLE},"error":{value},"RequestId":"id"}}}}"#),
            format!(r#"{{"Error":{value},"Response":{{{WHOLE},"RequestId":"id"}}}}"#),
        ] {
            let client = client(200, body.clone());
            let error = client.call(WeighRequest::new()).await.unwrap_err();
            assert!(error.to_string().contains(told), "{body}: {error}");
            assert_eq!(error.request_id(), Some("id"), "{body}");
            let raw = client.raw("bakery", "2020-01-01", "Weigh").await;
            assert!(raw.unwrap_err().to_string().contains(told), "{body}");
        }
    }
    for fine in [r#"null"#, r#"{"Code":"","Message":""}"#] {
        let body = format!(r#"{{"Response":{{{WHOLE},"Error":{fine},"RequestId":"id"}}}}"#);
        assert_eq!(answer(body).await.warnings, []);
    }
}

#[tokio::test]
async fn an_error_beside_its_place_or_in_the_old_form_keeps_its_code_and_message() {
    for body in [
        r#"{"code":"AuthFailure","message":"no"}"#,
        r#"{"Code":"AuthFailure","Message":"no"}"#,
        r#"{"code":4104,"message":"no","codeDesc":"AuthFailure"}"#,
        r#"{"codeDesc":"AuthFailure","code":"4104","message":"no"}"#,
        r#"{"Error":{"Code":"AuthFailure","Message":"no"}}"#,
        r#"{"error":{"code":"AuthFailure","message":"no"}}"#,
        r#"{"Response":{"error":{"code":"AuthFailure","message":"no"}}}"#,
        r#"{"response":{"Error":{"Code":"AuthFailure","Message":"no"}}}"#,
        r#"{"Response":{"Error":[{"Code":"AuthFailure","Msg":"no"}]}}"#,
        r#"{"Response":{},"Error":{"Code":"AuthFailure","Message":"no"}}"#,
    ] {
        for status in [200, 401] {
            let error = error(status, body).await;
            assert_eq!(
                (error.code(), error.message(), error.request_id()),
                (Some("AuthFailure"), Some("no"), Some("head-id")),
                "{body}: {error}"
            );
            assert!(error.is_auth());
        }
    }
    let plain = error(200, r#"{"code":4104,"message":"no"}"#).await;
    assert_eq!((plain.code(), plain.message()), (Some("4104"), Some("no")));
    // What says that all went well is no error, and no response either.
    let none = error(200, r#"{"code":0,"message":"","codeDesc":"Success"}"#).await;
    assert!(none.to_string().contains("no member Response"), "{none}");
    // Services put more members beside a response.
    let beside = format!(r#"{{"retcode":0,"code":0,"Response":{{{WHOLE}}}}}"#);
    assert_eq!(answer(beside).await.response.loaves, 1);
}

/// Some services put one beside `Response` as well, another one even.
#[tokio::test]
async fn the_request_id_is_that_of_the_response_before_any_other() {
    let inside = format!(r#""Response":{{{WHOLE},"RequestId":"inside"}}"#);
    let outside = r#""RequestId":"outside""#;
    for (body, id) in [
        (format!("{{{outside},{inside}}}"), "inside"),
        (format!("{{{inside},{outside}}}"), "inside"),
        (
            format!(r#"{{"Response":{{{WHOLE}}},{outside}}}"#),
            "outside",
        ),
    ] {
        let answer = answer(body.clone()).await;
        assert_eq!(answer.request_id, id, "{body}");
        assert_eq!(answer.response.request_id, id, "{body}");
    }
}

#[tokio::test]
async fn the_request_id_is_known_whatever_fails() {
    for (body, id) in [
        ("", "head-id"),
        ("<html>502</html>", "head-id"),
        ("{", "head-id"),
        (r#"{"Response":1}"#, "head-id"),
        (r#"{"Response":{"RequestId":"early","Note":"cut"#, "early"),
        (
            r#"{"Response":{"Note":oops,"RequestId":"late"}}"#,
            "head-id",
        ),
        (
            r#"{"Response":{"Error":{"Code":"A","Message":"m"},"RequestId":7}}"#,
            "7",
        ),
    ] {
        let error = error(200, body).await;
        assert_eq!(error.request_id(), Some(id), "{body}: {error:?}");
    }
    let reply = Reply {
        status: 200,
        head_id: "",
        body: Bytes::from_static(br#"{"Response":{"Note":oops,"RequestId":"late"}}"#),
    };
    let config = Config::new(Credential::new("a", "b")).transport(reply);
    let client = Client::new(&config);
    let error = client.call(WeighRequest::new()).await.unwrap_err();
    assert_eq!(error.request_id(), Some("late"));
}

#[tokio::test]
async fn nothing_is_invented_in_silence() {
    let body = r#"{"Response":{"Loaves":null,"Hot":false,"Crust":null,"Oven":{"Heat":1}}}"#;
    let answer = answer(body).await;
    assert_eq!(
        (answer.response.loaves, answer.response.note.as_str()),
        (0, "")
    );
    let told: Vec<_> = answer
        .warnings
        .iter()
        .map(|warning| (warning.kind, warning.path.as_str()))
        .collect();
    assert_eq!(
        told,
        [
            (WarningKind::Null, "Loaves"),
            (WarningKind::Missing, "Note")
        ]
    );
    assert_eq!(answer.warning_count, 2);
    // The head has the request ID.
    assert_eq!(answer.response.request_id, "head-id");
    for (body, told) in [
        (
            r#"{"Response":{"Loaves":1,"Hot":true}}"#,
            "Note: is missing",
        ),
        (
            r#"{"Response":{"Loaves":1,"Hot":null,"Note":""}}"#,
            "Hot: is null",
        ),
        (
            r#"{"Response":{"Loaves":1,"Hot":true,"Note":"","Oven":{}}}"#,
            "Oven.Heat: is missing",
        ),
    ] {
        let client = client(200, body);
        let error = client.call(WeighRequest::new()).strict().await.unwrap_err();
        assert!(error.to_string().contains(told), "{error}");
    }
}

#[tokio::test]
async fn members_that_no_field_is_for_can_be_read() {
    let body = format!(
        r#"{{"Response":{{{WHOLE},"New":{{"A":[1,null]}},"Oven":{{"Heat":1,"Old":"x\ud83d","Huge":1e400}},"RequestId":"id"}}}}"#
    );
    let answer = answer(body.clone()).await;
    assert_eq!(answer.warnings, []);
    let found: Vec<_> = answer
        .unknown()
        .into_iter()
        .map(|unknown| (unknown.path, unknown.value))
        .collect();
    let wanted = [
        ("New", serde_json::json!({"A": [1, null]})),
        ("Oven.Old", "x\u{fffd}".into()),
        ("Oven.Huge", "1e400".into()),
    ];
    assert_eq!(found, wanted.map(|(path, value)| (path.to_owned(), value)));
    assert_eq!(answer.raw(), &body);
    assert!(!format!("{answer:?}").contains("1e400"), "{answer:?}");
}

#[tokio::test]
async fn the_first_hundred_warnings_are_kept_and_all_are_counted() {
    let names = vec!["{}"; 1000].join(",");
    let body = format!(r#"{{"Response":{{{WHOLE},"Names":[{names}]}}}}"#);
    let answer = answer(body).await;
    assert_eq!((answer.warnings.len(), answer.warning_count), (100, 1000));
    assert_eq!(answer.warnings[99].path, "Names[99]");
    assert_eq!(answer.response.names.len(), 1000);
}

#[tokio::test]
async fn bad_text_numbers_and_nesting_are_the_matter_of_their_member() {
    let deep = "[".repeat(10_000) + &"]".repeat(10_000);
    let ovens = r#"{"Inner":"#.repeat(500) + "null" + &"}".repeat(500);
    let body = [
        b"{\"Response\":{\"Loaves\":1e400,\"Note\":\"bad \xff\",\"Hot\":true,\"Crust\":",
        deep.as_bytes(),
        b",\"Names\":[\"cut \\ud83d\",\"\xe4\xb8\",\"good\"],\"Oven\":",
        ovens.as_bytes(),
        b",\"RequestId\":\"id\"}}",
    ]
    .concat();
    let answer = answer(body).await;
    let response = &answer.response;
    assert_eq!(
        (response.note.as_str(), response.hot),
        ("bad \u{fffd}", true)
    );
    assert_eq!(response.names, ["cut \u{fffd}", "\u{fffd}", "good"]);
    assert_eq!(response.request_id, "id");
    let told = |kind| {
        let told = answer
            .warnings
            .iter()
            .filter(move |warning| warning.kind == kind);
        told.map(|warning| warning.path.as_str())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        told(WarningKind::Replaced),
        ["Note", "Names[0]", "Names[1]"]
    );
    let unfit = told(WarningKind::Unfit);
    assert_eq!(unfit[..2], ["Loaves", "Crust"]);
    assert!(unfit[2].starts_with("Oven.Inner.Inner"), "{unfit:?}");
    assert_eq!(unfit.len(), 3);
}

#[tokio::test]
async fn a_raw_call_keeps_what_json_can_hold_and_tells_the_rest() {
    let body = br#"{"Response":{"Note":"bad \ud83d","Heat":1e400,"Good":[1,{"a":null}],"RequestId":"id"}}"#;
    let client = client(200, &body[..]);
    let answer = client.raw("bakery", "2020-01-01", "Weigh").answer().await;
    let answer = answer.unwrap();
    let wanted = serde_json::json!({
        "Note": "bad \u{fffd}", "Heat": "1e400", "Good": [1, {"a": null}], "RequestId": "id",
    });
    assert_eq!(answer.response, wanted);
    let paths: Vec<_> = answer
        .warnings
        .iter()
        .map(|warning| &*warning.path)
        .collect();
    assert_eq!(paths, ["Note", "Heat"]);
}

#[tokio::test]
async fn a_body_that_is_compressed_unasked_says_so() {
    let client = client(200, &b"\x1f\x8b\x08\x00"[..]);
    let error = client.call(WeighRequest::new()).await.unwrap_err();
    assert!(error.to_string().contains("compressed by gzip"), "{error}");
}

#[tokio::test]
async fn a_number_that_is_not_finite_is_refused_with_its_path() {
    let client = client(200, "");
    let part = |weight| Part::new().weight(weight);
    for (request, path) in [
        (WeighRequest::new().weight(f64::NAN), "Weight"),
        (
            WeighRequest::new().weights([1.0, f64::INFINITY]),
            "Weights.1",
        ),
        (
            WeighRequest::new().parts([part(0.0), part(f64::NEG_INFINITY)]),
            "Parts.1.Weight",
        ),
    ] {
        for (method, signature) in [
            (Method::Post, SignatureMethod::Tc3HmacSha256),
            (Method::Get, SignatureMethod::Tc3HmacSha256),
            (Method::Post, SignatureMethod::HmacSha1),
        ] {
            let call = client.call(request.clone());
            let error = call.method(method).signature_method(signature).await;
            let error = error.unwrap_err();
            let told = format!("request not sent: {path} is not a finite number");
            assert!(error.to_string().starts_with(&told), "{error}");
            assert_eq!(error.attempts(), 0);
        }
    }
}
