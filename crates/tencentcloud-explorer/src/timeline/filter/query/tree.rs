//! What a filter means.

use std::cmp::Ordering;
use std::fmt;

use super::field::{Field, Name, Number, Side};

/// What a filter means.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Query {
    /// Each of them; of none, every call.
    All(Vec<Query>),
    /// One of them at least.
    Any(Vec<Query>),
    Not(Box<Query>),
    Term(Term),
}

/// One condition.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Term {
    /// The text is somewhere in the call, in any case.
    Text(String),
    /// The call has a mark.
    Marked,
    /// The field is one of the values, in which `*` is any text; `none` is its absence.
    Name(Name, Vec<String>),
    Number(Number, Op, f64),
    /// The call came then or later.
    Since(Since),
    Member(Side, Vec<String>, Op, String),
}

/// How a value is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Op {
    /// `:`, of members: contains.
    Has,
    Is,
    More,
    Less,
    AtLeast,
    AtMost,
}

/// A point in time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Since {
    /// So many seconds ago.
    Ago(u64),
    /// An RFC 3339 time.
    At(String),
}

impl Query {
    /// Returns what each of `queries` takes.
    pub(crate) fn all(queries: Vec<Self>) -> Self {
        let mut flat = Vec::new();
        for query in queries {
            match query {
                Self::All(inner) => flat.extend(inner),
                other => flat.push(other),
            }
        }
        single(flat, Self::All)
    }

    /// Returns what one of `queries` takes.
    pub(crate) fn any(queries: Vec<Self>) -> Self {
        let mut flat = Vec::new();
        for query in queries {
            match query {
                Self::Any(inner) => flat.extend(inner),
                other => flat.push(other),
            }
        }
        single(flat, Self::Any)
    }

    /// Returns what this does not take.
    pub(crate) fn negated(self) -> Self {
        match self {
            Self::Not(inner) => *inner,
            other => Self::Not(Box::new(other)),
        }
    }
}

/// Returns the only one of `queries`, or what `several` makes of them.
fn single(mut queries: Vec<Query>, several: impl FnOnce(Vec<Query>) -> Query) -> Query {
    match queries.len() {
        1 => queries.remove(0),
        _ => several(queries),
    }
}

impl Op {
    /// True if what compares like `found` is what is asked for.
    pub(crate) fn fits(self, found: Option<Ordering>) -> bool {
        found.is_some_and(|found| match self {
            Self::Has | Self::Is => found.is_eq(),
            Self::More => found.is_gt(),
            Self::Less => found.is_lt(),
            Self::AtLeast => found.is_ge(),
            Self::AtMost => found.is_le(),
        })
    }

    /// Returns how it is written.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Has => ":",
            Self::Is => "=",
            Self::More => ">",
            Self::Less => "<",
            Self::AtLeast => ">=",
            Self::AtMost => "<=",
        }
    }
}

/// The text that means the same.
impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let list = |f: &mut fmt::Formatter<'_>, queries: &[Self], between: &str| {
            for (index, query) in queries.iter().enumerate() {
                if index > 0 {
                    f.write_str(between)?;
                }
                match query {
                    Self::Any(_) => write!(f, "({query})")?,
                    _ => write!(f, "{query}")?,
                }
            }
            Ok(())
        };
        match self {
            Self::All(queries) => list(f, queries, " "),
            Self::Any(queries) => list(f, queries, " or "),
            Self::Not(query) => match **query {
                Self::Term(_) => write!(f, "-{query}"),
                _ => write!(f, "-({query})"),
            },
            Self::Term(term) => write!(f, "{term}"),
        }
    }
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.write_str(&quoted(text)),
            Self::Marked => f.write_str("marked"),
            Self::Name(name, values) => {
                let values: Vec<String> = values.iter().map(|value| value_text(value)).collect();
                write!(f, "{}:{}", name.as_str(), values.join(","))
            }
            Self::Number(number, op, value) => {
                write!(f, "{}{}{value}", number.as_str(), op.as_str())
            }
            Self::Since(Since::Ago(seconds)) => write!(f, "since:{seconds}s"),
            Self::Since(Since::At(text)) => write!(f, "since:{text}"),
            Self::Member(side, path, op, value) => {
                let field = Field::Member(*side, path.clone()).word();
                write!(f, "{field}{}{}", op.as_str(), value_text(value))
            }
        }
    }
}

/// Returns a value as it is typed.
pub(crate) fn value_text(value: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_.*/+@#:".contains(c);
    match !value.is_empty() && value.chars().all(is_plain) {
        true => value.to_owned(),
        false => quoted(value),
    }
}

fn quoted(text: &str) -> String {
    let escaped = text.replace('\\', "\\\\").replace('"', "\\\"");
    format!("\"{escaped}\"")
}
