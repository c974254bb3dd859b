//! How do I call an action that no crate has, or only the part of one that I need? A request and
//! its response are plain structs; the derive makes them an action.
//!
//! ```text
//! cargo run --example own_action
//! ```

mod local;

use std::error::Error;

use tencentcloud_runtime::{Api, Client, Model};

/// Asks which account and user the credential belongs to.
#[derive(Model)]
#[model(
    request,
    api = Api::new("sts", "2018-08-13"),
    action = "GetCallerIdentity",
    response = GetCallerIdentityResponse
)]
pub struct GetCallerIdentityRequest {}

/// Who calls.
#[derive(Model)]
#[model(response)]
pub struct GetCallerIdentityResponse {
    /// The account.
    pub account_id: String,
    /// The user, or what stands for one.
    pub principal_id: Option<String>,
    /// The request ID.
    pub request_id: String,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let (_emulator, config) = local::start().await?;
    let client = Client::new(&config);
    let caller = client.call(GetCallerIdentityRequest::new()).await?;
    println!("{caller:#?}");
    Ok(())
}
