//! Calls that the page sends.

use std::sync::Arc;
use std::time::Duration;

use futures_util::future::BoxFuture;
use hyper::StatusCode;
use serde_json::{Value, json};
use tencentcloud_emulator::{Emulator, FaultKind, FaultRule};
use tencentcloud_explorer::{Account, Accounts, Explorer};
use tencentcloud_runtime::{Client, Config};

use crate::browser::{Browser, Response};

/// What came of a call that was sent.
#[derive(Debug)]
pub(crate) struct Sent {
    pub(crate) lines: Vec<Value>,
    pub(crate) part: String,
    pub(crate) row: Option<u64>,
}

impl Sent {
    fn read(response: &Response) -> Self {
        assert_eq!(response.status, StatusCode::OK, "{}", response.text);
        assert_eq!(response.headers["content-type"], "application/x-ndjson");
        let lines = response.text.lines().map(serde_json::from_str);
        let lines: Vec<Value> = lines.collect::<Result<_, _>>().unwrap();
        let last = lines.last().unwrap();
        let part = last["part"].as_str().unwrap().to_owned();
        let row = last["row"].as_u64();
        Self { lines, part, row }
    }

    /// Returns the name by which the response can be looked at again.
    pub(crate) fn name(&self) -> &str {
        let rest = self.part.split("name=\"of\" value=\"").nth(1);
        rest.unwrap_or_else(|| panic!("{}", self.part))
            .split('"')
            .next()
            .unwrap()
    }
}

pub(crate) async fn send(browser: &Browser, call: &Value) -> Sent {
    Sent::read(&browser.post("/send", call).await)
}

pub(crate) fn call(service: &str, version: &str, action: &str, parameters: Value) -> Value {
    json!({"service": service, "version": version, "action": action, "parameters": parameters})
}

pub(crate) fn vpc(action: &str, parameters: Value) -> Value {
    call("vpc", "2017-03-12", action, parameters)
}

pub(crate) async fn open(emulator: &Arc<Emulator>) -> (Explorer, Browser) {
    let builder = Explorer::builder().emulator(Arc::clone(emulator));
    let explorer = builder.start().await.unwrap();
    let browser = Browser::open(&explorer).await;
    (explorer, browser)
}

pub(crate) async fn local() -> (Arc<Emulator>, Explorer, Browser) {
    let emulator = Arc::new(Emulator::start().await.unwrap());
    let (explorer, browser) = open(&emulator).await;
    (emulator, explorer, browser)
}

/// Two accounts, which a second local endpoint plays.
#[derive(Debug)]
struct Played(Arc<Emulator>);

impl Accounts for Played {
    fn list(&self) -> Vec<Account> {
        let prod = Account::new("prod").region("ap-shanghai");
        vec![prod, Account::new("frozen").read_only(true)]
    }

    fn client<'a>(&'a self, _: &'a str, _: &'a str) -> BoxFuture<'a, Result<Client, String>> {
        let config: Config = self.0.config();
        let client = Client::new(&config.region("ap-shanghai"));
        Box::pin(async move { Ok(client) })
    }
}

async fn with_accounts() -> (Arc<Emulator>, Explorer, Browser) {
    let cloud = Arc::new(Emulator::start().await.unwrap());
    let accounts = Played(Arc::clone(&cloud));
    let explorer = Explorer::builder()
        .accounts(accounts)
        .start()
        .await
        .unwrap();
    let browser = Browser::open(&explorer).await;
    (cloud, explorer, browser)
}

fn to(account: &str, mut call: Value) -> Value {
    call["target"] = account.into();
    call
}

/// Sends `body` with headers that only a confirmed call has.
async fn confirmed(browser: &Browser, body: &str, word: &str, typed: &str) -> Response {
    let headers = [
        ("content-type", "application/json"),
        ("x-confirmation", word),
        ("x-typed", typed),
    ];
    browser
        .send("POST", "/send", &headers, body.to_owned())
        .await
}

/// Returns the confirmation in a dialog.
fn word(dialog: &Response) -> String {
    assert_eq!(
        dialog.status,
        StatusCode::PRECONDITION_REQUIRED,
        "{}",
        dialog.text
    );
    let rest = dialog.text.split("data-confirmation=\"").nth(1).unwrap();
    rest.split('"').next().unwrap().to_owned()
}

