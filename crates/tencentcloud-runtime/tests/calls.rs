//! Whole calls over a transport of the test's own: what is sent, and what comes of the answer.

use std::collections::BTreeMap;
use std::pin::Pin;
use std::time::Duration;

use tencentcloud_runtime::transport::Transport;
use tencentcloud_runtime::{
    Api, Client, Config, Credential, Error, Method, Model, ProvideCredential, SignatureMethod,
};
use tencentcloud_testkit::transport::{Fixed, Silent};

const API: Api = Api::new("bakery", "2020-01-01");

#[derive(Model)]
#[model(request, api = API, action = "Bake", response = BakeResponse, region = "required")]
struct BakeRequest {
    flour: String,
    #[model(sensitive)]
    recipe: Option<String>,
    filters: Option<Vec<Filter>>,
    hot: Option<bool>,
    empty: Option<Vec<String>>,
}

#[derive(Model)]
#[model(both)]
struct Filter {
    name: String,
    values: Vec<String>,
}

#[derive(Model)]
#[model(response)]
struct BakeResponse {
    loaves: i64,
    request_id: String,
}

#[derive(Model)]
#[model(request, api = API, action = "Visit", response = BakeResponse, region = "none", signing = "skip")]
struct VisitRequest {}

fn fixed(status: u16, headers: &[(&'static str, &'static str)], body: &'static str) -> Fixed {
    let fixed = Fixed::new(body).status(status);
    let headers = headers.iter();
    headers.fold(fixed, |fixed, (name, value)| fixed.header(name, value))
}

fn config(transport: impl Transport + 'static) -> Config {
    let credential = Credential::new("AKIDtest", "the-secret-key").with_token("the-token");
    Config::new(credential)
        .region("ap-guangzhou")
        .transport(transport)
}

fn request() -> BakeRequest {
    BakeRequest::new()
        .flour("rye & \"wheat\"")
        .recipe("hush")
        .hot(true)
        .filters([Filter::new().name("grain").values(["全麦", "a b*~"])])
}

const GOOD: &str = r#"{"Response":{"Loaves":"3","RequestId":"id-1"}}"#;

#[tokio::test]
async fn a_post_carries_json_and_every_header() {
    let transport = fixed(200, &[], GOOD);
    let client = Client::new(
        &config(transport.clone())
            .language("en-US")
            .request_client("my app/1.0;x"),
    );
    let answer = client.call(request()).answer().await.unwrap();
    assert_eq!(
        (answer.response.loaves, answer.response.request_id.as_str()),
        (3, "id-1")
    );
    assert_eq!(
        (
            answer.request_id.as_str(),
            answer.attempts,
            answer.warnings.len()
        ),
        ("id-1", 1, 0)
    );
    let seen = transport.seen();
    let sent = &seen[0];
    assert_eq!(
        (sent.method().as_str(), sent.uri().to_string().as_str()),
        ("POST", "https://bakery.tencentcloudapi.com/")
    );
    let header = |name: &str| {
        sent.headers()
            .get(name)
            .map(|value| value.to_str().unwrap())
    };
    for (name, value) in [
        ("host", "bakery.tencentcloudapi.com"),
        ("content-type", "application/json"),
        ("x-tc-action", "Bake"),
        ("x-tc-version", "2020-01-01"),
        ("x-tc-region", "ap-guangzhou"),
        ("x-tc-token", "the-token"),
        ("x-tc-language", "en-US"),
    ] {
        assert_eq!(header(name), Some(value), "{name}");
    }
    let client = header("x-tc-requestclient").unwrap();
    assert!(
        client.starts_with("SDK_RUST_") && client.ends_with("; myapp1.0;x"),
        "{client}"
    );
    assert_eq!(
        serde_json::from_slice::<serde_json::Value>(sent.body()).unwrap(),
        serde_json::json!({
            "Flour": "rye & \"wheat\"", "Recipe": "hush", "Hot": true,
            "Filters": [{"Name": "grain", "Values": ["全麦", "a b*~"]}],
        })
    );
}

