//! Which actions fit best, and why.

use std::collections::HashSet;

use super::question::{Group, done, groups};
use super::synonyms::USUAL;
use super::words::{stem, words};
use super::{Field, Hit, Index, Query, Reason};

/// How much a word counts in each field.
const fn weight(field: Field) -> f32 {
    match field {
        Field::Name => 3.0,
        Field::Title => 2.6,
        Field::Service => 2.0,
        Field::Error => 1.0,
        Field::Value => 0.9,
        Field::Parameter => 0.7,
        Field::Response => 0.45,
        Field::ServiceError => 0.3,
    }
}

/// How much a word counts more for each field more that has it.
const ALSO: f32 = 0.25;

/// How much a word of the action's name that was not asked for takes away.
const UNASKED: f32 = 0.2;

/// How much more an action counts whose title was typed, and whose title has what was typed.
const SAME_TITLE: f32 = 1.5;
const IN_TITLE: f32 = 1.2;

/// How much more an action of a usual service counts.
const OF_USUAL: f32 = 1.3;

/// How much it counts that not all words fit: the power of the share that does.
const COVERAGE: f32 = 1.5;

/// How much an action counts that does something else than what was asked for.
const OTHERWISE: f32 = 0.6;

/// How much an action that is not offered any more counts.
const NOT_OFFERED: f32 = 0.6;

/// How many of the best are looked at closely.
const CLOSELY: usize = 400;

/// How much the very name of the service counts.
const SERVICE_NAMED: f32 = 3.4;

/// Stands beside the bits of fields if the word is the very name of the service.
const NAMED: u16 = 1 << 8;

fn bit(field: Field) -> u16 {
    u16::from(field.bit())
}

/// What was asked for as a whole.
struct Asked<'a> {
    /// The terms, in any of their forms.
    terms: HashSet<&'a str>,
    /// What is to be done: bits of [`done`].
    done: u64,
    text: &'a str,
}

/// What a word of the search gives each action.
#[derive(Debug)]
struct Gains {
    /// How well the word fits, by action.
    scores: Vec<f32>,
    /// The best fields that have it, by action: bits.
    fields: Vec<u16>,
    /// How much the word says: less if many actions have it.
    rarity: f32,
}

