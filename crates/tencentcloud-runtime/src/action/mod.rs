//! What is known of an action before any request of it exists.

mod class;
mod classes;
mod described;
#[cfg(feature = "schema")]
mod from_schema;
mod info;
mod name;
mod pages;
mod raw;

pub use class::ActionClass;
pub(crate) use described::Described;
pub use info::{ActionInfo, Api, BodyKind, RegionRule};
pub(crate) use name::Name;
pub use pages::{Pages, PagesStyle};
pub use raw::{RawAction, RawPages};

use crate::model::Model;

/// A request of one action. Derived together with the request's [`Model`], also for actions that no
/// service crate has.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a complete request",
    label = "not the request of an action",
    note = "a type named `…Needs…` is a request that still misses the parameter in its name",
    note = "a request of your own derives `Model` with `#[model(request, api = …, action = \"…\", response = …)]`"
)]
pub trait Action: Model + Sized {
    /// The type of the response.
    type Response: Model;
    /// The action's name, version and rules.
    const INFO: ActionInfo;
}

/// A request whose response may be a stream of events.
#[diagnostic::on_unimplemented(
    message = "the response of `{Self}` is never a stream",
    note = "await the call instead of asking for its events"
)]
pub trait Streaming: Action {}

/// A request whose response is one page of a list.
#[diagnostic::on_unimplemented(
    message = "the response of `{Self}` is not known to be paged",
    note = "await the call and move its position parameter by hand"
)]
pub trait Paged: Action {
    /// The type of the list's items.
    type Item: Send + Unpin + 'static;
    /// How pages are requested, and where the response has the list.
    const PAGES: Pages;
}