#[tokio::test]
async fn a_get_flattens_and_encodes() {
    let client = Client::new(&config(fixed(200, &[], GOOD)));
    let sent = client
        .call(request())
        .method(Method::Get)
        .prepare()
        .await
        .unwrap();
    assert_eq!(
        sent.uri().query().unwrap(),
        "Flour=rye%20%26%20%22wheat%22&Recipe=hush&Filters.0.Name=grain\
         &Filters.0.Values.0=%E5%85%A8%E9%BA%A6&Filters.0.Values.1=a%20b%2A~&Hot=true"
    );
    assert!(sent.body().is_empty());
    assert_eq!(
        sent.headers()["content-type"],
        "application/x-www-form-urlencoded"
    );
}

#[tokio::test]
async fn what_a_query_cannot_say_is_an_error_that_names_it() {
    let client = Client::new(&config(fixed(200, &[], GOOD)));
    for way in [
        client
            .call(request().empty(Vec::<String>::new()))
            .method(Method::Get),
        client
            .call(request().empty(Vec::<String>::new()))
            .signature_method(SignatureMethod::HmacSha1),
    ] {
        let error = way.prepare().await.unwrap_err().to_string();
        assert!(
            error.contains("Empty is an empty list") && error.contains("use POST"),
            "{error}"
        );
    }
}

/// Signature v1 by the documented rule, from nothing of the SDK: the keyed hash of the method, the
/// host, the path and the sorted parameters, in base64.
fn v1(method: &str, host: &str, parameters: &[(String, String)], hash: SignatureMethod) -> String {
    use base64::Engine;
    use hmac::{Hmac, KeyInit, Mac};
    let sorted: BTreeMap<_, _> = parameters.iter().cloned().collect();
    let pairs: Vec<_> = sorted.iter().map(|(n, v)| format!("{n}={v}")).collect();
    let text = format!("{method}{host}/?{}", pairs.join("&"));
    let key = b"the-secret-key";
    let digest = match hash {
        SignatureMethod::HmacSha1 => {
            let mut mac = Hmac::<sha1::Sha1>::new_from_slice(key).unwrap();
            mac.update(text.as_bytes());
            mac.finalize().into_bytes().to_vec()
        }
        _ => {
            let mut mac = Hmac::<sha2::Sha256>::new_from_slice(key).unwrap();
            mac.update(text.as_bytes());
            mac.finalize().into_bytes().to_vec()
        }
    };
    base64::engine::general_purpose::STANDARD.encode(digest)
}

#[tokio::test]
async fn signature_v1_is_a_parameter_over_what_is_sent() {
    for method in [SignatureMethod::HmacSha1, SignatureMethod::HmacSha256] {
        for verb in [Method::Get, Method::Post] {
            let client = Client::new(&config(fixed(200, &[], GOOD)));
            let sent = client
                .call(request())
                .signature_method(method)
                .method(verb)
                .prepare()
                .await
                .unwrap();
            let form = match verb {
                Method::Get => sent.uri().query().unwrap().to_owned(),
                _ => String::from_utf8(sent.body().to_vec()).unwrap(),
            };
            let decode = |text: &str| {
                percent_encoding::percent_decode_str(text)
                    .decode_utf8()
                    .unwrap()
                    .into_owned()
            };
            let mut pairs: Vec<(String, String)> = form
                .split('&')
                .map(|pair| pair.split_once('=').unwrap())
                .map(|(n, v)| (decode(n), decode(v)))
                .collect();
            let (_, signature) = pairs.remove(
                pairs
                    .iter()
                    .position(|(name, _)| name == "Signature")
                    .unwrap(),
            );
            let (verb, host) = (sent.method().as_str(), "bakery.tencentcloudapi.com");
            assert_eq!(signature, v1(verb, host, &pairs, method));
            for name in [
                "Action",
                "Version",
                "Timestamp",
                "Nonce",
                "Region",
                "SecretId",
                "SignatureMethod",
                "Token",
            ] {
                assert!(pairs.iter().any(|(known, _)| known == name), "{name}");
            }
            assert!(
                sent.headers().get("x-tc-action").is_none()
                    && sent.headers().get("authorization").is_none()
            );
        }
    }
}

