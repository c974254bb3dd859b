//! A call that is to be written down.

use serde_json::{Map, Value};
use tencentcloud_schema::{Body, Description, Signing, Site};

use crate::endpoint::Endpoint;
use crate::tree::Tree;

/// A call with its parameters, to be written as code.
///
/// A parameter that the description marks as sensitive is written as a read of an environment
/// variable, whose name comes from the parameter's path: `LoginSettings.Password` is
/// `LOGIN_SETTINGS_PASSWORD`. Its value is in no code. A parameter that is null is left out.
#[derive(Clone, Debug)]
pub struct Snippet {
    pub(crate) service: String,
    pub(crate) version: String,
    pub(crate) action: String,
    pub(crate) region: Option<String>,
    pub(crate) endpoint: Option<Endpoint>,
    pub(crate) tree: Tree,
    pub(crate) facts: Facts,
    /// The folder of the crates that a Rust project depends on.
    pub(crate) crates: Option<String>,
}

/// What a client has to know of an action beside its parameters.
#[derive(Clone, Debug, Default)]
pub(crate) struct Facts {
    pub(crate) known: bool,
    pub(crate) body: Body,
    pub(crate) unsigned: bool,
    pub(crate) streaming: bool,
    /// True if the international site alone offers it, whose clients are packages of their own.
    pub(crate) international: bool,
    /// The host that the action has for itself.
    pub(crate) own_host: Option<String>,
}

impl Snippet {
    /// Creates the snippet of a call of `action`, which `description` has, with `parameters`.
    ///
    /// A parameter that takes a file has the file's name as its value.
    pub fn new(description: &Description, action: &str, parameters: &Map<String, Value>) -> Self {
        let known = description.actions.get(action);
        let facts = known.map(|known| Facts {
            known: true,
            body: known.body,
            unsigned: known.signing == Signing::Skip,
            streaming: known.streaming,
            international: known.sites.iter().eq([&Site::International]),
            own_host: known.host.clone(),
        });
        Self {
            service: description.service.clone(),
            version: description.version.clone(),
            action: action.to_owned(),
            region: None,
            endpoint: None,
            tree: Tree::of(description, action, parameters),
            facts: facts.unwrap_or_default(),
            crates: None,
        }
    }

    /// Creates the snippet of a call that no description has. It is written without types, and
    /// nothing in it is known to be a secret.
    pub fn undocumented(
        service: &str,
        version: &str,
        action: &str,
        parameters: &Map<String, Value>,
    ) -> Self {
        Self {
            service: service.to_owned(),
            version: version.to_owned(),
            action: action.to_owned(),
            region: None,
            endpoint: None,
            tree: Tree::unknown(parameters),
            facts: Facts::default(),
            crates: None,
        }
    }

    /// Sets the `region`, e.g. `ap-guangzhou`. Defaults to none.
    #[must_use]
    pub fn region(mut self, region: impl Into<String>) -> Self {
        let region = region.into();
        self.region = (!region.is_empty()).then_some(region);
        self
    }

    /// Sets where the call goes: a host, or a URL such as `http://127.0.0.1:8080` of a local
    /// endpoint. Defaults to the service's own host.
    #[must_use]
    pub fn endpoint(mut self, endpoint: impl AsRef<str>) -> Self {
        let endpoint = endpoint.as_ref().trim();
        self.endpoint = (!endpoint.is_empty()).then(|| Endpoint::read(endpoint));
        self
    }

    /// Returns the service's name, e.g. `cvm`.
    pub fn service(&self) -> &str {
        &self.service
    }

    /// Returns the API version, e.g. `2017-03-12`.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// Returns the action's name, e.g. `RunInstances`.
    pub fn action(&self) -> &str {
        &self.action
    }

    /// Returns the environment variables that the code reads secrets from, beside the credential.
    pub fn secrets(&self) -> &[String] {
        &self.tree.secrets
    }

    /// Returns the endpoint that a client has to be told of, which does not know the action's own.
    pub(crate) fn place(&self) -> Option<Endpoint> {
        let own = || self.facts.own_host.as_deref().map(Endpoint::read);
        self.endpoint.clone().or_else(own)
    }

    /// Returns the endpoint that a client has to be told of, which knows the actions and not the sites.
    pub(crate) fn site(&self) -> Option<Endpoint> {
        let international = || {
            let host = format!("{}.intl.tencentcloudapi.com", self.service);
            self.facts.international.then(|| Endpoint::read(&host))
        };
        self.endpoint.clone().or_else(international)
    }

    /// Returns the version as the vendor's packages write it: `20170312`.
    pub(crate) fn digits(&self) -> String {
        self.version.replace('-', "")
    }

    /// Returns true if the call goes by JSON, not by a body of another form.
    pub(crate) fn is_json(&self) -> bool {
        self.facts.body == Body::Json
    }
}
