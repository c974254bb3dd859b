//! Starts and stops an endpoint.

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

/// A running endpoint, on a thread of its own: callers need no async runtime. Dropping it stops it
/// and closes its connections.
pub struct Emulator {
    address: SocketAddr,
    credential: Credential,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Emulator {
    /// Starts an endpoint with the defaults of [`Builder`].
    ///
    /// # Errors
    /// No port is free.
    pub async fn start() -> io::Result<Self> {
        Self::builder().start().await
    }

    /// Returns a builder with the defaults.
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// Returns the address as a URL, e.g. `http://127.0.0.1:43210`.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Returns the address that it listens on.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Returns the first credential that it accepts.
    pub fn credential(&self) -> &Credential {
        &self.credential
    }

    /// Blocks the calling thread while the endpoint runs, which is for ever unless it panics.
    pub fn wait(mut self) {
        if let Some(thread) = self.thread.take() {
            // It ends by a panic alone, which has been printed by then.
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

/// Configures an [`Emulator`].
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
    /// Listens on `address`. Defaults to `127.0.0.1:0`, a free port of this machine alone.
    pub fn listen(mut self, address: SocketAddr) -> Self {
        self.listen = address;
        self
    }

    /// Accepts requests signed with `credential`. May be called several times; defaults to
    /// [`Credential::test`], which is not accepted beside others.
    pub fn credential(mut self, credential: Credential) -> Self {
        self.credentials.push(credential);
        self
    }

    /// Accepts timestamps that differ by up to `tolerance` from the endpoint's [clock](Self::clock).
    /// Defaults to 5 minutes, as in the cloud.
    pub fn clock_tolerance(mut self, tolerance: Duration) -> Self {
        self.tolerance = tolerance;
        self
    }

    /// Takes the time from `now`, e.g. for requests that were signed long ago. Defaults to the
    /// machine's clock.
    pub fn clock(mut self, now: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        self.clock = Clock::new(now);
        self
    }

    /// Refuses the mistake of clients that `rule` accepts. By default every [`Rule`] is accepted.
    pub fn without(mut self, rule: Rule) -> Self {
        self.rules.remove(rule);
        self
    }

    /// Refuses the mistakes of all rules; see [`without`](Self::without).
    pub fn strict(self) -> Self {
        Rule::ALL.into_iter().fold(self, Self::without)
    }

    /// Serves `description` as well. Its actions and types go over those of the same service and
    /// version in the catalogue and in the descriptions given before.
    pub fn description(mut self, description: Description) -> Self {
        self.descriptions.push(description);
        self
    }

    /// Sends `chunks`, as they are and each on its own, where `action` responds with server-sent
    /// events: for tests with events that break off, report an error or are very long. By default
    /// such an action sends three events with example data.
    pub fn stream<C: Into<Bytes>>(
        mut self,
        action: impl Into<String>,
        chunks: impl IntoIterator<Item = C>,
    ) -> Self {
        let chunks = chunks.into_iter().map(Into::into).collect();
        self.script.chunks.insert(action.into(), chunks);
        self
    }

    /// Leaves every stream of events open after its last event, for tests of a client's idle
    /// timeout. By default a stream ends after its last event.
    pub fn stall_streams(mut self) -> Self {
        self.script.stall = true;
        self
    }

    /// Starts the endpoint; once this returns, its port takes connections.
    ///
    /// # Errors
    /// The [address](Self::listen) is taken, or is not one of this machine.
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
