//! A transport that does one thing after the other, in no time.

use std::future::{pending, ready};
use std::sync::{Arc, Mutex};

use futures_util::{StreamExt as _, stream};
use tencentcloud_runtime::transport::{Body, Sending, Transport};
use tencentcloud_runtime::{Bytes, Error};

/// What comes of one request.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Act {
    Good,
    Code(&'static str),
    /// A code, and when to come back.
    Later(&'static str, &'static str),
    Page(u16),
    /// One event, and no end.
    Events,
    Silence,
    Unsent,
    Broken,
}

/// Does one act for each request, the last one for ever, and counts.
#[derive(Clone, Debug)]
pub(crate) struct Script(Arc<Mutex<(Vec<Act>, usize)>>);

impl Script {
    pub(crate) fn new(acts: &[Act]) -> Self {
        Self(Arc::new(Mutex::new((acts.to_vec(), 0))))
    }

    pub(crate) fn count(&self) -> usize {
        self.0.lock().unwrap().1
    }
}

impl Transport for Script {
    fn send(&self, _: http::Request<Bytes>) -> Sending<'_> {
        let mut state = self.0.lock().unwrap();
        let act = state.0[state.1.min(state.0.len() - 1)];
        state.1 += 1;
        play(act)
    }
}

/// What comes of a request.
pub(crate) fn play(act: Act) -> Sending<'static> {
    let error = |code: &str| {
        format!(r#"{{"Response":{{"Error":{{"Code":"{code}","Message":"m"}},"RequestId":"r"}}}}"#)
    };
    let mut response = http::Response::builder();
    let body = match act {
        Act::Silence => return Box::pin(pending()),
        Act::Unsent => return Box::pin(ready(Err(Error::network("refused").unsent()))),
        Act::Broken => return Box::pin(ready(Err(Error::network("reset")))),
        Act::Good => format!(r#"{{"Response":{{{},"RequestId":"r"}}}}"#, crate::GOOD),
        Act::Code(code) => error(code),
        Act::Later(code, when) => {
            response = response.header("retry-after", when);
            error(code)
        }
        Act::Events => {
            let event = Bytes::from(format!("data: {{{}}}\n\n", crate::GOOD));
            let events = stream::once(ready(Ok(event))).chain(stream::pending());
            let response = response.header("content-type", "text/event-stream");
            return Box::pin(ready(Ok(response.body(Body::stream(events)).unwrap())));
        }
        Act::Page(status) => {
            response = response.status(status);
            "<html></html>".to_owned()
        }
    };
    Box::pin(ready(Ok(response.body(Body::from(body)).unwrap())))
}