/// Returns how many calls of `action` came to `emulator`.
fn count(emulator: &Emulator, action: &str) -> usize {
    let calls = emulator.calls().after(0);
    calls.iter().filter(|call| call.action == action).count()
}

#[tokio::test]
async fn a_call_goes_to_the_local_endpoint_and_is_one_row() {
    let (emulator, _explorer, browser) = local().await;
    let mut create = vpc(
        "CreateVpc",
        json!({"VpcName": "first", "CidrBlock": "10.0.0.0/16"}),
    );
    create["region"] = "ap-shanghai".into();
    let sent = send(&browser, &create).await;
    for shown in [
        "OK",
        "ap-shanghai",
        "vpc-",
        "RequestId",
        "stateful",
        "/row/1",
    ] {
        assert!(sent.part.contains(shown), "{shown}: {}", sent.part);
    }
    assert_eq!(sent.row, Some(1));
    let rows = browser.get("/timeline").await.json();
    assert_eq!(rows["rows"].as_array().unwrap().len(), 1, "{rows}");
    let client = emulator.calls().after(0)[0].client.clone().unwrap();
    assert!(client.contains("tcloud_explorer_"), "{client}");
    let history = browser.get("/history").await.text;
    assert!(history.contains("CreateVpc"), "{history}");
}

#[tokio::test]
async fn an_error_of_the_service_is_a_response_with_a_way_to_its_meaning() {
    let (_emulator, _explorer, browser) = local().await;
    let sent = send(
        &browser,
        &vpc("DeleteVpc", json!({"VpcId": "vpc-00000000"})),
    )
    .await;
    let code = "ResourceNotFound";
    assert!(
        sent.part.contains(&format!("href=\"/errors/{code}")),
        "{}",
        sent.part
    );
    assert!(sent.part.contains("Likely fix"), "{}", sent.part);
    assert!(sent.row.is_some());
    let unknown = send(&browser, &vpc("DescribeNothingAtAll", json!({}))).await;
    assert!(unknown.part.contains("InvalidAction"), "{}", unknown.part);
    let wrong = browser.post("/send", &json!({"service": "vpc"})).await;
    assert_eq!(wrong.status, StatusCode::BAD_REQUEST, "{}", wrong.text);
}

#[tokio::test]
async fn every_attempt_is_shown() {
    let (emulator, _explorer, browser) = local().await;
    let mut once = FaultRule::new("vpc:DescribeVpcs", FaultKind::Throttle);
    once.calls = vec![1];
    emulator.faults().add(once).unwrap();
    let sent = send(&browser, &vpc("DescribeVpcs", json!({}))).await;
    for shown in ["2 attempts", "RequestLimitExceeded", "OK"] {
        assert!(sent.part.contains(shown), "{shown}: {}", sent.part);
    }
    assert_eq!(count(&emulator, "DescribeVpcs"), 2);
    assert_eq!(sent.row, Some(2), "the row of the last attempt");
}

#[tokio::test]
async fn a_connection_that_breaks_is_a_response() {
    let (emulator, _explorer, browser) = local().await;
    let reset = FaultRule::new("vpc:DescribeVpcs", FaultKind::ResetBefore);
    emulator.faults().add(reset).unwrap();
    let sent = send(&browser, &vpc("DescribeVpcs", json!({}))).await;
    for shown in ["Not answered", "3 attempts", "wrong message"] {
        assert!(sent.part.contains(shown), "{shown}: {}", sent.part);
    }
    assert_eq!(sent.row, None);
}

#[tokio::test]
async fn the_content_of_a_file_is_sent_as_bytes() {
    let (emulator, _explorer, browser) = local().await;
    let upload = |content: &str| {
        let parameters = json!({"FileURL": "https://example.com/a.pdf", "File": content});
        call("cii", "2021-04-08", "UploadMedicalFile", parameters)
    };
    let sent = send(&browser, &upload("AAECAw==")).await;
    let calls = emulator.calls().after(0);
    assert_eq!(calls.len(), 1, "{}", sent.part);
    let seen = &calls[0];
    assert_eq!(seen.code, None, "{}", sent.part);
    assert_eq!(seen.request["FileURL"], "https://example.com/a.pdf");
    let wrong = browser.post("/send", &upload("no base64!")).await;
    assert_eq!(wrong.status, StatusCode::BAD_REQUEST);
    assert!(wrong.text.contains("File is a file"), "{}", wrong.text);
}

