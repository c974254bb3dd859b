//! The language of the filter: text and what it means. It knows nothing of calls.

mod field;
mod parse;
mod tree;
mod wrong;

pub(crate) use field::{Field, Name, Number, Side};
pub(crate) use parse::{Place, parse, place};
pub(crate) use tree::{Op, Query, Since, Term, value_text};
pub(crate) use wrong::{What, Wrong};
