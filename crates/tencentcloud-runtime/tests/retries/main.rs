//! What is sent again, what is not, and after which waits.

mod clock;
mod hosts;
mod limits;
mod script;
mod sent_again;
mod waits;

use tencentcloud_runtime::{Api, Client, Config, Credential, Model, Retries};
use tencentcloud_testkit::fault::Server;

const API: Api = Api::new("bakery", "2020-01-01");

#[derive(Model)]
#[model(request, api = API, action = "DescribeLoaves", response = Loaves)]
struct DescribeLoaves {}

#[derive(Model)]
#[model(request, api = API, action = "Bake", response = Loaves)]
struct Bake {
    dry_run: Option<bool>,
}

#[derive(Model)]
#[model(request, api = API, action = "DescribeSmell", response = Loaves, streaming)]
struct DescribeSmell {}

/// The service knows a request that it has seen before.
#[derive(Model)]
#[model(request, api = API, action = "OrderOven", response = Loaves)]
struct OrderOven {
    client_token: Option<String>,
}

#[derive(Model)]
#[model(response)]
struct Loaves {
    loaves: i64,
    request_id: String,
}

const GOOD: &str = r#""Loaves":3"#;

/// A configuration that waits for nothing between attempts.
fn config() -> Config {
    let at_once = Retries::new().base(std::time::Duration::ZERO, std::time::Duration::ZERO);
    Config::new(Credential::new("AKIDtest", "the-secret-key")).retries(at_once)
}

fn client(server: &Server) -> Client {
    Client::new(&config().endpoint(server.url()))
}
