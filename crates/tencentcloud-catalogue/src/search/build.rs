//! Makes the index from descriptions.

use std::collections::{BTreeMap, BTreeSet};

use tencentcloud_schema::{Description, Member, Status, main_version};

use super::format::{Document, Raw, ServiceEntry};
use super::spelling::{Places, Spelt};
use super::synonyms::{CALLED, USUAL};
use super::words::{stem, terms, words};
use super::{Field, INITIALS};
use crate::deflate;

/// How deep the members of a response are searched: its own fields, and those of the items of its lists.
const RESPONSE_DEPTH: usize = 2;

/// A term in more than one action of so many says nothing as a parameter or a response field.
const COMMON: usize = 12;

/// Makes an [`Index`](super::Index) from the descriptions of services.
#[derive(Debug, Default)]
pub struct Builder {
    services: BTreeMap<String, ServiceTerms>,
}

/// Terms, each with the fields that have it.
type Terms = BTreeMap<String, u8>;

/// What is known of an action, from all versions that have it.
#[derive(Debug, Default)]
struct ActionTerms {
    title: String,
    title_en: String,
    online: bool,
    terms: Terms,
    /// Its parameters, response fields, values and error codes, as they are spelt.
    spelt: BTreeSet<(Field, String)>,
}

/// What is known of a service.
#[derive(Debug, Default)]
struct ServiceTerms {
    title: String,
    title_en: String,
    terms: Terms,
    errors: BTreeSet<String>,
    actions: BTreeMap<String, ActionTerms>,
}

impl Builder {
    /// Adds a service. `versions` are in order, oldest first; of an action in several the newest counts.
    pub fn add(&mut self, versions: &[Description]) {
        let Some(main) = main_version(versions) else {
            return;
        };
        let mut service = ServiceTerms::default();
        let newest = |title: fn(&Description) -> Option<&String>| {
            let told = versions.iter().rev().find_map(title);
            told.cloned().unwrap_or_default()
        };
        service.title = newest(|version| version.title.as_ref());
        service.title_en = newest(|version| version.title_en.as_ref());
        let name = &main.service;
        let mut put = |term: String| note(&mut service.terms, term, Field::Service);
        put(name.clone());
        terms(&service.title, &mut put);
        terms(&service.title_en, &mut put);
        let called = CALLED.iter().filter(|(known, _)| known == name);
        called.for_each(|(_, called)| terms(called, &mut put));
        put(initials(&service.title_en));
        for version in versions {
            let errors = version.errors.iter();
            errors.for_each(|code| {
                note(&mut service.terms, code.to_lowercase(), Field::ServiceError)
            });
            service.errors.extend(version.errors.iter().cloned());
            for name in version.actions.keys() {
                service
                    .actions
                    .entry(name.clone())
                    .or_default()
                    .add(version, name);
            }
        }
        self.services.insert(name.clone(), service);
    }

    /// Packs the index into a blob. The same descriptions always give the same bytes.
    pub fn pack(&self) -> Vec<u8> {
        deflate(&self.unpacked())
    }

    /// Packs the names as they are spelt into a blob, for [`Spellings`](super::Spellings). The same
    /// descriptions always give the same bytes.
    pub fn pack_spellings(&self) -> Vec<u8> {
        deflate(self.spellings().as_bytes())
    }

    /// Returns what [`pack_spellings`](Self::pack_spellings) packs.
    pub fn spellings(&self) -> String {
        let mut spelt = Spelt::default();
        let mut number = 0;
        for (name, service) in &self.services {
            let usual = USUAL.contains(&&**name);
            for code in &service.errors {
                spelt.places(Field::Error, code);
            }
            for (action, known) in &service.actions {
                for (field, text) in &known.spelt {
                    let places: &mut Places = spelt.places(*field, text);
                    if *field != Field::Error {
                        places.add(number, (!known.online, !usual, action.len()));
                    }
                }
                number += 1;
            }
        }
        spelt.write()
    }

