//! What a user's tests call instead of the cloud.

mod fault;
mod mock;
mod plan;
mod record;
mod replay;
mod schedule;
mod wire;

pub use fault::Fault;
pub use mock::Mock;
pub use plan::Schedule;
pub use record::{Fixture, Fixtures, Recorder};
pub use schedule::{Repeated, ScheduleFailure, ScheduleReport, Schedules};
