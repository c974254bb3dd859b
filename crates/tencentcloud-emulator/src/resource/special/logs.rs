//! Sets of log topics, which count their topics.

use super::super::engine::{Desk, Family};
use super::super::store::Record;
use super::text;

/// The code of the service cls.
#[derive(Debug)]
pub(super) struct Logs;

impl Family for Logs {
    fn service(&self) -> &'static str {
        "cls"
    }

    fn shown(&self, desk: &Desk<'_>, kind: &str, record: &mut Record) {
        if kind != "Logset" {
            return;
        }
        let id = text(record, "LogsetId");
        let topics = desk.those("cls", "Topic", |topic| text(topic, "LogsetId") == id);
        let metrics = topics.iter().filter(|topic| text(topic, "BizType") == "1");
        let metrics = metrics.count();
        record.insert("MetricTopicCount".into(), metrics.into());
        record.insert("TopicCount".into(), (topics.len() - metrics).into());
    }
}
