//! Names as they are spelt: of parameters, response fields, values and error codes. The terms of the
//! index are stems in lower case, which nobody wants to read.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::OnceLock;

use super::Field;
use crate::{Error, blobs, inflate};

/// How many actions are kept of a name.
const KEPT: usize = 3;

/// The fields whose names are kept, each with its letter.
const LETTERS: [(char, Field); 4] = [
    ('p', Field::Parameter),
    ('r', Field::Response),
    ('v', Field::Value),
    ('e', Field::Error),
];

/// The names of the catalogue's parameters, response fields, values and error codes.
#[derive(Debug)]
pub struct Spellings {
    text: String,
    /// Where in `text` each line ends.
    ends: Vec<u32>,
    /// The names in lower case, each with the line end behind it.
    lower: String,
    /// Where in `lower` each name ends.
    lower_ends: Vec<u32>,
}

/// A name as it is spelt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spelling<'s> {
    /// The name: of a member, a value or an error code.
    pub text: &'s str,
    /// What it is the name of.
    pub field: Field,
    /// How many actions have it; 0 for an error code, whose places [`Index::error`](super::Index::error) has.
    pub count: usize,
    /// Up to three of these actions by their numbers, the best known first; see
    /// [`Index::action`](super::Index::action).
    pub actions: Vec<usize>,
}

/// Returns the names of the catalogue. They are unpacked when they are first asked for.
///
/// # Errors
/// A blob that is damaged, which a build from this repository never holds.
pub fn spellings() -> Result<&'static Spellings, Error> {
    static SPELLINGS: OnceLock<Spellings> = OnceLock::new();
    if let Some(spellings) = SPELLINGS.get() {
        return Ok(spellings);
    }
    let spellings = Spellings::unpack(blobs::SPELLINGS)?;
    Ok(SPELLINGS.get_or_init(|| spellings))
}

impl Spellings {
    /// Unpacks a blob that [`Builder::pack_spellings`](super::Builder::pack_spellings) made.
    ///
    /// # Errors
    /// Other bytes.
    pub fn unpack(blob: &[u8]) -> Result<Self, Error> {
        Self::read(inflate(blob)?)
    }

    /// Reads the text that [`Builder::spellings`](super::Builder::spellings) made.
    ///
    /// # Errors
    /// Another text.
    pub fn read(text: String) -> Result<Self, Error> {
        let narrow = |at: usize| u32::try_from(at).map_err(Error::new);
        let (mut ends, mut lower_ends) = (Vec::new(), Vec::new());
        let mut lower = String::with_capacity(text.len());
        let mut end = 0;
        for line in text.lines() {
            let name = line.split_once('\t').map(|(name, _)| name);
            let name = name.ok_or_else(|| Error::new("a name without what it is of"))?;
            end += line.len() + 1;
            ends.push(narrow(end)?);
            lower.push_str(&name.to_lowercase());
            lower.push('\n');
            lower_ends.push(narrow(lower.len())?);
        }
        let found = Self {
            text,
            ends,
            lower,
            lower_ends,
        };
        let sorted = (1..found.ends.len()).all(|at| found.lower(at - 1) <= found.lower(at));
        sorted
            .then_some(found)
            .ok_or_else(|| Error::new("the names are not in order"))
    }

    /// Returns the text that [`Builder::spellings`](super::Builder::spellings) made.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns the `text` of a `field` as the API spells it, in any case; `None` if there is no such one.
    pub fn spelt(&self, text: &str, field: Field) -> Option<&str> {
        let lower = text.to_lowercase();
        let first = self.first_from(&lower);
        let same = (first..self.ends.len()).take_while(|at| self.lower(*at) == lower);
        let mut same = same.filter_map(|at| self.spelling(at, field));
        same.next().map(|spelling| spelling.text)
    }

