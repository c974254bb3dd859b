//! How do I make a call? Creates an upstream of API Gateway and reads it back.
//!
//! ```text
//! cargo run --example create_upstream               on a local endpoint; the environment is not read
//! cargo run --example create_upstream -- --live     on the real service, with the environment's credential
//! ```

mod local;

use std::error::Error;

use tencentcloud_apigateway::runtime::{Config, Result};
use tencentcloud_apigateway::{
    Client, CreateUpstreamRequest, DescribeUpstreamsRequest, Filter, UpstreamNode,
};

#[tokio::main(flavor = "current_thread")]
async fn main() -> std::result::Result<(), Box<dyn Error>> {
    if std::env::args().any(|argument| argument == "--live") {
        println!("calling the real service: this creates an upstream in your account");
        return Ok(create(&Config::from_env()?).await?);
    }
    let (emulator, config) = local::start().await?;
    println!("calling a local endpoint, {}", emulator.url());
    Ok(create(&config).await?)
}

async fn create(config: &Config) -> Result<()> {
    let client = Client::new(config);

    let node = UpstreamNode::new().host("127.0.0.1").port(80).weight(100);
    let request = CreateUpstreamRequest::new()
        .scheme("HTTP")
        .algorithm("ROUND-ROBIN")
        .uniq_vpc_id("vpc-123456")
        .upstream_name("test_upstream")
        .upstream_type("IP_PORT")
        .nodes([node]);
    let created = client.create_upstream(request).await?;
    let id = created.upstream_id.unwrap_or_default();
    println!("UpstreamId  {id}");
    println!("RequestId   {}", created.request_id);

    let only = Filter::new().name("UpstreamId").values([id]);
    let request = DescribeUpstreamsRequest::new()
        .limit(10)
        .offset(0)
        .filters([only]);
    let mut upstreams = client.describe_upstreams(request).items();
    while let Some(upstream) = upstreams.next().await {
        println!("{:#?}", upstream?);
    }
    Ok(())
}
