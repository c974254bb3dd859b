//! The response of a recorded call.

use serde_json::Value;
use tencentcloud_emulator::Record;
use tencentcloud_rows::Shape;

use super::subject::Subject;
use crate::call::Call;

/// Returns the response of the call of `record`, or its events; `None` if none was kept.
pub(super) fn recorded(record: &Record) -> Option<Subject> {
    let events = record.events.clone().map(Value::Array);
    let shown = events.or_else(|| record.response.clone().map(Value::Object))?;
    let call = Call::recorded(record);
    let known = call.known();
    let shape = known.map(|known| Shape::of(known.action()));
    Some(Subject {
        action: call.action,
        shown,
        whole: None,
        shape: shape.unwrap_or_default(),
        gathered: false,
    })
}
