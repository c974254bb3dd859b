//! The mistakes that clients make when they sign with TC3, each as a change of one step.

mod canonical;
mod key;
mod steps;

use steps::Encoding;
pub(super) use steps::{Steps, sha256};

use super::finding::{Finding, Part};
use super::sent::Sent;

/// The largest body, in bytes, of which pairs of mistakes are tried.
const PAIRED: usize = 64 * 1024;

/// A mistake, and the steps with it.
pub(super) struct Mistake {
    pub(super) finding: Finding,
    pub(super) steps: Steps,
}

/// Collects mistakes in the steps that it begins from.
pub(super) struct Mistakes<'a> {
    right: &'a Steps,
    found: Vec<Mistake>,
}

impl Mistakes<'_> {
    /// Adds the mistake that `change` makes; one that changes nothing is none.
    fn add(&mut self, part: Part, found: &str, expected: &str, change: impl FnOnce(&mut Steps)) {
        let mut steps = self.right.clone();
        change(&mut steps);
        if steps != *self.right {
            self.found.push(Mistake {
                finding: Finding::new(part, found, expected),
                steps,
            });
        }
    }

    fn canonical(&mut self, found: &str, expected: &str, change: impl FnOnce(&mut Steps)) {
        self.add(Part::CanonicalRequest, found, expected, change);
    }

    fn key(&mut self, found: &str, expected: &str, change: impl FnOnce(&mut Steps)) {
        self.add(Part::Key, found, expected, change);
    }
}

/// Every mistake that changes these steps of a request.
pub(super) fn all(sent: &Sent, right: &Steps) -> Vec<Mistake> {
    let found = Vec::new();
    let mut mistakes = Mistakes { right, found };
    mistakes.of_lines(sent);
    mistakes.of_headers(sent);
    mistakes.of_payload(sent);
    mistakes.of_string_to_sign();
    mistakes.of_key(sent);
    mistakes.of_signature();
    mistakes.found
}

/// The first mistake, or else the first two mistakes together, that give that signature; and the steps
/// with them.
pub(super) fn explain(
    sent: &Sent,
    right: &Steps,
    signature: &str,
) -> Option<(Vec<Finding>, Steps)> {
    let first = all(sent, right);
    let gives = |one: &Mistake| one.steps.signature() == signature;
    if let Some(at) = first.iter().position(gives) {
        let one = first.into_iter().nth(at)?;
        return Some((vec![one.finding], one.steps));
    }
    // Each of some thousand pairs costs a signature.
    if sent.body.len() > PAIRED {
        return None;
    }
    first.into_iter().find_map(|one| {
        let other = all(sent, &one.steps).into_iter().find(gives)?;
        Some((vec![one.finding, other.finding], other.steps))
    })
}
