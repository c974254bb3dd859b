//! A local endpoint as the cloud, and a broker before it.

use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use http::{HeaderMap, HeaderName, HeaderValue};
use tempfile::TempDir;
use tencentcloud_broker::{
    Account, Accounts, Answer, Approver, Asked, Broker, Builder, Desk, Listen, Remote, Request,
    Server, Through, Ticket,
};
use tencentcloud_emulator::Emulator;
use tencentcloud_runtime::transport::{Http, Sending, Transport};
use tencentcloud_runtime::{Bytes, Client, Config};

/// The secret key of the account `prod`, which no program may learn.
pub(crate) const SECRET: &str = "TheSecretKeyOfTheAccountProd0000";

/// Notes the requests that leave a broker, and sends them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Wire {
    left: Arc<Mutex<Vec<http::Request<Bytes>>>>,
    http: Arc<Http>,
}

impl Transport for Wire {
    fn send(&self, request: http::Request<Bytes>) -> Sending<'_> {
        self.left.lock().unwrap().push(request.clone());
        self.http.send(request)
    }
}

impl Wire {
    /// Returns the requests of `action` that left.
    pub(crate) fn left(&self, action: &str) -> Vec<http::Request<Bytes>> {
        let left = self.left.lock().unwrap();
        let of = |request: &&http::Request<Bytes>| request.headers()["x-tc-action"] == action;
        left.iter().filter(of).cloned().collect()
    }

    /// Forgets what left.
    pub(crate) fn clear(&self) {
        self.left.lock().unwrap().clear();
    }
}

/// The accounts `dev`, `prod` and `audit`, the last one read-only; `prod` has a key of its own.
#[derive(Debug)]
pub(crate) struct Three {
    config: Config,
    prod: Config,
}

impl Accounts for Three {
    fn list(&self) -> Vec<Account> {
        let account = |name: &str| Account::new(name).region("ap-guangzhou");
        vec![
            account("dev"),
            account("prod"),
            account("audit").read_only(true),
        ]
    }

    fn client<'a>(
        &'a self,
        name: &'a str,
        _: &'a str,
    ) -> std::pin::Pin<Box<dyn Future<Output = Result<Client, String>> + Send + 'a>> {
        let config = match name {
            "prod" => &self.prod,
            _ => &self.config,
        };
        Box::pin(async { Ok(Client::new(config)) })
    }
}

/// What a test has.
pub(crate) struct Stage {
    pub(crate) cloud: Emulator,
    pub(crate) wire: Wire,
    pub(crate) broker: Broker,
    pub(crate) server: Server,
    pub(crate) folder: TempDir,
}

impl Stage {
    /// Starts a cloud and a broker with the defaults.
    pub(crate) async fn new() -> Self {
        Self::with(|builder| builder).await
    }

    /// Starts a cloud and a broker that is configured by `change`.
    pub(crate) async fn with(change: impl FnOnce(Builder) -> Builder) -> Self {
        Self::of(Emulator::builder(), change).await
    }

    /// Starts the cloud that `cloud` makes, and a broker that is configured by `change`.
    pub(crate) async fn of(
        cloud: tencentcloud_emulator::Builder,
        change: impl FnOnce(Builder) -> Builder,
    ) -> Self {
        let key =
            tencentcloud_emulator::Credential::new("AKIDprodprodprodprodprodprodprodprod", SECRET);
        let key = key.account("100000000002");
        let test = tencentcloud_emulator::Credential::test();
        let cloud = cloud.credential(test).credential(key.clone());
        let cloud = cloud.start().await.unwrap();
        let folder = tempfile::tempdir().unwrap();
        let wire = Wire::default();
        let config = cloud.config::<Config>().transport(wire.clone());
        let prod = cloud.config_for::<Config>(&key).transport(wire.clone());
        let builder = Broker::builder()
            .accounts(Three { config, prod })
            .log(folder.path().join("log.jsonl"))
            .place("the test");
        let broker = change(builder).build().unwrap();
        let listen = Listen::Socket(folder.path().join("run/broker.sock"));
        let server = Server::start(broker.clone(), &listen).await.unwrap();
        Self {
            cloud,
            wire,
            broker,
            server,
            folder,
        }
    }

