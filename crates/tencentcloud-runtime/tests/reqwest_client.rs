//! A client of reqwest as the transport, over real sockets with counts. Its TLS is the client's own.

use std::time::Duration;

use tencentcloud_runtime::transport::Reqwest;
use tencentcloud_runtime::{ActionClass, Api, Client, Config, Credential, Error, Model, Retries};
use tencentcloud_testkit::fault::{Server, Step};

#[derive(Model)]
#[model(request, api = Api::new("bakery", "2020-01-01"), action = "Bake", response = BakeResponse)]
struct BakeRequest {}

#[derive(Model)]
#[model(response)]
struct BakeResponse {
    loaves: i64,
    request_id: String,
}

fn bread() -> Step {
    Step::ok(r#""Loaves":7"#)
}

fn config() -> Config {
    let client = reqwest::Client::builder()
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never())
        .build()
        .unwrap();
    Config::new(Credential::new("AKIDtest", "the-secret-key"))
        .transport(Reqwest::new(client))
        .retries(Retries::new().base(Duration::ZERO, Duration::ZERO))
}

async fn call(config: &Config, class: ActionClass) -> Result<i64, Error> {
    let client = Client::new(config);
    let call = client.call(BakeRequest::new()).class(class);
    call.await.map(|response| response.loaves)
}

#[tokio::test]
async fn a_read_is_sent_again_after_a_fault_and_a_write_is_not() {
    for step in [
        Step::close(),
        bread().cut_body(20),
        bread().chunks(16).cut_body(12),
        Step::page(502),
    ] {
        let server = Server::start([step.clone(), bread()]);
        let config = config().endpoint(server.url());
        assert_eq!(call(&config, ActionClass::Read).await.unwrap(), 7);
        assert_eq!(server.count(), 2);

        let server = Server::start([step, bread()]);
        let config = config.endpoint(server.url());
        let error = call(&config, ActionClass::Write).await.unwrap_err();
        assert!(error.is_network() || error.is_gateway(), "{error:?}");
        assert_eq!((error.attempts(), server.count()), (1, 1));
    }
}

#[tokio::test]
async fn calls_share_a_connection_and_sign_the_host_that_is_sent() {
    let server = Server::start([bread()]);
    let direct = config().endpoint(server.url());
    let through = direct
        .clone()
        .endpoint("bakery.tencentcloudapi.com")
        .gateway(server.url());
    for config in [&direct, &direct, &through] {
        assert_eq!(call(config, ActionClass::Write).await.unwrap(), 7);
    }
    let requests = server.requests();
    let hosts: Vec<_> = requests
        .iter()
        .map(|request| request.header("host"))
        .collect();
    let own = server.address().to_string();
    assert_eq!(hosts, [own.as_str(), &own, "bakery.tencentcloudapi.com"]);
    assert_eq!(server.connections(), 1);
}

#[tokio::test]
async fn a_refused_connection_is_told_as_unsent_without_a_secret() {
    let server = Server::refusing([bread()]);
    let config = config().endpoint(server.url());
    let error = call(&config, ActionClass::Write).await.unwrap_err();
    assert!(error.is_network() && error.is_unsent(), "{error:?}");
    assert_eq!(error.attempts(), 0);
    assert!(!format!("{error:?} {error}").contains("secret-key"));
}
