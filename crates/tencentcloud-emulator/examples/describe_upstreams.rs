//! Lists upstreams of API Gateway, filtered and page after page. Reads only.
//!
//! ```text
//! cargo run --example describe_upstreams               on a local endpoint, which it fills first
//! cargo run --example describe_upstreams -- --live     on the real service, with the environment's credential
//! ```

use tencentcloud_apigateway::runtime::{Config, Credential, Result};
use tencentcloud_apigateway::{
    Client, CreateUpstreamRequest, DescribeUpstreamsRequest, Filter, UpstreamNode,
};
use tencentcloud_emulator::Emulator;

#[tokio::main(flavor = "current_thread")]
async fn main() -> std::result::Result<(), Box<dyn std::error::Error>> {
    if std::env::args().any(|argument| argument == "--live") {
        println!("calling the real service; nothing is changed there");
        list(&Client::new(&Config::from_env()?)).await?;
        return Ok(());
    }
    let emulator = Emulator::start().await?;
    println!("calling a local endpoint, {}", emulator.url());
    let test = emulator.credential();
    let credential = Credential::new(test.secret_id.as_str(), test.secret_key.as_str());
    let config = Config::new(credential)
        .region("ap-guangzhou")
        .endpoint(emulator.url());
    let client = Client::new(&config);
    for name in ["web", "web", "web", "api"] {
        let node = UpstreamNode::new().host("127.0.0.1").port(80).weight(100);
        let request = CreateUpstreamRequest::new()
            .scheme(CreateUpstreamRequest::SCHEME_HTTP)
            .algorithm(CreateUpstreamRequest::ALGORITHM_ROUND_ROBIN)
            .uniq_vpc_id("vpc-123456")
            .upstream_name(name)
            .nodes([node]);
        client.create_upstream(request).await?;
    }
    list(&client).await?;
    Ok(())
}

async fn list(client: &Client) -> Result<()> {
    let by_name = Filter::new().name("UpstreamName").values(["web"]);
    let request = DescribeUpstreamsRequest::new()
        .limit(2)
        .offset(0)
        .filters([by_name]);
    let mut upstreams = client.describe_upstreams(request).items();
    while let Some(upstream) = upstreams.next().await {
        let upstream = upstream?;
        println!("{}  {}", upstream.upstream_id, upstream.upstream_name);
    }
    Ok(())
}
