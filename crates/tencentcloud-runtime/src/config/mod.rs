//! What the clients of all services share.

mod breaker;
mod defaults;
mod events;
mod guard;
mod identity;
mod limits;
mod load;
mod network;
mod observe;
mod options;
mod retry;
mod search;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

pub use breaker::Breaker;
pub use defaults::Defaults;
pub(crate) use events::Events;
pub use load::Loader;
pub use network::HostKind;
pub use options::Method;
pub(crate) use options::Options;
pub use retry::Retries;

use tokio::sync::Semaphore;

use self::guard::AccountGuard;
use crate::answer::Mode;
use crate::endpoint::Known;
use crate::pace::{Breakers, Quota, Rates, Skew};
use crate::signer::KeyCache;
use crate::transport::Transport;
use crate::{Credential, CredentialReport, ProvideCredential, Result, SignatureMethod};

/// The credentials, region, connections and defaults that the clients of all services share.
///
/// Cloning is cheap and shares everything. Each setter returns a changed configuration; clones made
/// before stay as they were. What a [`Call`](crate::Call) sets for itself overrides what is set
/// here.
///
/// ```
/// use std::time::Duration;
/// use tencentcloud_runtime::{Config, Credential};
///
/// let config = Config::new(Credential::new("AKIDexample", "example-secret-key"))
///     .region("ap-guangzhou")
///     .timeout(Duration::from_secs(10));
/// ```
#[derive(Clone)]
pub struct Config(Arc<Inner>);

#[derive(Clone)]
struct Inner {
    credential: Arc<dyn ProvideCredential>,
    transport: Arc<dyn Transport>,
    keys: Arc<KeyCache>,
    endpoints: Arc<Known>,
    clock: Arc<dyn Fn() -> SystemTime + Send + Sync>,
    skew: Arc<Skew>,
    quota: Arc<Quota>,
    breakers: Arc<Breakers>,
    rates: Arc<Rates>,
    /// The rates that are set, by service and action.
    limits: Arc<BTreeMap<(String, String), u32>>,
    in_flight: Option<Arc<Semaphore>>,
    options: Options,
    guard: AccountGuard,
    /// What a search for the credential has found.
    report: Option<Arc<CredentialReport>>,
}

impl Config {
    /// Creates a configuration that signs with `credential`: a [`Credential`] or any
    /// [`ProvideCredential`]. Defaults: no region, the public endpoints, a timeout of 60 seconds.
    pub fn new(credential: impl ProvideCredential + 'static) -> Self {
        Self(Arc::new(Inner {
            credential: Arc::new(credential),
            transport: crate::transport::default(),
            keys: Arc::default(),
            endpoints: Arc::default(),
            clock: Arc::new(SystemTime::now),
            skew: Arc::default(),
            quota: Arc::default(),
            breakers: Arc::default(),
            rates: Arc::default(),
            limits: Arc::default(),
            in_flight: None,
            options: Options::default(),
            guard: AccountGuard::default(),
            report: None,
        }))
    }

    /// Reads the credential from the environment as [`Credential::from_env`] does, the region from
    /// `TENCENTCLOUD_REGION` if that is set, and from `TENCENTCLOUD_INSPECT` the file to
    /// [record](Self::inspect_from_env) to.
    ///
    /// # Errors
    /// Fails if a variable of the credential is missing or empty, or if the file cannot be written; the
    /// error names the variable.
    pub fn from_env() -> Result<Self> {
        let config = Self::new(Credential::from_env()?);
        let config = match std::env::var("TENCENTCLOUD_REGION") {
            Ok(region) if !region.trim().is_empty() => config.region(region.trim()),
            _ => config,
        };
        config.inspect_from_env()
    }

    fn with(mut self, change: impl FnOnce(&mut Inner)) -> Self {
        change(Arc::make_mut(&mut self.0));
        self
    }

    /// Creates a configuration for an endpoint of this machine: sends all calls to `url`, e.g.
    /// `http://127.0.0.1:8080`, signed with `secret_id` and `secret_key`, in the region `ap-guangzhou`.
    /// An emulator in a test has its `config()`.
    pub fn local(
        url: impl Into<String>,
        secret_id: impl Into<String>,
        secret_key: impl Into<String>,
    ) -> Self {
        Self::from((url.into(), secret_id.into(), secret_key.into(), None))
    }

    /// Sets the `region` of calls, e.g. `ap-guangzhou`. Defaults to none; an empty region is none.
    /// Overridden by [`Call::region`](crate::Call::region).
    #[must_use]
    pub fn region(self, region: impl Into<String>) -> Self {
        self.with(|inner| inner.options.region = Some(region.into()))
    }

    /// Sends all calls to `endpoint` instead of the service's own host: a host name, or a URL, e.g.
    /// `http://127.0.0.1:8080` for a local endpoint. Without a scheme it is reached by HTTPS. A path
    /// is sent as it is; the signature has `/` there, as the API verifies it. Overridden by
    /// [`Call::endpoint`](crate::Call::endpoint).
    #[must_use]
    pub fn endpoint(self, endpoint: impl Into<String>) -> Self {
        self.with(|inner| inner.options.endpoint = Some(endpoint.into()))
    }

