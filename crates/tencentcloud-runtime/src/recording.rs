//! The form of records of calls, which `RECORDING.md` of `tencentcloud-emulator` documents.

use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::{Map, Value, json};

use crate::model::json as reader;
use crate::redact::Redaction;
use crate::signer::day;

/// The number of the form.
pub(crate) const FORMAT: u64 = 1;

/// The members of a record of a call of that service, version and action, which may be unknown, with
/// its parameters as JSON without secrets.
pub(crate) fn record([service, version, action]: [&str; 3], request: &[u8]) -> Map<String, Value> {
    let mut record = Map::new();
    record.insert("format".to_owned(), FORMAT.into());
    record.insert("action".to_owned(), action.into());
    record.insert("request".to_owned(), object(request));
    for (name, value) in [("service", service), ("version", version)] {
        if !value.is_empty() {
            record.insert(name.to_owned(), value.into());
        }
    }
    record
}

/// The JSON of an object; an empty one if it is none.
pub(crate) fn object(json: &[u8]) -> Value {
    let value: Option<Value> = serde_json::from_slice(json).ok();
    value.filter(Value::is_object).unwrap_or_else(|| json!({}))
}

/// What is in the `Response` of a whole body as JSON without secrets, of an error its known members
/// alone; `None` if it is no response.
pub(crate) fn response(body: &[u8], redaction: &Redaction) -> Option<Vec<u8>> {
    let members = reader::tree(body)?.get_mut("Response").map(Value::take)?;
    Some(
        match members.get("Error").filter(|error| !error.is_null()) {
            Some(error) => {
                let error = json!({ "Code": error["Code"], "Message": error["Message"] });
                let refusal = json!({ "Error": error, "RequestId": members["RequestId"] });
                refusal.to_string().into_bytes()
            }
            None => redaction.response(members.to_string().as_bytes()),
        },
    )
}

/// A time in RFC 3339 form, in UTC, to the millisecond.
pub(crate) fn moment(time: SystemTime) -> String {
    let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    let seconds = since.as_secs();
    let day = day(i64::try_from(seconds).unwrap_or_default());
    let (hour, minute, second) = (seconds / 3600 % 24, seconds / 60 % 60, seconds % 60);
    let milliseconds = since.subsec_millis();
    format!("{day}T{hour:02}:{minute:02}:{second:02}.{milliseconds:03}Z")
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_moment_is_read_as_it_is_written() {
        let at = |milliseconds| moment(UNIX_EPOCH + Duration::from_millis(milliseconds));
        assert_eq!(at(0), "1970-01-01T00:00:00.000Z");
        assert_eq!(at(1_582_934_399_078), "2020-02-28T23:59:59.078Z");
    }
}
