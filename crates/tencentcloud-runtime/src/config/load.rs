//! A configuration as the machine has it: the credential from where other tools keep it, the region
//! and the account guard beside it.

use std::fmt;
use std::sync::Arc;

use super::Config;
use super::search::{Place, search};
use crate::credential::{Metadata, Variables, Via};
use crate::transport::{self, Transport};
use crate::{Credential, Result};

/// The environment variable that sets the region.
const REGION: &str = "TENCENTCLOUD_REGION";

/// Looks for a credential, a region and an account guard where other tools keep them. Made by
/// [`Config::loader`].
///
/// The first of these sources that is set up provides the credential:
///
/// 1. an OIDC token or a SAML assertion in the variables of the Terraform provider
///    (`TENCENTCLOUD_ASSUME_ROLE_WEB_IDENTITY_TOKEN`, `…_WEB_IDENTITY_TOKEN_FILE`,
///    `…_SAML_ASSERTION` and those beside them);
/// 2. the instance role that `TENCENTCLOUD_CAM_ROLE_NAME` names;
/// 3. the environment: see [`Credential::from_env`](crate::Credential::from_env);
/// 4. the [`Profile`](crate::Profile) of the SDKs, then that of tccli;
/// 5. the keyring of the system, if the feature `keyring` is on;
/// 6. the workload identity of TKE: see [`WebIdentity::from_tke`](crate::WebIdentity::from_tke);
/// 7. the [role of the instance](crate::InstanceRole).
///
/// A source that is set up and broken ends the search with an error: another one could be another
/// account. `TENCENTCLOUD_PROFILE` or `TCCLI_PROFILE` names the profile. If
/// `TENCENTCLOUD_ASSUME_ROLE_ARN` or `TENCENTCLOUD_ROLE_ARN` is set, that role is assumed with what
/// was found. `TENCENTCLOUD_INSPECT` names a file to [record](Config::inspect_from_env) all calls to.
#[must_use]
pub struct Loader {
    place: Place,
    transport: Option<Arc<dyn Transport>>,
}

impl Config {
    /// Creates a configuration with the credential, the region and the account guard that other tools
    /// use on this machine: [`Loader`] says from where. The credential is fetched once, so that an
    /// error comes now.
    ///
    /// ```no_run
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> tencentcloud_runtime::Result<()> {
    /// let config = tencentcloud_runtime::Config::load().await?;
    /// if let Some(report) = config.credential_report() {
    ///     println!("{report}");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// Fails if no source is set up, or if the first one that is fails; the message names every
    /// source that was asked, with its reason. Fails if `TENCENTCLOUD_INSPECT` names a file that cannot
    /// be [recorded](Config::inspect_from_env) to.
    pub async fn load() -> Result<Self> {
        Self::loader().load().await
    }

    /// Returns a [`Loader`], for settings of [`Config::load`].
    pub fn loader() -> Loader {
        Loader {
            place: Place {
                variables: Variables::default(),
                profile: None,
                instance_role: true,
                metadata: Metadata::default(),
                via: Via::default(),
            },
            transport: None,
        }
    }
}

impl Loader {
    /// Uses the profile `name` and no other source. Defaults to the profile that the environment
    /// names, else `default`, among the other sources.
    pub fn profile(mut self, name: impl Into<String>) -> Self {
        self.place.profile = Some(name.into()).filter(|name| !name.is_empty());
        self
    }

    /// Reads environment variables by `lookup` instead of from the process, e.g. in a test.
    pub fn variables(
        mut self,
        lookup: impl Fn(&str) -> Option<String> + Send + Sync + 'static,
    ) -> Self {
        self.place.variables = Variables::by(lookup);
        self
    }

    /// Asks for the role of the instance if `ask` is true. Defaults to true; off, a machine that is
    /// no instance gets its error a second earlier.
    pub fn instance_role(mut self, ask: bool) -> Self {
        self.place.instance_role = ask;
        self
    }

    /// Asks for the role of the instance at `endpoint`: see
    /// [`InstanceRole::endpoint`](crate::InstanceRole::endpoint).
    pub fn metadata_endpoint(mut self, endpoint: impl Into<String>) -> Self {
        self.place.metadata.endpoint = Some(endpoint.into());
        self
    }

    /// Assumes roles at `endpoint`: see [`AssumeRole::endpoint`](crate::AssumeRole::endpoint).
    pub fn sts_endpoint(mut self, endpoint: impl Into<String>) -> Self {
        self.place.via.endpoint = Some(endpoint.into());
        self
    }

    /// Fetches credentials through `transport`, and sends the calls of the configuration through it
    /// as well. Defaults to the transport of [`Config::new`].
    pub fn transport(mut self, transport: impl Transport + 'static) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// Returns the configuration.
    ///
    /// # Errors
    /// As [`Config::load`].
    pub async fn load(mut self) -> Result<Config> {
        let transport = self.transport.take().unwrap_or_else(transport::default);
        self.place.metadata.transport = Some(Arc::clone(&transport));
        self.place.via.config =
            Some(Config::new(Credential::new("", "")).transport(Arc::clone(&transport)));
        let (found, report) = search(&self.place).await?;
        let config = Config::new(found.source).transport(transport);
        let mut config = config.inspect_by(&self.place.variables)?;
        let set = self.place.variables.get(REGION);
        let region = match self.place.profile {
            // What the program names precedes what the environment does.
            Some(_) => found.region.or(set),
            None => set.or(found.region),
        };
        if let Some(region) = region {
            config = config.region(region);
        }
        Ok(config
            .allowed_accounts(found.allowed_accounts)
            .forbidden_accounts(found.forbidden_accounts)
            .reported(report))
    }
}

/// Shows what was set, and no variable's value.
impl fmt::Debug for Loader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Loader")
            .field("profile", &self.place.profile)
            .field("variables", &self.place.variables)
            .finish_non_exhaustive()
    }
}
