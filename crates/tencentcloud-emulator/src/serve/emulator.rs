//! Starts and stops an endpoint.

use std::fmt;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use serde_json::Value;
use tencentcloud_schema::Description;
use tencentcloud_schema::resource::Resources as Facts;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use super::body;
use super::door::{self, Door, Token};
use super::guard::Guard;
use super::limits::Limits;
use super::log::Log;
use super::server::Shared;
use super::tls::Tls;
use super::workers;
use crate::answer::stream::Script;
use crate::canned::Canned;
use crate::clock::Clock;
use crate::control::Control;
use crate::credential::Credential;
use crate::endpoint::Endpoint;
use crate::hold;
use crate::identity::{Identity, Keyring};
use crate::ids::Ids;
use crate::inject::Injector;
use crate::journal::{Bounds, Journal, Record};
use crate::lookup::Services;
use crate::policy::{Kept, Policies, PolicyMode, Principal};
use crate::rates::Rates;
use crate::record::{Carrier, Forward, Others, Place, Recorder, Replay, Upstream};
use crate::resource::{Pace, Resources, Settings};
use crate::rules::{Rule, Rules};
use crate::stage::Stage;
use crate::verify::Verifier;

/// A running endpoint, on threads of its own: callers need no async runtime. Dropping it stops it
/// and closes its connections.
pub struct Emulator {
    address: SocketAddr,
    credential: Credential,
    pub(super) shared: Arc<Shared>,
    pub(super) door: Option<Door>,
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

    /// Returns the address as a URL of HTTPS, which the same port speaks. Clients must trust
    /// [`ca_certificate`](Self::ca_certificate).
    pub fn https_url(&self) -> String {
        format!("https://{}", self.address)
    }

    /// Returns the certificate, as PEM, of the local authority that signs for HTTPS. It may sign for
    /// this machine and the vendor's hosts alone. The first call makes it, or the first connection.
    ///
    /// # Errors
    /// The [folder](Builder::certificate_folder) cannot be written or read.
    pub fn ca_certificate(&self) -> io::Result<String> {
        self.shared.tls.certificate()
    }

    /// Returns the address that it listens on.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Returns the first credential that it accepts.
    pub fn credential(&self) -> &Credential {
        &self.credential
    }

    /// Returns a configuration of the SDK, `tencentcloud_runtime::Config`, that calls this endpoint with
    /// its first [credential](Self::credential), in the region `ap-guangzhou`. Any type serves that is made from the URL, the secret
    /// id, the secret key and the token.
    ///
    /// ```
    /// use tencentcloud_apigateway::runtime::Client;
    /// use tencentcloud_emulator::Emulator;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let emulator = Emulator::start().await?;
    /// let client = Client::new(&emulator.config());
    /// let listed = client.raw("vpc", "2017-03-12", "DescribeVpcs").await?;
    /// assert_eq!(listed["TotalCount"], 0);
    /// # Ok(())
    /// # }
    /// ```
    pub fn config<C: From<(String, String, String, Option<String>)>>(&self) -> C {
        self.config_for(&self.credential)
    }

    /// Returns a configuration like [`config`](Self::config) that calls this endpoint with `credential`.
    pub fn config_for<C: From<(String, String, String, Option<String>)>>(
        &self,
        credential: &Credential,
    ) -> C {
        let Credential {
            secret_id,
            secret_key,
            token,
            ..
        } = credential.clone();
        C::from((self.url(), secret_id, secret_key, token))
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
    rates: bool,
    descriptions: Vec<Description>,
    script: Script,
    seed: Option<u64>,
    threads: Option<usize>,
    certificates: Option<PathBuf>,
    guard: Guard,
    limits: Limits,
    log: Option<Log>,
    kept: Bounds,
    held: hold::Bounds,
    record: Option<PathBuf>,
    replay: Vec<Record>,
    forward: Vec<Upstream>,
    others: Others,
    control: Option<SocketAddr>,
    control_token: Option<Token>,
    resources: Settings,
    policies: Kept,
}

impl Default for Builder {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            credentials: Vec::new(),
            tolerance: Duration::from_secs(300),
            clock: Clock::new(SystemTime::now),
            rules: Rules::default(),
            rates: false,
            descriptions: Vec::new(),
            script: Script::default(),
            seed: None,
            threads: None,
            certificates: None,
            guard: Guard::default(),
            limits: Limits::default(),
            log: None,
            kept: Bounds::default(),
            held: hold::Bounds::default(),
            record: None,
            replay: Vec::new(),
            forward: Vec::new(),
            others: Others::Stay,
            control: None,
            control_token: None,
            resources: Settings::default(),
            policies: Kept::default(),
        }
    }
}