#[tokio::test]
async fn events_come_one_by_one_before_the_whole() {
    let (_emulator, _explorer, browser) = local().await;
    let chat = json!({"Model": "hunyuan-lite", "Stream": true, "Messages": [{"Role": "user", "Content": "hello"}]});
    let sent = send(
        &browser,
        &call("hunyuan", "2023-09-01", "ChatCompletions", chat),
    )
    .await;
    let events = sent
        .lines
        .iter()
        .filter(|line| line["event"].is_string())
        .count();
    assert_eq!(events, 3, "{:?}", sent.lines);
    assert_eq!(sent.lines[0]["stop"], 1);
    assert!(sent.part.contains("3 events"), "{}", sent.part);
}

#[tokio::test]
async fn a_stream_that_stands_still_is_stopped_with_what_came() {
    let (emulator, _explorer, browser) = local().await;
    let stall = FaultRule::new("hunyuan:*", FaultKind::StallEvents);
    emulator.faults().add(stall).unwrap();
    let chat = json!({"Model": "hunyuan-lite", "Stream": true, "Messages": [{"Role": "user", "Content": "hello"}]});
    let chat = call("hunyuan", "2023-09-01", "ChatCompletions", chat);
    let sending = send(&browser, &chat);
    let stopping = async {
        loop {
            tokio::time::sleep(Duration::from_millis(50)).await;
            browser.post("/send/stop", &json!({"stop": 1})).await;
        }
    };
    let sent = tokio::select! {
        sent = sending => sent,
        () = stopping => unreachable!(),
    };
    assert!(
        sent.part.contains("events") && sent.part.contains("OK"),
        "{}",
        sent.part
    );
}

#[tokio::test]
async fn all_pages_are_one_table() {
    let (emulator, _explorer, browser) = local().await;
    create_vpcs(&emulator, "ap-guangzhou", 250).await;
    let mut list = vpc("DescribeVpcs", json!({}));
    list["most"] = 1000.into();
    let sent = send(&browser, &list).await;
    assert!(sent.part.contains("250 items"), "{}", sent.part);
    assert_eq!(
        sent.part.matches("<tr>").count(),
        251,
        "a head and 250 rows"
    );
    let said = sent
        .lines
        .iter()
        .filter(|line| line["say"].is_string())
        .count();
    assert!(said >= 2, "{said}");
    list["most"] = 120.into();
    let some = send(&browser, &list).await;
    assert!(
        some.part.contains("120 items") && some.part.contains("up to the limit"),
        "{}",
        some.part
    );
}

#[tokio::test]
async fn several_regions_are_one_table_with_what_went_wrong_beside() {
    let (emulator, _explorer, browser) = local().await;
    create_vpcs(&emulator, "ap-guangzhou", 2).await;
    create_vpcs(&emulator, "ap-shanghai", 1).await;
    let mut list = vpc("DescribeVpcs", json!({}));
    list["regions"] = json!(["ap-guangzhou", "ap-shanghai", "ap-nowhere"]);
    let sent = send(&browser, &list).await;
    for shown in [
        "3 items",
        "3 regions",
        "ap-nowhere",
        "InvalidParameterValue",
        "+Region",
    ] {
        assert!(sent.part.contains(shown), "{shown}: {}", sent.part);
    }
    let mut write = vpc("CreateVpc", json!({}));
    write["regions"] = json!(["ap-guangzhou", "ap-shanghai"]);
    let refused = browser.post("/send", &write).await;
    assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{}", refused.text);
}

pub(crate) async fn create_vpcs(emulator: &Emulator, region: &str, count: usize) {
    let client = Client::new(&emulator.config::<Config>());
    for number in 0..count {
        let parameters = json!({"VpcName": format!("net-{number:03}"), "CidrBlock": "10.0.0.0/16"});
        let create = client.raw("vpc", "2017-03-12", "CreateVpc");
        create.parameters(parameters).region(region).await.unwrap();
    }
}

