//! The real program, against the local endpoint.

mod calls;
mod program;
