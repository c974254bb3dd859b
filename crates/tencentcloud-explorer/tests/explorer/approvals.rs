//! Requests of programs that hold no key, which a person decides about in the page.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

use futures_util::future::BoxFuture;
use hyper::StatusCode;
use hyper::header::{CONTENT_TYPE, HeaderMap, HeaderName, SET_COOKIE};
use serde_json::{Value, json};
use tencentcloud_broker::{Answer, Asked, Broker, Refusal, Request};
use tencentcloud_emulator::{Credential, Emulator};
use tencentcloud_explorer::{Account, Accounts, Explorer};
use tencentcloud_runtime::{Client, Config};
use tokio::task::JoinHandle;

use crate::browser::{Browser, Response};

const VPC: &str = "2017-03-12";

/// A real account, which a local endpoint plays.
#[derive(Debug)]
struct Played(Arc<Emulator>);

impl Accounts for Played {
    fn list(&self) -> Vec<Account> {
        vec![Account::new("prod").region("ap-guangzhou")]
    }

    fn client<'a>(&'a self, _: &'a str, _: &'a str) -> BoxFuture<'a, Result<Client, String>> {
        let config: Config = self.0.config();
        let client = Client::new(&config.region("ap-guangzhou"));
        Box::pin(async move { Ok(client) })
    }
}

/// A page with a broker, whose account is an endpoint, and a browser that was let in.
struct Scene {
    cloud: Arc<Emulator>,
    broker: Broker,
    browser: Browser,
    /// It serves as long as it lives.
    explorer: Explorer,
    /// How much later it is than it is, in seconds.
    later: Arc<AtomicU64>,
    _folder: tempfile::TempDir,
}

impl Scene {
    async fn new() -> Self {
        let key = Credential::new("AKIDcloud", "cloud").account("100000000001");
        let cloud = Emulator::builder().credential(key).start().await;
        let cloud = Arc::new(cloud.unwrap());
        let folder = tempfile::tempdir().unwrap();
        let later = Arc::new(AtomicU64::new(0));
        let seconds = Arc::clone(&later);
        let broker = Broker::builder()
            .accounts(Played(Arc::clone(&cloud)))
            .log(folder.path().join("broker.jsonl"))
            .clock(move || SystemTime::now() + Duration::from_secs(seconds.load(Ordering::SeqCst)))
            .build()
            .unwrap();
        let builder = Explorer::builder().broker(broker.clone());
        let explorer = builder.start().await.unwrap();
        let browser = Browser::open(&explorer).await;
        Self {
            cloud,
            broker,
            browser,
            explorer,
            later,
            _folder: folder,
        }
    }

    /// Asks the broker as a program does that waits for its response, and returns that with the request's ID.
    async fn ask(&self, action: &'static str, parameters: Value) -> (String, JoinHandle<Answer>) {
        self.ask_saying(action, parameters, "the ticket says so")
            .await
    }

    async fn ask_saying(
        &self,
        action: &'static str,
        parameters: Value,
        reason: &str,
    ) -> (String, JoinHandle<Answer>) {
        let headers = [
            (CONTENT_TYPE, "application/json"),
            (HeaderName::from_static("x-tc-action"), action),
            (HeaderName::from_static("x-tc-version"), VPC),
            (HeaderName::from_static("x-tc-region"), "ap-guangzhou"),
        ];
        let headers = headers.map(|(name, value)| (name, value.parse().unwrap()));
        let headers: HeaderMap = headers.into_iter().collect();
        let url = self.cloud.url();
        let request = Request::new("prod", "vpc", url, &headers, parameters.to_string());
        let digest = request.digest();
        let mut asked = Asked::new(request);
        asked.agent = Some("helper".to_owned());
        asked.reason = Some(reason.to_owned());
        asked.wait = Duration::from_secs(60);
        let broker = self.broker.clone();
        let answer = tokio::spawn(async move { broker.ask(asked).await });
        let approver = self.broker.approver_here("test");
        let mut changes = approver.changes();
        loop {
            let waiting = approver.pending();
            if let Some(one) = waiting.iter().find(|one| one.digest == digest) {
                return (one.id.to_string(), answer);
            }
            changes.changed().await.unwrap();
        }
    }

    /// Returns how many calls of `action` came to the account.
    fn calls(&self, action: &str) -> usize {
        self.cloud.calls().of(&format!("vpc:{action}")).len()
    }

