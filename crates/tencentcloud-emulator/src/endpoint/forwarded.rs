//! Requests that go on to the cloud, and what it responds.

use hyper::header::HeaderMap;
use serde_json::{Map, Value};

use super::passing::Passing;
use super::{Content, Endpoint, Outcome, Reply, outcome_of};
use crate::record::{Body, Forwarded, Onward};
use crate::request::Raw;
use crate::seen::{Seen, Source};

impl Endpoint {
    /// Returns the reply to a request for a host whose requests go on to the cloud: the recorded
    /// one, if it is known what is called and there is one.
    pub(super) async fn forwarded(&self, raw: &Raw, onward: Onward, mut seen: Seen) -> Reply {
        let target = self.read_unverified(raw, &mut seen);
        let known = target.zip(seen.parameters.as_ref());
        if let Some(replayed) = known.and_then(|(target, given)| self.replayed(&target, given)) {
            seen.source = Source::Replayed;
            return self.finish(raw, outcome_of(replayed), seen);
        }
        seen.source = Source::Forwarded;
        match self.forward.send(raw, &onward).await {
            Ok(response) => self.pass_on(raw, response, seen),
            Err(fault) => self.finish(raw, Err(fault), seen),
        }
    }

    /// Returns a response of the cloud as the reply: its status, headers and body as they are.
    fn pass_on(&self, raw: &Raw, response: Forwarded, mut seen: Seen) -> Reply {
        let Forwarded {
            status,
            headers,
            body,
        } = response;
        let json: Option<Value> = match &body {
            Body::Whole(bytes) => serde_json::from_slice(bytes).ok(),
            Body::Events(_) => None,
        };
        let members = json.as_ref().and_then(|json| json.get("Response"));
        let code = members.and_then(|members| members["Error"]["Code"].as_str());
        let code = code.map(str::to_owned);
        // A gateway's page has no code.
        let page = || (status >= 400).then(|| format!("HTTP {status}"));
        seen.code = code.or_else(page).map(Into::into);
        let mut reply = self.finish(raw, Ok(Outcome::Answer(Map::new())), seen);
        reply.status = status;
        let id = members.and_then(|members| members["RequestId"].as_str());
        if let Some(id) = id
            .or(header(&headers, "x-tc-requestid"))
            .filter(|id| is_plain(id))
        {
            id.clone_into(&mut reply.request_id);
        }
        reply.content = match body {
            Body::Whole(bytes) => Content::Json(bytes),
            Body::Events(body) => Content::Passing(Box::new(Passing::new(body))),
        };
        reply.passed = Some(Box::new(headers));
        reply
    }
}

fn header<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

/// Returns true if a request ID of the cloud can stand in a header.
fn is_plain(id: &str) -> bool {
    !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_graphic())
}
