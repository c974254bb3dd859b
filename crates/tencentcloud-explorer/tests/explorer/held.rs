//! Calls that are held, edited, signed again, let go and refused.

use std::sync::Arc;
use std::time::Duration;

use futures_util::future::BoxFuture;
use http_body_util::{BodyExt, Full};
use hyper::StatusCode;
use hyper_util::rt::TokioExecutor;
use serde_json::{Value, json};
use tencentcloud_emulator::{Emulator, HoldRule};
use tencentcloud_explorer::{Account, Accounts, Explorer};
use tencentcloud_runtime::{Client, Config, Method};
use tokio::task::JoinHandle;

use crate::browser::Browser;

/// A page whose local endpoint holds calls, and a client of that endpoint.
struct Scene {
    emulator: Arc<Emulator>,
    /// It serves as long as it lives.
    _explorer: Explorer,
    browser: Browser,
    client: Client,
}

impl Scene {
    async fn new() -> Self {
        let emulator = Arc::new(Emulator::start().await.unwrap());
        let builder = Explorer::builder().emulator(Arc::clone(&emulator));
        let explorer = builder.start().await.unwrap();
        let browser = Browser::open(&explorer).await;
        let client = Client::new(&emulator.config::<Config>());
        Self {
            emulator,
            _explorer: explorer,
            browser,
            client,
        }
    }

    /// Calls in the background.
    fn call(
        &self,
        service: &'static str,
        action: &'static str,
        parameters: Value,
    ) -> JoinHandle<Result<Value, tencentcloud_runtime::Error>> {
        let client = self.client.clone();
        tokio::spawn(async move {
            let call = client.raw(service, "2017-03-12", action);
            call.parameters(parameters).await
        })
    }
}

