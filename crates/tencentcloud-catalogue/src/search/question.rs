//! What was typed, as groups of terms of which any may occur.

use std::borrow::Cow;

use super::synonyms::{BUT, DONE, EMPTY, PHRASES, SAME};
use super::words::{Run, pairs, runs, stem, words};
use super::{INITIALS, Index};

/// How much a word that means the same counts beside the one that was typed.
const SYNONYM: f32 = 0.8;

/// How much a word counts that stands in two.
const PARTED: f32 = 0.9;

/// How much a word that only begins so counts.
const BEGINNING: f32 = 0.6;

/// How many terms that only begin so are looked at.
const BEGINNINGS: usize = 40;

/// How many words count: what is pasted may be long.
const MOST: usize = 24;

/// A word of the search.
#[derive(Debug)]
pub(super) struct Group {
    /// The word as it was typed.
    pub(super) word: String,
    /// The terms that stand for it, each a list of which all must occur.
    pub(super) choices: Vec<Choice>,
    /// How much the group counts.
    pub(super) weight: f32,
    /// What it says is to be done: see [`done`].
    pub(super) done: u64,
}

/// Terms of which all must occur, by their numbers.
#[derive(Debug)]
pub(super) struct Choice {
    pub(super) terms: Vec<usize>,
    pub(super) weight: f32,
}

/// Reads what was typed.
pub(super) fn groups(index: &Index, text: &str) -> Vec<Group> {
    let text = plain(text);
    let mut groups = Vec::new();
    let runs = runs(&text);
    let last = runs.len().saturating_sub(1);
    let mut but = false;
    for (at, run) in runs.iter().enumerate() {
        match *run {
            Run::Latin(run) if BUT.contains(&run) => but = true,
            Run::Latin(run) if but && !EMPTY.contains(&run) => but = false,
            Run::Latin(run) => {
                let before = groups.len();
                latin(index, run, at == last, &mut groups);
                let follows = at > 0 && matches!(runs[at - 1], Run::Latin(_));
                if follows && before > 0 && groups.len() > before {
                    join(index, &mut groups, before - 1);
                }
            }
            Run::Chinese(run) => chinese(index, run, &mut groups),
        }
    }
    groups.truncate(MOST);
    if groups.is_empty() {
        // Nothing but words that say nothing: better those than none.
        for run in runs.into_iter().take(MOST) {
            if let Run::Latin(word) = run {
                groups.push(word_group(index, word, true));
            }
        }
    }
    groups
}

/// The text with [`PHRASES`] put as single words.
fn plain(text: &str) -> Cow<'_, str> {
    let lower = text.to_ascii_lowercase();
    if !PHRASES.iter().any(|(phrase, _)| lower.contains(phrase)) {
        return text.into();
    }
    let mut text = format!(
        " {} ",
        lower.split_whitespace().collect::<Vec<_>>().join(" ")
    );
    for (phrase, said) in PHRASES {
        text = match phrase.is_ascii() {
            true => text.replace(&format!(" {phrase} "), &format!(" {said} ")),
            false => text.replace(phrase, said),
        };
    }
    text.into()
}

/// What `word`, a stem or a Chinese word, says is done: the numbers of such rows of [`SAME`], as bits.
pub(super) fn done(word: &str) -> u64 {
    let rows = SAME.iter().filter(|row| has(row, word));
    let done = rows.filter_map(|row| DONE.iter().position(|done| row[0] == *done));
    done.fold(0, |bits, at| bits | 1 << at)
}

fn latin(index: &Index, run: &str, last: bool, groups: &mut Vec<Group>) {
    let run = run.trim_matches(|c| "_.-".contains(c));
    let parts = words(run);
    let lower = run.to_lowercase();
    if EMPTY.contains(&&*lower) {
        return;
    }
    // A value or an error code as a whole says more than its words.
    if parts.len() > 1
        && let Some(term) = index.terms.find(&lower)
    {
        let whole = Choice {
            terms: vec![term],
            weight: 1.0,
        };
        groups.push(Group {
            word: run.to_owned(),
            choices: vec![whole],
            weight: 2.0,
            done: 0,
        });
        // Its words would find everything that is invalid or not there.
        if lower.contains('.') {
            return;
        }
    }
    let count = parts.len();
    for (at, part) in parts.into_iter().enumerate() {
        groups.push(word_group(index, part, last && at + 1 == count));
    }
}

/// The group of one Latin word; if it is the last one, it may be a beginning.
fn word_group(index: &Index, word: &str, last: bool) -> Group {
    let stem = stem(word);
    let lower = word.to_lowercase();
    let mut choices = Vec::new();
    let mut put = |term: Option<usize>, weight: f32| {
        choices.extend(term.map(|term| Choice {
            terms: vec![term],
            weight,
        }));
    };
    put(index.terms.find(&stem), 1.0);
    if lower != stem {
        put(index.terms.find(&lower), 1.0);
    }
    put(index.terms.find(&format!("{INITIALS}{lower}")), 1.0);
    if last && lower.len() > 1 {
        for term in index.terms.beginning(&stem).take(BEGINNINGS) {
            put(Some(term), BEGINNING);
        }
    }
    choices.extend(parted(index, &lower));
    synonyms(index, &stem, &mut choices);
    Group {
        word: word.to_owned(),
        choices,
        weight: 1.0,
        done: done(&stem),
    }
}

