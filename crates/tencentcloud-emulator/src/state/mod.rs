//! What the endpoint remembers.

mod upstreams;

use std::collections::HashMap;
use std::fmt;

use serde_json::{Map, Value};

use crate::endpoint::Call;
use crate::fault::Fault;

/// The behaviour of one action, in place of the example answer.
pub(crate) trait Behaviour: Send + Sync {
    /// The answer's members, or the error.
    fn answer(&self, call: &Call) -> Result<Map<String, Value>, Fault>;
}

impl<F> Behaviour for F
where
    F: Fn(&Call) -> Result<Map<String, Value>, Fault> + Send + Sync,
{
    fn answer(&self, call: &Call) -> Result<Map<String, Value>, Fault> {
        self(call)
    }
}

/// The behaviours by service and action.
pub(crate) struct State(HashMap<&'static str, Actions>);

type Actions = HashMap<&'static str, Box<dyn Behaviour>>;

impl State {
    /// Every behaviour there is, with nothing remembered.
    pub(crate) fn new() -> Self {
        let mut state = Self(HashMap::new());
        upstreams::register(&mut state);
        state
    }

    fn on(
        &mut self,
        service: &'static str,
        action: &'static str,
        behaviour: impl Behaviour + 'static,
    ) {
        let actions = self.0.entry(service).or_default();
        actions.insert(action, Box::new(behaviour));
    }

    pub(crate) fn behaviour(&self, service: &str, action: &str) -> Option<&dyn Behaviour> {
        Some(self.0.get(service)?.get(action)?.as_ref())
    }
}

impl fmt::Debug for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let actions = self
            .0
            .iter()
            .map(|(service, actions)| (service, actions.keys()));
        f.debug_map().entries(actions).finish()
    }
}
