//! Approvals: requests of programs that hold no key, which a person reads and decides about.

mod brief;
mod code;
mod ends;
mod list;
mod log;
mod one;
mod plain;
mod rehearsal;
mod room;
mod routes;
mod seats;
mod state;
mod tick;

pub(crate) use room::Room;
pub(crate) use routes::routes;
pub(crate) use tick::Tick;
