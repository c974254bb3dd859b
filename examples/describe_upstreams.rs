//! How do I read a whole list? Lists upstreams of API Gateway, filtered, page after page.
//!
//! ```text
//! cargo run --example describe_upstreams               on a local endpoint, which it fills first
//! cargo run --example describe_upstreams -- --live     on the real service, with the environment's credential
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
        println!("calling the real service; nothing is changed there");
        return Ok(list(&Client::new(&Config::from_env()?)).await?);
    }
    let (emulator, config) = local::start().await?;
    println!("calling a local endpoint, {}", emulator.url());
    let client = Client::new(&config);
    for name in ["web", "web", "web", "api"] {
        create(&client, name).await?;
    }
    Ok(list(&client).await?)
}

async fn list(client: &Client) -> Result<()> {
    let by_name = Filter::new().name("UpstreamName").values(["web"]);
    let request = DescribeUpstreamsRequest::new()
        .limit(2) // of a page; the next one is read when this one is used up
        .offset(0)
        .filters([by_name]);
    let mut upstreams = client.describe_upstreams(request).items();
    while let Some(upstream) = upstreams.next().await {
        let upstream = upstream?;
        println!("{}  {}", upstream.upstream_id, upstream.upstream_name);
    }
    Ok(())
}

async fn create(client: &Client, name: &str) -> Result<()> {
    let node = UpstreamNode::new().host("127.0.0.1").port(80).weight(100);
    let request = CreateUpstreamRequest::new()
        .scheme(CreateUpstreamRequest::SCHEME_HTTP)
        .algorithm(CreateUpstreamRequest::ALGORITHM_ROUND_ROBIN)
        .uniq_vpc_id("vpc-123456")
        .upstream_name(name)
        .nodes([node]);
    client.create_upstream(request).await?;
    Ok(())
}
