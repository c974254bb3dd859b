//! Creates an upstream of API Gateway through the typed SDK, and lists it.
//!
//! ```text
//! cargo run --example create_upstream               on a local endpoint, whatever the environment holds
//! cargo run --example create_upstream -- --live     on the real service, with the environment's credential
//! ```

use tencentcloud_apigateway::runtime::{Config, Credential, Result};
use tencentcloud_apigateway::{
    Client, CreateUpstreamRequest, DescribeUpstreamsRequest, Filter, UpstreamNode,
};
use tencentcloud_emulator::Emulator;

#[tokio::main(flavor = "current_thread")]
async fn main() -> std::result::Result<(), Box<dyn std::error::Error>> {
    if std::env::args().any(|argument| argument == "--live") {
        println!("calling the real service: this creates an upstream in your account");
        run(&Config::from_env()?).await?;
        return Ok(());
    }
    let emulator = Emulator::start().await?;
    println!("calling a local endpoint, {}", emulator.url());
    let test = emulator.credential();
    let credential = Credential::new(test.secret_id.as_str(), test.secret_key.as_str());
    let config = Config::new(credential)
        .region("ap-guangzhou")
        .endpoint(emulator.url());
    run(&config).await?;
    Ok(())
}

async fn run(config: &Config) -> Result<()> {
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
    let listed = client.describe_upstreams(request).await?;
    for upstream in listed
        .result
        .into_iter()
        .flat_map(|result| result.upstream_set)
    {
        println!("{upstream:#?}");
    }
    Ok(())
}