    /// Types the approval code; returns the browser that may decide, and the word that it keeps.
    async fn unlock(&self) -> (Browser, String) {
        let code = self.broker.code();
        let unlocked = self
            .browser
            .form("/approvals/code", &[("code", code)])
            .await;
        assert_eq!(unlocked.status, StatusCode::OK, "{}", unlocked.text);
        let cookie = unlocked.headers[SET_COOKIE].to_str().unwrap();
        let cookie = cookie.split(';').next().unwrap();
        let mut browser = Browser::stranger(&self.explorer);
        let door = &self.browser.headers[0].1;
        browser
            .headers
            .push(("cookie", format!("{door}; {cookie}")));
        (browser, attribute(&unlocked, "data-word"))
    }

    /// Returns the digest that the page of the request `id` shows.
    async fn digest(&self, browser: &Browser, id: &str) -> String {
        let page = browser.get(&format!("/approvals/{id}")).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.text);
        attribute(&page, "name=\"digest\" value")
    }
}

/// Returns the value of the first attribute that is called so.
fn attribute(page: &Response, name: &str) -> String {
    let rest = page.text.split_once(&format!("{name}=\""));
    let (_, rest) = rest.unwrap_or_else(|| panic!("{name}: {}", page.text));
    rest.split('"').next().unwrap().to_owned()
}

async fn response(answer: JoinHandle<Answer>) -> Value {
    match answer.await.unwrap() {
        Answer::Sent(response) => {
            let body = response.into_body().bytes(1 << 20).await.unwrap();
            serde_json::from_slice(&body).unwrap()
        }
        other => panic!("{other:?}"),
    }
}

async fn refusal(answer: JoinHandle<Answer>) -> Refusal {
    match answer.await.unwrap() {
        Answer::Refused(refusal) => refusal,
        other => panic!("{other:?}"),
    }
}

fn network() -> Value {
    json!({"VpcName": "web", "CidrBlock": "10.0.0.0/16"})
}

