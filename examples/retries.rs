//! What is sent again when a call fails? A service that fails twice, a reading and a writing action:
//! only what cannot do harm is repeated.
//!
//! ```text
//! cargo run --example retries
//! ```

use std::error::Error;
use std::sync::atomic::{AtomicU32, Ordering};

use tencentcloud_apigateway::runtime::{Error as ApiError, Mock, Retries, With};
use tencentcloud_apigateway::{
    Client, DeleteUpstreamRequest, DeleteUpstreamResponse, DescribeUpstreamsRequest,
    DescribeUpstreamsResponse,
};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    // A mock instead of a network: its configuration retries as any other, without waiting.
    let mock = Mock::new();
    let failures = AtomicU32::new(2);
    mock.on::<DescribeUpstreamsRequest>(move |_| {
        if failures.load(Ordering::Relaxed) == 0 {
            return Ok(DescribeUpstreamsResponse::default().with(|r| r.request_id = "1".into()));
        }
        failures.fetch_sub(1, Ordering::Relaxed);
        Err(ApiError::service("InternalError", "try again"))
    });
    mock.on::<DeleteUpstreamRequest>(|_| Err(ApiError::service("InternalError", "try again")));
    let client = Client::new(&mock.config());

    let request = DescribeUpstreamsRequest::new().limit(1).offset(0);
    let answer = client.describe_upstreams(request).answer().await?;
    println!("read after {} attempts", answer.attempts);

    let request = DeleteUpstreamRequest::new().upstream_id("upstream-1");
    let error = delete(&client, request).await.unwrap_err();
    println!("not deleted after {} attempt: {error}", error.attempts());

    let request = DescribeUpstreamsRequest::new().limit(1).offset(0);
    let once = client.describe_upstreams(request).retries(Retries::none());
    println!(
        "read without retries: {} attempt",
        once.answer().await?.attempts
    );
    Ok(())
}

/// The deletion may have happened although the service failed: the SDK leaves it to the program.
async fn delete(
    client: &Client,
    request: DeleteUpstreamRequest,
) -> Result<DeleteUpstreamResponse, ApiError> {
    client.delete_upstream(request).await
}
