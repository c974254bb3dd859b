//! Calls of actions by service, version, name and JSON, verified by the endpoint's own code.

mod endpoint;

use std::time::{Duration, SystemTime};

use serde_json::{Value, json};
use tencentcloud_runtime::{
    Action, BodyKind, Bytes, Client, Config, Credential, Method, Mock, Paged, PagesStyle,
    RawAction, RawPages, RegionRule, SignatureMethod,
};
use tencentcloud_showcase::{
    ChatRequest, ListByOffsetRequest, ListByTokenRequest, LogRequest, LoginRequest, UploadRequest,
};

const SERVICE: (&str, &str) = ("showcase", "2021-02-02");

fn everything() -> Value {
    json!({
        "AString": "text & \"more\" 中文 a+b*~",
        "AInteger": -7,
        "AInt64": i64::MIN,
        "AUint64": u64::MAX,
        "AFloat": -0.25,
        "ABool": false,
        "ManyString": ["one", ""],
        "ManyInt64": [i64::MAX, i64::MIN],
        "Nested": {"Name": "root"},
        "NestedList": [{"Name": "a"}, {"Name": "b"}],
    })
}

/// The response without its request ID, which must be there.
fn without_id(mut response: Value) -> Value {
    let id = response.as_object_mut().unwrap().remove("RequestId");
    assert!(id.is_some_and(|id| id.as_str().is_some_and(|id| !id.is_empty())));
    response
}

/// The endpoint gives members of a request back in members of the same name.
#[tokio::test]
async fn json_goes_by_every_signature_and_method_and_comes_back_as_it_is() {
    let emulator = endpoint::builder().start().await.unwrap();
    let client = Client::new(&endpoint::config(&emulator));
    for signature in [
        SignatureMethod::Tc3HmacSha256,
        SignatureMethod::HmacSha1,
        SignatureMethod::HmacSha256,
    ] {
        for method in [Method::Post, Method::Get] {
            let call = client.raw(SERVICE.0, SERVICE.1, "Everything");
            let call = call.parameters(everything());
            let call = call.signature_method(signature).method(method);
            let response = without_id(call.await.unwrap());
            for (name, value) in everything().as_object().unwrap() {
                assert_eq!(&response[name], value, "{name} by {signature:?} {method:?}");
            }
        }
    }
}

#[tokio::test]
async fn every_kind_of_body_is_sent() {
    let emulator = endpoint::builder().start().await.unwrap();
    let client = Client::new(&endpoint::config(&emulator));
    let upload = client.raw_action(UploadRequest::INFO);
    let upload = upload
        .parameters(json!({"Name": "a \"quoted\" name", "Tags": ["x"], "Tree": {"Name": "t"}}))
        .bytes("File", Bytes::from_static(b"\r\n--\0\xff bytes"));
    upload.await.unwrap();

    let log = RawAction::from(LogRequest::INFO)
        .header("TopicId", "X-CLS-TopicId")
        .header("HashKey", "X-CLS-HashKey");
    let call = client.raw_action(log);
    let call = call.bytes("Content", &b"\x0a\x00log"[..]);
    let known = call.clone().parameters(json!({"TopicId": "topic-1"}));
    let sent = known.prepare().await.unwrap();
    assert_eq!(sent.headers()["x-cls-topicid"], "topic-1");
    assert_eq!(&sent.body()[..], b"\x0a\x00log");
    known.await.unwrap();
    let unknown = call.parameters(json!({"TopicId": "topic-1", "Color": "red"}));
    let error = unknown.await.unwrap_err().to_string();
    assert!(error.contains("Color has no header"), "{error}");

    let login = client.raw_action(LoginRequest::INFO);
    login.parameters(json!({"Password": "hush"})).await.unwrap();
}

