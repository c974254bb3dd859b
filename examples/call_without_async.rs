//! How do I make a call without async? With the feature `blocking`, a call has `send`.
//!
//! ```text
//! cargo run --example call_without_async
//! ```

mod local;

use std::error::Error;

use tencentcloud_apigateway::{Client, DescribeUpstreamsRequest};
use tokio::runtime::Runtime;

fn main() -> Result<(), Box<dyn Error>> {
    // The local endpoint needs a runtime; the calls do not.
    let runtime = Runtime::new()?;
    let (_emulator, config) = runtime.block_on(local::start())?;

    let client = Client::new(&config);
    let request = DescribeUpstreamsRequest::new().limit(10).offset(0);
    let response = client.describe_upstreams(request).send()?;
    println!("{} upstreams", response.result.map_or(0, |r| r.total_count));
    Ok(())
}
