//! The real program, against the local endpoint.

mod calls;
mod capture;
mod golden;
mod help;
mod output;
mod parameters;
mod preview;
mod program;
mod safety;
mod search;
mod terminal;
