use std::fmt::{self, Debug, Display};

use super::verdict::Verdict;

/// One change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The place, e.g. `actions.CreateUpstream.request.Scheme`.
    pub place: String,
    /// What happened there, on one line.
    pub what: String,
    /// What it means.
    pub verdict: Verdict,
}

impl Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.place, self.what)
    }
}

/// The changes that were found so far.
#[derive(Debug, Default)]
pub(super) struct Changes(pub(super) Vec<Change>);

impl Changes {
    /// Adds a change. What the sources say in it cannot break its line.
    pub(super) fn say(&mut self, place: &str, what: impl Display, verdict: Verdict) {
        self.0.push(Change {
            place: place.to_owned(),
            what: what.to_string().replace(char::is_control, " "),
            verdict,
        });
    }

    /// Compares a fact that may be unknown.
    pub(super) fn fact<T: PartialEq + Debug>(
        &mut self,
        place: &str,
        old: Option<&T>,
        new: Option<&T>,
        verdict: Verdict,
    ) {
        let known = |fact: Option<&T>| {
            fact.map_or_else(|| "unknown".to_owned(), |fact| format!("{fact:?}"))
        };
        if old != new {
            let what = format!("changed from {} to {}", known(old), known(new));
            self.say(place, what, verdict);
        }
    }

    /// Compares a fact that is always there.
    pub(super) fn value<T: PartialEq + Debug>(
        &mut self,
        place: &str,
        old: &T,
        new: &T,
        verdict: Verdict,
    ) {
        self.fact(place, Some(old), Some(new), verdict);
    }

    /// Compares something that brings a trait: to gain it adds, to lose it breaks.
    pub(super) fn gained<T: PartialEq>(&mut self, place: &str, old: Option<&T>, new: Option<&T>) {
        let (what, verdict) = match (old, new) {
            (None, Some(_)) => ("added", Verdict::Minor),
            (Some(_), None) => ("removed", Verdict::Breaking),
            _ if old != new => ("changed", Verdict::Breaking),
            _ => return,
        };
        self.say(place, what, verdict);
    }

    /// Compares a flag.
    pub(super) fn flag(&mut self, place: &str, flag: [bool; 2], what: [&str; 2], verdict: Verdict) {
        let [old, new] = flag;
        let [set, cleared] = what;
        if old != new {
            self.say(place, if new { set } else { cleared }, verdict);
        }
    }
}