#[tokio::test]
async fn who_has_not_typed_the_approval_code_sees_the_number_alone() {
    let scene = Scene::new().await;
    let (id, _answer) = scene.ask("CreateVpc", network()).await;
    for path in [
        "/approvals",
        &format!("/approvals/{id}"),
        "/approvals/nobody",
    ] {
        let page = scene.browser.get(path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert!(
            page.text.contains("<strong>1</strong>"),
            "{path}: {}",
            page.text
        );
        assert!(page.text.contains("id=\"approval-code\""), "{path}");
        for hidden in [
            "CreateVpc",
            "helper",
            "ticket",
            "prod",
            "10.0.0.0",
            scene.broker.code(),
        ] {
            let centre = page.text.split("id=\"centre\"").nth(1).unwrap();
            let centre = centre.split("</main>").next().unwrap();
            assert!(!centre.contains(hidden), "{path}: {hidden}: {centre}");
        }
    }
    let stranger = Browser::stranger(&scene.explorer);
    let page = stranger.get("/approvals").await;
    assert_eq!(page.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_request_is_read_approved_sent_once_and_its_program_gets_the_response() {
    let scene = Scene::new().await;
    let (id, answer) = scene.ask("CreateVpc", network()).await;
    let (browser, word) = scene.unlock().await;
    let list = browser.get("/approvals").await.text;
    assert!(list.contains(&format!("/approvals/{id}")), "{list}");
    let page = browser.get(&format!("/approvals/{id}")).await.text;
    for shown in [
        "helper",
        "the ticket says so",
        "prod",
        "ap-guangzhou",
        "&quot;10.0.0.0/16&quot;",
        "100000000001",
    ] {
        assert!(page.contains(shown), "{shown}: {page}");
    }
    let digest = scene.digest(&browser, &id).await;
    assert_eq!(scene.calls("CreateVpc"), 0, "nothing is sent before");
    let path = format!("/approvals/{id}/approve");
    let decision = [("word", &*word), ("digest", &*digest)];
    let approved = browser.form(&path, &decision).await;
    assert_eq!(approved.status, StatusCode::SEE_OTHER, "{}", approved.text);
    let response = response(answer).await;
    assert_eq!(response["Response"]["Vpc"]["VpcName"], "web", "{response}");
    let again = browser.form(&path, &decision).await;
    assert_eq!(again.status, StatusCode::CONFLICT, "{}", again.text);
    assert_eq!(scene.calls("CreateVpc"), 1);
    let page = browser.get(&format!("/approvals/{id}?lang=en")).await.text;
    assert!(
        page.contains("badge good sent") && page.contains("tcloud explorer"),
        "{page}"
    );
    assert!(!page.contains("/approve\""), "{page}");
    let list = browser.get("/approvals?lang=en").await.text;
    assert!(
        list.contains("Nothing waits") && list.contains("Decided"),
        "{list}"
    );
    assert!(
        list.contains("broker.jsonl") && list.contains("approved"),
        "{list}"
    );
}

#[tokio::test]
async fn neither_a_cookie_nor_a_word_alone_decides() {
    let scene = Scene::new().await;
    let (id, _answer) = scene.ask("CreateVpc", network()).await;
    let (browser, word) = scene.unlock().await;
    let digest = scene.digest(&browser, &id).await;
    let door = scene.browser.headers[0].1.clone();
    let with = |cookie: String| {
        let mut browser = Browser::stranger(&scene.explorer);
        browser.headers.push(("cookie", cookie));
        browser
    };
    let cookies = browser.headers[0].1.clone();
    let (name, _) = cookies.rsplit_once('=').unwrap();
    let forged = format!("{name}={}", "a".repeat(32));
    let own = cookies.split("; ").nth(1).unwrap().to_owned();
    // Without the page's own cookie, the door is before it.
    let outside = [(with(own), &*word)];
    // The page's cookie, one that was made up, and the cookie that any server of this machine could see.
    let inside = [
        (with(door), &*word),
        (with(forged), &*word),
        (with(cookies.clone()), ""),
        (with(cookies), "wrongwrongwrongwrongwrongwrongwr"),
    ];
    let attempts = outside
        .iter()
        .map(|attempt| (attempt, StatusCode::UNAUTHORIZED))
        .chain(
            inside
                .iter()
                .map(|attempt| (attempt, StatusCode::FORBIDDEN)),
        );
    for ((browser, word), status) in attempts {
        for how in ["approve", "refuse"] {
            let path = format!("/approvals/{id}/{how}");
            let form = [("word", *word), ("digest", &digest), ("why", "no")];
            let response = browser.form(&path, &form).await;
            assert_eq!(response.status, status, "{how}: {}", response.text);
        }
    }
    let waiting = scene.broker.approver_here("test").pending();
    assert_eq!(waiting.len(), 1);
    assert_eq!(scene.calls("CreateVpc"), 0);
}

#[tokio::test]
async fn another_sites_page_decides_nothing() {
    let scene = Scene::new().await;
    let (id, _answer) = scene.ask("CreateVpc", network()).await;
    let (browser, word) = scene.unlock().await;
    let digest = scene.digest(&browser, &id).await;
    let path = format!("/approvals/{id}/approve");
    let body = format!("word={word}&digest={digest}");
    let media = ("content-type", "application/x-www-form-urlencoded");
    for origin in ["https://evil.example", "null", "http://127.0.0.1:1"] {
        let headers = [media, ("origin", origin)];
        let response = browser.send("POST", &path, &headers, body.clone()).await;
        assert_eq!(response.status, StatusCode::FORBIDDEN, "{origin}");
    }
    let headers = [media, ("host", "evil.example")];
    let response = browser.send("POST", &path, &headers, body).await;
    assert_eq!(response.status, StatusCode::MISDIRECTED_REQUEST);
    assert_eq!(scene.broker.approver_here("test").pending().len(), 1);
}

#[tokio::test]
async fn another_request_than_the_one_that_was_shown_is_not_approved() {
    let scene = Scene::new().await;
    let (id, _answer) = scene.ask("CreateVpc", network()).await;
    let other = json!({"VpcName": "web", "CidrBlock": "10.0.0.0/8"});
    let (other, _answer) = scene.ask("CreateVpc", other).await;
    let (browser, word) = scene.unlock().await;
    let digest = scene.digest(&browser, &id).await;
    for digest in [&*digest, ""] {
        let form = [("word", &*word), ("digest", digest)];
        let response = browser
            .form(&format!("/approvals/{other}/approve"), &form)
            .await;
        assert_eq!(response.status, StatusCode::CONFLICT, "{}", response.text);
        assert!(
            response.text.contains("not the one that was shown"),
            "{}",
            response.text
        );
    }
    assert_eq!(scene.broker.approver_here("test").pending().len(), 2);
}

#[tokio::test]
async fn what_destroys_wants_the_name_of_its_action() {
    let scene = Scene::new().await;
    let (id, answer) = scene
        .ask("DeleteVpc", json!({"VpcId": "vpc-12345678"}))
        .await;
    let (browser, word) = scene.unlock().await;
    let page = browser.get(&format!("/approvals/{id}")).await.text;
    assert!(page.contains("name=\"typed\""), "{page}");
    let digest = scene.digest(&browser, &id).await;
    let path = format!("/approvals/{id}/approve");
    for typed in ["", "deletevpc", "DeleteVpcs"] {
        let form = [("word", &*word), ("digest", &*digest), ("typed", typed)];
        let response = browser.form(&path, &form).await;
        assert_eq!(response.status, StatusCode::CONFLICT, "{typed}");
        assert!(response.text.contains("role=\"alert\""), "{typed}");
    }
    assert_eq!(scene.calls("DeleteVpc"), 0);
    let form = [
        ("word", &*word),
        ("digest", &*digest),
        ("typed", "DeleteVpc"),
    ];
    let approved = browser.form(&path, &form).await;
    assert_eq!(approved.status, StatusCode::SEE_OTHER, "{}", approved.text);
    // There is no such network: the program is told so by the service.
    let response = response(answer).await;
    assert!(
        response["Response"]["Error"]["Code"].is_string(),
        "{response}"
    );
    assert_eq!(scene.calls("DeleteVpc"), 1);
}

#[tokio::test]
async fn who_decides_sees_what_is_named_and_what_becomes_of_it() {
    let scene = Scene::new().await;
    let client = Client::new(&scene.cloud.config::<Config>());
    let create = client.raw("vpc", VPC, "CreateVpc").parameters(network());
    let made = create.await.unwrap();
    let network = made["Vpc"]["VpcId"].as_str().unwrap();
    let (id, _answer) = scene.ask("DeleteVpc", json!({"VpcId": network})).await;
    let (browser, _) = scene.unlock().await;
    let page = browser.get(&format!("/approvals/{id}?lang=en")).await.text;
    let (_, named) = page.split_once("Resources that it names").unwrap();
    let (named, rest) = named.split_once("twin of the account").unwrap();
    assert!(
        named.contains(network) && named.contains("<bdi>web</bdi>"),
        "{named}"
    );
    let (done, _) = rest.split_once("Parameters").unwrap();
    assert!(
        done.contains("carried out") && done.contains(">deleted</span>"),
        "{done}"
    );
    assert!(done.contains(network), "{done}");
    assert_eq!(scene.calls("DeleteVpc"), 0);
}

#[tokio::test]
async fn who_refuses_says_why_and_the_program_is_told() {
    let scene = Scene::new().await;
    let (id, answer) = scene.ask("CreateVpc", network()).await;
    let (browser, word) = scene.unlock().await;
    let form = [("word", &*word), ("why", "not on a Friday")];
    let refused = browser
        .form(&format!("/approvals/{id}/refuse"), &form)
        .await;
    assert_eq!(refused.status, StatusCode::SEE_OTHER, "{}", refused.text);
    let refusal = refusal(answer).await;
    assert_eq!(refusal.code, "refused");
    assert!(refusal.message.contains("not on a Friday"), "{refusal:?}");
    let page = browser.get(&format!("/approvals/{id}?lang=en")).await.text;
    assert!(
        page.contains(">refused</span>") && page.contains("not on a Friday"),
        "{page}"
    );
    assert_eq!(scene.calls("CreateVpc"), 0);
}

#[tokio::test]
async fn nobody_approves_what_is_over() {
    let scene = Scene::new().await;
    let (id, answer) = scene.ask("CreateVpc", network()).await;
    let (browser, word) = scene.unlock().await;
    let digest = scene.digest(&browser, &id).await;
    scene.later.store(601, Ordering::SeqCst);
    let form = [("word", &*word), ("digest", &*digest)];
    let late = browser
        .form(&format!("/approvals/{id}/approve"), &form)
        .await;
    assert_eq!(late.status, StatusCode::CONFLICT, "{}", late.text);
    let page = browser.get(&format!("/approvals/{id}?lang=en")).await.text;
    assert!(page.contains(">expired</span>"), "{page}");
    assert_eq!(refusal(answer).await.code, "expired");
    assert_eq!(scene.calls("CreateVpc"), 0);
}

#[tokio::test]
async fn after_ten_wrong_codes_no_code_is_accepted() {
    let scene = Scene::new().await;
    for _ in 0..10 {
        let wrong = scene
            .browser
            .form("/approvals/code", &[("code", "aaaa-aaaa-aaaa")])
            .await;
        assert_eq!(wrong.status, StatusCode::FORBIDDEN);
        assert!(!wrong.headers.contains_key(SET_COOKIE));
    }
    // The page's own code is another one.
    let code = scene.broker.code();
    assert_ne!(code, scene.explorer.code());
    let right = scene
        .browser
        .form("/approvals/code?lang=en", &[("code", code)])
        .await;
    assert_eq!(right.status, StatusCode::FORBIDDEN);
    assert!(
        right.text.contains("Too many wrong codes"),
        "{}",
        right.text
    );
}

#[tokio::test]
async fn the_cookie_is_for_the_approvals_of_this_page_alone() {
    let scene = Scene::new().await;
    let code = scene.broker.code();
    let (id, _answer) = scene.ask("CreateVpc", network()).await;
    let path = format!("/approvals/code?at={id}");
    let unlocked = scene.browser.form(&path, &[("code", code)]).await;
    // The request that was asked for is shown at once.
    assert!(
        unlocked.text.contains(&format!("/approvals/{id}/approve")),
        "{}",
        unlocked.text
    );
    let cookie = unlocked.headers[SET_COOKIE].to_str().unwrap();
    let (_, attributes) = cookie.split_once(';').unwrap();
    assert_eq!(attributes, " Path=/approvals; HttpOnly; SameSite=Strict");
    let word = attribute(&unlocked, "data-word");
    assert!(!cookie.contains(&word), "{cookie}");
    // Another start knows neither.
    let other = Scene::new().await;
    let mut browser = Browser::stranger(&other.explorer);
    let own = cookie.split(';').next().unwrap();
    let (_, value) = own.split_once('=').unwrap();
    let port = other.explorer.url().rsplit(':').next().unwrap().to_owned();
    let door = other.browser.headers[0].1.clone();
    browser
        .headers
        .push(("cookie", format!("{door}; approver-{port}={value}")));
    let page = browser.get("/approvals").await.text;
    assert!(page.contains("id=\"approval-code\""), "{page}");
}

#[tokio::test]
async fn words_of_programs_are_text_that_is_seen() {
    let scene = Scene::new().await;
    let hostile = "<img src=x onerror=alert(1)> \u{202e}evil\u{200b}";
    let parameters = json!({"VpcName": "</pre><script>\u{202e}", "CidrBlock": "10.0.0.0/16"});
    let (id, _answer) = scene.ask_saying("CreateVpc", parameters, hostile).await;
    let (browser, _) = scene.unlock().await;
    for path in ["/approvals".to_owned(), format!("/approvals/{id}")] {
        let page = browser.get(&path).await.text;
        assert!(page.contains("&lt;img src=x"), "{page}");
        assert!(
            !page.contains("<img") && !page.contains("<script>"),
            "{page}"
        );
        assert!(!page.contains(['\u{202e}', '\u{200b}']), "{page}");
        assert!(page.contains("\\u{200b}"), "{page}");
    }
}

#[tokio::test]
async fn the_window_hears_how_many_wait() {
    let scene = Scene::new().await;
    let second = Duration::from_secs(1);
    let before = scene.browser.stream("/timeline/live", second).await;
    assert!(before.contains("event: approvals\ndata: 0\n"), "{before}");
    let heard = scene.browser.stream("/timeline/live", 3 * second);
    let (heard, (_, _answer)) = tokio::join!(heard, scene.ask("CreateVpc", network()));
    assert!(heard.contains("event: approvals\ndata: 1\n"), "{heard}");
}

#[tokio::test]
async fn a_page_without_a_broker_says_where_approvals_are_given() {
    let explorer = Explorer::builder().start().await.unwrap();
    let browser = Browser::open(&explorer).await;
    let page = browser.get("/approvals?lang=en").await.text;
    assert!(page.contains("tcloud approve"), "{page}");
    let posted = browser
        .form("/approvals/code", &[("code", "aaaa")])
        .await
        .text;
    assert!(!posted.contains("approval-code"), "{posted}");
}
