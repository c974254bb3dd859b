//! From a query to what takes calls, fast.

use std::sync::Arc;

use aho_corasick::AhoCorasick;
use tencentcloud_emulator::Record;
use wildmatch::WildMatch;

use super::super::entry::{Entry, Head, Source};
use super::super::mark::Marks;
use super::super::moment;
use super::member::Member;
use super::message::message;
use super::query::{Name, Number, Op, Query, Since, Term, Wrong, parse};
use crate::page::Language;

/// Which calls are shown.
#[derive(Debug)]
pub(crate) struct Filter(Test);

#[derive(Debug)]
enum Test {
    All(Vec<Test>),
    Any(Vec<Test>),
    Not(Box<Test>),
    Marked,
    Name(Name, Vec<Pattern>),
    Number(Number, Op, f64),
    Since(i64),
    Text(Needle),
    Member(Member),
}

impl Filter {
    /// Reads the filter `text`, in which times are counted from `now`, in microseconds since 1970.
    ///
    /// # Errors
    /// What is wrong with it, and where.
    pub(crate) fn read(text: &str, now: i64) -> Result<Self, Wrong> {
        Ok(Self(Test::new(parse(text)?, now)))
    }

    /// Returns the filter `text` as of the present.
    ///
    /// # Errors
    /// What is wrong with it, and where.
    pub(crate) fn present(text: &str) -> Result<Self, Wrong> {
        Self::read(text, moment::now())
    }

    /// Returns the filter `text` as of the present.
    ///
    /// # Errors
    /// What is wrong with it, for the reader.
    pub(crate) fn said(text: &str, language: Language) -> Result<Self, String> {
        Self::present(text).map_err(|wrong| message(&wrong, language))
    }

    /// True if a call that is not in the list would be shown.
    pub(crate) fn takes_record(&self, source: Source, record: Record) -> bool {
        let entry = Entry::new(0, source, record, Arc::new);
        self.takes(&entry, &Marks::new())
    }

    /// True if the call is shown.
    pub(crate) fn takes(&self, entry: &Entry, marks: &Marks) -> bool {
        self.0.takes(entry, marks)
    }
}

impl Test {
    fn new(query: Query, now: i64) -> Self {
        let several = |queries: Vec<Query>| {
            let tests = queries.into_iter().map(|query| Self::new(query, now));
            let mut tests: Vec<_> = tests.collect();
            // What is quickly known decides most calls.
            tests.sort_by_key(Self::cost);
            tests
        };
        match query {
            Query::All(queries) => Self::All(several(queries)),
            Query::Any(queries) => Self::Any(several(queries)),
            Query::Not(query) => Self::Not(Box::new(Self::new(*query, now))),
            Query::Term(term) => Self::term(term, now),
        }
    }

    fn term(term: Term, now: i64) -> Self {
        match term {
            Term::Text(text) => Self::Text(Needle::new(&text)),
            Term::Marked => Self::Marked,
            Term::Name(name, values) => {
                let patterns = values.iter().map(|value| Pattern::new(name, value));
                Self::Name(name, patterns.collect())
            }
            Term::Number(number, op, value) => Self::Number(number, op, value),
            Term::Since(Since::Ago(seconds)) => {
                let micros = i64::try_from(seconds).unwrap_or(i64::MAX);
                Self::Since(now.saturating_sub(micros.saturating_mul(1_000_000)))
            }
            Term::Since(Since::At(text)) => Self::Since(moment::read(&text).unwrap_or(i64::MAX)),
            Term::Member(side, path, op, value) => Self::Member(Member::new(side, path, op, value)),
        }
    }

    fn cost(&self) -> u8 {
        match self {
            Self::Marked | Self::Number(..) | Self::Since(_) => 0,
            Self::Name(..) => 1,
            Self::Text(_) => 2,
            Self::Member(_) => 3,
            Self::Not(test) => test.cost(),
            Self::All(tests) | Self::Any(tests) => tests.iter().map(Self::cost).max().unwrap_or(0),
        }
    }