    /// The broker as another process has it.
    pub(crate) fn remote(&self) -> Remote {
        Remote::new(self.server.place().clone())
    }

    /// A transport of a program that holds no key.
    pub(crate) fn through(&self) -> Through {
        Through::new(Desk::Remote(self.remote()), "").agent("a test")
    }

    /// A client of a program that holds no key.
    pub(crate) fn client(&self, through: &Through) -> Client {
        let config = Desk::Remote(self.remote()).config(through);
        Client::new(&config.region("ap-guangzhou").endpoint(self.cloud.url()))
    }

    /// The person.
    pub(crate) fn person(&self) -> Approver {
        self.broker.approver_here("the test")
    }

    /// How many calls of `action` have reached the cloud.
    pub(crate) fn sent(&self, action: &str) -> usize {
        let calls = self.cloud.calls().all();
        calls.iter().filter(|call| call.action == action).count()
    }

    /// Where the log is.
    pub(crate) fn log(&self) -> PathBuf {
        self.folder.path().join("log.jsonl")
    }

    /// Returns a request of `action` by the key of the account `prod`.
    pub(crate) fn request(
        &self,
        service: &str,
        version: &str,
        action: &str,
        body: impl Into<Bytes>,
    ) -> Request {
        let mut headers = HeaderMap::new();
        for (name, value) in [
            ("content-type", "application/json"),
            ("x-tc-action", action),
            ("x-tc-version", version),
            ("x-tc-region", "ap-guangzhou"),
        ] {
            let value = HeaderValue::from_str(value).unwrap();
            headers.insert(HeaderName::from_static(name), value);
        }
        Request::new("prod", service, self.cloud.url(), &headers, body)
    }

    /// Returns a request that lists VPCs.
    pub(crate) fn listing(&self) -> Request {
        self.request("vpc", "2017-03-12", "DescribeVpcs", "{}")
    }

    /// Returns a request that makes a VPC called `name`.
    pub(crate) fn making(&self, name: &str) -> Request {
        let body = format!(r#"{{"VpcName": "{name}", "CidrBlock": "10.0.0.0/16"}}"#);
        self.request("vpc", "2017-03-12", "CreateVpc", body)
    }

    /// Returns a request that destroys the VPC `id`.
    pub(crate) fn deleting(&self, id: &str) -> Request {
        let body = format!(r#"{{"VpcId": "{id}"}}"#);
        self.request("vpc", "2017-03-12", "DeleteVpc", body)
    }
}

/// Returns the ticket of an answer.
pub(crate) fn ticket(answer: Answer) -> Ticket {
    match answer {
        Answer::Waiting(ticket) => ticket,
        other => panic!("{other:?}"),
    }
}

/// Returns the code of the refusal of an answer.
pub(crate) fn refusal(answer: Answer) -> String {
    match answer {
        Answer::Refused(refusal) => refusal.code,
        other => panic!("{other:?}"),
    }
}

/// Returns status and body of a response that was sent.
pub(crate) async fn response(answer: Answer) -> (u16, serde_json::Value) {
    match answer {
        Answer::Sent(response) => {
            let status = response.status().as_u16();
            let body = response.into_body().bytes(1 << 20).await.unwrap();
            (status, serde_json::from_slice(&body).unwrap())
        }
        other => panic!("{other:?}"),
    }
}

/// Returns `request` asked for with the approval of `ticket`.
pub(crate) fn with(request: Request, ticket: &Ticket) -> Asked {
    let mut asked = Asked::new(request);
    asked.approval = Some(ticket.id.clone());
    asked
}
