//! Responses that are streams of events.

use tencentcloud_runtime::{Error, RawCall};

use crate::error::Failure;
use crate::output::Output;

/// Prints the events of `call` as they come; a plain response is one of them.
pub(super) async fn print(
    call: RawCall<'_>,
    output: &Output,
    failure: impl Fn(Error) -> Failure,
) -> Result<(), Failure> {
    let mut events = call.events();
    let mut writer = output.events();
    let mut failed = None;
    while let Some(event) = events.next().await {
        match event {
            Ok(event) => writer.push(event)?,
            Err(error) => failed = Some(failure(error)),
        }
    }
    writer.finish()?;
    failed.map_or(Ok(()), Err)
}
