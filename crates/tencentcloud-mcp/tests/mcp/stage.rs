//! A local endpoint as the cloud, a broker before it, and a server of tools.

use serde_json::{Map, Value};
use tencentcloud_broker::{Account, Accounts, Approver, Broker, Desk};
use tencentcloud_emulator::Emulator;
use tencentcloud_mcp::{Options, Server};
use tencentcloud_runtime::{Client, Config};

/// The account `dev`, a real one as far as the broker knows.
#[derive(Debug)]
struct One {
    config: Config,
    endpoint: String,
}

impl Accounts for One {
    fn list(&self) -> Vec<Account> {
        vec![
            Account::new("dev")
                .region("ap-guangzhou")
                .endpoint(&self.endpoint),
            Account::new("local")
                .region("ap-guangzhou")
                .local(&self.endpoint),
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
}

impl Stage {
    /// Starts all of it; calls go to the account `local` unless they name another one.
    pub(crate) async fn local() -> Self {
        Self::of("local").await
    }

    async fn of(account: &str) -> Self {
        let cloud = Emulator::start().await.unwrap();
        let one = One {
            config: cloud.config(),
            endpoint: cloud.url(),
        };
        let broker = Broker::builder().accounts(one).place("the test");
        let broker = broker.build().unwrap();
        let mut options = Options::default();
        options.account = account.to_owned();
        let server = Server::new(Desk::Here(broker.clone()), options);
        Self {
            cloud,
            broker,
            server,
        }
    }

    /// Calls a tool and returns its result as JSON, or as a string if it is none.
    pub(crate) async fn call(&self, tool: &str, arguments: Value) -> Result<Value, Value> {
        let arguments: Map<_, _> = serde_json::from_value(arguments).unwrap();
        let (text, is_error) = self.server.call(tool, arguments, Some("a test")).await;
        let value = serde_json::from_str(&text).unwrap_or(Value::String(text));
        match is_error {
            true => Err(value),
            false => Ok(value),
        }
    }

    /// The person.
    pub(crate) fn person(&self) -> Approver {
        self.broker.approver_here("the test")
    }

    /// The names of the actions that have reached the cloud.
    pub(crate) fn sent(&self) -> Vec<String> {
        let calls = self.cloud.calls().all();
        calls.into_iter().map(|call| call.action).collect()
    }
}