    /// Returns what [`pack`](Self::pack) packs: packing is slow, and two indexes are compared by this.
    pub fn unpacked(&self) -> Vec<u8> {
        let mut raw = Raw::default();
        let mut count = 0;
        for (at, (name, service)) in self.services.iter().enumerate() {
            let place = u32::try_from(at).unwrap_or(u32::MAX);
            for (term, &fields) in &service.terms {
                raw.post(term, fields, place);
            }
            for (name, action) in &service.actions {
                for (term, &fields) in &action.terms {
                    raw.post(term, fields, count);
                }
                raw.documents.push_str(&action.line(name));
                count += 1;
            }
            raw.services.push(ServiceEntry {
                name: name.clone(),
                title: service.title.clone(),
                title_en: service.title_en.clone(),
                end: count,
            });
        }
        let most = count as usize / COMMON;
        raw.forget(&[Field::Parameter, Field::Response], most);
        raw.write()
    }
}

fn note(terms: &mut Terms, term: String, field: Field) {
    if !term.is_empty() {
        *terms.entry(term).or_default() |= field.bit();
    }
}

/// The first letters of the words of a title or name behind a mark that no word has, if there are two
/// or more words.
fn initials(name: &str) -> String {
    let words = words(name);
    let firsts = words.iter().filter_map(|word| word.chars().next());
    let initials: String = firsts.flat_map(char::to_lowercase).collect();
    match initials.is_ascii() && initials.len() > 1 {
        true => format!("{INITIALS}{initials}"),
        false => String::new(),
    }
}

impl ActionTerms {
    /// Adds the action `name` as `version` has it, which is newer than those before.
    fn add(&mut self, version: &Description, name: &str) {
        let action = &version.actions[name];
        self.online = action.status == Status::Online;
        for (own, title) in [
            (&mut self.title, &action.title),
            (&mut self.title_en, &action.title_en),
        ] {
            if let Some(title) = title {
                own.clone_from(title);
            }
        }
        let (found, spelt) = (&mut self.terms, &mut self.spelt);
        names(found, name, Field::Name);
        note(found, initials(name), Field::Name);
        for title in [&self.title, &self.title_en] {
            terms(title, |term| note(found, term, Field::Title));
        }
        for code in &action.errors {
            note(found, code.to_lowercase(), Field::Error);
            spelt.insert((Field::Error, code.clone()));
        }
        let all = usize::MAX;
        members(
            version,
            &action.request,
            all,
            &mut BTreeSet::new(),
            &mut |member| {
                names(found, &member.name, Field::Parameter);
                spelt.insert((Field::Parameter, member.name.clone()));
                for value in member.values.iter().filter(|value| is_typed(value)) {
                    put_value(found, value);
                    spelt.insert((Field::Value, value.clone()));
                }
            },
        );
        let depth = RESPONSE_DEPTH;
        members(
            version,
            &action.response,
            depth,
            &mut BTreeSet::new(),
            &mut |member| {
                names(found, &member.name, Field::Response);
                spelt.insert((Field::Response, member.name.clone()));
            },
        );
    }

    fn line(&self, name: &str) -> String {
        let document = Document {
            name,
            title: &self.title,
            title_en: &self.title_en,
            online: self.online,
        };
        document.line()
    }
}

/// Notes the words of a name.
fn names(found: &mut Terms, name: &str, field: Field) {
    for word in words(name) {
        note(found, stem(word), field);
    }
}

/// True for a listed value that somebody may type.
fn is_typed(value: &str) -> bool {
    let mut letters = value.chars();
    let number = letters.all(|c| c.is_ascii_digit() || "-.".contains(c));
    value.len() <= 40 && !number && !value.contains(char::is_whitespace)
}

/// Notes a value: whole, and by words.
fn put_value(found: &mut Terms, value: &str) {
    note(found, value.to_lowercase(), Field::Value);
    terms(value, |term| note(found, term, Field::Value));
}

/// Calls `put` with `members` and those of the objects that they hold, `depth` deep.
fn members<'d>(
    version: &'d Description,
    members: &'d [Member],
    depth: usize,
    seen: &mut BTreeSet<&'d str>,
    put: &mut impl FnMut(&Member),
) {
    for member in members {
        put(member);
        if let Some(name) = member.kind.object()
            && depth > 1
            && seen.insert(name)
            && let Some(object) = version.types.get(name)
        {
            self::members(version, &object.members, depth - 1, seen, put);
        }
    }
}
