//! A role that is assumed with another credential.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use serde_json::Value;
use zeroize::Zeroizing;

use super::cache::Cache;
use super::sts::{LIFE, SESSION, Via, parameters, session};
use super::{Credential, ProvideCredential, Providing};
use crate::{Config, Result};

/// The temporary credential of a role that another credential may assume, by STS AssumeRole. It is
/// kept until shortly before it expires.
///
/// ```
/// use tencentcloud_runtime::{AssumeRole, Config, Environment};
///
/// let role = AssumeRole::new(Environment, "qcs::cam::uin/100000000001:roleName/reader")
///     .session_name("nightly-report");
/// let config = Config::new(role).region("ap-guangzhou");
/// ```
pub struct AssumeRole {
    source: Arc<dyn ProvideCredential>,
    arn: String,
    session_name: String,
    duration: Duration,
    external_id: Option<String>,
    policy: Option<String>,
    source_identity: Option<String>,
    mfa: Option<(String, Code)>,
    via: Via,
    cache: Cache,
}

/// The code of an MFA device.
enum Code {
    Once(Zeroizing<String>),
    Asked(Box<dyn Fn() -> Asking + Send + Sync>),
}

type Asking = Pin<Box<dyn Future<Output = Result<String>> + Send>>;

impl Code {
    async fn get(&self) -> Result<String> {
        match self {
            Self::Once(code) => Ok(code.to_string()),
            Self::Asked(ask) => Ok(ask().await?.trim().to_owned()),
        }
    }
}

impl AssumeRole {
    /// Creates a source that assumes the role `arn` with what `source` provides, which may be any
    /// source, another role included.
    pub fn new(source: impl ProvideCredential + 'static, arn: impl Into<String>) -> Self {
        let arn = arn.into().trim().to_owned();
        Self {
            source: Arc::new(source),
            cache: Cache::once(format!("role {arn}")),
            arn,
            session_name: SESSION.to_owned(),
            duration: LIFE,
            external_id: None,
            policy: None,
            source_identity: None,
            mfa: None,
            via: Via::default(),
        }
    }

    session!();

    /// Sets the external ID that the role's owner asks for. Defaults to none.
    #[must_use]
    pub fn external_id(mut self, id: impl Into<String>) -> Self {
        self.external_id = Some(id.into());
        self
    }

    /// Limits the credential further by `policy`, JSON of CAM. Defaults to none.
    #[must_use]
    pub fn policy(mut self, policy: impl Into<String>) -> Self {
        self.policy = Some(policy.into());
        self
    }

    /// Sets the identity of the caller that the audit log shows. Defaults to none.
    #[must_use]
    pub fn source_identity(mut self, identity: impl Into<String>) -> Self {
        self.source_identity = Some(identity.into());
        self
    }

    /// Sets the serial number of an MFA device and the `code` that it shows. A code serves once: when
    /// the credential has expired, the source must be made anew. [`mfa_with`](Self::mfa_with) asks for
    /// the next code.
    #[must_use]
    pub fn mfa(mut self, serial_number: impl Into<String>, code: impl Into<String>) -> Self {
        let code = Code::Once(Zeroizing::new(code.into()));
        self.mfa = Some((serial_number.into(), code));
        self
    }

    /// Sets the serial number of an MFA device, and asks `code` for what it shows whenever a
    /// credential is fetched: at the first call, and shortly before each credential expires. A person
    /// who has to type it needs a longer [`deadline`](Self::deadline) than the 15 seconds of the
    /// default; a fetch before expiry waits for a third of it.
    ///
    /// ```
    /// use std::time::Duration;
    /// use tencentcloud_runtime::{AssumeRole, Environment, Error, Result};
    ///
    /// /// Asks on the terminal, on a thread that may wait.
    /// async fn code() -> Result<String> {
    ///     let typed = tokio::task::spawn_blocking(|| {
    ///         eprint!("MFA code: ");
    ///         std::io::stdin().lines().next()
    ///     });
    ///     match typed.await {
    ///         Ok(Some(Ok(line))) => Ok(line),
    ///         _ => Err(Error::credential("no MFA code was typed")),
    ///     }
    /// }
    ///
    /// let role = AssumeRole::new(Environment, "qcs::cam::uin/100000000001:roleName/admin")
    ///     .mfa_with("qcs::cam:uin/100000000001::mfa/softToken", code)
    ///     .deadline(Duration::from_secs(180));
    /// ```
    #[must_use]
    pub fn mfa_with<F, T>(mut self, serial_number: impl Into<String>, code: F) -> Self
    where
        F: Fn() -> T + Send + Sync + 'static,
        T: Future<Output = Result<String>> + Send + 'static,
    {
        let code = Code::Asked(Box::new(move || Box::pin(code())));
        self.mfa = Some((serial_number.into(), code));
        self
    }

    async fn fetch(&self) -> Result<Credential> {
        let mut parameters = parameters(&self.arn, &self.session_name, self.duration)?;
        let (serial, code) = match &self.mfa {
            Some((serial, code)) => (Some(serial.clone()), Some(code.get().await?)),
            None => (None, None),
        };
        for (name, value) in [
            ("ExternalId", self.external_id.clone()),
            ("Policy", self.policy.clone()),
            ("SourceIdentity", self.source_identity.clone()),
            ("SerialNumber", serial),
            ("TokenCode", code),
        ] {
            if let Some(value) = value {
                parameters.insert(name.to_owned(), Value::String(value));
            }
        }
        let source = Arc::clone(&self.source);
        self.via.signed(source, "AssumeRole", parameters).await
    }
}

impl ProvideCredential for AssumeRole {
    fn credential(&self) -> Providing<'_> {
        Box::pin(self.cache.get(|| self.fetch()))
    }

    fn refused(&self, credential: &Credential) -> bool {
        self.cache.refused(credential)
    }
}

impl fmt::Debug for AssumeRole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AssumeRole")
            .field("arn", &self.arn)
            .field("session_name", &self.session_name)
            .field("source", &self.source)
            .finish_non_exhaustive()
    }
}
