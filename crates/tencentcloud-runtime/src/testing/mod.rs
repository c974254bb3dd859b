//! What a user's tests call instead of the cloud.

mod mock;
mod record;
mod wire;

pub use mock::Mock;
pub use record::{Fixture, Fixtures, Recorder};
