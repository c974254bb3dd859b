//! The line of an attempt in the file of [`Config::inspect`](crate::Config::inspect).

use super::super::Response;
use super::super::attempt::Failed;
use crate::answer::header_id;
use crate::config::Config;
use crate::inspect::{Line, passing};
use crate::recording;
use crate::request::{Draft, request_client};
use crate::transport::Body;

/// Begins the line of attempt `number`, if attempts are recorded.
pub(in super::super) fn begin(config: &Config, draft: &Draft, number: u32) -> Option<Line> {
    let options = &draft.options;
    let inspector = options.observe.inspector()?;
    let api = &draft.action.api;
    let names = [&api.service, &api.version, &draft.action.name].map(|name| name.as_str());
    let shown = draft.shown.as_deref().unwrap_or_default();
    let record = recording::record(names, shown);
    let mut line = Line::begin(inspector, record, draft.redaction.clone());
    line.set("time", recording::moment(config.here()));
    line.set("client", &*request_client(options));
    line.set("attempt", number);
    if let Some(region) = &options.region {
        line.set("region", region.as_str());
    }
    Some(line)
}

/// Ends the line as the attempt ended; of a stream of events, once the stream does.
pub(in super::super) fn end(mut line: Line, outcome: &mut Result<Response, Failed>) {
    match outcome {
        Ok(Response::Whole(raw, id)) => {
            line.request_id(Some(id));
            line.response(&raw.body);
            line.end(None);
        }
        Ok(Response::Events(opened)) => {
            line.request_id(Some(header_id(&opened.headers)));
            let body = std::mem::replace(&mut opened.body, Body::from(""));
            opened.body = passing(body, line);
        }
        Err(failed) if failed.last => line.forget(),
        Err(failed) => {
            line.request_id(failed.error.request_id());
            if let Some(raw) = &failed.raw {
                line.response(&raw.body);
            }
            line.end(Some(failed.error.word()));
        }
    }
}