#[tokio::test]
async fn an_error_is_one_as_of_every_call() {
    let emulator = endpoint::builder().start().await.unwrap();
    let client = Client::new(&endpoint::config(&emulator));
    let undocumented = client.raw(SERVICE.0, SERVICE.1, "Undocumented");
    let error = undocumented.await.unwrap_err();
    assert!(error.is("InvalidAction"), "{error}");
    assert_eq!(error.action(), "Undocumented");
    assert!(error.request_id().is_some());

    let list = client.raw(SERVICE.0, SERVICE.1, "Everything");
    let error = list.parameters(json!([1])).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "request not sent: the parameters are a list: give a JSON object (Everything)"
    );
    let null = client.raw(SERVICE.0, SERVICE.1, "Everything");
    let null = null.parameters(json!({"Filters": [{"Name": null}]}));
    let error = null.method(Method::Get).await.unwrap_err().to_string();
    assert!(error.contains("Filters.0.Name is null"), "{error}");
}

#[tokio::test]
async fn an_undocumented_action_and_its_facts_reach_the_wire() {
    let config = Config::new(Credential::new("id", "key"));
    let client = Client::new(&config);
    let call = client.raw("secret", "2030-01-01", "Undocumented");
    let sent = call.prepare().await.unwrap();
    assert_eq!(sent.uri(), "https://secret.tencentcloudapi.com/");
    assert_eq!(sent.headers()["x-tc-action"], "Undocumented");
    assert_eq!(sent.headers()["x-tc-version"], "2030-01-01");
    assert_eq!(&sent.body()[..], b"{}");

    let action = RawAction::new("secret", "2030-01-01", "Undocumented");
    let placed = action.clone().host("secret.ai.tencentcloudapi.com");
    let sent = client.raw_action(placed).prepare().await.unwrap();
    assert_eq!(sent.uri(), "https://secret.ai.tencentcloudapi.com/");
    let regional = client.raw_action(action.clone().region(RegionRule::Required));
    let error = regional.await.unwrap_err().to_string();
    assert!(error.contains("Undocumented requires a region"), "{error}");
    let global = client.raw_action(action.region(RegionRule::None));
    let sent = global.region("ap-guangzhou").prepare().await.unwrap();
    assert!(!sent.headers().contains_key("x-tc-region"));
}

/// Typed and raw are signed alike: what differs is the order of JSON members alone, and one has none.
#[test]
fn a_raw_call_is_sent_as_its_typed_twin() {
    let credential = Credential::new("id", "key").with_token("token");
    let time = SystemTime::UNIX_EPOCH + Duration::from_secs(1_551_113_065);
    let config = Config::new(credential.clone()).region("ap-guangzhou");
    let client = Client::new(&config);
    let typed = client.call(LoginRequest::new().password("hush"));
    let raw = client.raw_action(LoginRequest::INFO);
    let raw = raw.parameters(json!({"Password": "hush"}));
    let both = [
        typed.prepare_at(&credential, time).unwrap(),
        raw.prepare_at(&credential, time).unwrap(),
    ];
    let [typed, raw] = both.map(|sent| format!("{sent:?}"));
    assert_eq!(typed, raw);
}

/// A mock that pages over names, `size` at a time, by an offset that is text.
fn paged(total: usize, size: usize) -> Mock {
    use tencentcloud_showcase::{Item, ListByOffsetResponse, Page};
    let mock = Mock::new();
    mock.on::<ListByOffsetRequest>(move |request| {
        let offset = request.offset.map_or(0, |text| text.parse().unwrap());
        let mut page = Page::default();
        for index in offset..total.min(offset + size) {
            let mut item = Item::default();
            item.id = format!("item-{index}");
            page.items.push(item);
        }
        page.total_count = total as u64;
        let mut response = ListByOffsetResponse::default();
        response.result = Some(page);
        Ok(response)
    });
    mock
}

