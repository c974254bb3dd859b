//! A response that is short enough: its rows, cut where they no longer fit, with the way to the rest.

use std::sync::Arc;

use serde_json::{Map, Value, json};
use tencentcloud_rows::Shape;

use crate::reply::{BUDGET, Reply, plain};
use crate::session::Session;

/// The most characters of one value within a row that is too long as a whole.
const VALUE: usize = 400;

/// Returns `value`, whole if it fits, else the rows of its list from the row `from` on, as many as fit; `id` is that
/// of the result if it is kept already.
pub(super) fn reply(
    session: &Session,
    value: Arc<Value>,
    shape: &Shape,
    id: Option<&str>,
    from: usize,
) -> Reply {
    let text = plain(&value);
    if from == 0 && text.chars().count() <= BUDGET {
        return Reply::text(text);
    }
    let id = match id {
        Some(id) => id.to_owned(),
        None => session.keep(Arc::clone(&value)),
    };
    let list = match &*value {
        Value::Array(items) => Some((String::new(), items)),
        other => shape.list(other),
    };
    let Some((path, items)) = list else {
        return Reply::data(&json!({
            "cut": shortened(&value),
            "whole": format!("result id={id} query=MEMBER.PATH returns what is cut"),
        }));
    };
    let mut rows = Vec::new();
    let mut length = 0;
    for item in items.iter().skip(from) {
        let mut row = item.clone();
        let mut size = plain(&row).chars().count();
        if size > BUDGET / 2 {
            row = shortened(item);
            size = plain(&row).chars().count();
        }
        if length + size > BUDGET && !rows.is_empty() {
            break;
        }
        length += size;
        rows.push(row);
    }
    let end = from + rows.len();
    let mut out = Map::new();
    if !path.is_empty() {
        out.insert("list".to_owned(), path.into());
    }
    out.insert("rows".to_owned(), rows.into());
    out.insert("from".to_owned(), from.into());
    out.insert("end".to_owned(), end.into());
    out.insert("of".to_owned(), items.len().into());
    if let Value::Object(members) = &*value {
        // What stands beside the list: counts, and whether the service has more.
        let beside = members
            .iter()
            .filter(|(_, value)| !tencentcloud_rows::is_nested(value));
        out.extend(beside.map(|(name, value)| (name.clone(), value.clone())));
    }
    if end < items.len() {
        let next =
            format!("result id={id} from={end}; or result id={id} query=JMESPATH over the whole");
        out.insert("next".to_owned(), next.into());
    }
    Reply::data(&Value::Object(out))
}

/// The members of an object, long ones shortened to what they begin with.
fn shortened(value: &Value) -> Value {
    let short = |value: &Value| {
        let text = match value {
            Value::String(text) => text.clone(),
            value => plain(value),
        };
        let count = text.chars().count();
        if count <= VALUE {
            return value.clone();
        }
        let start: String = text.chars().take(VALUE).collect();
        format!("{start}… ({count} characters)").into()
    };
    match value {
        Value::Object(members) => {
            let members = members.iter();
            members
                .map(|(name, value)| (name.clone(), short(value)))
                .collect()
        }
        value => short(value),
    }
}
