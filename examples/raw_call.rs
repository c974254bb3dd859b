//! How do I call an action by its name, with JSON? Which action it is may be known only when the
//! program runs; no type is needed.
//!
//! ```text
//! cargo run --example raw_call
//! ```

mod local;

use std::error::Error;

use serde_json::json;
use tencentcloud_runtime::Client;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let (_emulator, config) = local::start().await?;
    let client = Client::new(&config);
    let created = client
        .raw("apigateway", "2018-08-08", "CreateUpstream")
        .parameters(json!({
            "Scheme": "HTTP",
            "Algorithm": "ROUND-ROBIN",
            "UniqVpcId": "vpc-123456",
            "UpstreamName": "by its name",
            "Nodes": [{"Host": "127.0.0.1", "Port": 80, "Weight": 100}],
        }))
        .await?;
    println!("created {}", created["UpstreamId"]);
    let list = client
        .raw("apigateway", "2018-08-08", "DescribeUpstreams")
        .parameters(json!({"Limit": 10, "Offset": 0}))
        .await?;
    println!("{list:#}");
    Ok(())
}
