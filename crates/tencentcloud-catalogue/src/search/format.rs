//! The bytes of an index: services, actions, terms in order, and for each term where it occurs.

use std::collections::BTreeMap;

use super::Field;
use crate::Error;

/// A service of the index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ServiceEntry {
    pub(super) name: String,
    pub(super) title: String,
    pub(super) title_en: String,
    /// The number of actions of this service and of those before it.
    pub(super) end: u32,
}

/// An action of the index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Document<'t> {
    pub(super) name: &'t str,
    pub(super) title: &'t str,
    pub(super) title_en: &'t str,
    pub(super) online: bool,
}

impl<'t> Document<'t> {
    /// Reads a line that [`line`](Self::line) made.
    pub(super) fn read(line: &'t str) -> Self {
        let mut parts = line.split('\t');
        let mut next = || parts.next().unwrap_or_default();
        Self {
            name: next(),
            title: next(),
            title_en: next(),
            online: parts.next().is_none(),
        }
    }

    /// Returns the action as a line.
    pub(super) fn line(&self) -> String {
        let mark = if self.online { "" } else { "\t-" };
        let Self {
            name,
            title,
            title_en,
            ..
        } = self;
        format!("{name}\t{title}\t{title_en}{mark}\n")
    }
}

/// An index in the making.
#[derive(Debug, Default)]
pub(super) struct Raw {
    pub(super) services: Vec<ServiceEntry>,
    /// The actions, each a line.
    pub(super) documents: String,
    /// By term and field, where it occurs: numbers of actions, or of services.
    postings: BTreeMap<String, [Vec<u32>; Field::ALL.len()]>,
}

impl Raw {
    /// Adds that `term` occurs at `place` in each field of `fields`.
    pub(super) fn post(&mut self, term: &str, fields: u8, place: u32) {
        let lists = self.postings.entry(term.to_owned()).or_default();
        for (field, list) in Field::ALL.into_iter().zip(lists) {
            if fields & field.bit() != 0 {
                list.push(place);
            }
        }
    }

    /// Forgets those of `fields` of a term that has more than `most` places there.
    pub(super) fn forget(&mut self, fields: &[Field], most: usize) {
        for lists in self.postings.values_mut() {
            for (field, list) in Field::ALL.into_iter().zip(lists) {
                if fields.contains(&field) && list.len() > most {
                    list.clear();
                }
            }
        }
        self.postings
            .retain(|_, lists| lists.iter().any(|list| !list.is_empty()));
    }

    /// Returns the index as bytes. Texts of one sort stand together, since they pack best so.
    pub(super) fn write(&self) -> Vec<u8> {
        let mut services = String::new();
        for entry in &self.services {
            let ServiceEntry {
                name,
                title,
                title_en,
                end,
            } = entry;
            services.push_str(&format!("{name}\t{title}\t{title_en}\t{end}\n"));
        }
        let mut terms = Vec::new();
        let mut postings = Vec::new();
        let mut before = "";
        for (term, lists) in &self.postings {
            let same = shared(before, term);
            number(&mut terms, same);
            number(&mut terms, term.len() - same);
            terms.extend_from_slice(&term.as_bytes()[same..]);
            before = term;
            let mut own = Vec::new();
            let fields = Field::ALL.into_iter().zip(lists);
            let mask = fields
                .filter(|(_, list)| !list.is_empty())
                .fold(0, |mask, (field, _)| mask | field.bit());
            own.push(mask);
            for list in lists.iter().filter(|list| !list.is_empty()) {
                number(&mut own, list.len());
                let mut last = 0;
                for &place in list {
                    number(&mut own, (place - last) as usize);
                    last = place;
                }
            }
            number(&mut postings, own.len());
            postings.extend(own);
        }
        let mut out = Vec::new();
        for part in [
            services.as_bytes(),
            self.documents.as_bytes(),
            &terms,
            &postings,
        ] {
            number(&mut out, part.len());
            out.extend_from_slice(part);
        }
        out
    }
}

