//! What the clients of all services share.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use crate::signer::KeyCache;
use crate::transport::Transport;
use crate::{Credential, Mode, ProvideCredential, Result, SignatureMethod};

/// The HTTP method of a call. POST says everything; GET cannot say empty lists and objects.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Method {
    /// Parameters in the body: JSON, or a form with signature v1.
    #[default]
    Post,
    /// Parameters flattened in the query, 32 KB at most.
    Get,
}

/// Credentials, region, connection pool and defaults, shared by the clients of all services.
/// Cloning is cheap and shares everything; a changed clone leaves the original as it was.
#[derive(Clone)]
pub struct Config(Arc<Inner>);

#[derive(Clone)]
struct Inner {
    credential: Arc<dyn ProvideCredential>,
    transport: Arc<dyn Transport>,
    keys: Arc<KeyCache>,
    clock: Arc<dyn Fn() -> SystemTime + Send + Sync>,
    options: Options,
}

/// What may be set for all calls, and differently for one.
#[derive(Clone, Debug, Default)]
pub(crate) struct Options {
    pub(crate) region: Option<String>,
    pub(crate) endpoint: Option<String>,
    pub(crate) timeout: Option<Duration>,
    pub(crate) language: Option<String>,
    pub(crate) request_client: Option<String>,
    pub(crate) method: Option<Method>,
    pub(crate) signature_method: Option<SignatureMethod>,
    pub(crate) unsigned_payload: Option<bool>,
    pub(crate) mode: Option<Mode>,
}

impl Options {
    /// These options, with `over` laid over them.
    pub(crate) fn overlaid(&self, over: &Self) -> Self {
        Self {
            // An empty region is what an unset variable of a script leaves: no region.
            region: [&over.region, &self.region]
                .into_iter()
                .flatten()
                .find(|region| !region.is_empty())
                .cloned(),
            endpoint: over.endpoint.clone().or_else(|| self.endpoint.clone()),
            timeout: over.timeout.or(self.timeout),
            language: over.language.clone().or_else(|| self.language.clone()),
            request_client: over
                .request_client
                .clone()
                .or_else(|| self.request_client.clone()),
            method: over.method.or(self.method),
            signature_method: over.signature_method.or(self.signature_method),
            unsigned_payload: over.unsigned_payload.or(self.unsigned_payload),
            mode: over.mode.or(self.mode),
        }
    }
}

impl Config {
    /// Signs with that credential, or with what that source of credentials gives. Without more
    /// settings: no region, the public endpoints, 60 seconds a call.
    pub fn new(credential: impl ProvideCredential + 'static) -> Self {
        Self(Arc::new(Inner {
            credential: Arc::new(credential),
            transport: crate::transport::default(),
            keys: Arc::default(),
            clock: Arc::new(SystemTime::now),
            options: Options::default(),
        }))
    }

    /// Takes credential and region from the environment: see [`Credential::from_env`], and
    /// `TENCENTCLOUD_REGION` for the region.
    ///
    /// # Errors
    /// A variable of the credential that is missing or empty, by name.
    pub fn from_env() -> Result<Self> {
        let config = Self::new(Credential::from_env()?);
        Ok(match std::env::var("TENCENTCLOUD_REGION") {
            Ok(region) if !region.trim().is_empty() => config.region(region.trim()),
            _ => config,
        })
    }

    fn with(mut self, change: impl FnOnce(&mut Inner)) -> Self {
        change(Arc::make_mut(&mut self.0));
        self
    }

    /// The region that calls go to, e.g. `ap-guangzhou`.
    #[must_use]
    pub fn region(self, region: impl Into<String>) -> Self {
        self.with(|inner| inner.options.region = Some(region.into()))
    }

    /// Sends every call there instead of to the service's own host: a host name, or a URL with a
    /// scheme and no path, e.g. `http://127.0.0.1:8080` for a local endpoint.
    #[must_use]
    pub fn endpoint(self, endpoint: impl Into<String>) -> Self {
        self.with(|inner| inner.options.endpoint = Some(endpoint.into()))
    }

    /// How long a call may take, from the request to the last byte of its answer. 60 seconds
    /// where nothing is said.
    #[must_use]
    pub fn timeout(self, timeout: Duration) -> Self {
        self.with(|inner| inner.options.timeout = Some(timeout))
    }

    /// The language of error messages: `zh-CN` or `en-US`.
    #[must_use]
    pub fn language(self, language: impl Into<String>) -> Self {
        self.with(|inner| inner.options.language = Some(language.into()))
    }

    /// A name for your program, sent behind the SDK's own in `X-TC-RequestClient`: at most 128 of
    /// `[0-9a-zA-Z-_,;.]`.
    #[must_use]
    pub fn request_client(self, name: impl Into<String>) -> Self {
        self.with(|inner| inner.options.request_client = Some(name.into()))
    }

    /// The HTTP method. [`Method::Post`] where nothing is said.
    #[must_use]
    pub fn method(self, method: Method) -> Self {
        self.with(|inner| inner.options.method = Some(method))
    }

    /// How requests are signed. [`SignatureMethod::Tc3HmacSha256`] where nothing is said.
    #[must_use]
    pub fn signature_method(self, method: SignatureMethod) -> Self {
        self.with(|inner| inner.options.signature_method = Some(method))
    }

    /// Leaves the payload out of the TC3 signature.
    #[must_use]
    pub fn unsigned_payload(self, unsigned: bool) -> Self {
        self.with(|inner| inner.options.unsigned_payload = Some(unsigned))
    }

    /// Makes a member of an answer that cannot be converted an error, not a warning.
    #[must_use]
    pub fn strict(self) -> Self {
        self.with(|inner| inner.options.mode = Some(Mode::Strict))
    }

    /// Sends by that transport.
    #[must_use]
    pub fn transport(self, transport: impl Transport + 'static) -> Self {
        self.with(|inner| inner.transport = Arc::new(transport))
    }

    /// Signs with the time that `clock` tells.
    #[must_use]
    pub fn clock(self, clock: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        self.with(|inner| inner.clock = Arc::new(clock))
    }

    pub(crate) fn options(&self) -> &Options {
        &self.0.options
    }

    pub(crate) fn provider(&self) -> &dyn ProvideCredential {
        &*self.0.credential
    }

    pub(crate) fn sender(&self) -> &dyn Transport {
        &*self.0.transport
    }

    pub(crate) fn keys(&self) -> &KeyCache {
        &self.0.keys
    }

    pub(crate) fn now(&self) -> SystemTime {
        (self.0.clock)()
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
