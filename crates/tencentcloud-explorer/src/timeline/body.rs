//! What a call has of its own, as text.

use serde_json::{Map, Value};
use tencentcloud_emulator::Record;

/// The parameters, the response and what else a record has, as JSON, one behind the other: a tenth of
/// what their trees would take.
#[derive(Clone, Debug)]
pub(super) struct Body {
    text: Box<str>,
    /// Where the parameters, the response and the request ID end.
    ends: [u32; 3],
}

impl Body {
    /// Takes what a head does not have out of `record`.
    pub(super) fn take(mut record: Record) -> Self {
        let json = |value: &Value| value.to_string();
        let request = json(&Value::Object(std::mem::take(&mut record.request)));
        let response = match (record.events.take(), record.response.take()) {
            (Some(events), _) => json(&Value::Array(events)),
            (None, Some(members)) => json(&Value::Object(members)),
            (None, None) => String::new(),
        };
        let id = record.request_id.take().unwrap_or_default();
        // Most records have no more.
        let rest = match record == Record::default() {
            true => String::new(),
            false => record.to_line(),
        };
        let mut text =
            String::with_capacity(request.len() + response.len() + id.len() + rest.len());
        let mut add = |part: &str| {
            text += part;
            u32::try_from(text.len()).unwrap_or(u32::MAX)
        };
        let ends = [add(&request), add(&response), add(&id)];
        add(&rest);
        Self {
            text: text.into_boxed_str(),
            ends,
        }
    }

    /// Returns the record without what its head has.
    pub(super) fn record(&self) -> Record {
        let mut record: Record = serde_json::from_str(self.rest()).unwrap_or_default();
        record.request = self.request();
        match serde_json::from_str(self.response_text()) {
            Ok(Value::Object(members)) => record.response = Some(members),
            Ok(Value::Array(events)) => record.events = Some(events),
            _ => {}
        }
        let id = self.request_id();
        record.request_id = Some(id.to_owned()).filter(|id| !id.is_empty());
        record
    }

    /// Returns the parameters.
    pub(super) fn request(&self) -> Map<String, Value> {
        serde_json::from_str(self.request_text()).unwrap_or_default()
    }

    /// Returns the parameters as JSON.
    pub(super) fn request_text(&self) -> &str {
        self.part(0, self.ends[0])
    }

    /// Returns the response as JSON: an object, a list of events, or nothing.
    pub(super) fn response_text(&self) -> &str {
        self.part(self.ends[0], self.ends[1])
    }

    /// Returns the request ID; empty if there is none.
    pub(super) fn request_id(&self) -> &str {
        self.part(self.ends[1], self.ends[2])
    }

    /// Returns all that is searched for a text.
    pub(super) fn text(&self) -> &str {
        self.part(0, self.ends[2])
    }

    pub(super) fn len(&self) -> usize {
        self.text.len()
    }

    fn rest(&self) -> &str {
        self.text.get(self.ends[2] as usize..).unwrap_or_default()
    }

    fn part(&self, from: u32, to: u32) -> &str {
        let range = from as usize..to as usize;
        self.text.get(range).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::super::entry::{Entry, Source};
    use super::*;

    #[test]
    fn a_record_comes_back_as_it_was() {
        let lines = [
            r#"{"format":1,"action":"A","request":{}}"#,
            r#"{"format":1,"time":"2026-01-02T15:04:05.678Z","ms":0.2,"service":"cvm","version":"2017-03-12","action":"RunInstances","region":"ap-guangzhou","account":"1","client":"c","request_id":"7e1c","source":"stateful","code":"LimitExceeded","fault":"error","denied":"why","borne":["a"],"warnings":[{"parameter":"P","message":"m"}],"request":{"名":"值\n\"","N":[1,{"a":null}]},"response":{"Error":{"Code":"LimitExceeded","Message":"m"}}}"#,
            r#"{"format":1,"time":"2026-01-02T15:04:05+08:00","action":"A","request":{},"events":[{"a":1}]}"#,
            r#"{"format":1,"time":"yesterday","action":"A","request":{"a":1.0}}"#,
        ];
        for line in lines {
            let record = Record::read_lines(line).unwrap().remove(0);
            let entry = Entry::new(1, Source::of(&record), record.clone(), Into::into);
            assert_eq!(entry.record(), record, "{line}");
            assert_eq!(entry.record().to_line(), line);
            assert_eq!(entry.request_id(), record.request_id.as_deref());
        }
    }
}
