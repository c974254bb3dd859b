//! The list of a response as a table that is sorted.

use std::cmp::Ordering;

use maud::{Markup, html};
use serde_json::Value;
use tencentcloud_rows::{Cell, columns};

use super::subject::Subject;
use crate::page::Reader;

/// The most rows that are shown.
const ROWS: usize = 500;

/// By which column a table is sorted.
#[derive(Debug, Default)]
pub(super) struct Order<'a> {
    title: &'a str,
    falls: bool,
}

impl<'a> Order<'a> {
    /// Reads a title after `+` or `-`.
    pub(super) fn read(text: &'a str) -> Self {
        match (text.strip_prefix('+'), text.strip_prefix('-')) {
            (Some(title), _) => Self {
                title,
                falls: false,
            },
            (_, Some(title)) => Self { title, falls: true },
            _ => Self::default(),
        }
    }
}

/// Returns the list of `value` as a table in `order`.
pub(super) fn table(
    reader: &Reader,
    subject: &Subject,
    value: &Value,
    order: &Order<'_>,
) -> Markup {
    let rows = subject.shape.rows(value);
    let mut columns = columns(&rows, &subject.shape);
    // What no row has is no column.
    columns.retain(|column| column.cells.iter().any(|cell| !cell.text.is_empty()));
    let mut numbers: Vec<usize> = (0..rows.len()).collect();
    if let Some(by) = columns.iter().find(|column| column.title == order.title) {
        let compare = |a: &usize, b: &usize| compare(&by.cells[*a], &by.cells[*b]);
        match order.falls {
            true => numbers.sort_by(|a, b| compare(b, a)),
            false => numbers.sort_by(compare),
        }
    }
    let hidden = rows.len().saturating_sub(ROWS);
    html! {
        div class="wide" tabindex="0" {
            table class="table" {
                thead { tr {
                    @for column in &columns {
                        @let is_by = column.title == order.title;
                        @let next = if is_by && !order.falls { '-' } else { '+' };
                        th scope="col" aria-sort=[is_by.then_some(if order.falls { "descending" } else { "ascending" })] {
                            button name="sort" value={ (next) (column.title) } formaction="/response" {
                                (column.title)
                                @if is_by { span aria-hidden="true" { (if order.falls { " ↓" } else { " ↑" }) } }
                            }
                        }
                    }
                } }
                tbody {
                    @for number in numbers.iter().take(ROWS) {
                        tr { @for column in &columns {
                            @let cell = &column.cells[*number];
                            td class=[cell.number.then_some("number")] { span title=(cell.text) { (cell.text) } }
                        } }
                    }
                }
            }
        }
        p class="hint" {
            (rows.len()) " " (reader.t(if rows.len() == 1 { "row" } else { "rows" }, "行"))
            @if hidden > 0 { " · " (reader.t("the first 500 are shown; the files have all", "仅显示前 500 行，文件包含全部")) }
        }
    }
}

/// Numbers by their value, texts by their letters without case, and what is empty last.
fn compare(one: &Cell, other: &Cell) -> Ordering {
    let number = |cell: &Cell| cell.text.parse::<f64>().ok().filter(|_| cell.number);
    match (number(one), number(other)) {
        (Some(one), Some(other)) => one.total_cmp(&other),
        _ => (one.text.is_empty(), one.text.to_lowercase())
            .cmp(&(other.text.is_empty(), other.text.to_lowercase())),
    }
}
