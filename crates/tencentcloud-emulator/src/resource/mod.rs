//! The resources that the endpoint keeps.

mod behaviour;
mod upstreams;

use std::collections::HashMap;
use std::fmt;

use behaviour::Behaviour;

/// The behaviours by service and action.
pub(crate) struct Resources(HashMap<&'static str, Actions>);

type Actions = HashMap<&'static str, Box<dyn Behaviour>>;

impl Resources {
    /// Creates all behaviours, with no resource yet.
    pub(crate) fn new() -> Self {
        let services = [("apigateway", upstreams::actions())];
        let services = services.map(|(service, actions)| (service, actions.into_iter().collect()));
        Self(services.into())
    }

    /// Returns the behaviour of an action; `None` if it keeps no state.
    pub(crate) fn behaviour(&self, service: &str, action: &str) -> Option<&dyn Behaviour> {
        Some(self.0.get(service)?.get(action)?.as_ref())
    }
}

impl fmt::Debug for Resources {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let actions = self
            .0
            .iter()
            .map(|(service, actions)| (service, actions.keys()));
        f.debug_map().entries(actions).finish()
    }
}
