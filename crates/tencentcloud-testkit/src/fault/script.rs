//! Which step is whose.

use std::collections::VecDeque;
use std::fmt;

use super::{Request, Step};

/// The steps of a server: a list, the last of which repeats, or a function of the request.
pub struct Script(Steps);

enum Steps {
    List(VecDeque<Step>),
    Function(Box<dyn FnMut(&Request) -> Step + Send>),
}

impl Script {
    /// Asks `function` for the step of each request. The server does not keep the requests then.
    pub fn function(function: impl FnMut(&Request) -> Step + Send + 'static) -> Self {
        Self(Steps::Function(Box::new(function)))
    }

    pub(super) fn keeps(&self) -> bool {
        matches!(self.0, Steps::List(_))
    }

    /// The step of a connection that has no request yet, if it is one of these.
    pub(super) fn first(&mut self) -> Option<Step> {
        match &mut self.0 {
            Steps::List(steps) if steps.front()?.first => next(steps),
            _ => None,
        }
    }

    /// The step of a request.
    pub(super) fn step(&mut self, request: &Request) -> Step {
        match &mut self.0 {
            Steps::List(steps) => next(steps).unwrap_or_else(Step::close),
            Steps::Function(function) => function(request),
        }
    }
}

fn next(steps: &mut VecDeque<Step>) -> Option<Step> {
    match steps.len() {
        0 | 1 => steps.front().cloned(),
        _ => steps.pop_front(),
    }
}

impl<I: IntoIterator<Item = Step>> From<I> for Script {
    fn from(steps: I) -> Self {
        Self(Steps::List(steps.into_iter().collect()))
    }
}

impl fmt::Debug for Script {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Steps::List(steps) => f.debug_list().entries(steps).finish(),
            Steps::Function(_) => f.write_str("Script(function)"),
        }
    }
}
