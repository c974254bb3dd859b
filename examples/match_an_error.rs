//! How do I handle an error? Deletes an upstream of API Gateway whether or not it is there.
//!
//! ```text
//! cargo run --example match_an_error
//! ```

mod local;

use std::error::Error;

use tencentcloud_apigateway::runtime::Result;
use tencentcloud_apigateway::{Client, DeleteUpstreamRequest};

#[tokio::main(flavor = "current_thread")]
async fn main() -> std::result::Result<(), Box<dyn Error>> {
    let (_emulator, config) = local::start().await?;
    let client = Client::new(&config);
    if !delete(&client, "upstream-gone").await? {
        println!("nothing to delete");
    }
    Ok(())
}

/// Deletes an upstream; false if there is none.
async fn delete(client: &Client, id: &str) -> Result<bool> {
    let request = DeleteUpstreamRequest::new().upstream_id(id);
    match client.delete_upstream(request).await {
        Ok(_) => Ok(true),
        Err(error) if error.is_not_found() => {
            // One line with the code, the message, the action and the request ID.
            println!("{error}");
            Ok(false)
        }
        Err(error) => Err(error),
    }
}
