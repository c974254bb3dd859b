//! An action's name, version and rules.

/// One version of one service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Api {
    /// The service's name, as in the credential scope of a signature, e.g. `cvm`.
    pub service: &'static str,
    /// The version, e.g. `2018-08-08`.
    pub version: &'static str,
    /// The host, if it is not `<service>.tencentcloudapi.com`; empty otherwise.
    pub host: &'static str,
}

impl Api {
    /// Names `version` of `service`, at the host that follows from the service's name.
    pub const fn new(service: &'static str, version: &'static str) -> Self {
        Self {
            service,
            version,
            host: "",
        }
    }

    /// Sets the `host`, e.g. `hunyuan.ai.tencentcloudapi.com`.
    #[must_use]
    pub const fn host(mut self, host: &'static str) -> Self {
        self.host = host;
        self
    }
}

/// An action's name, version and rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ActionInfo {
    /// The service and version.
    pub api: Api,
    /// The action's name, e.g. `CreateUpstream`.
    pub name: &'static str,
    /// Whether the action takes the common parameter Region.
    pub region: RegionRule,
    /// How the parameters are sent.
    pub body: BodyKind,
    /// The action's own host; empty if it is the service's.
    pub host: &'static str,
    /// True if requests are not signed.
    pub unsigned: bool,
    /// True if the response may be a stream of events.
    pub streaming: bool,
}

impl ActionInfo {
    /// Describes an action that is signed and takes JSON. Whether it takes Region is unknown.
    pub const fn new(api: Api, name: &'static str) -> Self {
        Self {
            api,
            name,
            region: RegionRule::Unknown,
            body: BodyKind::Json,
            host: "",
            unsigned: false,
            streaming: false,
        }
    }

    /// Sets the rule for Region. Defaults to [`RegionRule::Unknown`].
    #[must_use]
    pub const fn region(mut self, region: RegionRule) -> Self {
        self.region = region;
        self
    }

    /// Sets how the parameters are sent. Defaults to [`BodyKind::Json`].
    #[must_use]
    pub const fn body(mut self, body: BodyKind) -> Self {
        self.body = body;
        self
    }

    /// Sets the action's own `host`. Defaults to the service's.
    #[must_use]
    pub const fn host(mut self, host: &'static str) -> Self {
        self.host = host;
        self
    }

    /// Sends requests without a signature.
    #[must_use]
    pub const fn unsigned(mut self) -> Self {
        self.unsigned = true;
        self
    }

    /// Allows the response to be a stream of events.
    #[must_use]
    pub const fn streaming(mut self) -> Self {
        self.streaming = true;
        self
    }
}

/// Whether an action takes the common parameter Region.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RegionRule {
    /// Not documented: a region is sent if one is set.
    Unknown,
    /// A call without a region fails before it is sent.
    Required,
    /// A region is sent if one is set.
    Optional,
    /// A region is never sent.
    None,
}

/// How an action's parameters are sent in a POST.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum BodyKind {
    /// A JSON object.
    Json,
    /// `multipart/form-data`, one part per parameter.
    Multipart,
    /// `application/octet-stream`: the one `Bytes` field is the body, the others are headers.
    OctetStream,
}