impl Index {
    /// Returns the actions that fit `text` best, best first: words in English or Chinese, names of
    /// services and actions, their initials, parameters, values, error codes. The last word may be a
    /// beginning.
    pub fn search(&self, text: &str, query: &Query<'_>) -> Vec<Hit<'_>> {
        let groups = groups(self, text);
        let gains: Vec<Gains> = groups.iter().map(|group| self.gains(group)).collect();
        let limit = if query.limit == 0 { 10 } else { query.limit };
        let documents = match query.service {
            None => 0..self.documents.len(),
            Some(name) => {
                let service = self.services.iter().position(|known| known.name == name);
                service.map_or(0..0, |service| self.documents_of(service))
            }
        };
        let whole: f32 = gains.iter().map(|gains| gains.rarity).sum();
        let mut scored: Vec<(f32, usize)> = Vec::new();
        for document in documents {
            let (mut score, mut covered) = (0.0_f32, 0.0_f32);
            for gains in &gains {
                let gain = gains.scores[document];
                if gain > 0.0 {
                    score += gain * gains.rarity;
                    covered += gains.rarity;
                }
            }
            if score > 0.0 {
                let coverage = covered / whole;
                scored.push((score * coverage.powf(COVERAGE), document));
            }
        }
        best_first(&mut scored, CLOSELY.max(limit));
        let asked = Asked {
            terms: self.asked(&groups),
            done: groups.iter().fold(0, |done, group| done | group.done),
            text: text.trim(),
        };
        for (score, document) in &mut scored {
            *score *= self.closely(*document, &asked);
        }
        best_first(&mut scored, limit);
        scored
            .into_iter()
            .map(|(score, document)| self.hit(score, document, &groups, &gains))
            .collect()
    }

    /// Finds what `group` gives each action.
    fn gains(&self, group: &Group) -> Gains {
        let count = self.documents.len();
        let mut gains = Gains {
            scores: vec![0.0; count],
            fields: vec![0; count],
            rarity: 0.0,
        };
        let mut fields_of = vec![0_u16; count];
        for choice in &group.choices {
            let mut terms = choice.terms.iter();
            let first = terms.next().into_iter();
            let mut found: Vec<_> = first
                .flat_map(|term| self.having(*term, &mut fields_of))
                .collect();
            for term in terms {
                let others = self.having(*term, &mut fields_of);
                others
                    .iter()
                    .for_each(|(at, fields)| fields_of[*at] = *fields);
                // Parts of one word must stand in one field.
                found.retain_mut(|(at, fields)| {
                    *fields &= fields_of[*at];
                    *fields != 0
                });
                others.iter().for_each(|(at, _)| fields_of[*at] = 0);
            }
            for (document, fields) in found {
                let score = choice.weight * fit(fields);
                if score > gains.scores[document] {
                    gains.scores[document] = score;
                    gains.fields[document] = fields;
                }
            }
        }
        // What names an action says how rare a word is; a parameter of that name does not.
        let naming = bit(Field::Name) | bit(Field::Title) | bit(Field::Service);
        let having = gains
            .fields
            .iter()
            .filter(|fields| **fields & naming != 0)
            .count();
        let rarity = 1.0 + count as f32 / (having as f32 + 5.0);
        gains.rarity = group.weight * rarity.ln();
        gains
    }

    /// The actions that have `term`, each with the fields that have it. Few have most terms: `none`, a
    /// zero for each action, comes back as it was, so that nobody goes through all of them.
    fn having(&self, term: usize, none: &mut [u16]) -> Vec<(usize, u16)> {
        let text = self.terms.text(term);
        let mut found = Vec::new();
        let mut put = |at: usize, bits: u16| {
            if none[at] == 0 {
                found.push(at);
            }
            none[at] |= bits;
        };
        self.postings(term, |field, place| {
            if !field.is_of_service() {
                put(place, bit(field));
                return;
            }
            let named = field == Field::Service && self.services[place].name == text;
            let bits = bit(field) | if named { NAMED } else { 0 };
            self.documents_of(place).for_each(|at| put(at, bits));
        });
        let found = found.into_iter();
        found
            .map(|at| (at, std::mem::take(&mut none[at])))
            .collect()
    }

    /// The terms that were asked for, in any of their forms.
    fn asked(&self, groups: &[Group]) -> HashSet<&str> {
        let choices = groups.iter().flat_map(|group| &group.choices);
        let terms = choices.flat_map(|choice| &choice.terms);
        terms.map(|term| self.terms.text(*term)).collect()
    }

    /// What the action's other words, its title, its status and its service make of its score.
    fn closely(&self, document: usize, asked: &Asked<'_>) -> f32 {
        let known = self.document(document);
        let text = asked.text;
        let service = &self.services[self.service_of(document)];
        let words: Vec<_> = words(known.name).into_iter().map(stem).collect();
        let unasked = words
            .iter()
            .filter(|word| !asked.terms.contains(&***word))
            .count();
        let mut factor = 1.0 / (1.0 + UNASKED * unasked as f32);
        // The first word of a name says what is done, if any does.
        let does = words.iter().map(|word| done(word)).find(|does| *does != 0);
        if does.is_some_and(|does| asked.done != 0 && does & asked.done == 0) {
            factor *= OTHERWISE;
        }
        if known.title == text || known.title_en.eq_ignore_ascii_case(text) {
            factor *= SAME_TITLE;
        } else if known.title.contains(text) {
            factor *= IN_TITLE;
        }
        if USUAL.contains(&&*service.name) {
            factor *= OF_USUAL;
        }
        if !known.online {
            factor *= NOT_OFFERED;
        }
        factor
    }

    fn hit(&self, score: f32, document: usize, groups: &[Group], gains: &[Gains]) -> Hit<'_> {
        let reasons = groups.iter().zip(gains).filter_map(|(group, gains)| {
            let fields = gains.fields[document];
            let field = Field::ALL
                .into_iter()
                .find(|field| fields & bit(*field) != 0)?;
            let word = group.word.clone();
            Some(Reason { word, field })
        });
        Hit {
            score,
            why: reasons.collect(),
            ..self.named(document)
        }
    }
}

/// How well a word fits that occurs in `fields`.
fn fit(fields: u16) -> f32 {
    let weights = Field::ALL
        .into_iter()
        .filter(|field| fields & bit(*field) != 0)
        .map(weight)
        .chain((fields & NAMED != 0).then_some(SERVICE_NAMED));
    let (best, sum) = weights.fold((0.0_f32, 0.0), |(best, sum), weight| {
        (best.max(weight), sum + weight)
    });
    best + ALSO * (sum - best)
}

/// Sorts by score, of equals by the order of the index, and keeps the first `count`.
fn best_first(scored: &mut Vec<(f32, usize)>, count: usize) {
    let order = |a: &(f32, usize), b: &(f32, usize)| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1));
    if scored.len() > count {
        scored.select_nth_unstable_by(count, order);
        scored.truncate(count);
    }
    scored.sort_unstable_by(order);
}
