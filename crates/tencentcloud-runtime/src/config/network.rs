//! Where calls go, and how much of a response is read.

use super::Config;

/// The largest response that is read unless another limit is set, in bytes. The service's own limit
/// is lower; what is larger is no response of it.
const RESPONSE_LIMIT: usize = 100 * 1024 * 1024;

/// Which of a service's hosts a call is sent to, if no endpoint is set.
///
/// An action with a host of its own, such as `es.ai.tencentcloudapi.com`, is sent there in any case.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum HostKind {
    /// `cvm.tencentcloudapi.com`, which leads to the nearest region. The default. The regions of
    /// the financial cloud, such as `ap-shanghai-fsi`, are reached by their regional hosts.
    #[default]
    Nearest,
    /// `cvm.ap-guangzhou.tencentcloudapi.com`: the host of the region that is set.
    Regional,
    /// `cvm.internal.tencentcloudapi.com`: reached from inside a VPC.
    Internal,
    /// `cvm.intl.tencentcloudapi.com`: the international site.
    International,
    /// `cls.ai.tencentcloudapi.com`: some services that stream.
    Ai,
}

/// The settings of this file.
#[derive(Clone, Debug, Default)]
pub(crate) struct Network {
    pub(crate) host_kind: Option<HostKind>,
    pub(crate) root_domain: Option<String>,
    pub(crate) gateway: Option<String>,
    pub(crate) response_limit: Option<usize>,
    /// True if the response is read event by event.
    pub(crate) events: bool,
}

impl Network {
    /// These settings, with `over` laid over them.
    pub(crate) fn overlaid(&self, over: &Self) -> Self {
        let text =
            |over: &Option<String>, own: &Option<String>| over.clone().or_else(|| own.clone());
        Self {
            host_kind: over.host_kind.or(self.host_kind),
            root_domain: text(&over.root_domain, &self.root_domain),
            gateway: text(&over.gateway, &self.gateway),
            response_limit: over.response_limit.or(self.response_limit),
            events: over.events || self.events,
        }
    }

    /// The largest whole response that is read, in bytes.
    pub(crate) fn response_limit(&self) -> usize {
        self.response_limit.unwrap_or(RESPONSE_LIMIT)
    }
}

impl Config {
    /// Sends calls to the service's host of that `kind`. Defaults to [`HostKind::Nearest`].
    /// Overridden by [`Call::host_kind`](crate::Call::host_kind), and by an
    /// [`endpoint`](Self::endpoint).
    #[must_use]
    pub fn host_kind(self, kind: HostKind) -> Self {
        self.with(|inner| inner.options.network.host_kind = Some(kind))
    }

    /// Sets the `domain` below which the services have their hosts. Defaults to
    /// `tencentcloudapi.com`; its twins are `tencentcloudapi.cn` and `tencentcloudapi.com.cn`.
    /// An [`endpoint`](Self::endpoint) overrides it.
    #[must_use]
    pub fn root_domain(self, domain: impl Into<String>) -> Self {
        self.with(|inner| inner.options.network.root_domain = Some(domain.into()))
    }

    /// Connects to the `gateway` for all calls: a host or URL, e.g. `http://10.0.0.5:8080`. Requests
    /// keep and sign the host that they would be sent to without it, so the gateway passes them on
    /// as they are. TLS goes by the gateway's own name. Defaults to none. Overridden by
    /// [`Call::gateway`](crate::Call::gateway).
    #[must_use]
    pub fn gateway(self, gateway: impl Into<String>) -> Self {
        self.with(|inner| inner.options.network.gateway = Some(gateway.into()))
    }

    /// Fails calls whose whole response is larger than `bytes`, without reading the rest of it.
    /// Defaults to 100 MiB. Overridden by [`Call::response_limit`](crate::Call::response_limit).
    #[must_use]
    pub fn response_limit(self, bytes: usize) -> Self {
        self.with(|inner| inner.options.network.response_limit = Some(bytes))
    }
}