/// Returns the body of the request that waits, once one does.
async fn held(emulator: &Emulator) -> Value {
    for _ in 0..1500 {
        if let [held] = &emulator.holds().list()[..] {
            return serde_json::from_slice(&held.request.body).unwrap_or_default();
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("nothing waits");
}

#[tokio::test]
async fn a_held_call_is_edited_signed_again_and_let_go() {
    let scene = Scene::new().await;
    let browser = &scene.browser;
    let rule = [("action", "vpc:CreateVpc"), ("client", ""), ("times", "1")];
    let added = browser.form("/held", &rule).await;
    assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.text);
    let given = json!({"VpcName": "before", "CidrBlock": "10.0.0.0/16"});
    let called = scene.call("vpc", "CreateVpc", given);
    held(&scene.emulator).await;
    let list = browser.get("/held").await.text;
    assert!(list.contains("/held/local/1") && list.contains("vpc CreateVpc"));
    // Beside the list of calls, which says how the local endpoint is called.
    let part = [("x-part", "1")];
    let page = browser.send("GET", "/held/local/1", &part, String::new());
    let page = page.await.text;
    let credential = scene.emulator.credential();
    assert!(page.contains("&quot;before&quot;"), "{page}");
    assert!(page.contains(&credential.secret_id), "{page}");
    assert!(!page.contains(&credential.secret_key), "{page}");
    let wrong = [("parameters", "{\"VpcName\": ")];
    let wrong = browser.form("/held/local/1/sign", &wrong).await;
    assert_eq!(wrong.status, StatusCode::BAD_REQUEST);
    assert!(wrong.text.contains("role=\"alert\""), "{}", wrong.text);
    let edited = [(
        "parameters",
        r#"{"VpcName": "after", "CidrBlock": "10.1.0.0/16"}"#,
    )];
    let signed = browser.form("/held/local/1/sign", &edited).await;
    assert_eq!(signed.status, StatusCode::SEE_OTHER, "{}", signed.text);
    let response = called.await.unwrap().unwrap();
    assert_eq!(response["Vpc"]["VpcName"], "after", "{response}");
    assert_eq!(response["Vpc"]["CidrBlock"], "10.1.0.0/16");
    let record = scene.emulator.calls().all().pop().unwrap();
    assert!(record.edited && record.held_ms.is_some(), "{record:?}");
    let late = browser.get("/held/local/1").await;
    assert_eq!(late.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_temporary_key_of_the_local_endpoint_signs_its_call_again() {
    let mut scene = Scene::new().await;
    let wanted = json!({"Name": "a", "Policy": "{\"version\":\"2.0\",\"statement\":[{\"effect\":\"allow\",\"action\":\"*\",\"resource\":\"*\"}]}"});
    let sts = scene
        .client
        .raw("sts", "2018-08-13", "GetFederationToken")
        .parameters(wanted);
    let issued = sts.await.unwrap();
    let text = |name: &str| issued["Credentials"][name].as_str().unwrap().to_owned();
    let credential =
        tencentcloud_emulator::Credential::new(text("TmpSecretId"), text("TmpSecretKey"))
            .token(text("Token"));
    scene.client = Client::new(&scene.emulator.config_for::<Config>(&credential));
    let holds = scene.emulator.holds();
    holds.add(HoldRule::new("vpc:*")).unwrap();
    let called = scene.call("vpc", "DescribeVpcs", json!({"Limit": "1"}));
    held(&scene.emulator).await;
    let edited = [("parameters", r#"{"Limit": "2"}"#)];
    scene.browser.form("/held/local/1/sign", &edited).await;
    called.await.unwrap().unwrap();
    let record = scene.emulator.calls().all().pop().unwrap();
    assert_eq!(record.request["Limit"], "2");
}

#[tokio::test]
async fn a_held_call_is_refused_with_an_error_of_choice() {
    let scene = Scene::new().await;
    scene.emulator.holds().add(HoldRule::new("*")).unwrap();
    let called = scene.call("vpc", "DescribeVpcs", json!({}));
    held(&scene.emulator).await;
    let error = [("code", ""), ("message", "by hand")];
    let wrong = scene.browser.form("/held/local/1/refuse", &error).await;
    assert_eq!(wrong.status, StatusCode::BAD_REQUEST);
    let error = [("code", "ResourceInsufficient"), ("message", "by hand")];
    let refused = scene.browser.form("/held/local/1/refuse", &error).await;
    assert_eq!(refused.status, StatusCode::SEE_OTHER, "{}", refused.text);
    let told = called.await.unwrap().unwrap_err();
    assert_eq!(told.code(), Some("ResourceInsufficient"), "{told}");
    assert!(told.to_string().contains("by hand"), "{told}");
}

#[tokio::test]
async fn held_calls_are_let_go_as_they_came_one_by_one_and_all() {
    let scene = Scene::new().await;
    scene.emulator.holds().add(HoldRule::new("vpc:*")).unwrap();
    let called = scene.call("vpc", "DescribeVpcs", json!({}));
    held(&scene.emulator).await;
    let live = scene
        .browser
        .stream("/timeline/live", Duration::from_millis(300))
        .await;
    assert!(live.contains("event: held\ndata: 1"), "{live}");
    scene.browser.form("/held/local/1/go", &[]).await;
    called.await.unwrap().unwrap();
    let called = scene.call("vpc", "DescribeVpcs", json!({}));
    held(&scene.emulator).await;
    scene.browser.form("/held/go", &[]).await;
    called.await.unwrap().unwrap();
    let page = scene.browser.get("/held").await.text;
    assert!(page.contains("/held/rules/local/1/remove"), "{page}");
    scene.browser.form("/held/rules/local/1/remove", &[]).await;
    let called = scene.call("vpc", "DescribeVpcs", json!({}));
    called.await.unwrap().unwrap();
}

#[tokio::test]
async fn a_call_that_is_no_json_is_let_go_or_refused() {
    let mut scene = Scene::new().await;
    let config = scene.emulator.config::<Config>().method(Method::Get);
    scene.client = Client::new(&config);
    scene.emulator.holds().add(HoldRule::new("vpc:*")).unwrap();
    let called = scene.call("vpc", "DescribeVpcs", json!({}));
    held(&scene.emulator).await;
    let page = scene.browser.get("/held/local/1?lang=en").await.text;
    assert!(page.contains("not a JSON object in the body"), "{page}");
    assert!(!page.contains("/sign\""), "{page}");
    let form = [("parameters", "{}")];
    let signed = scene.browser.form("/held/local/1/sign", &form).await;
    assert_eq!(signed.status, StatusCode::BAD_REQUEST);
    scene.browser.form("/held/local/1/go", &[]).await;
    called.await.unwrap().unwrap();
}

/// The accounts of a test: one, whose key the cloud knows.
#[derive(Debug)]
struct One(Config);

impl Accounts for One {
    fn list(&self) -> Vec<Account> {
        vec![Account::new("work")]
    }

    fn client<'a>(&'a self, _: &'a str, _: &'a str) -> BoxFuture<'a, Result<Client, String>> {
        Box::pin(async { Ok(Client::new(&self.0)) })
    }
}

/// Sends a call of RunInstances, signed for the cloud, to the proxy.
async fn through(proxy: &Emulator, client: &Client, parameters: Value) -> Value {
    let call = client.raw("cvm", "2017-03-12", "RunInstances");
    let call = call.endpoint("https://cvm.tencentcloudapi.com");
    let call = call.parameters(parameters).region("ap-guangzhou");
    let (mut head, body) = call.prepare().await.unwrap().into_parts();
    head.uri = proxy.url().parse().unwrap();
    let request = hyper::Request::from_parts(head, Full::new(body));
    let sender = hyper_util::client::legacy::Client::builder(TokioExecutor::new()).build_http();
    let response = sender.request(request).await.unwrap();
    let body = response.into_body().collect().await.unwrap().to_bytes();
    serde_json::from_slice(&body).unwrap()
}

#[tokio::test]
async fn a_password_that_was_not_edited_goes_to_the_cloud_as_it_was() {
    // Another emulator plays the cloud, and knows the key of the account alone.
    let cloud = tencentcloud_emulator::Credential::new("AKIDwork", "a-secret-key-of-work");
    let cloud = Emulator::builder().credential(cloud).start().await.unwrap();
    let proxy = Emulator::builder().forward_all_to(&cloud.url()).unwrap();
    let proxy = Arc::new(proxy.start().await.unwrap());
    let explorer = Explorer::builder()
        .accounts(One(cloud.config()))
        .proxy(Arc::clone(&proxy))
        .start()
        .await
        .unwrap();
    let browser = Browser::open(&explorer).await;
    let rule = [("action", "cvm:Run*"), ("place", "proxy")];
    browser.form("/held", &rule).await;
    cloud.holds().add(HoldRule::new("*")).unwrap();
    let given =
        json!({"ImageId": "img-1", "InstanceCount": 1, "LoginSettings": {"Password": "hush-hush"}});
    let stranger = Client::new(&proxy.config::<Config>());
    let called = {
        let (proxy, given) = (Arc::clone(&proxy), given.clone());
        tokio::spawn(async move { through(&proxy, &stranger, given).await })
    };
    assert_eq!(held(&proxy).await, given);
    let nobody = browser.get("/held/proxy/1?lang=en").await.text;
    assert!(nobody.contains("choose the account"), "{nobody}");
    let page = browser.get("/held/proxy/1?target=work").await.text;
    assert!(page.contains("<strong>work</strong>"), "{page}");
    assert!(page.contains("***") && !page.contains("hush"), "{page}");
    let edited =
        r#"{"ImageId": "img-2", "InstanceCount": 2, "LoginSettings": {"Password": "***"}}"#;
    let path = "/held/proxy/1/sign?target=work";
    let signed = browser.form(path, &[("parameters", edited)]).await;
    assert_eq!(signed.status, StatusCode::SEE_OTHER, "{}", signed.text);
    let mut expected = given;
    (expected["ImageId"], expected["InstanceCount"]) = ("img-2".into(), 2.into());
    assert_eq!(held(&cloud).await, expected);
    cloud.holds().clear();
    let response = called.await.unwrap();
    // There is no such image, which the client is told of the edited call.
    assert!(response.to_string().contains("img-2"), "{response}");
    let rows = crate::recordings::wait_for(&browser, "/timeline", 1).await;
    assert_eq!(rows["rows"][0][2], "proxy");
}
