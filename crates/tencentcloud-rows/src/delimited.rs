//! CSV: a line of column names, then a line an item.

use std::io::{self, Write};

use serde_json::Value;

use crate::shape::{Shape, plain_text, rows_and_columns};

/// Writes the list of `value`, a response of that `shape`, to `out` as CSV: a line of column names, then
/// a line an item, with a column for each member that any item has.
///
/// # Errors
/// Those of `out`.
pub fn write_csv(out: &mut dyn Write, value: &Value, shape: &Shape) -> io::Result<()> {
    let rows = shape.rows(value);
    let (columns, rows) = rows_and_columns(&rows);
    let mut writer = csv::Writer::from_writer(out);
    let names = Some(columns).filter(|columns| !columns.is_empty());
    let names = names
        .into_iter()
        .map(|names| names.into_iter().map(str::to_owned).collect());
    let cells = |row: Vec<Option<&Value>>| -> Vec<String> {
        let text = |value: Option<&Value>| value.map_or_else(String::new, plain_text);
        row.into_iter().map(text).collect()
    };
    for record in names.chain(rows.into_iter().map(cells)) {
        writer.write_record(record).map_err(plain)?;
    }
    writer.flush()
}

/// The error of the output itself, so that one that nobody reads any more is known as such.
fn plain(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}
