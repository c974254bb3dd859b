//! A service with a read and a write, and a client of it.

use std::time::Duration;

use tencentcloud_runtime::{Api, Client, Config, Credential, Error, Model, Retries};
use tencentcloud_testkit::fault::{Script, Server, Step};

const API: Api = Api::new("bakery", "2020-01-01");

#[derive(Model)]
#[model(request, api = API, action = "DescribeBread", response = Bread)]
pub(crate) struct DescribeBreadRequest {}

#[derive(Model)]
#[model(request, api = API, action = "CreateBread", response = Bread)]
pub(crate) struct CreateBreadRequest {}

#[derive(Model)]
#[model(request, api = API, action = "DescribeSmell", response = Smell, streaming)]
pub(crate) struct DescribeSmellRequest {}

#[derive(Model)]
#[model(response)]
pub(crate) struct Bread {
    pub(crate) loaves: Option<i64>,
    pub(crate) request_id: String,
}

#[derive(Model)]
#[model(response)]
pub(crate) struct Smell {
    pub(crate) text: Option<String>,
    pub(crate) request_id: String,
}

/// What a call came to.
#[derive(Debug)]
pub(crate) struct Came {
    pub(crate) of: Result<Option<i64>, Error>,
    /// The requests that the server saw.
    pub(crate) requests: usize,
    pub(crate) connections: usize,
}

/// The response that ends well.
pub(crate) fn bread() -> Step {
    Step::ok(r#""Loaves":3"#)
}

/// A configuration whose retries do not wait.
pub(crate) fn config(server: &Server) -> Config {
    let at_once = Retries::new().base(Duration::ZERO, Duration::ZERO);
    Config::new(Credential::new("AKIDtest", "the-secret-key"))
        .region("ap-guangzhou")
        .endpoint(server.url())
        .retries(at_once)
}

pub(crate) async fn read(config: &Config, server: &Server) -> Came {
    let client = Client::new(config);
    let came = client.call(DescribeBreadRequest::new()).await;
    count(came, server)
}

pub(crate) async fn write(config: &Config, server: &Server) -> Came {
    let client = Client::new(config);
    let came = client.call(CreateBreadRequest::new()).await;
    count(came, server)
}

fn count(came: Result<Bread, Error>, server: &Server) -> Came {
    Came {
        of: came.map(|bread| bread.loaves),
        requests: server.count(),
        connections: server.connections(),
    }
}

pub(crate) fn server(script: impl Into<Script>) -> Server {
    Server::start(script)
}

impl Came {
    /// The error, which must be one of this call after so many attempts.
    #[track_caller]
    pub(crate) fn error(&self, attempts: usize) -> &Error {
        let error = self.of.as_ref().expect_err("the call must fail");
        let action = error.action();
        assert!(
            ["DescribeBread", "CreateBread"].contains(&action),
            "{error:?}"
        );
        assert_eq!(error.attempts() as usize, attempts, "{error:?}");
        assert_eq!(self.requests, attempts, "{error:?}");
        error
    }

    #[track_caller]
    pub(crate) fn is_bread_after(&self, requests: usize) {
        assert_eq!(self.of.as_ref().ok(), Some(&Some(3)), "{self:?}");
        assert_eq!(self.requests, requests, "{self:?}");
    }
}
