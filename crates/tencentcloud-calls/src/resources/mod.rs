//! Kinds of resources, and the actions that show them: by the facts of which action lists what.

mod kind;
mod reading;

pub use kind::{Kind, of_service};
pub use reading::Reading;
