//! Roles that are assumed with a document instead of a credential: an OIDC token, a SAML assertion.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use super::cache::Cache;
use super::document::Document;
use super::sts::{LIFE, SESSION, Via, parameters, session};
use super::{Credential, Lookup, ProvideCredential, Providing, Variables};
use crate::{Config, Error, Result};

/// The temporary credential of a role that an OIDC token may assume, by STS
/// AssumeRoleWithWebIdentity, without any key. It is kept until shortly before it expires.
#[derive(Debug)]
pub struct WebIdentity {
    provider_id: String,
    arn: String,
    token: Document,
    session_name: String,
    duration: Duration,
    via: Via,
    cache: Cache,
}

impl WebIdentity {
    /// Creates a source that assumes the role `arn` with the `token` of the identity provider
    /// `provider_id`.
    pub fn new(
        provider_id: impl Into<String>,
        arn: impl Into<String>,
        token: impl Into<String>,
    ) -> Self {
        Self::with(provider_id.into(), arn.into(), Document::text(token))
    }

    /// Creates a source that reads the token from the file at `path`, again at each fetch: the raw
    /// token, or JSON with the member `web_identity_token`.
    pub fn from_file(
        provider_id: impl Into<String>,
        arn: impl Into<String>,
        path: impl Into<PathBuf>,
    ) -> Self {
        Self::with(provider_id.into(), arn.into(), Document::File(path.into()))
    }

    /// Creates the source that TKE sets up for a workload, from `TKE_PROVIDER_ID`, `TKE_ROLE_ARN`,
    /// `TKE_WEB_IDENTITY_TOKEN_FILE` and, if it is set, `TKE_REGION`.
    ///
    /// # Errors
    /// Fails if a variable is missing, and names it.
    pub fn from_tke() -> Result<Self> {
        Self::tke(&Variables::default()).and_then(Lookup::or_error)
    }

    /// The source that TKE sets up, if it does.
    ///
    /// # Errors
    /// It is set up in part.
    pub(crate) fn tke(variables: &Variables) -> Result<Lookup<Self>> {
        const NAMES: [&str; 3] = [
            "TKE_PROVIDER_ID",
            "TKE_ROLE_ARN",
            "TKE_WEB_IDENTITY_TOKEN_FILE",
        ];
        let found = match NAMES.map(|name| variables.get(name)) {
            [Some(provider), Some(arn), Some(file)] => Self::from_file(provider, arn, file),
            [None, None, None] => {
                return Ok(Lookup::Absent(format!(
                    "the environment variable {} is not set",
                    NAMES[1]
                )));
            }
            values => {
                let missing = NAMES.iter().zip(values).find(|(_, value)| value.is_none());
                return Err(Error::credential(format!(
                    "the environment variable {} is not set, but others of TKE are",
                    missing.map_or("", |(name, _)| name)
                )));
            }
        };
        Ok(Lookup::Found(match variables.get("TKE_REGION") {
            Some(region) => found.region(region),
            None => found,
        }))
    }

    fn with(provider_id: String, arn: String, token: Document) -> Self {
        Self {
            cache: Cache::once(format!("role {arn}")),
            provider_id,
            arn,
            token,
            session_name: SESSION.to_owned(),
            duration: LIFE,
            via: Via::default(),
        }
    }

    session!();

    async fn fetch(&self) -> Result<Credential> {
        let token = self.token.read("web_identity_token")?;
        let mut parameters = parameters(&self.arn, &self.session_name, self.duration)?;
        let provider = self.provider_id.as_str();
        parameters.insert("ProviderId".to_owned(), provider.into());
        parameters.insert("WebIdentityToken".to_owned(), token.as_str().into());
        self.via
            .unsigned("AssumeRoleWithWebIdentity", parameters)
            .await
    }
}

impl ProvideCredential for WebIdentity {
    fn credential(&self) -> Providing<'_> {
        Box::pin(self.cache.get(|| self.fetch()))
    }

    fn refused(&self, credential: &Credential) -> bool {
        self.cache.refused(credential)
    }
}

/// The temporary credential of a role that a SAML assertion may assume, by STS AssumeRoleWithSAML,
/// without any key. It is kept until shortly before it expires.
#[derive(Debug)]
pub struct AssumeRoleWithSaml {
    principal_arn: String,
    arn: String,
    assertion: Document,
    session_name: String,
    duration: Duration,
    via: Via,
    cache: Cache,
}

impl AssumeRoleWithSaml {
    /// Creates a source that assumes the role `arn` with an `assertion`, base64 text, of the identity
    /// provider `principal_arn`. An assertion lives for minutes: use [`from_file`](Self::from_file)
    /// if the program lives longer than its first credential.
    pub fn new(
        principal_arn: impl Into<String>,
        arn: impl Into<String>,
        assertion: impl Into<String>,
    ) -> Self {
        Self::with(principal_arn.into(), arn.into(), Document::text(assertion))
    }

    /// Creates a source that reads the assertion from the file at `path`, again at each fetch.
    pub fn from_file(
        principal_arn: impl Into<String>,
        arn: impl Into<String>,
        path: impl Into<PathBuf>,
    ) -> Self {
        let assertion = Document::File(path.into());
        Self::with(principal_arn.into(), arn.into(), assertion)
    }

    fn with(principal_arn: String, arn: String, assertion: Document) -> Self {
        Self {
            cache: Cache::once(format!("role {arn}")),
            principal_arn,
            arn,
            assertion,
            session_name: SESSION.to_owned(),
            duration: LIFE,
            via: Via::default(),
        }
    }

    session!();

    async fn fetch(&self) -> Result<Credential> {
        let assertion = self.assertion.read("saml_assertion")?;
        let mut parameters = parameters(&self.arn, &self.session_name, self.duration)?;
        let principal = self.principal_arn.as_str();
        parameters.insert("PrincipalArn".to_owned(), principal.into());
        parameters.insert("SAMLAssertion".to_owned(), assertion.as_str().into());
        self.via.unsigned("AssumeRoleWithSAML", parameters).await
    }
}

impl ProvideCredential for AssumeRoleWithSaml {
    fn credential(&self) -> Providing<'_> {
        Box::pin(self.cache.get(|| self.fetch()))
    }

    fn refused(&self, credential: &Credential) -> bool {
        self.cache.refused(credential)
    }
}
