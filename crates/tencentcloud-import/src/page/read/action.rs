//! The tables of an action's page: parameters, response, error codes.

use tencentcloud_schema::Region;

use super::{Reader, Row};
use crate::page::form::{self, Table, is_name};
use crate::page::words::{self, Column, Language};

impl Reader {
    pub(super) fn input(&mut self, table: &Table) {
        let needed = [Column::Required, Column::Type, Column::Description];
        if !self.fits(table, &needed) {
            return;
        }
        let mut members = Vec::new();
        for row in &table.rows {
            if words::COMMON.is_match(table.cell(row, Column::Description)) {
                self.common(table, row);
            } else {
                members.push(row);
            }
        }
        self.action.request = self.members(table, &members, Column::Parameter);
    }

    /// Reads the row of a common parameter, which describes the action itself.
    fn common(&mut self, table: &Table, row: &form::Row) {
        let text = table.cell(row, Column::Description);
        let line = row.line;
        let value = words::VALUE.captures(text).map(|found| {
            found[1]
                .trim_end_matches(['.', ' ', '`'])
                .trim_start_matches(['`', ' '])
                .to_owned()
        });
        let expected = match self.language {
            Language::Chinese => "本接口取值:",
            Language::English => "The value used for this API: ",
        };
        match table.cell(row, Column::Parameter) {
            "Action" => {
                let value = value.unwrap_or_default();
                let named = is_name(&value);
                if !named {
                    self.fault(
                        line,
                        format_args!("{value:?} is not an action's name; expected one word of letters and digits, as in {expected}CreateUpstream"),
                    );
                }
                let value = named.then_some(value);
                self.action_row = Some(Row { line, value });
            }
            "Version" => {
                let value = value.unwrap_or_default();
                let dated = is_version(&value);
                if dated {
                    self.page.version = Some(value);
                } else {
                    self.fault(
                        line,
                        format_args!("{value:?} is not an API version; expected a date, as in {expected}2018-08-08"),
                    );
                }
                self.version_row = Some(Row { line, value: None });
            }
            "Region" => {
                self.action.region = self.required(table, row).map(|required| match required {
                    _ if words::UNTAKEN.is_match(text) => Region::None,
                    true => Region::Required,
                    false => Region::Optional,
                });
            }
            _ => {}
        }
    }

    pub(super) fn output(&mut self, table: &Table) {
        if !self.fits(table, &[Column::Type, Column::Description]) {
            return;
        }
        let rows: Vec<_> = table
            .rows
            .iter()
            .filter(|row| table.cell(row, Column::Parameter) != "RequestId")
            .collect();
        self.action.response = self.members(table, &rows, Column::Parameter);
        for member in &mut self.action.response {
            // Nobody leaves a member of a response out.
            member.default = None;
        }
    }

    pub(super) fn errors(&mut self, table: &Table) {
        if !self.fits(table, &[Column::Description]) {
            return;
        }
        for row in &table.rows {
            let code = table.cell(row, Column::Code);
            if !code.split('.').all(is_code_part) {
                self.fault(
                    row.line,
                    format_args!("{code:?} is not an error code; expected words joined by dots, e.g. InvalidParameter.FormatError"),
                );
            } else if !self.action.errors.insert(code.to_owned()) {
                self.fault(
                    row.line,
                    format_args!("error code {code} is listed twice; remove one of the rows"),
                );
            }
        }
    }
}

/// True for a part of an error code between its dots.
fn is_code_part(part: &str) -> bool {
    let code = |c: char| c.is_ascii_alphanumeric() || "_-".contains(c);
    !part.is_empty() && part.chars().all(code)
}

/// True for a date such as 2018-08-08.
fn is_version(text: &str) -> bool {
    text.len() == 10
        && text.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        })
}
