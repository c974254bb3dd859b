//! The tables of object types.

use tencentcloud_schema::Object;

use super::Reader;
use crate::page::form::{Line, Table, is_name};
use crate::page::words::{self, Column, INTRODUCTION, Language};

/// A line that could be a type's name.
pub(super) struct Candidate {
    line: usize,
    name: String,
    heading: bool,
}

impl Candidate {
    pub(super) fn new(line: &Line) -> Self {
        Self {
            line: line.number,
            name: line.title().to_owned(),
            heading: line.heading,
        }
    }
}

impl Reader {
    /// True for a line that holds a name alone, before the line that says who uses the type.
    pub(super) fn may_name_type(&self, line: &Line) -> bool {
        self.used_by.is_none() && is_name(line.title())
    }

    /// Reports a type whose table never came.
    pub(super) fn abandon_type(&mut self) {
        if let Some(line) = self.used_by.take() {
            let expected = words::header(None, self.language);
            self.fault(
                line,
                format_args!(
                    "no table of the type's members follows; expected the header {expected}"
                ),
            );
        }
    }

    pub(super) fn object(&mut self, table: &Table) {
        if self.sections.is_empty() {
            self.language = table.language;
        }
        if !self.fits(table, &[Column::Type, Column::Description]) {
            return;
        }
        let rows: Vec<_> = table.rows.iter().collect();
        let members = self.members(table, &rows, Column::Member);
        let Some((line, name)) = self.object_name(table) else {
            return;
        };
        let object = Object { doc: None, members };
        if let Some((first, _)) = self.page.types.insert(name.clone(), (line, object)) {
            self.fault(
                line,
                format_args!("type {name} is defined twice; the first is on line {first}"),
            );
        }
    }

    /// The name of the type whose table this is: the one line before it that could be one.
    fn object_name(&mut self, table: &Table) -> Option<(usize, String)> {
        let Some(used_by) = self.used_by else {
            let words = match self.language {
                Language::Chinese => "被如下接口引用",
                Language::English => "Used by actions:",
            };
            self.fault(
                table.line,
                format_args!("no line {words} comes before this table of a type's members; expected the type's name, then that line, then the table"),
            );
            return None;
        };
        // A menu above the first type may hold many names.
        let near = |c: &&Candidate| c.line + INTRODUCTION >= used_by;
        let names: Vec<_> = match self.candidates.iter().rfind(|c| c.heading) {
            Some(heading) => vec![heading],
            None => self.candidates.iter().filter(near).collect(),
        };
        match names.as_slice() {
            [one] => Some((one.line, one.name.clone())),
            [] => {
                self.fault(
                    table.line,
                    "this table's type has no name; expected a line with the name alone before it",
                );
                None
            }
            several => {
                let names: Vec<_> = several
                    .iter()
                    .map(|c| format!("{} on line {}", c.name, c.line))
                    .collect();
                let names = names.join(" or ");
                self.fault(
                    table.line,
                    format_args!("the table's type may be {names}; make the heading of the type a Markdown heading (## Name)"),
                );
                None
            }
        }
    }
}
