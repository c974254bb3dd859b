//! A local endpoint as the cloud, and a broker before it.

use std::path::PathBuf;

use tempfile::TempDir;
use tencentcloud_broker::{
    Account, Accounts, Approver, Broker, Builder, Desk, Listen, Remote, Server, Through,
};
use tencentcloud_emulator::Emulator;
use tencentcloud_runtime::{Client, Config};

/// The accounts `dev`, `prod` and `audit`, the last one read-only, all with the key of the endpoint.
#[derive(Debug)]
pub(crate) struct Three {
    config: Config,
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
        _: &'a str,
        _: &'a str,
    ) -> std::pin::Pin<Box<dyn Future<Output = Result<Client, String>> + Send + 'a>> {
        Box::pin(async { Ok(Client::new(&self.config)) })
    }
}

/// What a test has.
pub(crate) struct Stage {
    pub(crate) cloud: Emulator,
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
        let cloud = Emulator::start().await.unwrap();
        let folder = tempfile::tempdir().unwrap();
        let config: Config = cloud.config();
        let builder = Broker::builder()
            .accounts(Three { config })
            .log(folder.path().join("log.jsonl"))
            .place("the test");
        let broker = change(builder).build().unwrap();
        let listen = Listen::Socket(folder.path().join("run/broker.sock"));
        let server = Server::start(broker.clone(), &listen).await.unwrap();
        Self {
            cloud,
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
}
