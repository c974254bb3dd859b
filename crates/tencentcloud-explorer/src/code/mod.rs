//! The call as code, as it is typed.

mod paint;
mod shown;

pub(crate) use paint::paint;
pub(crate) use shown::{routes, snippet, tab};
