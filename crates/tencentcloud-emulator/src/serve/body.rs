//! Bodies of requests, held within bounds.

use std::future::pending;
use std::pin::pin;

use bytes::{Bytes, BytesMut};
use http_body_util::BodyExt;
use hyper::body::{Body, Incoming};
use tokio::sync::OwnedSemaphorePermit;
use tokio::task::yield_now;
use tokio::time::timeout;

use super::limits::{Budget, Limits};
use crate::fault::Fault;
use crate::request::POST_LIMIT;

/// Bodies up to this size, in bytes, count towards the bound of connections alone.
const SMALL: usize = 64 << 10;
/// One byte more than is accepted, by which a body is known to be too large.
const LARGEST: usize = POST_LIMIT + 1;

/// A body that was read.
#[derive(Debug)]
pub(super) struct Taken {
    pub(super) bytes: Bytes,
    _held: Option<OwnedSemaphorePermit>,
}

/// Why there is no body.
#[derive(Debug)]
pub(super) enum Untaken {
    /// The request is refused whatever its body is; the body was read and dropped, since a client
    /// that still writes does not read a response.
    Refused(Fault),
    /// The body did not come in time, or its connection failed.
    Gone,
}

/// Creates the budget of large bodies.
pub(super) fn budget(limits: &Limits) -> Budget {
    Budget::new(limits.held, LARGEST)
}

/// Reads a body, and calls `held_back` if it did not come with its head. Before it holds a large one,
/// it asks `early` whether the head alone is refused, and waits until the budget allows to hold it.
pub(super) async fn take(
    body: Incoming,
    early: impl FnOnce() -> Option<Fault>,
    held_back: impl FnOnce(),
    (budget, limits): (&Budget, &Limits),
) -> Result<Taken, Untaken> {
    if body.is_end_stream() {
        return Ok(Taken {
            bytes: Bytes::new(),
            _held: None,
        });
    }
    let reading = async {
        let mut body = pin!(body);
        let told = body.size_hint().exact();
        let mut kept = BytesMut::new();
        if told.is_none_or(|told| told <= SMALL as u64)
            && let Some(bytes) = small(&mut body, &mut kept).await?
        {
            return Ok(Taken { bytes, _held: None });
        }
        if let Some(fault) = early() {
            drop(kept);
            drain(&mut body).await?;
            return Err(Untaken::Refused(fault));
        }
        let size = told.map_or(LARGEST, |told| {
            usize::try_from(told).unwrap_or(LARGEST).min(LARGEST)
        });
        let held = budget.hold(size).await;
        kept.reserve(size - kept.len().min(size));
        while let Some(data) = next(&mut body).await? {
            let room = LARGEST.saturating_sub(kept.len());
            kept.extend_from_slice(&data[..data.len().min(room)]);
        }
        Ok(Taken {
            bytes: kept.freeze(),
            _held: Some(held),
        })
    };
    let waiting = async {
        // What came with the head is there once the connection was asked for it.
        yield_now().await;
        yield_now().await;
        held_back();
        pending().await
    };
    let reading = async {
        tokio::select! {
            biased;
            taken = reading => taken,
            never = waiting => never,
        }
    };
    timeout(limits.patience, reading)
        .await
        .unwrap_or(Err(Untaken::Gone))
}

/// Reads a body that is small; of one that turns out to be large, it leaves the start in `kept`.
async fn small(
    body: &mut std::pin::Pin<&mut Incoming>,
    kept: &mut BytesMut,
) -> Result<Option<Bytes>, Untaken> {
    let Some(first) = next(body).await? else {
        return Ok(Some(Bytes::new()));
    };
    // What came in one piece is not copied.
    if body.is_end_stream() && first.len() <= SMALL {
        return Ok(Some(first));
    }
    kept.extend_from_slice(&first);
    while kept.len() <= SMALL {
        match next(body).await? {
            Some(data) => kept.extend_from_slice(&data),
            None => return Ok(Some(kept.split().freeze())),
        }
    }
    Ok(None)
}

async fn drain(body: &mut std::pin::Pin<&mut Incoming>) -> Result<(), Untaken> {
    while next(body).await?.is_some() {}
    Ok(())
}

/// Returns the next bytes of a body; `None` at its end.
async fn next(body: &mut std::pin::Pin<&mut Incoming>) -> Result<Option<Bytes>, Untaken> {
    while let Some(frame) = body.frame().await {
        if let Ok(data) = frame.map_err(|_| Untaken::Gone)?.into_data() {
            return Ok(Some(data));
        }
    }
    Ok(None)
}
