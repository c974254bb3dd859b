//! What programs do with a call before it is sent.

mod ids;
mod saved;