#[tokio::test]
async fn an_action_without_signature_and_region_sends_neither() {
    let client = Client::new(&config(fixed(200, &[], GOOD)));
    let sent = client.call(VisitRequest::new()).prepare().await.unwrap();
    assert_eq!(sent.headers()["authorization"], "SKIP");
    assert!(
        sent.headers().get("x-tc-region").is_none() && sent.headers().get("x-tc-token").is_none()
    );
}

#[tokio::test]
async fn a_required_region_is_asked_for_before_sending() {
    let transport = fixed(200, &[], GOOD);
    let client = Client::new(&Config::new(Credential::new("a", "b")).transport(transport.clone()));
    let error = client.call(request()).await.unwrap_err();
    assert_eq!(error.attempts(), 0);
    let told = error.to_string();
    assert!(
        told.contains("Bake requires a region") && told.contains("TENCENTCLOUD_REGION"),
        "{told}"
    );
    assert!(transport.seen().is_empty());
    client.call(request()).region("ap-beijing").await.unwrap();
    assert_eq!(transport.seen()[0].headers()["x-tc-region"], "ap-beijing");
}

#[tokio::test]
async fn every_kind_of_answer_becomes_an_answer_or_an_error_that_says_what_came() {
    type Case = (
        u16,
        &'static [(&'static str, &'static str)],
        &'static str,
        &'static str,
    );
    let cases: [Case; 13] = [
        (
            200,
            &[],
            r#"{"Response":{"Error":{"Code":"InvalidParameterValue.NotInOptions","Message":"no"},"RequestId":"id-2"}}"#,
            "InvalidParameterValue.NotInOptions: no (Bake, request ID id-2)",
        ),
        (
            200,
            &[("content-type", "application/json; charset=utf-8")],
            r#"{"Response":{"Error":{"Code":"A","Message":""},"RequestId":"i"}}"#,
            "A (Bake, request ID i)",
        ),
        (
            502,
            &[
                ("content-type", "text/html"),
                ("x-tc-requestid", "from-head"),
            ],
            "<html>Bad Gateway</html>",
            "no API response (HTTP 502): the body is text/html of 24 bytes, not a JSON object (Bake, request ID from-head)",
        ),
        (
            200,
            &[],
            "",
            "no API response (HTTP 200): the body is empty (Bake)",
        ),
        (
            200,
            &[],
            r#"{"Other":1}"#,
            "no API response (HTTP 200): the JSON object has no member Response (Bake)",
        ),
        (
            504,
            &[],
            r#"{"Response":{"Error":{"Code":"InternalError","Message":"x"},"RequestId":"i"}}"#,
            "InternalError: x (Bake, request ID i)",
        ),
        (
            200,
            &[],
            "{\"Response\":{\"Loaves\":",
            "no API response (HTTP 200): the text ends within a value at byte 22 (Bake)",
        ),
        (
            200,
            &[],
            "\u{feff}{\"Response\":{\"Error\":{\"Code\":\"B\",\"Message\":\"m\"}}}",
            "B: m (Bake)",
        ),
        (
            200,
            &[],
            r#"{"Response":{"Error":{"Message":"the oven is cold"},"RequestId":"i"}}"#,
            "unusable response: it is an error without a code: the oven is cold (Bake, request ID i)",
        ),
        (
            200,
            &[],
            r#"{"Response":{"RequestId":"i","Loaves":3,"Error":{"Code":"","Message":"cold"}}}"#,
            "unusable response: it is an error without a code: cold (Bake, request ID i)",
        ),
        (
            200,
            &[],
            r#"{"Response":{"Error":{"Code":null,"Message":7},"RequestId":"i"}}"#,
            "unusable response: it is an error without a code: 7 (Bake, request ID i)",
        ),
        (
            200,
            &[("x-tc-requestid", "from-head")],
            r#"{"Response":{"Error":{}}}"#,
            "unusable response: it is an error without a code or a message (Bake, request ID from-head)",
        ),
        (
            200,
            &[],
            r#"{"Response":{"Error":{"Code":4001,"Message":"m"},"RequestId":"i"}}"#,
            "4001: m (Bake, request ID i)",
        ),
    ];
    for (status, headers, body, told) in cases {
        let client = Client::new(&config(fixed(status, headers, body)));
        assert_eq!(client.call(request()).await.unwrap_err().to_string(), told);
    }
}