/// How many bytes two terms begin with in common.
fn shared(before: &str, term: &str) -> usize {
    let pairs = before.bytes().zip(term.bytes());
    pairs.take_while(|(a, b)| a == b).count()
}

/// Adds a number, seven bits a byte, the lowest first.
fn number(out: &mut Vec<u8>, mut number: usize) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

/// Reads bytes that [`Raw::write`] wrote.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reader<'b>(pub(super) &'b [u8]);

impl<'b> Reader<'b> {
    /// Reads one byte.
    pub(super) fn byte(&mut self) -> Result<u8, Error> {
        let (first, rest) = self.0.split_first().ok_or_else(cut_short)?;
        self.0 = rest;
        Ok(*first)
    }

    /// Reads a number.
    pub(super) fn number(&mut self) -> Result<usize, Error> {
        let mut number = 0;
        for shift in (0..usize::BITS).step_by(7) {
            let byte = self.byte()?;
            number |= usize::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(number);
            }
        }
        Err(Error::new("a number of the index is too long"))
    }

    /// Reads as many bytes.
    pub(super) fn bytes(&mut self, length: usize) -> Result<&'b [u8], Error> {
        let (part, rest) = self.0.split_at_checked(length).ok_or_else(cut_short)?;
        self.0 = rest;
        Ok(part)
    }

    /// Reads a number and as many bytes.
    pub(super) fn part(&mut self) -> Result<&'b [u8], Error> {
        let length = self.number()?;
        self.bytes(length)
    }
}

fn cut_short() -> Error {
    Error::new("the index is cut short")
}

/// Reads a line of services.
pub(super) fn service(line: &str) -> Result<ServiceEntry, Error> {
    let mut parts = line.split('\t').map(str::to_owned);
    let mut next = || parts.next().ok_or_else(cut_short);
    Ok(ServiceEntry {
        name: next()?,
        title: next()?,
        title_en: next()?,
        end: next()?.parse().map_err(Error::new)?,
    })
}

/// The terms of an index: one text, and where each ends in it.
#[derive(Debug, Default)]
pub(super) struct Terms {
    text: String,
    ends: Vec<u32>,
}

impl Terms {
    /// Reads the terms that [`Raw::write`] wrote.
    pub(super) fn read(part: &[u8]) -> Result<Self, Error> {
        let mut reader = Reader(part);
        let mut text = Vec::with_capacity(2 * part.len());
        let mut ends = Vec::new();
        let mut start = 0;
        while !reader.0.is_empty() {
            let same = reader.number()?;
            let length = reader.number()?;
            let end = text.len();
            if same > end - start {
                return Err(cut_short());
            }
            text.extend_from_within(start..start + same);
            text.extend_from_slice(reader.bytes(length)?);
            start = end;
            ends.push(u32::try_from(text.len()).map_err(Error::new)?);
        }
        let text = String::from_utf8(text).map_err(Error::new)?;
        let whole = ends.iter().all(|end| text.is_char_boundary(*end as usize));
        whole.then_some(Self { text, ends }).ok_or_else(cut_short)
    }

    /// Returns the number of terms.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// Returns the term `at`.
    pub(super) fn text(&self, at: usize) -> &str {
        let end = |at: usize| self.ends[at] as usize;
        let start = at.checked_sub(1).map_or(0, end);
        &self.text[start..end(at)]
    }

    /// Returns the number of the term `text`.
    pub(super) fn find(&self, text: &str) -> Option<usize> {
        let at = self.first_from(text);
        (at < self.len() && self.text(at) == text).then_some(at)
    }

    /// Returns the number of the first term that is not before `text`.
    pub(super) fn first_from(&self, text: &str) -> usize {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low.midpoint(high);
            match self.text(middle) < text {
                true => low = middle + 1,
                false => high = middle,
            }
        }
        low
    }

    /// Lists the numbers of the terms that begin with `beginning`.
    pub(super) fn beginning(&self, beginning: &str) -> impl Iterator<Item = usize> {
        let first = self.first_from(beginning);
        (first..self.len()).take_while(move |at| self.text(*at).starts_with(beginning))
    }
}
