//! How do I test my code without a network? The function is the code; the tests give it a client
//! whose responses they make up.
//!
//! ```text
//! cargo test --test test_with_a_mock
//! ```

use tencentcloud_apigateway::runtime::{Error, Mock, Result};
use tencentcloud_apigateway::{Client, DescribeUpstreamsRequest};

/// Returns the names of the upstreams that have no node.
async fn idle(client: &Client) -> Result<Vec<String>> {
    let request = DescribeUpstreamsRequest::new().limit(100).offset(0);
    let mut upstreams = client.describe_upstreams(request).items();
    let mut names = Vec::new();
    while let Some(upstream) = upstreams.next().await.transpose()? {
        if upstream.nodes.is_empty() {
            names.push(upstream.upstream_name);
        }
    }
    Ok(names)
}

#[tokio::test]
async fn an_upstream_without_nodes_is_idle() {
    let mock = Mock::new();
    mock.replay::<DescribeUpstreamsRequest>(
        r#"{"Response": {"Result": {"TotalCount": 2, "UpstreamSet": [
            {"UpstreamName": "busy", "Nodes": [{"Host": "127.0.0.1", "Port": 80, "Weight": 100}]},
            {"UpstreamName": "idle", "Nodes": []}
        ]}, "RequestId": "1"}}"#,
    );
    let client = Client::new(&mock.config());
    assert_eq!(idle(&client).await.unwrap(), ["idle"]);
    assert_eq!(
        mock.requests::<DescribeUpstreamsRequest>().unwrap(),
        [DescribeUpstreamsRequest::new().limit(100).offset(0)]
    );
}

#[tokio::test]
async fn an_error_is_passed_on() {
    let mock = Mock::new();
    mock.on::<DescribeUpstreamsRequest>(|_| Err(Error::service("InternalError", "out of order")));
    let error = idle(&Client::new(&mock.config())).await.unwrap_err();
    assert!(error.is_internal(), "{error}");
}