#[tokio::test]
async fn an_error_of_empty_texts_is_none() {
    let body = r#"{"Response":{"Error":{"Code":"","Message":""},"BreadId":"b","RequestId":"i"}}"#;
    let client = Client::new(&config(fixed(200, &[], body)));
    let bread = client.call(request()).await.unwrap();
    assert_eq!(bread.request_id, "i");
}

#[tokio::test]
async fn what_is_no_error_is_an_answer() {
    for body in [
        r#"{"Response":{"Error":null,"Loaves":3,"RequestId":"i"}}"#,
        r#"{"Response":{"ErrorMsg":{"Msg":"m"},"Loaves":3,"RequestId":"i"}}"#,
    ] {
        let client = Client::new(&config(fixed(200, &[], body)));
        assert_eq!(client.call(request()).await.unwrap().loaves, 3, "{body}");
    }
}

#[tokio::test]
async fn a_page_of_a_gateway_is_known_as_one_by_its_predicate() {
    let page = "<html>Bad Gateway</html>";
    for (status, gateway) in [(502, true), (503, true), (404, false), (200, false)] {
        let client = Client::new(&config(fixed(
            status,
            &[("content-type", "text/html")],
            page,
        )));
        let error = client.call(request()).await.unwrap_err();
        assert_eq!(error.is_gateway(), gateway, "{error}");
        assert_eq!(error.is_retryable(), gateway, "{error}");
        assert_eq!((error.status(), error.code()), (Some(status), None));
    }
    let refused =
        r#"{"Response":{"Error":{"Code":"InternalError","Message":"x"},"RequestId":"i"}}"#;
    let client = Client::new(&config(fixed(500, &[], refused)));
    let error = client.call(request()).await.unwrap_err();
    assert!(error.is_internal() && !error.is_gateway(), "{error}");
}

/// Whatever fails, and wherever in the response the request ID is.
#[tokio::test]
async fn an_error_in_strict_mode_knows_the_request_id_and_the_service_s_error() {
    for (body, told) in [
        (
            r#"{"Response":{"Loaves":"many","RequestId":"id-9"}}"#,
            "expected a signed 64-bit number",
        ),
        (
            r#"{"Response":{"Loaves":17.25,"RequestId":"id-9"}}"#,
            "expected a signed 64-bit number",
        ),
        (
            r#"{"Response":{"RequestId":"id-9","Loaves":[1,2]}}"#,
            "expected a signed 64-bit number",
        ),
        (
            r#"{"Response":{"Loaves":"many","Error":{"Code":"Cold","Message":""},"RequestId":"id-9"}}"#,
            "Cold",
        ),
        (
            r#"{"Response":{"RequestId":"id-9","Loaves":"#,
            "the text ends within a value",
        ),
    ] {
        let client = Client::new(&config(fixed(200, &[], body)).strict());
        let error = client.call(request()).await.unwrap_err();
        assert_eq!(error.request_id(), Some("id-9"), "{body}");
        assert!(error.to_string().contains(told), "{error}");
    }
}

