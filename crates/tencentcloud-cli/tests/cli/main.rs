//! The real program, against the local endpoint.

mod calls;
mod capture;
mod complete;
mod configure;
mod descriptions;
mod errors;
mod golden;
mod guide;
mod help;
mod identity;
mod lists;
mod llms;
mod output;
mod parameters;
mod preview;
mod program;
mod quiet;
mod replay;
mod resources;
mod safety;
mod search;
mod session;
mod sign;
mod tccli;
mod terminal;
mod waiting;
