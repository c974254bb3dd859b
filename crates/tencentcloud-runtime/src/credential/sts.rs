//! Calls of STS, which make a temporary credential of something else.

use std::time::Duration;

use serde_json::{Map, Value};

use super::{Credential, ProvideCredential, Providing};
use crate::{ActionClass, Client, Config, Error, RawAction, Result};

/// The region of a call for which none is set: STS is the same everywhere.
const REGION: &str = "ap-guangzhou";

/// The longest life of a temporary credential.
const LONGEST: Duration = Duration::from_secs(43_200);

/// The time that one attempt may take.
const ATTEMPT: Duration = Duration::from_secs(5);

/// The name of a session for which none is set.
pub(super) const SESSION: &str = "tencentcloud-sdk-rust";

/// The life of a credential for which none is set.
pub(super) const LIFE: Duration = Duration::from_secs(7200);

/// The setters that all sources of STS have.
macro_rules! session {
    () => {
        /// Sets the `name` of the session, which the audit log shows. Defaults to
        /// `tencentcloud-sdk-rust`.
        #[must_use]
        pub fn session_name(mut self, name: impl Into<String>) -> Self {
            self.session_name = name.into();
            self
        }

        /// Sets how long each credential lives, from 1 second to 12 hours. Defaults to 2 hours.
        #[must_use]
        pub fn duration(mut self, duration: Duration) -> Self {
            self.duration = duration;
            self
        }

        /// Calls STS through `config`: its transport, endpoint, region and timeout, not its
        /// credential. Defaults to the public endpoint.
        #[must_use]
        pub fn via(mut self, config: &Config) -> Self {
            self.via.config = Some(config.clone());
            self
        }

        /// Calls STS in `region`. Defaults to that of [`via`](Self::via), else `ap-guangzhou`.
        #[must_use]
        pub fn region(mut self, region: impl Into<String>) -> Self {
            self.via.region = Some(region.into());
            self
        }

        /// Calls STS at `endpoint`, a host or URL. Defaults to `sts.tencentcloudapi.com`.
        #[must_use]
        pub fn endpoint(mut self, endpoint: impl Into<String>) -> Self {
            self.via.endpoint = Some(endpoint.into());
            self
        }

        /// Sets the time that a fetch may take with all its attempts. Defaults to 15 seconds.
        #[must_use]
        pub fn deadline(mut self, deadline: Duration) -> Self {
            self.cache.set_deadline(deadline);
            self
        }

        /// Compares expiry with the time that `clock` returns. Defaults to [`SystemTime::now`].
        #[must_use]
        pub fn clock(mut self, clock: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
            self.cache.set_clock(Arc::new(clock));
            self
        }

        /// Lays what calls of STS go through under what is set already.
        pub(crate) fn through(mut self, via: &Via) -> Self {
            self.via.config = self.via.config.or_else(|| via.config.clone());
            self.via.endpoint = self.via.endpoint.or_else(|| via.endpoint.clone());
            self.via.region = self.via.region.or_else(|| via.region.clone());
            self
        }
    };
}

pub(super) use session;

/// What a call of STS goes through.
#[derive(Clone, Debug, Default)]
pub(crate) struct Via {
    pub(crate) config: Option<Config>,
    pub(crate) endpoint: Option<String>,
    pub(crate) region: Option<String>,
}

impl Via {
    /// Makes a call that `source` signs.
    pub(super) async fn signed(
        &self,
        source: impl ProvideCredential + 'static,
        action: &str,
        parameters: Map<String, Value>,
    ) -> Result<Credential> {
        self.call(source, Self::action(action), parameters).await
    }

    /// Makes a call that is not signed.
    pub(super) async fn unsigned(
        &self,
        action: &str,
        parameters: Map<String, Value>,
    ) -> Result<Credential> {
        self.call(Nobody, Self::action(action).unsigned(), parameters)
            .await
    }

    /// All that it sends and returns is masked wherever it is shown, since no names are given.
    fn action(name: &str) -> RawAction {
        RawAction::new("sts", "2018-08-13", name)
    }

    async fn call(
        &self,
        source: impl ProvideCredential + 'static,
        action: RawAction,
        parameters: Map<String, Value>,
    ) -> Result<Credential> {
        let mut config = match &self.config {
            Some(config) => config.clone().credential(source).unguarded(),
            None => Config::new(source),
        };
        if let Some(endpoint) = &self.endpoint {
            config = config.endpoint(endpoint);
        }
        let set = config.options().region.clone();
        let region = self.region.clone().or(set).filter(|own| !own.is_empty());
        let client = Client::new(&config.region(region.unwrap_or_else(|| REGION.to_owned())));
        let call = client.raw_action(action).parameters(parameters);
        // Another credential changes nothing: a call whose response was lost is made again.
        read(
            call.class(ActionClass::Idempotent)
                .attempt_timeout(ATTEMPT)
                .await?,
        )
    }
}

/// The credential in a response.
fn read(mut response: Value) -> Result<Credential> {
    let mut take = |name: &str| match response.pointer_mut(&format!("/Credentials/{name}")) {
        Some(Value::String(text)) => Ok(std::mem::take(text)),
        _ => Err(Error::credential(format!(
            "STS answered without Credentials.{name}"
        ))),
    };
    let credential =
        Credential::new(take("TmpSecretId")?, take("TmpSecretKey")?).with_token(take("Token")?);
    let expiry = response.get("ExpiredTime").and_then(Value::as_u64);
    let expiry = expiry.ok_or_else(|| Error::credential("STS answered without ExpiredTime"))?;
    Ok(credential.expiring(expiry))
}

/// The parameters that all calls share.
///
/// # Errors
/// A life that STS does not give.
pub(super) fn parameters(
    role: &str,
    session: &str,
    duration: Duration,
) -> Result<Map<String, Value>> {
    let mut parameters = Map::new();
    parameters.insert("RoleArn".to_owned(), role.into());
    parameters.insert("RoleSessionName".to_owned(), session.into());
    if duration.is_zero() || duration > LONGEST {
        return Err(Error::credential(format!(
            "a session of {duration:?} cannot be had: set 1 to {} seconds",
            LONGEST.as_secs()
        )));
    }
    parameters.insert("DurationSeconds".to_owned(), duration.as_secs().into());
    Ok(parameters)
}

/// The source for calls that are not signed.
#[derive(Debug)]
struct Nobody;

impl ProvideCredential for Nobody {
    fn credential(&self) -> Providing<'_> {
        Box::pin(std::future::ready(Ok(Credential::new("", ""))))
    }
}