impl Builder {
    /// Listens on `address`. Defaults to `127.0.0.1:0`, a free port of this machine alone.
    pub fn listen(mut self, address: SocketAddr) -> Self {
        self.listen = address;
        self
    }

    /// Serves on at most `threads` threads, of which each but the first is started when the others
    /// have connections. Defaults to the number of cores.
    pub fn threads(mut self, threads: usize) -> Self {
        self.threads = Some(threads);
        self
    }

    /// Keeps the certificate authority of HTTPS in `folder`, so that programs need to trust it once:
    /// the certificate in `ca.pem`, the key, which its owner alone may read, in `ca.key`. Both are made
    /// when they are first needed. By default every endpoint has an authority of its own, in memory.
    pub fn certificate_folder(mut self, folder: impl Into<PathBuf>) -> Self {
        self.certificates = Some(folder.into());
        self
    }

    /// Answers requests whose `Host` is `name` as well, without a port, e.g. the name of a container.
    /// By default `Host` must be an IP address, `localhost`, a name below it, or a host of the vendor,
    /// since a web page could have its own name point here. May be called several times.
    pub fn host(mut self, name: impl Into<String>) -> Self {
        self.guard.add(name.into());
        self
    }

    /// Closes connections that take longer than `timeout` to send a head or a body, or that are idle
    /// that long. Defaults to 60 seconds, as in the cloud.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.limits.patience = timeout;
        self
    }

    /// Keeps up to `connections` connections open; more wait. Defaults to 1,024.
    pub fn max_connections(mut self, connections: usize) -> Self {
        self.limits.connections = connections;
        self
    }

    /// Holds up to `bytes` bytes of request bodies above 64 KiB, over all connections; more wait, and
    /// what is refused by its head is never held. Defaults to 64 MiB; at least one body of the largest
    /// size is held.
    pub fn max_held_bodies(mut self, bytes: usize) -> Self {
        self.limits.held = bytes;
        self
    }

    /// Gives a line to `write` for each call: service, action, `OK` or the error code, the time that it
    /// took, and the rules that accepted it. By default nothing is logged.
    pub fn log(mut self, write: impl Fn(&str) + Send + Sync + 'static) -> Self {
        self.log = Some(Log::new(write));
        self
    }

    /// Keeps the last `count` calls for [`Emulator::calls`], within `bytes` bytes of their requests and
    /// responses, of which a single one may take a 64th. Defaults to 1,000 calls and 4 MiB.
    pub fn keep_calls(mut self, count: usize, bytes: usize) -> Self {
        self.kept = Bounds {
            calls: count,
            bytes,
        };
        self
    }

    /// Holds at most `count` requests at once, each for at most `time`, before they go on by themselves;
    /// see [`Holds`](crate::Holds). Defaults to 100 requests and 10 minutes.
    pub fn hold_at_most(mut self, count: usize, time: Duration) -> Self {
        self.held = hold::Bounds {
            requests: count,
            time,
        };
        self
    }

    /// Appends each call to the file `path`, without its secrets, in the form that `RECORDING.md`
    /// documents. Calls that were refused before their parameters were read, and those that were
    /// [replayed](Self::replay), are left out, as are those that cannot be written, of which the first is
    /// [logged](Self::log). By default nothing is recorded.
    pub fn record(mut self, path: impl Into<PathBuf>) -> Self {
        self.record = Some(path.into());
        self
    }

    /// Responds to calls as `records` say, by action and parameters, in their order, and then as the
    /// last of them does. Calls that are not among them get the response that they get without.
    pub fn replay(mut self, records: impl IntoIterator<Item = Record>) -> Self {
        self.replay.extend(records);
        self
    }

    /// Sends requests for `host`, e.g. `cvm.tencentcloudapi.com`, on to the cloud as they came, signed by
    /// the program that made them, and responds with what it responds: for [records](Self::record)
    /// of it. What is to be [replayed](Self::replay) stays here. They go to `url`, or by HTTPS to `host`.
    /// By default nothing leaves the machine.
    ///
    /// # Errors
    /// `host` is not one of Tencent Cloud, or `url` is no URL of `http` or `https`.
    pub fn forward(mut self, host: &str, url: Option<&str>) -> Result<Self, String> {
        self.forward.push(Upstream::new(host, url)?);
        Ok(self)
    }

    /// Sends requests for every host of Tencent Cloud on to it by HTTPS, like [`forward`](Self::forward),
    /// which goes before it for the hosts that it names: as a proxy, it is one that records. Other hosts
    /// are refused as ever, and what names this machine is answered here.
    pub fn forward_all(mut self) -> Self {
        self.others = Others::Host;
        self
    }

    /// Sends requests for every host of Tencent Cloud on to `url`, e.g. to a gateway of your own or to
    /// another emulator, like [`forward_all`](Self::forward_all).
    ///
    /// # Errors
    /// `url` is no URL of `http` or `https`.
    pub fn forward_all_to(mut self, url: &str) -> Result<Self, String> {
        self.others = Others::Place(Place::read(url)?);
        Ok(self)
    }

    /// Has `carrier` take every request to the cloud, and responds with what it returns: a proxy whose requests go on
    /// in a way of the program's own, e.g. to one that signs them. Hosts that are named by [`forward`](Self::forward) go before.
    pub fn carrier(mut self, carrier: Arc<dyn Carrier>) -> Self {
        self.others = Others::Carrier(carrier);
        self
    }

    /// Listens on `address` for the control endpoint, by which programs in any language do what the
    /// methods of [`Emulator`] do: `CONTROL.md` documents it. It needs the token
    /// [`Emulator::control_token`]. By default there is none.
    pub fn control(mut self, address: SocketAddr) -> Self {
        self.control = Some(address);
        self
    }

    /// Sets the token of the [control endpoint](Self::control). By default it is drawn by the system,
    /// for each start.
    pub fn control_token(mut self, token: impl Into<String>) -> Self {
        self.control_token = Some(Token(token.into()));
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

    /// Accepts what `rule` accepts, of the rules that are off by default: see [`Rule`].
    pub fn with(mut self, rule: Rule) -> Self {
        self.rules.add(rule);
        self
    }

    /// Accepts parameters and actions that the descriptions lack, and services that a
    /// host of the vendor names, as cloud programs use all three: [`Rule::UnknownAction`] says how such an action
    /// responds. By default they are errors.
    pub fn allow_unknown(self) -> Self {
        self.with(Rule::UnknownParameter).with(Rule::UnknownAction)
    }

    /// Refuses what `rule` accepts. By default every [`Rule`] that is a mistake of an official client
    /// is accepted.
    pub fn without(mut self, rule: Rule) -> Self {
        self.rules.remove(rule);
        self
    }

    /// Refuses the mistakes of all rules; see [`without`](Self::without).
    pub fn strict(self) -> Self {
        Rule::ALL.into_iter().fold(self, Self::without)
    }

    /// Responds with `InvalidParameterValue` if a parameter has a value that its documentation does not
    /// list. By default such a value is a warning, since the lists leave values out: the header
    /// `x-emulator-warning` names the parameter.
    pub fn closed_values(mut self) -> Self {
        self.rules.closed_values = true;
        self
    }

    /// Responds with `RequestLimitExceeded` to an action that is called more often than its documented
    /// rate, in requests a second of the endpoint's [clock](Self::clock), by one account in one
    /// region. By default an action may be called as often as one likes.
    pub fn rates(mut self) -> Self {
        self.rates = true;
        self
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

    /// Draws ids and all else that is left to chance by `seed`: the same requests in the same order
    /// get the same responses. Without, every endpoint draws its own.
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = Some(seed);
        self
    }

    /// Keeps resources by `facts` as well, e.g. of a [`description`](Self::description) of your own.
    /// They go in the place of the catalogue's facts of the same service.
    pub fn resources(mut self, facts: Facts) -> Self {
        self.resources.facts.push(facts);
        self
    }

    /// Refuses to keep more than `most` resources of a kind for one account and region, e.g.
    /// `quota("vpc", "Vpc", 20)`: creating another fails with the action's own code of
    /// `LimitExceeded`. Defaults to no limit.
    pub fn quota(
        mut self,
        service: impl Into<String>,
        kind: impl Into<String>,
        most: usize,
    ) -> Self {
        let kind = (service.into(), kind.into());
        self.resources.quotas.insert(kind, most);
        self
    }

    /// Ends a change of state, e.g. from `PENDING` to `RUNNING`, once it was read `polls` times or
    /// after `time` of the endpoint's clock, whichever comes first. Defaults to 1 and 5 seconds.
    pub fn pace(mut self, polls: u32, time: Duration) -> Self {
        self.resources.pace = Pace {
            polls,
            milliseconds: i64::try_from(time.as_millis()).unwrap_or(i64::MAX),
        };
        self
    }

    /// Attaches the CAM policy `document` to `to`, e.g. `{"version": "2.0", "statement": [{"effect":
    /// "allow", "action": ["cvm:Describe*"], "resource": "*"}]}`; see [`AccessPolicies`](crate::AccessPolicies).
    /// May be called
    /// several times.
    ///
    /// # Errors
    /// `document` is no policy of CAM; the error says where.
    pub fn policy(mut self, to: Principal, document: &Value) -> Result<Self, String> {
        self.policies.attach(to, document)?;
        Ok(self)
    }

    /// Sets what is done about a call that a [policy](Self::policy) denies. Defaults to
    /// [`PolicyMode::Soft`].
    pub fn policy_mode(mut self, mode: PolicyMode) -> Self {
        self.policies.mode = mode;
        self
    }

    /// Starts the endpoint; once this returns, its port takes connections.
    ///
    /// # Errors
    /// The [address](Self::listen) is taken, or is not one of this machine.
    pub async fn start(self) -> io::Result<Emulator> {
        let address = self.listen;
        let threads = self.threads.unwrap_or_else(|| {
            std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
        });
        let door = self
            .control
            .map(|address| Door::open(address, self.control_token.clone()));
        let door = door.transpose()?;
        let (shared, credential) = self.shared()?;
        let held = Arc::clone(&shared);
        // Bound here, so that the port takes connections once this returns.
        let listener = std::net::TcpListener::bind(address)?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let runtime = workers::runtime()?;
        let control = door::run(door.as_ref(), shared.control.clone())?;
        let (stop, stopped) = oneshot::channel();
        let thread = std::thread::Builder::new()
            .name("tencentcloud-emulator".to_owned())
            .spawn(move || {
                runtime.block_on(async {
                    let listener = TcpListener::from_std(listener)
                        .expect("the runtime takes a listener that does not block");
                    tokio::select! {
                        () = workers::run(listener, shared, threads) => {}
                        () = control => {}
                        _ = stopped => {}
                    }
                });
            })?;
        Ok(Emulator {
            address,
            credential,
            shared: held,
            door,
            stop: Some(stop),
            thread: Some(thread),
        })
    }

    /// Returns the endpoint without a port: calls are [tried on it](Stage) in the process alone. It need not
    /// know all resources: one that a call does not name, but a resource that is known does, is taken to be there.
    ///
    /// # Errors
    /// The [record](Self::record) cannot be opened.
    pub fn stage(mut self) -> io::Result<Stage> {
        self.resources.partial = true;
        let (shared, credential) = self.shared()?;
        let account = Identity::of(&credential).account;
        Ok(Stage::new(shared.control.clone(), account))
    }

    /// Returns what all connections share, and the first credential.
    fn shared(self) -> io::Result<(Arc<Shared>, Credential)> {
        let mut credentials = self.credentials;
        if credentials.is_empty() {
            credentials.push(Credential::test());
        }
        let credential = credentials[0].clone();
        let ids = Arc::new(Ids::new(self.seed));
        let keyring = Arc::new(Keyring::new(credentials, Arc::clone(&ids)));
        let endpoint = Endpoint {
            verifier: Verifier {
                keyring: Arc::clone(&keyring),
                tolerance: self.tolerance,
                clock: self.clock.clone(),
            },
            services: Services::new(self.descriptions),
            resources: Resources::new(self.resources, Arc::clone(&ids), keyring),
            rules: self.rules,
            rates: self.rates.then(Rates::default),
            clock: self.clock,
            script: self.script,
            journal: Journal::new(self.kept),
            holds: hold::Room::new(self.held),
            injector: Injector::new(Arc::clone(&ids)),
            canned: Canned::default(),
            policies: Policies::new(self.policies),
            recorder: self.record.as_deref().map(Recorder::open).transpose()?,
            replay: Replay::new(self.replay),
            forward: Forward::new(self.forward, self.others),
            ids,
        };
        let endpoint = Arc::new(endpoint);
        let shared = Shared {
            control: Control::new(Arc::clone(&endpoint)),
            endpoint,
            guard: self.guard,
            budget: body::budget(&self.limits),
            limits: self.limits,
            tls: Arc::new(Tls::new(self.certificates)),
            log: self.log,
        };
        Ok((Arc::new(shared), credential))
    }
}
