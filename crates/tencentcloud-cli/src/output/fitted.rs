//! An output that is cut to a number of bytes, and what is said of that.

use std::io;

use serde_json::{Value, json};
use tencentcloud_calls::shell::quoted;
use tencentcloud_rows::{Shape, is_nested};

use super::budget::{Cut, Unit, cut};
use super::options::Format;
use super::screen::Screen;
use super::{Output, json};
use crate::error;

/// The member that says what was cut.
const NOTE: &str = "_cut";

/// What the note takes at most, about.
const ROOM: usize = 900;

/// How many parts that were cut are listed.
const LISTED: usize = 5;

/// How many members of a row the proposed query has.
const COLUMNS: usize = 3;

impl Output {
    /// Writes `value` of that `shape`, cut so that it takes no more than `limit` bytes; `stopped` is true if there is
    /// more that was not read.
    pub(super) fn write_within(
        &self,
        screen: &mut Screen,
        value: &Value,
        shape: &Shape,
        (limit, stopped): (usize, bool),
    ) -> io::Result<()> {
        let whole = self.rendered(value, shape, None)?;
        if whole.len() <= limit && !stopped {
            return io::Write::write_all(screen, &whole);
        }
        let mut target = limit.saturating_sub(ROOM).max(limit / 2);
        let mut tries = 0;
        loop {
            let (shown, mut cuts) = cut(value, target);
            if stopped && cuts.is_empty() {
                let count = value.as_array().map_or(0, Vec::len);
                cuts.push(Cut {
                    path: String::new(),
                    shown: count,
                    of: count,
                    unit: Unit::Rows,
                });
            }
            let note = self.note(&cuts, value, stopped);
            let text = self.rendered(&shown, shape, Some(&note))?;
            tries += 1;
            if text.len() > limit && target > 1 && tries < 12 {
                // A table takes more than the JSON that is measured.
                target = (target * limit / text.len() * 9 / 10).max(1);
                continue;
            }
            error::remark(&told(&note));
            return io::Write::write_all(screen, &text);
        }
    }

    fn rendered(&self, value: &Value, shape: &Shape, note: Option<&Value>) -> io::Result<Vec<u8>> {
        let mut screen = Screen::in_memory(self.color);
        let in_band = matches!(self.format, Format::Json | Format::Yaml);
        match note {
            Some(note) if in_band => self.write(&mut screen, &noted(value, note), shape)?,
            note => {
                self.write(&mut screen, value, shape)?;
                if let (Some(note), Format::Ndjson) = (note, self.format) {
                    json::line(&mut screen, &json!({ NOTE: note }))?;
                }
            }
        }
        Ok(screen.into_bytes())
    }

    /// What was cut of `value`, and the commands that get it.
    fn note(&self, cuts: &[Cut], value: &Value, stopped: bool) -> Value {
        let Some(main) = cuts.first() else {
            return Value::Null;
        };
        let parts = cuts.iter().take(LISTED).map(|cut| {
            let of = match stopped && cut.path.is_empty() {
                true => Value::Null,
                false => cut.of.into(),
            };
            json!({"path": cut.path, "shown": cut.shown, "of": of, "unit": cut.unit.name()})
        });
        let query = |expression: &str| {
            let whole = match &self.query {
                Some(own) => format!("{} | {expression}", own.text()),
                None => expression.to_owned(),
            };
            self.again.with(&format!("--query {}", quoted(&whole)))
        };
        let mut next = Vec::new();
        if main.unit == Unit::Rows {
            next.push(query(&format!("{}[{}:]", main.path, main.shown)));
            if let Some(columns) = columns(value, &main.path) {
                next.push(query(&format!("{}[].{columns}", main.path)));
            }
        }
        next.push(self.again.with("--budget 0 > FILE"));
        json!({"parts": parts.collect::<Vec<_>>(), "next": next})
    }
}

/// `value` with what was cut of it: a member of an object, the last row of a list.
fn noted(value: &Value, note: &Value) -> Value {
    match value {
        Value::Object(members) => {
            let mut members = members.clone();
            members.insert(NOTE.to_owned(), note.clone());
            members.into()
        }
        Value::Array(items) => {
            let own = json!({ NOTE: note });
            items.iter().cloned().chain([own]).collect()
        }
        scalar => scalar.clone(),
    }
}

/// The first members of the rows at `path` that are short, as a query chooses them.
fn columns(value: &Value, path: &str) -> Option<String> {
    let list = match path {
        "" => Some(value),
        path => tencentcloud_rows::at(value, path),
    };
    let row = list?.as_array()?.first()?.as_object()?;
    let plain = |name: &str| name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    let short = row.iter().filter(|(name, value)| {
        plain(name) && !is_nested(value) && !value.is_null() && value.to_string().len() <= 80
    });
    // IDs, names and states say most.
    let mut names: Vec<&str> = short.map(|(name, _)| name.as_str()).collect();
    let weight = |name: &&str| {
        let ends = |end: &str| name.ends_with(end);
        usize::from(!(ends("Id") || ends("Name") || ends("State") || ends("Status")))
    };
    names.sort_by_key(weight);
    names.truncate(COLUMNS);
    let columns: Vec<_> = names.iter().map(|name| format!("{name}: {name}")).collect();
    (!columns.is_empty()).then(|| format!("{{{}}}", columns.join(", ")))
}

/// The note as a sentence.
fn told(note: &Value) -> String {
    let parts = note["parts"].as_array().into_iter().flatten().map(|part| {
        let of = match part["of"].as_u64() {
            Some(of) => of.to_string(),
            None => "more".to_owned(),
        };
        let path = part["path"].as_str().filter(|path| !path.is_empty());
        format!(
            "{} of {of} {} of {}",
            part["shown"],
            part["unit"].as_str().unwrap_or_default(),
            path.unwrap_or("the list")
        )
    });
    let parts = parts.collect::<Vec<_>>().join(", ");
    let next = note["next"][0].as_str().unwrap_or_default();
    format!("warning: the output is cut to the budget: {parts}; for the rest: {next}")
}