    fn takes(&self, entry: &Entry, marks: &Marks) -> bool {
        match self {
            Self::All(tests) => tests.iter().all(|test| test.takes(entry, marks)),
            Self::Any(tests) => tests.iter().any(|test| test.takes(entry, marks)),
            Self::Not(test) => !test.takes(entry, marks),
            Self::Marked => marks.contains_key(&entry.id),
            Self::Name(name, patterns) => {
                let value = value(&entry.head, *name);
                patterns.iter().any(|pattern| pattern.takes(value))
            }
            Self::Number(number, op, wanted) => {
                number_of(entry, *number).is_some_and(|value| op.fits(value.partial_cmp(wanted)))
            }
            Self::Since(micros) => entry.time.is_some_and(|time| time >= *micros),
            Self::Text(needle) => needle.is_in(entry),
            Self::Member(member) => member.takes(entry),
        }
    }
}

/// Returns the name that a condition asks for.
pub(super) fn value(head: &Head, name: Name) -> Option<&str> {
    match name {
        Name::Service => head.service.as_deref(),
        Name::Version => head.version.as_deref(),
        Name::Action => Some(&head.action),
        Name::Class => Some(head.class),
        Name::Code => head.code.as_deref(),
        Name::Client => head.client.as_deref(),
        Name::Region => head.region.as_deref(),
        Name::Account => head.account.as_deref(),
        Name::Source => Some(head.source.as_str()),
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "no number of a call is so large"
)]
fn number_of(entry: &Entry, number: Number) -> Option<f64> {
    match number {
        Number::Id => Some(entry.id as f64),
        Number::Ms => entry.ms,
        Number::Attempt => entry.attempt.map(f64::from),
    }
}

/// A value of a name.
#[derive(Debug)]
enum Pattern {
    /// `none`.
    Absent,
    Fits(WildMatch),
    /// An error code, or its parent.
    Code(WildMatch, WildMatch),
}

impl Pattern {
    fn new(name: Name, value: &str) -> Self {
        let fits = |pattern: &str| WildMatch::new_case_insensitive(pattern);
        match name {
            _ if value == "none" => Self::Absent,
            Name::Code => Self::Code(fits(value), fits(&format!("{value}.*"))),
            // What a client calls itself is long, e.g. `tccli/3.1 Python/3.12`.
            Name::Client => Self::Fits(fits(&format!("*{value}*"))),
            _ => Self::Fits(fits(value)),
        }
    }

    fn takes(&self, value: Option<&str>) -> bool {
        match (self, value) {
            (Self::Absent, value) => value.is_none(),
            (_, None) => false,
            (Self::Fits(pattern), Some(value)) => pattern.matches(value),
            (Self::Code(code, parent), Some(value)) => code.matches(value) || parent.matches(value),
        }
    }
}

/// A text that is searched for, in any case of ASCII's letters.
#[derive(Debug)]
struct Needle {
    /// As it is, in names.
    plain: Option<AhoCorasick>,
    /// As JSON has it, in parameters and responses.
    json: Option<AhoCorasick>,
}

impl Needle {
    fn new(text: &str) -> Self {
        let quoted = serde_json::Value::from(text).to_string();
        let json = quoted
            .trim_start_matches('"')
            .strip_suffix('"')
            .unwrap_or(&quoted);
        Self {
            plain: searcher(text),
            json: searcher(json),
        }
    }

    fn is_in(&self, entry: &Entry) -> bool {
        let is_in = |searcher: &Option<AhoCorasick>, text: &str| {
            // A text that is too long for a searcher is in no call.
            searcher
                .as_ref()
                .is_some_and(|searcher| searcher.is_match(text))
        };
        is_in(&self.plain, &entry.head.text) || is_in(&self.json, entry.body.text())
    }
}

fn searcher(text: &str) -> Option<AhoCorasick> {
    AhoCorasick::builder()
        .ascii_case_insensitive(true)
        .build([text])
        .ok()
}
