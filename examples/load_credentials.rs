//! Which credential would be used on this machine, and why? Looks where other tools keep theirs, and
//! reports each place. Nothing is sent.
//!
//! ```text
//! cargo run --example load_credentials
//! ```

use tencentcloud_runtime::Config;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    // A machine that is no instance of the cloud has no role: asking would take a second.
    match Config::loader().instance_role(false).load().await {
        Ok(config) => {
            if let Some(report) = config.credential_report() {
                println!("{report}");
            }
        }
        Err(error) => println!("{error}"),
    }
}
