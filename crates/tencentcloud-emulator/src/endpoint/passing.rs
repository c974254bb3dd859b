//! A stream of events of the cloud on its way to the client.

use std::fmt;
use std::io;
use std::sync::Arc;
use std::time::Instant;

use bytes::Bytes;
use futures_util::StreamExt;
use futures_util::stream::BoxStream;

use super::Endpoint;
use crate::journal::{Body, Noted};

/// How many bytes of a stream are kept for the journal and the record.
const KEPT: usize = 64 << 20;

/// A stream that is passed on as it comes. Once it is over, or its client has gone, the call is noted.
pub(crate) struct Passing {
    body: BoxStream<'static, io::Result<Bytes>>,
    chunks: Vec<Bytes>,
    size: usize,
    end: Option<End>,
}

/// What is noted at the end.
struct End {
    endpoint: Arc<Endpoint>,
    noted: Noted,
    begun: Instant,
}

impl Passing {
    pub(super) fn new(body: BoxStream<'static, io::Result<Bytes>>) -> Self {
        Self {
            body,
            chunks: Vec::new(),
            size: 0,
            end: None,
        }
    }

    /// Notes the call when the stream is over.
    pub(super) fn note_at_end(&mut self, endpoint: Arc<Endpoint>, noted: Noted, begun: Instant) {
        self.end = Some(End {
            endpoint,
            noted,
            begun,
        });
    }

    /// Returns what came next; `None` at the end.
    ///
    /// # Errors
    /// The stream broke off.
    pub(crate) async fn next(&mut self) -> Option<io::Result<Bytes>> {
        let next = self.body.next().await?;
        if let Ok(data) = &next {
            self.size = self.size.saturating_add(data.len());
            if self.size <= KEPT {
                self.chunks.push(data.clone());
            }
        }
        Some(next)
    }
}

impl Drop for Passing {
    fn drop(&mut self) {
        if let Some(mut end) = self.end.take() {
            end.noted.took = end.begun.elapsed();
            end.noted.response = Body::Events(std::mem::take(&mut self.chunks));
            // The reply has gone: what cannot be recorded is counted.
            let _ = end.endpoint.keep(end.noted);
        }
    }
}

impl fmt::Debug for Passing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Passing")
            .field("size", &self.size)
            .finish_non_exhaustive()
    }
}