#[tokio::test]
async fn what_reads_goes_to_a_real_account_without_a_question() {
    let (cloud, _explorer, browser) = with_accounts().await;
    let sent = send(&browser, &to("prod", vpc("DescribeVpcs", json!({})))).await;
    assert!(
        sent.part.contains("OK") && sent.part.contains("ap-shanghai"),
        "{}",
        sent.part
    );
    assert_eq!(count(&cloud, "DescribeVpcs"), 1);
    let rows = browser.get("/timeline").await.json();
    assert_eq!(rows["rows"][0][2], "explorer", "{rows}");
    assert_eq!(sent.row, rows["rows"][0][0].as_u64());
    let nobody = browser
        .post("/send", &to("nobody", vpc("DescribeVpcs", json!({}))))
        .await;
    assert_eq!(nobody.status, StatusCode::NOT_FOUND, "{}", nobody.text);
}

#[tokio::test]
async fn a_write_to_a_real_account_needs_a_confirmation_of_its_own() {
    let (cloud, _explorer, browser) = with_accounts().await;
    let create = to(
        "prod",
        vpc(
            "CreateVpc",
            json!({"VpcName": "mine", "CidrBlock": "10.0.0.0/16"}),
        ),
    );
    let body = create.to_string();
    let dialog = browser.post("/send", &create).await;
    let confirmation = word(&dialog);
    for shown in ["prod", "ap-shanghai", "CreateVpc", "mine", "100"] {
        assert!(dialog.text.contains(shown), "{shown}: {}", dialog.text);
    }
    assert_eq!(count(&cloud, "CreateVpc"), 0, "nothing was sent yet");

    let made_up = confirmed(&browser, &body, "aaaaaaaaaaaaaaaaaaaa", "").await;
    assert_eq!(made_up.status, StatusCode::FORBIDDEN);
    let changed = body.replace("mine", "ours");
    let other = confirmed(&browser, &changed, &confirmation, "").await;
    assert_eq!(other.status, StatusCode::FORBIDDEN, "a byte was changed");
    assert_eq!(count(&cloud, "CreateVpc"), 0);

    let confirmation = word(&browser.post("/send", &create).await);
    let sent = Sent::read(&confirmed(&browser, &body, &confirmation, "").await);
    assert!(sent.part.contains("vpc-"), "{}", sent.part);
    assert_eq!(count(&cloud, "CreateVpc"), 1);
    let again = confirmed(&browser, &body, &confirmation, "").await;
    assert_eq!(again.status, StatusCode::FORBIDDEN, "it was used");
    assert_eq!(count(&cloud, "CreateVpc"), 1);
    assert_eq!(
        count(&cloud, "GetCallerIdentity"),
        1,
        "the account is asked for once"
    );
}

#[tokio::test]
async fn what_destroys_needs_its_name_typed() {
    let (cloud, _explorer, browser) = with_accounts().await;
    let delete = to("prod", vpc("DeleteVpc", json!({"VpcId": "vpc-00000000"})));
    let body = delete.to_string();
    let dialog = browser.post("/send", &delete).await;
    assert!(dialog.text.contains("name=\"typed\""), "{}", dialog.text);
    let refused = confirmed(&browser, &body, &word(&dialog), "DeleteVp").await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert_eq!(count(&cloud, "DeleteVpc"), 0);
    let confirmation = word(&browser.post("/send", &delete).await);
    Sent::read(&confirmed(&browser, &body, &confirmation, "DeleteVpc").await);
    assert_eq!(count(&cloud, "DeleteVpc"), 1);
}

#[tokio::test]
async fn nothing_is_written_to_a_read_only_account() {
    let (cloud, _explorer, browser) = with_accounts().await;
    let create = to(
        "frozen",
        vpc(
            "CreateVpc",
            json!({"VpcName": "a", "CidrBlock": "10.0.0.0/16"}),
        ),
    );
    let refused = browser.post("/send", &create).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert!(
        refused.text.contains("TENCENTCLOUD_READ_ONLY"),
        "{}",
        refused.text
    );
    send(&browser, &to("frozen", vpc("DescribeVpcs", json!({})))).await;
    assert_eq!(cloud.calls().after(0).len(), 1);
}