#[tokio::test]
async fn a_member_that_does_not_convert_is_a_warning_or_in_strict_mode_an_error() {
    let bad = r#"{"Response":{"Loaves":"many","RequestId":"id-3"}}"#;
    let client = Client::new(&config(fixed(200, &[], bad)));
    let answer = client.call(request()).answer().await.unwrap();
    assert_eq!(answer.response.loaves, 0);
    assert_eq!(answer.warnings[0].path, "Loaves");
    let error = client.call(request()).strict().await.unwrap_err();
    assert!(
        error
            .to_string()
            .contains("Loaves: expected a signed 64-bit number"),
        "{error}"
    );
}

#[tokio::test(start_paused = true)]
async fn a_call_ends_with_its_timeout() {
    let client = Client::new(&config(Silent));
    let error = client
        .call(request())
        .timeout(Duration::from_secs(3))
        .await
        .unwrap_err();
    assert!(error.is_timeout() && error.attempts() == 1, "{error:?}");
    assert_eq!(error.to_string(), "no response within 3s (Bake)");
}

/// A source that takes its time for a credential.
#[derive(Debug)]
struct Slow(Duration);

impl ProvideCredential for Slow {
    fn credential(&self) -> Pin<Box<dyn Future<Output = Result<Credential, Error>> + Send + '_>> {
        Box::pin(async {
            tokio::time::sleep(self.0).await;
            Ok(Credential::new("AKIDtest", "the-secret-key"))
        })
    }
}

#[tokio::test(start_paused = true)]
async fn a_timeout_before_the_request_leaves_counts_no_attempt() {
    for (pause, attempts) in [(2, 1), (4, 0), (u64::MAX, 0)] {
        let source = Slow(Duration::from_secs(pause));
        let config = Config::new(source).region("r").transport(Silent);
        let client = Client::new(&config);
        let begun = tokio::time::Instant::now();
        let call = client.call(request()).timeout(Duration::from_secs(3));
        let error = call.await.unwrap_err();
        assert_eq!(error.to_string(), "no response within 3s (Bake)");
        assert!(error.is_timeout(), "{error:?}");
        assert_eq!((error.attempts(), error.action()), (attempts, "Bake"));
        // The credential's time is a part of the call's.
        assert_eq!(begun.elapsed().as_secs(), 3);
    }
}

#[tokio::test]
async fn the_default_transport_tells_a_refused_connection_without_secrets() {
    let credential = Credential::new("AKIDtest", "the-secret-key");
    let client = Client::new(
        &Config::new(credential)
            .region("r")
            .endpoint("http://127.0.0.1:1"),
    );
    let error: Error = client
        .call(request())
        .signature_method(SignatureMethod::HmacSha1)
        .method(Method::Get)
        .await
        .unwrap_err();
    assert!(error.is_network(), "{error:?}");
    let told = format!("{error} {error:?}");
    assert!(
        !told.contains("Signature=") && !told.contains("hush") && !told.contains("the-secret-key"),
        "{told}"
    );
}

#[test]
fn debug_masks_what_the_schema_calls_sensitive() {
    let told = format!("{:?}", request());
    assert!(
        told.contains("recipe: ***") && !told.contains("hush"),
        "{told}"
    );
}

#[tokio::test]
async fn a_credential_of_empty_text_is_refused_before_anything_is_sent() {
    for (id, key) in [("", "key"), ("id", ""), ("", "")] {
        let config = Config::new(Credential::new(id, key))
            .region("ap-guangzhou")
            .transport(fixed(200, &[], "{}"));
        let error = Client::new(&config).call(request()).await.unwrap_err();
        assert_eq!(error.attempts(), 0);
        assert!(error.to_string().contains("is empty: set it"), "{error}");
    }
}
