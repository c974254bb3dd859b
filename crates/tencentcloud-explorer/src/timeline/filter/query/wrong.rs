//! Why a text is no filter.

use std::ops::Range;

/// Why a text is no filter, where, and what could stand there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Wrong {
    /// The bytes of the text that are wrong.
    pub(crate) at: Range<usize>,
    pub(crate) what: What,
    /// What could stand there.
    pub(crate) possible: Vec<&'static str>,
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum What {
    /// There is no field of that name.
    Field(String),
    /// A condition should stand here.
    Condition,
    /// The field lacks a value.
    Value(String),
    /// The field is not compared in that way.
    Comparison(String),
    /// The value is no number.
    Number(String),
    /// The value is no time.
    Time(String),
    /// The field has no such value.
    Unknown(String, String),
    /// What was opened is not closed: a bracket or a quotation mark.
    Open(char),
    /// A bracket is closed that was not opened.
    Closed,
    /// There are too many brackets within brackets.
    Deep,
}
