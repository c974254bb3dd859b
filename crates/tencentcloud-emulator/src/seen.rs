//! What is known of a call.

use std::borrow::Cow;

use serde_json::{Map, Value};

use crate::hold::Hold;
use crate::inject::Strike;
use crate::rules::{Rule, Warning};

/// What is known of a call, as far as it came.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    pub(crate) source: Source,
    pub(crate) version: Option<String>,
    pub(crate) region: Option<String>,
    /// The number of the caller's account.
    pub(crate) account: Option<String>,
    /// The parameters, if they are in order; until there is a reply.
    pub(crate) parameters: Option<Map<String, Value>>,
    /// The request ID, if one was drawn before the reply.
    pub(crate) request_id: Option<String>,
    /// How it was held before anything else, if it was.
    pub(crate) hold: Option<Hold>,
    /// What was injected.
    pub(crate) strike: Strike,
    /// Why policies deny the call, or would.
    pub(crate) denied: Option<String>,
    pub(crate) service: Option<String>,
    /// As the request has it: it may be any text.
    pub(crate) action: Option<String>,
    /// The code and the message of the error, if it is one.
    pub(crate) code: Option<Cow<'static, str>>,
    pub(crate) message: Option<String>,
    /// The rules without which it would have been refused.
    pub(crate) borne: Vec<Rule>,
    /// What was accepted and looks wrong.
    pub(crate) warnings: Vec<Warning>,
}

/// Where a response comes from: the value of the header `x-emulator-source`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Source {
    /// From resources that are kept.
    Stateful,
    /// From the description alone.
    Synthesised,
    /// From a check that comes before either.
    #[default]
    Refused,
    /// From a fault that was injected.
    Injected,
    /// From a response that was set for the action.
    Canned,
    /// From a record of calls.
    Replayed,
    /// From the cloud.
    Forwarded,
}

impl Source {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Stateful => "stateful",
            Self::Synthesised => "synthesised",
            Self::Refused => "refused",
            Self::Injected => "injected",
            Self::Canned => "canned",
            Self::Replayed => "replayed",
            Self::Forwarded => "forwarded",
        }
    }
}
