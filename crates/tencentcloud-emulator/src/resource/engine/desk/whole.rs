//! What the code of whole actions needs: parameters, pages and the form of the response.

use std::sync::Arc;

use serde_json::{Map, Value};

use super::super::super::plan::Kind;
use super::super::super::shape::Shaper;
use super::super::super::store::{Item, Record};
use super::super::super::{path, times};
use super::super::paging::{self, Start};
use super::Desk;
use crate::credential::Credential;
use crate::fault::Fault;
use crate::ids::Draw;

impl<'a> Desk<'a> {
    /// Returns the number of the caller's account.
    pub(crate) fn account(&self) -> &'a str {
        self.call.account.as_deref().unwrap_or_default()
    }

    /// Returns the time of the call in the form that most services give times.
    pub(crate) fn time(&self) -> Value {
        times::plain(self.call.now)
    }

    /// Accepts requests that the key `secret_id` signs once the call is done, or refuses them
    /// without a `credential`.
    pub(crate) fn set_key(&self, secret_id: &str, credential: Option<Credential>) {
        self.ledger.set_key(secret_id, credential);
    }

    /// Returns the drawing with `number` for `purpose`, of the caller's account.
    pub(crate) fn draw(&self, purpose: &str, number: u64) -> Draw {
        let purpose = format!("{}/{purpose}", self.account());
        self.engine.ids.draw(&purpose, number)
    }

    /// Returns a scalar parameter as text; `None` if it is left out or empty.
    pub(crate) fn text(&self, name: &str) -> Option<String> {
        let text = self.parameter(name).map(path::text);
        text.filter(|text| !text.is_empty())
    }

    /// Returns the texts of a list parameter.
    pub(crate) fn texts(&self, name: &str) -> Vec<String> {
        let values = path::all(&self.call.parameters, name).into_iter();
        values.map(path::text).collect()
    }

    /// Returns a kind of the called service that its code cannot do without.
    ///
    /// # Errors
    /// No facts tell of it.
    pub(crate) fn known(&self, name: &str) -> Result<Arc<Kind>, Fault> {
        let message = || format!("No facts tell of the kind {name}.");
        self.kind(name)
            .ok_or_else(|| Fault::new("InternalError", message()))
    }

    /// Returns the first resource of a kind that has `value` at `member` by now.
    pub(crate) fn find(&self, kind: &Kind, member: &str, value: &str) -> Option<Arc<Item>> {
        let has = |item: &Arc<Item>| {
            let held = path::get(&self.current(item), member).map(path::text);
            held.is_some_and(|held| held == value)
        };
        if member == kind.id() {
            return self.item(kind, value);
        }
        self.all(kind).into_iter().find(has)
    }

    /// Returns a resource as readers see it, and counts the reader.
    pub(crate) fn view(&self, kind: &Kind, item: &Item) -> Record {
        let record = self.shown(kind, item);
        self.seen(item);
        record
    }

    /// Returns the part of a list that the call asks for.
    pub(crate) fn page<T>(&self, all: Vec<T>) -> Vec<T> {
        let window = paging::window(self.call);
        let start = match window.start {
            Start::Offset(offset) => offset,
            Start::After(number) => usize::try_from(number).unwrap_or(usize::MAX),
        };
        all.into_iter().skip(start).take(window.size).collect()
    }

    /// Returns a response with what `members` has, in the form that the description gives it.
    pub(crate) fn respond(&self, members: Value) -> Map<String, Value> {
        let record = match members {
            Value::Object(record) => record,
            _ => Record::new(),
        };
        let target = &self.call.target;
        let shaper = Shaper::new(&target.description().types);
        shaper.object(&target.action().response, &record)
    }
}