#[tokio::test]
async fn pages_and_items_follow_the_facts_that_are_given() {
    let client = Client::new(&paged(5, 2).config());
    let action = RawAction::from(ListByOffsetRequest::INFO);
    let pages = RawPages::new(PagesStyle::Offset, "Offset", "Result.Items")
        .total("Result.TotalCount")
        .text();
    let read = action.clone().pages(pages);
    let items = client.raw_action(read).items().all().await.unwrap();
    let ids: Vec<_> = items.iter().map(|item| item["Id"].as_str()).collect();
    let wanted = ["item-0", "item-1", "item-2", "item-3", "item-4"];
    assert_eq!(ids, wanted.map(Some));

    let typed = action.clone().pages(ListByOffsetRequest::PAGES);
    let call = client.raw_action(typed).parameters(json!({"Offset": "3"}));
    let mut pages = call.pages();
    let page = pages.next().await.unwrap().unwrap();
    assert_eq!(page["Result"]["Items"].as_array().unwrap().len(), 2);
    assert!(pages.next().await.is_none());

    let mut unknown = client.raw_action(action).pages();
    let error = unknown.next().await.unwrap().unwrap_err();
    assert!(
        error.to_string().contains("set RawAction::pages"),
        "{error}"
    );
    assert!(unknown.next().await.is_none());
}

#[tokio::test]
async fn tokens_are_followed() {
    use tencentcloud_showcase::{ListByTokenResponse, Tree};
    let mock = Mock::new();
    mock.on::<ListByTokenRequest>(|request| {
        let mut response = ListByTokenResponse::default();
        let first = request.next_token.is_none();
        response.items = vec![Tree::new().name(if first { "a" } else { "b" })];
        response.next_token = first.then(|| "2".to_owned());
        response.has_more = first;
        Ok(response)
    });
    let client = Client::new(&mock.config());
    let action = RawAction::from(ListByTokenRequest::INFO).pages(ListByTokenRequest::PAGES);
    let items = client.raw_action(action).items().all().await.unwrap();
    assert_eq!(items, [json!({"Name": "a"}), json!({"Name": "b"})]);
}

#[tokio::test]
async fn events_come_one_by_one() {
    let emulator = endpoint::builder().start().await.unwrap();
    let client = Client::new(&endpoint::config(&emulator));
    let call = client.raw_action(ChatRequest::INFO);
    let call = call.parameters(json!({"Prompt": "hi", "Stream": true}));
    let mut events = call.events();
    let mut count = 0;
    while let Some(event) = events.next().await {
        assert!(!event.unwrap()["RequestId"].as_str().unwrap().is_empty());
        count += 1;
    }
    assert!(count > 1, "{count} events");
}

#[tokio::test]
async fn a_condition_is_waited_for() {
    let client = Client::new(&paged(5, 2).config());
    let call = client.raw_action(ListByOffsetRequest::INFO);
    let response = call.wait_until(|response| response["Result"]["TotalCount"] == 5);
    assert_eq!(response.await.unwrap()["Result"]["TotalCount"], 5);
}

#[tokio::test]
async fn what_nobody_says_is_public_is_masked_wherever_it_is_shown() {
    let client = Client::new(&Config::new(Credential::new("id", "key")));
    let parameters =
        json!({"Password": "hush", "Limits": {"Pins": ["hush"], "Count": 3}, "Name": "rye"});
    let action = RawAction::from(LoginRequest::INFO).body(BodyKind::Json);
    for (action, wanted) in [
        (
            action.clone(),
            r#"{"Limits":{"Count":"***","Pins":["***"]},"Name":"***","Password":"***"}"#,
        ),
        (
            action.sensitive(["Password", "Pins"]),
            r#"{"Limits":{"Count":3,"Pins":["***"]},"Name":"rye","Password":"***"}"#,
        ),
    ] {
        let call = client.raw_action(action).parameters(parameters.clone());
        for method in [Method::Post, Method::Get] {
            let call = call.clone().method(method);
            let shown = call.explain().await.unwrap();
            let printed = format!("{shown} {call:?}");
            assert!(!printed.contains("hush"), "{printed}");
            let json: Value = serde_json::from_str(&shown.parameters).unwrap();
            assert_eq!(json, serde_json::from_str::<Value>(wanted).unwrap());
        }
    }
}
