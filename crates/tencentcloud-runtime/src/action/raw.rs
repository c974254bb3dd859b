//! Raw actions: what a program knows of an action that has no types.

use std::sync::Arc;

use super::described::{Described, DescribedApi};
use super::info::{ActionInfo, BodyKind, RegionRule};
use super::name::Name;
use super::pages::{Pages, PagesStyle};

/// An action without types: its service, version and name, and what else is known of it, e.g. from a
/// description that the program reads. See [`Client::raw_action`](crate::Client::raw_action).
///
/// Names alone are enough for an action that is signed and takes JSON, whether it is documented or
/// not.
#[derive(Clone, Debug, PartialEq)]
pub struct RawAction {
    pub(crate) described: Described,
    pub(crate) headers: Vec<(Name, Name)>,
    pub(crate) pages: Option<RawPages>,
    pub(crate) sensitive: Option<Arc<[String]>>,
    pub(crate) client_token: bool,
}

impl RawAction {
    /// Names an action, e.g. `cvm`, `2017-03-12` and `DescribeZones`. Whether it takes Region and
    /// which of its parameters are secrets is unknown.
    pub fn new(
        service: impl Into<String>,
        version: impl Into<String>,
        name: impl Into<String>,
    ) -> Self {
        Self::of(Described {
            api: DescribedApi {
                service: service.into().into(),
                version: version.into().into(),
                host: Name::default(),
            },
            name: name.into().into(),
            region: RegionRule::Unknown,
            body: BodyKind::Json,
            host: Name::default(),
            unsigned: false,
            streaming: false,
        })
    }

    fn of(described: Described) -> Self {
        Self {
            described,
            headers: Vec::new(),
            pages: None,
            sensitive: None,
            client_token: false,
        }
    }

    /// Sets the rule for Region. Defaults to [`RegionRule::Unknown`].
    #[must_use]
    pub fn region(mut self, region: RegionRule) -> Self {
        self.described.region = region;
        self
    }

    /// Sets how the parameters are sent. Defaults to [`BodyKind::Json`]. The content of files is
    /// added by [`RawCall::bytes`](crate::RawCall::bytes).
    #[must_use]
    pub fn body(mut self, body: BodyKind) -> Self {
        self.described.body = body;
        self
    }

    /// Sends `parameter` in the header `name` if the body is [`BodyKind::OctetStream`].
    #[must_use]
    pub fn header(mut self, parameter: impl Into<String>, name: impl Into<String>) -> Self {
        self.headers
            .push((parameter.into().into(), name.into().into()));
        self
    }

    /// Sets the action's own `host`. Defaults to `<service>.tencentcloudapi.com`.
    #[must_use]
    pub fn host(mut self, host: impl Into<String>) -> Self {
        self.described.host = host.into().into();
        self
    }

    /// Sends requests without a signature.
    #[must_use]
    pub fn unsigned(mut self) -> Self {
        self.described.unsigned = true;
        self
    }

    /// Allows the response to be a stream of events.
    #[must_use]
    pub fn streaming(mut self) -> Self {
        self.described.streaming = true;
        self
    }

    /// Sets how pages are requested, for [`RawCall::pages`](crate::RawCall::pages). Defaults to
    /// unknown.
    #[must_use]
    pub fn pages(mut self, pages: impl Into<RawPages>) -> Self {
        self.pages = Some(pages.into());
        self
    }

    /// Makes a ClientToken for each call that has none, so that it can be sent again without harm.
    #[must_use]
    pub fn client_token(mut self) -> Self {
        self.client_token = true;
        self
    }

    /// Names the parameters and response fields that are secrets, at any depth: explanations,
    /// recordings and logs mask these alone. Defaults to unknown, which masks all values.
    #[must_use]
    pub fn sensitive<S: Into<String>>(mut self, names: impl IntoIterator<Item = S>) -> Self {
        self.sensitive = Some(names.into_iter().map(Into::into).collect());
        self
    }

    /// Returns the service's name.
    pub fn service(&self) -> &str {
        &self.described.api.service
    }

    /// Returns the API version.
    pub fn version(&self) -> &str {
        &self.described.api.version
    }

    /// Returns the action's name.
    pub fn name(&self) -> &str {
        &self.described.name
    }
}

impl From<ActionInfo> for RawAction {
    fn from(info: ActionInfo) -> Self {
        Self::of(info.into())
    }
}

/// How the pages of a list are requested: [`Pages`] by names that a program reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawPages {
    pub(crate) style: PagesStyle,
    pub(crate) position: Name,
    pub(crate) size: Name,
    pub(crate) items: Name,
    pub(crate) total: Name,
    pub(crate) next: Name,
    pub(crate) more: Name,
    pub(crate) over: Name,
    text: bool,
}

impl RawPages {
    /// Describes pages whose request parameter `position` is what `style` says, and whose list is at
    /// the path `items` of the response.
    pub fn new(style: PagesStyle, position: impl Into<String>, items: impl Into<String>) -> Self {
        Self {
            style,
            position: position.into().into(),
            size: Name::default(),
            items: items.into().into(),
            total: Name::default(),
            next: Name::default(),
            more: Name::default(),
            over: Name::default(),
            text: false,
        }
    }

    /// Sends the position as text, not as a number, as some actions take it. A position that the
    /// request has already is followed by one of the same kind, and a token is always text.
    #[must_use]
    pub fn text(mut self) -> Self {
        self.text = true;
        self
    }

    /// True if the position is sent as a number.
    pub(crate) fn is_numeric(&self) -> bool {
        !self.text && self.style != PagesStyle::Token
    }

    /// Sets the request parameter with the page size.
    #[must_use]
    pub fn size(mut self, parameter: impl Into<String>) -> Self {
        self.size = parameter.into().into();
        self
    }

    /// Sets the path of the number of all items.
    #[must_use]
    pub fn total(mut self, path: impl Into<String>) -> Self {
        self.total = path.into().into();
        self
    }

    /// Sets the path of the next token.
    #[must_use]
    pub fn next(mut self, path: impl Into<String>) -> Self {
        self.next = path.into().into();
        self
    }

    /// Sets the path of the flag that is true if more pages follow.
    #[must_use]
    pub fn more(mut self, path: impl Into<String>) -> Self {
        self.more = path.into().into();
        self
    }

    /// Sets the path of the flag that is true if no page follows.
    #[must_use]
    pub fn over(mut self, path: impl Into<String>) -> Self {
        self.over = path.into().into();
        self
    }
}

impl From<Pages> for RawPages {
    fn from(pages: Pages) -> Self {
        Self {
            style: pages.style,
            position: pages.position.into(),
            size: pages.size.into(),
            items: pages.items.into(),
            total: pages.total.into(),
            next: pages.next.into(),
            more: pages.more.into(),
            over: pages.over.into(),
            text: false,
        }
    }
}