/// A word as two that the index has: `rocketmq` is `Rocket` and `MQ` in names.
fn parted<'i>(index: &'i Index, word: &str) -> impl Iterator<Item = Choice> + use<'i> {
    let ends = if word.is_ascii() {
        word.len().saturating_sub(1)
    } else {
        0
    };
    let word = word.to_owned();
    (2..ends).filter_map(move |at| {
        let (first, second) = word.split_at(at);
        let terms = vec![
            index.terms.find(&stem(first))?,
            index.terms.find(&stem(second))?,
        ];
        let weight = PARTED;
        Some(Choice { terms, weight })
    })
}

/// Lets two words that stand side by side be one: `sql server` is a service.
fn join(index: &Index, groups: &mut [Group], first: usize) {
    let both = format!("{}{}", groups[first].word, groups[first + 1].word).to_lowercase();
    if let Some(term) = index.terms.find(&stem(&both)) {
        for group in &mut groups[first..=first + 1] {
            group.choices.push(Choice {
                terms: vec![term],
                weight: 1.0,
            });
        }
    }
}

/// Parts a run of Chinese characters into the longest words that are known, and pairs of the rest.
fn chinese(index: &Index, run: &str, groups: &mut Vec<Group>) {
    let mut rest = run;
    let mut unknown = String::new();
    while let Some(first) = rest.chars().next() {
        let known = SAME.iter().flat_map(|same| same.iter()).chain(EMPTY);
        let known = known.filter(|word| !word.is_ascii() && rest.starts_with(**word));
        if let Some(word) = known.max_by_key(|word| word.len()) {
            flush(index, &mut unknown, groups);
            if !EMPTY.contains(word) {
                groups.push(known_group(index, word));
            }
            rest = &rest[word.len()..];
        } else {
            unknown.push(first);
            rest = &rest[first.len_utf8()..];
        }
    }
    flush(index, &mut unknown, groups);
}

fn known_group(index: &Index, word: &str) -> Group {
    let mut choices: Vec<_> = phrase(index, word, 1.0).into_iter().collect();
    synonyms(index, word, &mut choices);
    Group {
        word: word.to_owned(),
        choices,
        weight: 1.0,
        done: done(word),
    }
}

/// Makes groups of the pairs of an unknown run, which count together not much more than a word.
fn flush(index: &Index, unknown: &mut String, groups: &mut Vec<Group>) {
    let run = std::mem::take(unknown);
    if run.is_empty() {
        return;
    }
    let pairs: Vec<_> = pairs(&run).collect();
    // A single character between known words says little.
    let weight = match run.chars().count() {
        1 => 0.3,
        _ => (1.6 / pairs.len() as f32).min(1.0),
    };
    for pair in pairs {
        let choices = match pair.chars().count() {
            1 => {
                let begins = index
                    .terms
                    .beginning(pair)
                    .take(BEGINNINGS)
                    .map(|term| Choice {
                        terms: vec![term],
                        weight: BEGINNING,
                    });
                begins.collect()
            }
            _ => phrase(index, pair, 1.0).into_iter().collect(),
        };
        groups.push(Group {
            word: pair.to_owned(),
            choices,
            weight,
            done: 0,
        });
    }
}

/// The terms of a Chinese word, or the stem of a Latin one; `None` if one of them occurs nowhere.
fn phrase(index: &Index, word: &str, weight: f32) -> Option<Choice> {
    let mut terms = Vec::new();
    let mut whole = true;
    super::words::terms(word, |term| match index.terms.find(&term) {
        Some(term) => terms.push(term),
        None => whole = false,
    });
    (whole && !terms.is_empty()).then_some(Choice { terms, weight })
}

/// True if `known` is `word`, a stem or a Chinese word.
fn is(known: &str, word: &str) -> bool {
    known == word || (known.is_ascii() && stem(known) == word)
}

/// True if `word`, a stem or a Chinese word, is one of a row.
fn has(row: &[&str], word: &str) -> bool {
    row.iter().any(|known| is(known, word))
}

/// Adds what means the same as `word`, a stem or a Chinese word.
fn synonyms(index: &Index, word: &str, choices: &mut Vec<Choice>) {
    for same in SAME {
        if !has(same, word) {
            continue;
        }
        let others = same.iter().filter(|known| !is(known, word));
        choices.extend(others.filter_map(|other| phrase(index, other, SYNONYM)));
    }
}
