//! The role that is bound to the instance on which the program runs.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::StatusCode;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

use super::cache::Cache;
use super::{Credential, Lookup, ProvideCredential, Providing};
use crate::transport::{self, Transport};
use crate::{Error, Result};

/// Where an instance asks about itself.
const ENDPOINT: &str = "http://metadata.tencentyun.com";

const PATH: &str = "/latest/meta-data/cam/security-credentials/";

/// The time in which a machine that may be no instance must answer.
const PROBE: Duration = Duration::from_secs(1);

/// The longest answer that is read, in bytes.
const LIMIT: usize = 64 * 1024;

/// What a role's name holds as it is.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.');

/// The credential of the role that is bound to the instance (CVM, Lighthouse, a TKE node) on which
/// the program runs, from the metadata service. It is kept until shortly before it expires.
#[derive(Debug)]
pub struct InstanceRole {
    role: Option<String>,
    endpoint: String,
    transport: Arc<dyn Transport>,
    cache: Cache,
}

/// Where a role is asked for, if it is set at all.
#[derive(Clone, Debug, Default)]
pub(crate) struct Metadata {
    pub(crate) endpoint: Option<String>,
    pub(crate) transport: Option<Arc<dyn Transport>>,
}

impl Metadata {
    pub(crate) fn role(&self, name: Option<String>) -> InstanceRole {
        let mut role = InstanceRole::new().role(name.unwrap_or_default());
        if let Some(endpoint) = &self.endpoint {
            role = role.endpoint(endpoint);
        }
        match &self.transport {
            Some(transport) => role.transport(Arc::clone(transport)),
            None => role,
        }
    }
}

impl Default for InstanceRole {
    fn default() -> Self {
        Self {
            role: None,
            endpoint: ENDPOINT.to_owned(),
            transport: transport::default(),
            cache: Cache::of("instance role"),
        }
    }
}

impl InstanceRole {
    /// Creates a source for the role that is bound to the instance.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the name of the `role`. Defaults to the one that the metadata service names.
    #[must_use]
    pub fn role(mut self, role: impl Into<String>) -> Self {
        self.role = Some(role.into()).filter(|role| !role.is_empty());
        self
    }

    /// Asks `endpoint` instead of `http://metadata.tencentyun.com`, e.g. a stand-in in a test.
    #[must_use]
    pub fn endpoint(mut self, endpoint: impl Into<String>) -> Self {
        self.endpoint = endpoint.into().trim().trim_end_matches('/').to_owned();
        self
    }

    /// Asks through `transport` instead of the default one.
    #[must_use]
    pub fn transport(mut self, transport: impl Transport + 'static) -> Self {
        self.transport = Arc::new(transport);
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

    /// The name of the role, if this is an instance that has one.
    ///
    /// # Errors
    /// The metadata service is there and answers nothing usable.
    pub(crate) async fn probe(&self) -> Result<Lookup<String>> {
        let absent = |why: String| Ok(Lookup::Absent(format!("{}: {why}", self.endpoint)));
        match tokio::time::timeout(PROBE, self.name()).await {
            Ok(Ok(Some(name))) => Ok(Lookup::Found(name)),
            Ok(Ok(None)) => absent("the instance has no role".to_owned()),
            Ok(Err(error)) if error.is_network() || error.is_timeout() => {
                absent(format!("this is no instance ({error})"))
            }
            Ok(Err(error)) => Err(error),
            Err(_) => absent(format!("no response within {PROBE:?}, this is no instance")),
        }
    }

    async fn name(&self) -> Result<Option<String>> {
        if let Some(role) = &self.role {
            return Ok(Some(role.clone()));
        }
        let (status, body) = self.get("").await?;
        if status == StatusCode::NOT_FOUND {
            return Ok(None);
        }
        let body = self.good(status, "", &body)?;
        let name = body.lines().next().unwrap_or_default().trim();
        if name.starts_with('<') {
            return Err(self.wrong("", "answered a page of HTML instead of a role's name"));
        }
        Ok(Some(name.to_owned()).filter(|name| !name.is_empty()))
    }

    async fn fetch(&self) -> Result<Credential> {
        let name = self.name().await?.ok_or_else(|| {
            Error::credential("the instance has no role: bind one to it in the console")
        })?;
        let (status, body) = self.get(&name).await?;
        let body = self.good(status, &name, &body)?;
        let answer: Value =
            serde_json::from_str(body).map_err(|_| self.wrong(&name, "answered no JSON"))?;
        let text = |field: &str| answer.get(field).and_then(Value::as_str);
        if let Some(code) = text("Code").filter(|code| *code != "Success") {
            return Err(self.wrong(&name, &format!("answered Code {code}")));
        }
        let need = |field: &str| {
            text(field).ok_or_else(|| self.wrong(&name, &format!("answered no {field}")))
        };
        let credential =
            Credential::new(need("TmpSecretId")?, need("TmpSecretKey")?).with_token(need("Token")?);
        let expiry = answer.get("ExpiredTime").and_then(Value::as_u64);
        let expiry = expiry.ok_or_else(|| self.wrong(&name, "answered no ExpiredTime"))?;
        Ok(credential.expiring(expiry))
    }

    async fn get(&self, role: &str) -> Result<(StatusCode, Bytes)> {
        let role = utf8_percent_encode(role, PLAIN);
        let request = http::Request::get(format!("{}{PATH}{role}", self.endpoint))
            .body(Bytes::new())
            .map_err(|_| {
                Error::credential(format!("the endpoint {:?} is no URL", self.endpoint))
            })?;
        let (head, body) = self.transport.send(request).await?.into_parts();
        Ok((head.status, body.bytes(LIMIT).await?))
    }

    /// The text of a body that came with success. A failure of the metadata service may pass.
    fn good<'b>(&self, status: StatusCode, role: &str, body: &'b [u8]) -> Result<&'b str> {
        if status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS {
            return Err(Error::network(format!(
                "{}{PATH}{role} answered HTTP {status}",
                self.endpoint
            )));
        }
        if !status.is_success() {
            return Err(self.wrong(role, &format!("answered HTTP {status}")));
        }
        std::str::from_utf8(body).map_err(|_| self.wrong(role, "answered no text"))
    }

    fn wrong(&self, role: &str, what: &str) -> Error {
        Error::credential(format!("{}{PATH}{role} {what}", self.endpoint))
    }
}

impl ProvideCredential for InstanceRole {
    fn credential(&self) -> Providing<'_> {
        Box::pin(self.cache.get(|| self.fetch()))
    }

    fn refused(&self, credential: &Credential) -> bool {
        self.cache.refused(credential)
    }
}
