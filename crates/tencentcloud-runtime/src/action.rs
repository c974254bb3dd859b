//! What is known of an action before any request of it exists.

use crate::Model;

/// One version of one service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Api {
    /// The service's name, as it stands in the signature's credential scope.
    pub service: &'static str,
    /// The version, e.g. `2018-08-08`.
    pub version: &'static str,
    /// The host, where it is not `<service>.tencentcloudapi.com`; empty otherwise.
    pub host: &'static str,
}

impl Api {
    /// That version of that service, at the host that follows from the service's name.
    pub const fn new(service: &'static str, version: &'static str) -> Self {
        Self {
            service,
            version,
            host: "",
        }
    }

    /// The same at another host.
    #[must_use]
    pub const fn host(mut self, host: &'static str) -> Self {
        self.host = host;
        self
    }
}

/// A request of one action. Derived with the request's [`Model`]; anyone may derive or implement
/// it for an action that no generated crate has.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a complete request",
    label = "not the request of an action",
    note = "a type named `…Needs…` is a request that still misses the parameter in its name",
    note = "a request of your own derives `Model` with `#[model(request, api = …, action = \"…\", response = …)]`"
)]
pub trait Action: Model + Sized {
    /// What the action answers.
    type Response: Model;
    /// The action's name, version and ways.
    const INFO: ActionInfo;
}

/// A request whose answer may come as a stream of events.
#[diagnostic::on_unimplemented(
    message = "the answer of `{Self}` is never a stream",
    note = "await the call instead of asking for its events"
)]
pub trait Streaming: Action {}

/// A request whose answer is one page of a list.
#[diagnostic::on_unimplemented(
    message = "the answer of `{Self}` is not known to be paged",
    note = "await the call and move its position parameter by hand"
)]
pub trait Paged: Action {
    /// What the list holds.
    type Item: Send + Unpin + 'static;
    /// How pages are asked for and where the list is.
    const PAGES: Pages;
}

/// An action's name, version and ways.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ActionInfo {
    /// The service and version.
    pub api: Api,
    /// The action's name, e.g. `CreateUpstream`.
    pub name: &'static str,
    /// Whether it takes Region.
    pub region: Region,
    /// How its parameters travel.
    pub body: Body,
    /// The action's own host; empty where it is the service's.
    pub host: &'static str,
    /// True where the request is not signed.
    pub unsigned: bool,
    /// True where the answer may be a stream of events.
    pub streaming: bool,
}

impl ActionInfo {
    /// An action whose parameters travel as JSON, signed, with nothing known about its region.
    pub const fn new(api: Api, name: &'static str) -> Self {
        Self {
            api,
            name,
            region: Region::Unknown,
            body: Body::Json,
            host: "",
            unsigned: false,
            streaming: false,
        }
    }

    /// Says whether the action takes Region.
    #[must_use]
    pub const fn region(mut self, region: Region) -> Self {
        self.region = region;
        self
    }

    /// Says how the parameters travel.
    #[must_use]
    pub const fn body(mut self, body: Body) -> Self {
        self.body = body;
        self
    }

    /// Says the action's own host.
    #[must_use]
    pub const fn host(mut self, host: &'static str) -> Self {
        self.host = host;
        self
    }

    /// Says that the request is not signed.
    #[must_use]
    pub const fn unsigned(mut self) -> Self {
        self.unsigned = true;
        self
    }

    /// Says that the answer may be a stream of events.
    #[must_use]
    pub const fn streaming(mut self) -> Self {
        self.streaming = true;
        self
    }
}

/// Whether an action takes the common parameter Region.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Region {
    /// No source says; a region is sent where one is set.
    Unknown,
    /// It must be given.
    Required,
    /// It may be given.
    Optional,
    /// It is not taken, and not sent.
    None,
}

/// How an action's parameters travel in a POST.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Body {
    /// A JSON object.
    Json,
    /// `multipart/form-data`, a part for each parameter.
    Multipart,
    /// `application/octet-stream`: the one `Bytes` field is the body, the others are headers.
    OctetStream,
}

/// How the pages of a list are asked for. Paths are member names joined by dots.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Pages {
    /// What the position is.
    pub style: PagesStyle,
    /// The request parameter that holds the position.
    pub position: &'static str,
    /// The request parameter that holds the page's size; empty where there is none.
    pub size: &'static str,
    /// The answer's path to the list.
    pub items: &'static str,
    /// The answer's path to the number of all items; empty where there is none.
    pub total: &'static str,
    /// The answer's path to the next token; empty where there is none.
    pub next: &'static str,
    /// The answer's path to a mark that tells whether pages follow; empty where there is none.
    pub more: &'static str,
    /// The answer's path to a mark that tells whether the list is over; empty where there is none.
    pub over: &'static str,
}

/// What moves from one page to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PagesStyle {
    /// The number of items passed over, from 0.
    Offset,
    /// The page's number, from 1.
    Page,
    /// The page's number, from 0.
    Index,
    /// A token that each answer gives for the next page.
    Token,
}

impl Pages {
    const fn new(style: PagesStyle, position: &'static str, items: &'static str) -> Self {
        Self {
            style,
            position,
            size: "",
            items,
            total: "",
            next: "",
            more: "",
            over: "",
        }
    }

    /// Pages by the number of items passed over.
    pub const fn offset(position: &'static str, items: &'static str) -> Self {
        Self::new(PagesStyle::Offset, position, items)
    }

    /// Pages by number, from 1.
    pub const fn page(position: &'static str, items: &'static str) -> Self {
        Self::new(PagesStyle::Page, position, items)
    }

    /// Pages by number, from 0.
    pub const fn index(position: &'static str, items: &'static str) -> Self {
        Self::new(PagesStyle::Index, position, items)
    }

    /// Pages by token.
    pub const fn token(position: &'static str, items: &'static str) -> Self {
        Self::new(PagesStyle::Token, position, items)
    }

    /// Says which parameter holds the page's size.
    #[must_use]
    pub const fn size(mut self, parameter: &'static str) -> Self {
        self.size = parameter;
        self
    }

    /// Says where the answer tells the number of all items.
    #[must_use]
    pub const fn total(mut self, path: &'static str) -> Self {
        self.total = path;
        self
    }

    /// Says where the answer gives the next token.
    #[must_use]
    pub const fn next(mut self, path: &'static str) -> Self {
        self.next = path;
        self
    }

    /// Says where the answer tells whether pages follow.
    #[must_use]
    pub const fn more(mut self, path: &'static str) -> Self {
        self.more = path;
        self
    }

    /// Says where the answer tells whether the list is over.
    #[must_use]
    pub const fn over(mut self, path: &'static str) -> Self {
        self.over = path;
        self
    }
}
