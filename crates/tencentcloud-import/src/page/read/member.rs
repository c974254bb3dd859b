//! The rows of members: a name, a type, a description.

use std::collections::BTreeMap;

use tencentcloud_schema::{Kind, Member};

use super::Reader;
use crate::page::form::{Fault, Row, Table, is_name};
use crate::page::words::{self, Column, Language};
use crate::{prose, sensitive};

/// A longer description, in bytes, is a document of its own, and no facts are taken from it.
const LONGEST: usize = 16_384;

impl Reader {
    pub(super) fn members(&mut self, table: &Table, rows: &[&Row], key: Column) -> Vec<Member> {
        let mut lines = BTreeMap::new();
        let mut members = Vec::new();
        for row in rows {
            let Some(member) = self.member(table, row, key) else {
                continue;
            };
            let name = &member.name;
            if let Some(first) = lines.insert(name.clone(), row.line) {
                self.fault(
                    row.line,
                    format_args!("{name} is listed twice; the first is on line {first}"),
                );
                continue;
            }
            members.push(member);
        }
        members
    }

    /// Reads a row, or reports all that is wrong with it.
    fn member(&mut self, table: &Table, row: &Row, key: Column) -> Option<Member> {
        let written = table.cell(row, key);
        let (name, numbered) = match written.strip_suffix(".N") {
            Some(name) => (name, true),
            None => (written, false),
        };
        let named = is_name(name);
        if !named {
            self.fault(
                row.line,
                format_args!("{written:?} is not a parameter's name; expected letters, digits and underscores, with .N after a list's"),
            );
        }
        let cell = table.cell(row, Column::Type);
        let kind = kind(cell)
            .map_err(|message| self.fault(row.line, format_args!("{name}: {message}")))
            .ok();
        let required = match table.columns.contains(&Column::Required) {
            true => self.required(table, row),
            false => Some(false),
        };
        let (kind, list) = kind?;
        if let Some(object) = kind.object() {
            self.page.named.entry(object.to_owned()).or_insert(row.line);
        }
        if numbered && !list {
            self.fault(
                row.line,
                format_args!(
                    "{written} is numbered and its type is no list; expected Array of {cell}"
                ),
            );
        }
        let mut member = Member::new(name, kind);
        member.list = list;
        member.required = required.filter(|_| named)?;
        if let Some(warning) = describe(&mut member, table.cell(row, Column::Description)) {
            self.page
                .warnings
                .push(Fault::new(row.line, format_args!("{name}: {warning}")));
        }
        Some(member)
    }

    /// The row's word for yes or no.
    pub(super) fn required(&mut self, table: &Table, row: &Row) -> Option<bool> {
        let cell = table.cell(row, Column::Required);
        let required = words::yes_or_no(cell);
        if required.is_none() {
            let column = Column::Required.name(self.language);
            let expected = match self.language {
                Language::Chinese => "是 or 否",
                Language::English => "Yes or No",
            };
            self.fault(
                row.line,
                format_args!("{cell:?} under {column}; expected {expected}"),
            );
        }
        required
    }
}

/// The kind that a type's cell names, and whether it is a list of it.
fn kind(written: &str) -> Result<(Kind, bool), String> {
    let words: Vec<_> = written.split_whitespace().take(8).collect();
    let (list, item) = match words.as_slice() {
        ["Array" | "array", "of", item @ ..] => (true, item),
        item => (false, item),
    };
    let kind = match item {
        ["String" | "string"] => Kind::String,
        ["Integer" | "integer"] => Kind::Integer,
        ["Float" | "float"] => Kind::Float,
        ["Boolean" | "boolean" | "Bool"] => Kind::Bool,
        ["Binary" | "binary"] => Kind::Binary,
        ["Date"] => Kind::Date,
        ["Timestamp"] => Kind::DateTime,
        ["Timestamp", "ISO8601"] => Kind::DateTimeIso,
        [name] if is_name(name) && Kind::from_name(name).object().is_some() => {
            Kind::Object((*name).to_owned())
        }
        _ => {
            return Err(format!(
                "{written:?} is not a type; expected String, Integer, Float, Boolean, Binary, Date, \
                 Timestamp, Timestamp ISO8601, an object's name, or Array of one of these"
            ));
        }
    };
    Ok((kind, list))
}

/// Puts what a description says into the member: the remarks that every page words alike here,
/// the rest by the rules that all sources share. Returns what cannot be taken.
fn describe(member: &mut Member, text: &str) -> Option<String> {
    member.nullable = words::NULL.is_match(text);
    if text.len() > LONGEST {
        member.sensitive = sensitive::is_sensitive(member);
        let length = text.len();
        return Some(format!(
            "the description has {length} bytes, and values, limits and examples are read from at most {LONGEST}; shorten it if it holds some"
        ));
    }
    let text = words::NULL.replace_all(text, " ");
    let (documented, example) = match words::EXAMPLE.find_iter(&text).last() {
        Some(remark) => (&text[..remark.start()], Some(&text[remark.end()..])),
        None => (&*text, None),
    };
    prose::document(member, documented.trim());
    member.sensitive = sensitive::is_sensitive(member);
    let example = example?.trim();
    member.example = prose::example(member, example);
    let contradicts = member.example.is_none() && prose::contradicts(member, example);
    contradicts.then(|| {
        let kind = words::kind(&member.kind, member.list);
        format!(
            "the example {example:?} is no {kind}, and is left out; correct the example or the type"
        )
    })
}
