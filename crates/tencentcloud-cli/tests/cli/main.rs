//! The real program, against the local endpoint.

mod calls;
mod golden;
mod help;
mod program;
