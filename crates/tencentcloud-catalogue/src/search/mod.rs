//! Full text over services, actions, parameters, response fields, values and error codes, in Chinese
//! and English.

mod build;
mod format;
mod question;
mod rank;
mod spelling;
mod synonyms;
mod words;

use std::ops::Range;
use std::sync::OnceLock;

use crate::{Error, blobs, inflate_bytes};
use format::{Document, Reader, ServiceEntry, Terms};

pub use build::Builder;
pub use spelling::{Matches, Spelling, Spellings, spellings};
pub use words::words;

/// Stands before initials among the terms.
const INITIALS: char = '^';

/// The index of all actions of the catalogue, ready to be [searched](Self::search).
#[derive(Debug)]
pub struct Index {
    bytes: Vec<u8>,
    services: Vec<ServiceEntry>,
    /// Where in `bytes` the line of each action is.
    documents: Vec<Range<u32>>,
    terms: Terms,
    /// Where in `bytes` the postings of each term are.
    postings: Vec<Range<u32>>,
}

/// What is asked for besides the words.
#[derive(Clone, Copy, Debug, Default)]
pub struct Query<'q> {
    /// The only service to search; `None` for all.
    pub service: Option<&'q str>,
    /// The most hits to return; 10 if it is 0.
    pub limit: usize,
}

/// An action that a search found.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit<'i> {
    /// The service's name.
    pub service: &'i str,
    /// The service's title in Chinese; empty if unknown.
    pub service_title: &'i str,
    /// The service's title in English; empty if unknown.
    pub service_title_en: &'i str,
    /// The action's name.
    pub action: &'i str,
    /// The action's title in Chinese; empty if unknown.
    pub title: &'i str,
    /// The action's title in English; empty if unknown.
    pub title_en: &'i str,
    /// How well it fits: only good for comparing hits of one search.
    pub score: f32,
    /// Why it was found: a word of the search each, the best reason for each.
    pub why: Vec<Reason>,
}

/// Why an action was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// The word of the search.
    pub word: String,
    /// Where the word, or one that means the same, occurs.
    pub field: Field,
}

/// Where a word occurs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// In the action's name, or as its initials.
    Name,
    /// In one of the action's titles.
    Title,
    /// In the service's name, its titles, or what else it is called.
    Service,
    /// In the name of a parameter, at any depth.
    Parameter,
    /// In the name of a field of the response.
    Response,
    /// In a value that a parameter takes.
    Value,
    /// In an error code of the action.
    Error,
    /// In an error code of the service.
    ServiceError,
}

impl Field {
    /// All fields, in the order of what they count.
    pub const ALL: [Self; 8] = [
        Self::Name,
        Self::Title,
        Self::Service,
        Self::Parameter,
        Self::Response,
        Self::Value,
        Self::Error,
        Self::ServiceError,
    ];

    /// Returns the word for the field: `name`, `title`, `service`, `parameter`, `response`, `value`,
    /// `error` or `service error`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Title => "title",
            Self::Service => "service",
            Self::Parameter => "parameter",
            Self::Response => "response",
            Self::Value => "value",
            Self::Error => "error",
            Self::ServiceError => "service error",
        }
    }

    fn bit(self) -> u8 {
        1 << self as u8
    }

    /// True if its postings are numbers of services.
    fn is_of_service(self) -> bool {
        matches!(self, Self::Service | Self::ServiceError)
    }
}

/// Where an error code occurs: in a service, and on the pages of some of its actions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErrorPlace<'i> {
    /// The service's name.
    pub service: &'i str,
    /// The service's title in Chinese; empty if unknown.
    pub service_title: &'i str,
    /// The service's title in English; empty if unknown.
    pub service_title_en: &'i str,
    /// The actions whose own pages list the code; empty if only the service does.
    pub actions: Vec<&'i str>,
}

/// Returns the index of the catalogue. It is unpacked when it is first asked for.
///
/// # Errors
/// A blob that is damaged, which a build from this repository never holds.
pub fn index() -> Result<&'static Index, Error> {
    static INDEX: OnceLock<Index> = OnceLock::new();
    if let Some(index) = INDEX.get() {
        return Ok(index);
    }
    let index = Index::unpack(blobs::SEARCH)?;
    Ok(INDEX.get_or_init(|| index))
}

impl Index {
    /// Unpacks a blob that [`Builder::pack`] made.
    ///
    /// # Errors
    /// Bytes that [`Builder::pack`] did not make.
    pub fn unpack(blob: &[u8]) -> Result<Self, Error> {
        Self::read(inflate_bytes(blob)?)
    }

    /// Returns the bytes that [`Builder::unpacked`] made.
    pub fn unpacked(&self) -> &[u8] {
        &self.bytes
    }

