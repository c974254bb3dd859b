//! Text with tabs between values, for `cut` and `while read`: the form that tccli and the AWS CLI
//! print. Members are sorted by name, nested ones follow on lines that begin with their own name.

use std::collections::BTreeSet;
use std::io::{self, Write};

use serde_json::{Map, Value};
use tencentcloud_rows::is_nested;

use super::screen::Screen;

/// Writes `value`.
pub(super) fn write(screen: &mut Screen, value: &Value) -> io::Result<()> {
    Writer { to: screen }.value(value, None, None)
}

/// Returns a value that is no object and no list as tccli prints it.
pub(super) fn scalar(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => "None".to_owned(),
        Value::Bool(true) => "True".to_owned(),
        Value::Bool(false) => "False".to_owned(),
        value => value.to_string(),
    }
}

struct Writer<'a, W> {
    to: &'a mut W,
}

impl<W: Write> Writer<'_, W> {
    /// Writes a value under its `name`; an object of a list has the `columns` of all its objects.
    fn value(
        &mut self,
        value: &Value,
        name: Option<&str>,
        columns: Option<&BTreeSet<&String>>,
    ) -> io::Result<()> {
        match value {
            Value::Object(members) => self.object(members, name, columns),
            Value::Array(items) => self.list(items, name),
            scalar => self.line(None, [self::scalar(scalar)]),
        }
    }

    fn list(&mut self, items: &[Value], name: Option<&str>) -> io::Result<()> {
        if items.iter().any(Value::is_object) {
            let columns = scalar_columns(items);
            let mut items = items.iter();
            return items.try_for_each(|item| self.value(item, name, Some(&columns)));
        }
        let (nested, scalars): (Vec<_>, Vec<_>) = items.iter().partition(|it| is_nested(it));
        match name {
            _ if scalars.is_empty() => {}
            Some(_) => scalars
                .iter()
                .try_for_each(|item| self.line(name, [scalar(item)]))?,
            None => self.line(None, scalars.iter().map(|item| scalar(item)))?,
        }
        let mut nested = nested.into_iter();
        nested.try_for_each(|item| self.value(item, name, None))
    }

    fn object(
        &mut self,
        members: &Map<String, Value>,
        name: Option<&str>,
        columns: Option<&BTreeSet<&String>>,
    ) -> io::Result<()> {
        let own: BTreeSet<&String>;
        let columns = match columns {
            Some(columns) => columns,
            None => {
                let scalars = members.iter().filter(|(_, value)| !is_nested(value));
                own = scalars.map(|(name, _)| name).collect();
                &own
            }
        };
        if !columns.is_empty() {
            let cells = columns.iter().map(|name| match members.get(*name) {
                Some(value) if is_nested(value) => value.to_string(),
                Some(value) => scalar(value),
                None => String::new(),
            });
            self.line(name, cells)?;
        }
        let mut rest: Vec<_> = members
            .iter()
            .filter(|(name, _)| !columns.contains(name))
            .collect();
        rest.sort_by_key(|(name, _)| *name);
        let mut rest = rest.into_iter();
        rest.try_for_each(|(name, value)| self.value(value, Some(name), None))
    }

    fn line(
        &mut self,
        name: Option<&str>,
        cells: impl IntoIterator<Item = String>,
    ) -> io::Result<()> {
        let name = name.map(str::to_uppercase);
        let cells: Vec<String> = name.into_iter().chain(cells).collect();
        writeln!(self.to, "{}", cells.join("\t"))
    }
}

/// The names of members that are no object and no list in one of the items at least.
fn scalar_columns(items: &[Value]) -> BTreeSet<&String> {
    let objects = items.iter().filter_map(Value::as_object);
    let members = objects.flatten();
    let scalars = members.filter(|(_, value)| !is_nested(value));
    scalars.map(|(name, _)| name).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn text(value: Value) -> String {
        let mut out = Vec::new();
        Writer { to: &mut out }.value(&value, None, None).unwrap();
        String::from_utf8(out).unwrap()
    }

    // What tccli 3.1.189.1 prints for the same values.
    #[test]
    fn values_are_where_tccli_prints_them() {
        assert_eq!(text(json!("ins-1")), "ins-1\n");
        assert_eq!(text(json!(null)), "None\n");
        assert_eq!(text(json!(["a", 1, true, null])), "a\t1\tTrue\tNone\n");
        assert_eq!(text(json!([["a", "b"], ["c"]])), "a\tb\nc\n");
        assert_eq!(
            text(
                json!({"Set": [{"Id": "i-1", "Ips": ["1.1.1.1", "2.2.2.2"], "Zone": {"Name": "z"}},
                {"Id": "i-2", "Name": "x"}], "TotalCount": 2, "RequestId": "r"})
            ),
            "r\t2\nSET\ti-1\t\nIPS\t1.1.1.1\nIPS\t2.2.2.2\nZONE\tz\nSET\ti-2\tx\n"
        );
    }
}
