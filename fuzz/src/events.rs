//! Streams of events.

use std::future::ready;

use tencentcloud_runtime::transport::{Body, Sending, Transport};
use tencentcloud_runtime::{Api, Bytes, Client, Config, Credential, Model, Retries};

use crate::decoder::block_on;

#[derive(Model)]
#[model(request, api = Api::new("bakery", "2020-01-01"), action = "Smell", response = Smell, streaming)]
struct SmellRequest {}

#[derive(Model)]
#[model(response)]
struct Smell {
    text: Option<String>,
    number: Option<i64>,
    inner: Option<Box<Smell>>,
    request_id: String,
}

/// Responds with these bytes in pieces of that size.
#[derive(Debug)]
struct Pieces(Bytes, usize);

impl Transport for Pieces {
    fn send(&self, _: http::Request<Bytes>) -> Sending<'_> {
        let pieces = self.0.chunks(self.1).map(Bytes::copy_from_slice).map(Ok);
        let pieces: Vec<_> = pieces.collect();
        let body = Body::stream(futures_util::stream::iter(pieces));
        let mut response = http::Response::new(body);
        let kind = http::HeaderValue::from_static("text/event-stream");
        response
            .headers_mut()
            .insert(http::header::CONTENT_TYPE, kind);
        Box::pin(ready(Ok(response)))
    }
}

/// A stream is the same events, and the same error if it ends with one, in whatever pieces it comes.
/// The first byte says how large the pieces are.
pub fn events(data: &[u8]) {
    let Some((size, data)) = data.split_first() else {
        return;
    };
    let data = Bytes::copy_from_slice(data);
    let whole = read(Pieces(data.clone(), usize::MAX));
    let pieces = read(Pieces(data, usize::from(*size).max(1)));
    assert_eq!(whole, pieces);
}

fn read(transport: Pieces) -> Vec<String> {
    let config = Config::new(Credential::new("AKIDfuzz", "key")).transport(transport);
    let client = Client::new(&config.retries(Retries::none()));
    block_on(async {
        let mut events = client.call(SmellRequest::new()).events();
        let mut found = Vec::new();
        while let Some(event) = events.next().await {
            found.push(format!("{event:?}"));
        }
        found
    })
}
