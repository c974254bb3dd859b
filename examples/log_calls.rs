//! What does my program send, and how long does it take? Calls and attempts are reported through
//! `tracing`; whatever subscriber the program has prints them or sends them on.
//!
//! ```text
//! cargo run --example log_calls
//! ```

mod local;

use std::error::Error;

use tencentcloud_apigateway::{Client, DeleteUpstreamRequest, DescribeUpstreamsRequest};
use tencentcloud_runtime::{AttemptInfo, AttemptOutcome, Intercept};
use tracing_subscriber::fmt::format::FmtSpan;

/// Code of the program's own around each attempt.
#[derive(Debug)]
struct Print;

impl Intercept for Print {
    fn after_response(&self, attempt: &AttemptInfo<'_>, outcome: &AttemptOutcome<'_>) {
        let status = outcome.status.unwrap_or_default();
        println!("{}, attempt {}: {status}", attempt.action, attempt.attempt);
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    // A span at its end has its duration.
    tracing_subscriber::fmt()
        .with_span_events(FmtSpan::CLOSE)
        .with_writer(std::io::stdout)
        .with_ansi(false)
        .init();
    let (_emulator, config) = local::start().await?;
    let client = Client::new(&config.intercept(Print));
    let request = DescribeUpstreamsRequest::new().limit(10).offset(0);
    client.describe_upstreams(request).await?;
    // A call that fails is a warning, with its duration and outcome.
    let request = DeleteUpstreamRequest::new().upstream_id("upstream-gone");
    let _ = client.delete_upstream(request).await;
    Ok(())
}
