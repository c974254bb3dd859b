//! How do I know that my code survives each failure? A test runs once for each call that it makes and
//! each way in which it may fail; what was done twice is reported.
//!
//! ```text
//! cargo test --test test_every_failure
//! ```

use tencentcloud_apigateway::runtime::{Error, Mock, Result, Schedules, With};
use tencentcloud_apigateway::{
    Client, CreateUpstreamRequest, CreateUpstreamResponse, DescribeUpstreamsRequest,
};

fn create(name: &str) -> CreateUpstreamRequest {
    CreateUpstreamRequest::new()
        .scheme("HTTP")
        .algorithm("ROUND-ROBIN")
        .uniq_vpc_id("vpc-123456")
        .upstream_name(name)
}

/// Creates an upstream unless one of that name is there, and leaves retries to the SDK.
async fn ensure(client: &Client, name: &str) -> Result<()> {
    let request = DescribeUpstreamsRequest::new().limit(100).offset(0);
    let all = client.describe_upstreams(request).items().all().await?;
    if all.iter().all(|upstream| upstream.upstream_name != name) {
        client.create_upstream(create(name)).await?;
    }
    Ok(())
}

/// Tries again by itself: an upstream may be there twice.
async fn insist(client: &Client, name: &str) -> Result<()> {
    loop {
        match client.create_upstream(create(name)).await {
            Err(error) if error.is_retryable() => continue,
            other => return other.map(drop),
        }
    }
}

fn service(mock: &Mock) -> Client {
    mock.replay::<DescribeUpstreamsRequest>(
        r#"{"Response": {"Result": {"TotalCount": 0, "UpstreamSet": []}, "RequestId": "1"}}"#,
    );
    mock.on::<CreateUpstreamRequest>(|_| {
        Ok(CreateUpstreamResponse::default().with(|r| r.upstream_id = Some("upstream-1".into())))
    });
    Client::new(&mock.config())
}

/// An error that names the call is a good end: the program can report it.
fn reported(came: Result<()>) -> Result<(), String> {
    match came {
        Err(error) if error.action().is_empty() => Err(error.to_string()),
        _ => Ok(()),
    }
}

#[tokio::test]
async fn code_that_leaves_retries_to_the_sdk_is_safe() {
    let report = Schedules::new()
        .run(async |mock| reported(ensure(&service(&mock), "web").await))
        .await;
    report.assert_ok();
}

#[tokio::test]
async fn code_that_repeats_a_write_by_itself_is_found() {
    let report = Schedules::new()
        .run(async |mock| reported(insist(&service(&mock), "web").await))
        .await;
    assert_eq!(report.repeated[0].action, "CreateUpstream");
    println!("{report}");
}

#[test]
fn an_error_of_no_call_is_none_to_report() {
    assert!(reported(Err(Error::network("broken"))).is_err());
}
