//! The real program, against the local endpoint.

mod calls;
mod capture;
mod golden;
mod help;
mod output;
mod parameters;
mod program;
mod terminal;