    /// Returns the up to `limit` names of `field` that have all words of `text`, in any case: the very
    /// name first, then those that begin so, then the others, each that more actions have first.
    pub fn find(&self, text: &str, field: Field, limit: usize) -> Vec<Spelling<'_>> {
        self.matching(text).of(field, limit)
    }

    /// Returns the names of all fields that have all words of `text`, in any case; none if it has no
    /// word.
    pub fn matching(&self, text: &str) -> Matches<'_> {
        let text = text.trim().to_lowercase();
        let words: Vec<&str> = text.split_whitespace().collect();
        let lines = match &*words {
            [] => Vec::new(),
            [first, others @ ..] => {
                let having = self.having(first);
                let all = |at: &usize| others.iter().all(|word| self.lower(*at).contains(word));
                having.filter(all).collect()
            }
        };
        Matches {
            names: self,
            text,
            lines,
        }
    }

    /// The lines whose name has `part`, each once.
    fn having<'s>(&'s self, part: &'s str) -> impl Iterator<Item = usize> + use<'s> {
        let mut next = 0;
        std::iter::from_fn(move || {
            let start = self.lower_start(next);
            let found = start + self.lower.get(start..)?.find(part)?;
            let found = u32::try_from(found).ok()?;
            let at = self.lower_ends.partition_point(|end| *end <= found);
            next = at + 1;
            Some(at)
        })
    }

    /// The number of the first name that is not before `lower`.
    fn first_from(&self, lower: &str) -> usize {
        let (mut low, mut high) = (0, self.ends.len());
        while low < high {
            let middle = low.midpoint(high);
            match self.lower(middle) < lower {
                true => low = middle + 1,
                false => high = middle,
            }
        }
        low
    }

    fn lower_start(&self, at: usize) -> usize {
        let before = at.checked_sub(1).map(|at| self.lower_ends[at] as usize);
        before.unwrap_or(0)
    }

    fn lower(&self, at: usize) -> &str {
        let end = self.lower_ends[at] as usize - 1;
        &self.lower[self.lower_start(at)..end]
    }

    /// What the line `at` has of `field`: a count, and the numbers of actions.
    fn part(&self, at: usize, field: Field) -> Option<&str> {
        let (letter, _) = LETTERS.into_iter().find(|(_, known)| *known == field)?;
        let mut parts = self.line(at).split('\t').skip(1);
        parts.find_map(|part| part.strip_prefix(letter))
    }

    fn line(&self, at: usize) -> &str {
        let start = at.checked_sub(1).map_or(0, |at| self.ends[at] as usize);
        let end = self.ends[at] as usize - 1;
        self.text.get(start..end).unwrap_or_default()
    }

    fn spelling(&self, at: usize, field: Field) -> Option<Spelling<'_>> {
        let text = self.line(at).split('\t').next()?;
        let mut numbers = self.part(at, field)?.split(' ');
        let count = numbers.next()?.parse().unwrap_or_default();
        let actions = numbers.filter_map(|number| number.parse().ok()).collect();
        Some(Spelling {
            text,
            field,
            count,
            actions,
        })
    }
}

/// Names that have all words of a text.
#[derive(Debug)]
pub struct Matches<'s> {
    names: &'s Spellings,
    /// The text in lower case.
    text: String,
    /// The numbers of the names.
    lines: Vec<usize>,
}

impl<'s> Matches<'s> {
    /// Returns up to `limit` of them that are of `field`, in the order of [`Spellings::find`].
    pub fn of(&self, field: Field, limit: usize) -> Vec<Spelling<'s>> {
        let first = self.text.split_whitespace().next().unwrap_or_default();
        let ranked = self.lines.iter().filter_map(|&at| {
            // Thousands may match: only what is returned is read whole.
            let count = self.names.part(at, field)?.split(' ').next()?;
            let count: usize = count.parse().unwrap_or_default();
            let lower = self.names.lower(at);
            let fit = (lower != self.text, !lower.starts_with(first));
            Some((fit, usize::MAX - count, lower.len(), at))
        });
        let mut ranked: Vec<_> = ranked.collect();
        ranked.sort_unstable();
        let best = ranked.into_iter().take(limit);
        best.filter_map(|(.., at)| self.names.spelling(at, field))
            .collect()
    }
}

/// How well known an action is: the least first.
type Known = (bool, bool, usize);

/// The actions that have a name.
#[derive(Debug, Default)]
pub(super) struct Places {
    count: usize,
    best: Vec<(Known, usize)>,
}

impl Places {
    /// Adds the action with that number.
    pub(super) fn add(&mut self, number: usize, known: Known) {
        self.count += 1;
        self.best.push((known, number));
        self.best.sort();
        self.best.truncate(KEPT);
    }
}

/// The places of a name, by the letter of the field.
type ByField = BTreeMap<char, Places>;

/// Names in the making, in the order of their lower case.
#[derive(Debug, Default)]
pub(super) struct Spelt(BTreeMap<(String, String), ByField>);

impl Spelt {
    /// The places of the `text` of a `field`.
    pub(super) fn places(&mut self, field: Field, text: &str) -> &mut Places {
        let key = (text.to_lowercase(), text.to_owned());
        let letter = LETTERS.into_iter().find(|(_, known)| *known == field);
        let letter = letter.map_or('e', |(letter, _)| letter);
        self.0.entry(key).or_default().entry(letter).or_default()
    }

    /// Returns the names as lines.
    pub(super) fn write(&self) -> String {
        let mut out = String::new();
        for ((_, text), fields) in &self.0 {
            out.push_str(text);
            for (letter, places) in fields {
                // Writing into a text cannot fail.
                let _ = write!(out, "\t{letter}{}", places.count);
                for (_, number) in &places.best {
                    let _ = write!(out, " {number}");
                }
            }
            out.push('\n');
        }
        out
    }
}
