//! A call that is ready, and what it is of.

use std::sync::Arc;

use tencentcloud_broker::{Desk, Request};
use tencentcloud_calls::{Effect, Target, Wanted};

use crate::reply::Reply;

/// What is called.
#[derive(Debug)]
pub(crate) struct Subject {
    pub(crate) target: Target,
    pub(crate) effect: Effect,
}

impl Subject {
    /// Finds `action` of `service`.
    ///
    /// # Errors
    /// A name that is unknown, with the nearest ones.
    pub(crate) fn find(service: &str, action: &str) -> Result<Self, Reply> {
        let target = Target::find(service, action, &Wanted::default());
        let target = target.map_err(|error| {
            let told = without_options(&error.message);
            Reply::error(
                "usage",
                &told,
                &["search finds actions by what they do".to_owned()],
            )
        })?;
        let effect = Effect::of(&target.service, &target.name);
        Ok(Self { target, effect })
    }
}

/// A call that is ready: the request, byte for byte, what it is of, and the broker that it goes to.
#[derive(Clone, Debug)]
pub(crate) struct Ready {
    pub(crate) desk: Desk,
    pub(crate) request: Request,
    pub(crate) subject: Arc<Subject>,
    /// What may be wrong with the parameters, though nothing is known to be.
    pub(crate) doubts: Vec<String>,
}

/// An error without what it says of options of the command line; parameters are named as they are.
pub(crate) fn without_options(message: &str) -> String {
    let parts = message
        .split("; ")
        .filter(|part| !part.starts_with("--force"));
    parts.collect::<Vec<_>>().join("; ").replace("--", "")
}
