//! The real program, against the local endpoint.

mod calls;
mod capture;
mod golden;
mod help;
mod parameters;
mod program;