    /// Reads bytes that [`Builder::unpacked`] made.
    ///
    /// # Errors
    /// Other bytes.
    pub fn read(bytes: Vec<u8>) -> Result<Self, Error> {
        let mut parts = Reader(&bytes);
        let text = |part| std::str::from_utf8(part).map_err(Error::new);
        let services = text(parts.part()?)?.lines().map(format::service);
        let services = services.collect::<Result<Vec<_>, _>>()?;
        let documents = text(parts.part()?)?;
        let terms = Terms::read(parts.part()?)?;
        let mut lists = Reader(parts.part()?);
        let place = |part: &[u8]| {
            let start = part.as_ptr() as usize - bytes.as_ptr() as usize;
            let narrow = |at: usize| u32::try_from(at).map_err(Error::new);
            Ok::<_, Error>(narrow(start)?..narrow(start + part.len())?)
        };
        let documents = documents.lines().map(|line| place(line.as_bytes()));
        let documents = documents.collect::<Result<Vec<_>, _>>()?;
        let postings = (0..terms.len()).map(|_| place(lists.part()?));
        let postings = postings.collect::<Result<_, Error>>()?;
        let ends = services.iter().map(|service| service.end as usize);
        if ends.clone().next_back().unwrap_or(0) != documents.len() || !ends.is_sorted() {
            return Err(Error::new(
                "the services do not have the actions of the index",
            ));
        }
        Ok(Self {
            services,
            documents,
            terms,
            postings,
            bytes,
        })
    }

    /// Lists the names of the actions of `service`, sorted; none for a service that is unknown.
    pub fn actions(&self, service: &str) -> impl Iterator<Item = &str> {
        let found = self.services.iter().position(|known| known.name == service);
        let documents = found.map_or(0..0, |service| self.documents_of(service));
        documents.map(|document| self.document(document).name)
    }

    /// Returns the action with that number, which [`Spelling::actions`] has, as a hit without a score
    /// and a reason; `None` if there is none.
    pub fn action(&self, number: usize) -> Option<Hit<'_>> {
        (number < self.documents.len()).then(|| self.named(number))
    }

    /// Lists the services: their names, their titles in Chinese and those in English, empty if unknown.
    pub fn services(&self) -> impl ExactSizeIterator<Item = (&str, &str, &str)> {
        let services = self.services.iter();
        services.map(|service| (&*service.name, &*service.title, &*service.title_en))
    }

    /// Returns the services and actions that have the error code `code`, in any case, sorted.
    pub fn error(&self, code: &str) -> Vec<ErrorPlace<'_>> {
        let code = code.to_lowercase();
        let mut places: Vec<ErrorPlace<'_>> = Vec::new();
        let Some(term) = self.terms.find(&code) else {
            return places;
        };
        self.postings(term, |field, at| {
            if field == Field::ServiceError {
                places.push(self.error_place(at));
            }
        });
        self.postings(term, |field, at| {
            if field == Field::Error {
                let service = self.service_of(at);
                let name = &self.services[service].name;
                let known = places.iter().position(|place| place.service == name);
                let known = known.unwrap_or_else(|| {
                    places.push(self.error_place(service));
                    places.len() - 1
                });
                places[known].actions.push(self.document(at).name);
            }
        });
        places.sort_by_key(|place| place.service);
        places
    }

    /// Lists all error codes, in lower case and sorted.
    pub fn error_codes(&self) -> impl Iterator<Item = &str> {
        let errors = Field::Error.bit() | Field::ServiceError.bit();
        let lists = self.postings.iter().enumerate();
        let lists = lists.filter(move |(_, list)| {
            let fields = self.bytes.get(list.start as usize);
            fields.is_some_and(|fields| fields & errors != 0)
        });
        lists.map(|(at, _)| self.terms.text(at))
    }

    fn error_place(&self, service: usize) -> ErrorPlace<'_> {
        let entry = &self.services[service];
        ErrorPlace {
            service: &entry.name,
            service_title: &entry.title,
            service_title_en: &entry.title_en,
            actions: Vec::new(),
        }
    }

    /// The action of that number.
    fn document(&self, at: usize) -> Document<'_> {
        let place = &self.documents[at];
        let line = &self.bytes[place.start as usize..place.end as usize];
        // Lines were held against UTF-8 when the index was read.
        Document::read(std::str::from_utf8(line).unwrap_or_default())
    }

    /// The action of that number as a hit without a score and a reason.
    fn named(&self, at: usize) -> Hit<'_> {
        let known = self.document(at);
        let service = &self.services[self.service_of(at)];
        Hit {
            service: &service.name,
            service_title: &service.title,
            service_title_en: &service.title_en,
            action: known.name,
            title: known.title,
            title_en: known.title_en,
            score: 0.0,
            why: Vec::new(),
        }
    }

    /// Calls `put` with each field and place of a term.
    fn postings(&self, term: usize, mut put: impl FnMut(Field, usize)) {
        let list = &self.postings[term];
        let list = &self.bytes[list.start as usize..list.end as usize];
        let mut list = Reader(list);
        // A list that is cut short ends there.
        let Ok(mask) = list.byte() else { return };
        for field in Field::ALL {
            if mask & field.bit() == 0 {
                continue;
            }
            let most = match field.is_of_service() {
                true => self.services.len(),
                false => self.documents.len(),
            };
            let Ok(count) = list.number() else { return };
            let mut place = 0;
            for _ in 0..count {
                let Ok(step) = list.number() else { return };
                place += step;
                if place >= most {
                    return;
                }
                put(field, place);
            }
        }
    }

    /// The service of an action.
    fn service_of(&self, document: usize) -> usize {
        self.services
            .partition_point(|service| service.end as usize <= document)
    }

    /// The actions of a service.
    fn documents_of(&self, service: usize) -> Range<usize> {
        let start = match service.checked_sub(1) {
            Some(before) => self.services[before].end as usize,
            None => 0,
        };
        start..self.services[service].end as usize
    }
}