    /// Sets the timeout of each call, from sending the request to the last byte of the response.
    /// Defaults to 60 seconds. Overridden by [`Call::timeout`](crate::Call::timeout).
    #[must_use]
    pub fn timeout(self, timeout: Duration) -> Self {
        self.with(|inner| inner.options.timeout = Some(timeout))
    }

    /// Sets the `language` of the service's messages: `zh-CN` or `en-US`. Defaults to the service's
    /// own choice. Overridden by [`Call::language`](crate::Call::language).
    #[must_use]
    pub fn language(self, language: impl Into<String>) -> Self {
        self.with(|inner| inner.options.language = Some(language.into()))
    }

    /// Adds the `name` of your program to `X-TC-RequestClient`, after the SDK's own. Characters
    /// other than `[0-9a-zA-Z-_,;.]`, and all after the first 128, are left out.
    #[must_use]
    pub fn request_client(self, name: impl Into<String>) -> Self {
        self.with(|inner| inner.options.request_client = Some(name.into()))
    }

    /// Sets the HTTP `method`. Defaults to [`Method::Post`]. Overridden by
    /// [`Call::method`](crate::Call::method).
    #[must_use]
    pub fn method(self, method: Method) -> Self {
        self.with(|inner| inner.options.method = Some(method))
    }

    /// Signs requests with `method`. Defaults to [`SignatureMethod::Tc3HmacSha256`]. Overridden by
    /// [`Call::signature_method`](crate::Call::signature_method).
    #[must_use]
    pub fn signature_method(self, method: SignatureMethod) -> Self {
        self.with(|inner| inner.options.signature_method = Some(method))
    }

    /// Leaves the payload out of the TC3 signature if `unsigned` is true. Defaults to false.
    /// Overridden by [`Call::unsigned_payload`](crate::Call::unsigned_payload).
    #[must_use]
    pub fn unsigned_payload(self, unsigned: bool) -> Self {
        self.with(|inner| inner.options.unsigned_payload = Some(unsigned))
    }

    /// Fails calls whose response has a field that cannot be converted, instead of leaving the
    /// field empty and reporting a [`Warning`](crate::Warning).
    #[must_use]
    pub fn strict(self) -> Self {
        self.with(|inner| inner.options.mode = Some(Mode::Strict))
    }

    /// Sends requests with `transport` instead of the default one, e.g. a [`Mock`](crate::Mock).
    #[must_use]
    pub fn transport(self, transport: impl Transport + 'static) -> Self {
        self.with(|inner| inner.transport = Arc::new(transport))
    }

    /// Signs with the time that `clock` returns. Defaults to [`SystemTime::now`].
    #[must_use]
    pub fn clock(self, clock: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        self.with(|inner| {
            inner.clock = Arc::new(clock);
            inner.skew = Arc::default();
        })
    }

    pub(crate) fn options(&self) -> &Options {
        &self.0.options
    }

    /// Returns the region of calls that set none, if there is one.
    pub fn default_region(&self) -> Option<&str> {
        self.0.options.region.as_deref()
    }

    /// Returns the endpoint of calls that set none, if one is [set](Self::endpoint).
    pub fn default_endpoint(&self) -> Option<&str> {
        self.0.options.endpoint.as_deref()
    }

    pub(crate) fn provider(&self) -> &dyn ProvideCredential {
        &*self.0.credential
    }

    pub(crate) fn sender(&self) -> &dyn Transport {
        &*self.0.transport
    }

    /// The endpoints that were read before.
    pub(crate) fn endpoints(&self) -> &Known {
        &self.0.endpoints
    }

    pub(crate) fn keys(&self) -> &KeyCache {
        &self.0.keys
    }

    /// The time to sign with: this machine's, corrected by what responses said of it.
    pub(crate) fn now(&self) -> SystemTime {
        self.0.skew.correct(self.here())
    }

    /// This machine's time.
    pub(crate) fn here(&self) -> SystemTime {
        (self.0.clock)()
    }

    pub(crate) fn skew(&self) -> &Skew {
        &self.0.skew
    }

    pub(crate) fn quota(&self) -> &Quota {
        &self.0.quota
    }

    pub(crate) fn breakers(&self) -> &Breakers {
        &self.0.breakers
    }

    pub(crate) fn rates(&self) -> &Rates {
        &self.0.rates
    }

    /// A place for each request that may be under way, if they are counted.
    pub(crate) fn places(&self) -> Option<Arc<Semaphore>> {
        self.0.in_flight.clone()
    }
}

/// Creates the configuration of [`Config::local`] from a URL, a secret ID, a secret key and the
/// session token of a temporary credential: what `Emulator::config` of `tencentcloud-emulator` has.
impl From<(String, String, String, Option<String>)> for Config {
    fn from((url, secret_id, secret_key, token): (String, String, String, Option<String>)) -> Self {
        let credential = crate::Credential::new(secret_id, secret_key);
        let credential = credential.with_token(token.unwrap_or_default());
        Self::new(credential).region("ap-guangzhou").endpoint(url)
    }
}

impl fmt::Debug for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Config")
            .field("credential", &self.0.credential)
            .field("transport", &self.0.transport)
            .field("options", &self.0.options)
            .finish_non_exhaustive()
    }
}
