//! Starting and stopping.

use std::fmt;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use tencentcloud_schema::Description;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use super::server;
use crate::answer::stream::Script;
use crate::clock::Clock;
use crate::credential::Credential;
use crate::endpoint::Endpoint;
use crate::lookup::Services;
use crate::resource::Resources;
use crate::rules::{Rule, Rules};
use crate::verify::Verifier;

/// A running endpoint. Dropping it stops it and closes its connections.
///
/// It runs on a thread of its own, so that it answers callers of any runtime, blocking ones too.
pub struct Emulator {
    address: SocketAddr,
    credential: Credential,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Emulator {
    /// Starts on a free port of this machine, with the documented credential.
    ///
    /// # Errors
    /// No port can be had.
    pub async fn start() -> io::Result<Self> {
        Self::builder().start().await
    }

    /// Options, to be ended by [`Builder::start`].
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// The address as a URL: `http://127.0.0.1:43210`.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The address.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The first credential that is known.
    pub fn credential(&self) -> &Credential {
        &self.credential
    }

    /// Blocks for as long as it runs.
    pub fn wait(mut self) {
        if let Some(thread) = self.thread.take() {
            // It ends by a panic alone, which has been printed.
            let _ = thread.join();
        }
    }
}

impl Drop for Emulator {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl fmt::Debug for Emulator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Emulator")
            .field("address", &self.address)
            .field("credential", &self.credential)
            .finish_non_exhaustive()
    }
}

/// How an [`Emulator`] is to be.
#[derive(Clone, Debug)]
pub struct Builder {
    listen: SocketAddr,
    credentials: Vec<Credential>,
    tolerance: Duration,
    clock: Clock,
    rules: Rules,
    descriptions: Vec<Description>,
    script: Script,
}

impl Default for Builder {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            credentials: Vec::new(),
            tolerance: Duration::from_secs(300),
            clock: Clock::new(SystemTime::now),
            rules: Rules::all(),
            descriptions: Vec::new(),
            script: Script::default(),
        }
    }
}

impl Builder {
    /// Where to listen; `127.0.0.1:0`, a free port, unless told.
    pub fn listen(mut self, address: SocketAddr) -> Self {
        self.listen = address;
        self
    }

    /// Knows one more credential. [`Credential::test`] is known only where none is given.
    pub fn credential(mut self, credential: Credential) -> Self {
        self.credentials.push(credential);
        self
    }

    /// How far a request's timestamp may be from the time here; five minutes unless told.
    pub fn clock_tolerance(mut self, tolerance: Duration) -> Self {
        self.tolerance = tolerance;
        self
    }

    /// Tells the time in place of the machine, for requests that were signed long ago.
    pub fn clock(mut self, now: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        self.clock = Clock::new(now);
        self
    }

    /// Switches one tolerance off.
    pub fn without(mut self, rule: Rule) -> Self {
        self.rules.remove(rule);
        self
    }

    /// Switches every tolerance off.
    pub fn strict(self) -> Self {
        Rule::ALL.into_iter().fold(self, Self::without)
    }

    /// Serves `description` as well. Its actions and types go over those of the same service and
    /// version in the catalogue and in the descriptions given before.
    pub fn description(mut self, description: Description) -> Self {
        self.descriptions.push(description);
        self
    }

    /// Sends these bytes, a chunk of the connection each, wherever `action` answers with a stream
    /// of events: to test a client with events that break off, tell an error or are very long.
    pub fn stream<C: Into<Bytes>>(
        mut self,
        action: impl Into<String>,
        chunks: impl IntoIterator<Item = C>,
    ) -> Self {
        let chunks = chunks.into_iter().map(Into::into).collect();
        self.script.chunks.insert(action.into(), chunks);
        self
    }

    /// Leaves every stream of events open after its last event, to test a client's idle timeout.
    pub fn stall_streams(mut self) -> Self {
        self.script.stall = true;
        self
    }

    /// Starts it.
    ///
    /// # Errors
    /// The address cannot be listened on.
    pub async fn start(self) -> io::Result<Emulator> {
        let mut credentials = self.credentials;
        if credentials.is_empty() {
            credentials.push(Credential::test());
        }
        let credential = credentials[0].clone();
        let endpoint = Arc::new(Endpoint {
            verifier: Verifier {
                credentials,
                tolerance: self.tolerance,
                clock: self.clock.clone(),
                rules: self.rules.clone(),
            },
            services: Services::new(self.descriptions),
            resources: Resources::new(),
            rules: self.rules,
            clock: self.clock,
            script: self.script,
        });
        // Bound here, so that the port takes connections once this returns.
        let listener = std::net::TcpListener::bind(self.listen)?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        let (stop, stopped) = oneshot::channel();
        let thread = std::thread::Builder::new()
            .name("tencentcloud-emulator".to_owned())
            .spawn(move || {
                runtime.block_on(async {
                    let listener = TcpListener::from_std(listener)
                        .expect("the runtime takes a listener that does not block");
                    tokio::select! {
                        () = server::run(listener, endpoint) => {}
                        _ = stopped => {}
                    }
                });
            })?;
        Ok(Emulator {
            address,
            credential,
            stop: Some(stop),
            thread: Some(thread),
        })
    }
}
