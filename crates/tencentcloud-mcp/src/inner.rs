//! What all tools of a server share.

use crate::find::Find;
use crate::session::Session;

/// How a server behaves.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Options {
    /// The account of calls that name none; empty for the broker's usual one.
    pub account: String,
    /// The region of calls that name none, if it is not the account's.
    pub region: Option<String>,
    /// The name of the agent, if it is known from elsewhere than the client.
    pub agent: Option<String>,
}

/// What all tools of a server share.
#[derive(Debug)]
pub(crate) struct Inner {
    pub(crate) desk: Box<dyn Find>,
    pub(crate) options: Options,
    pub(crate) session: Session,
}
