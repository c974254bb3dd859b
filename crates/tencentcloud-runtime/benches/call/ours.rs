//! Calls with the SDK.

use std::pin::Pin;

use tencentcloud_runtime::{Client, Config, Credential};

use crate::calls::{Calls, Failed, Size, describe_instances, describe_zones};

pub(crate) struct Ours {
    size: Size,
    client: Client,
}

/// A client as a program makes it.
pub(crate) fn client(url: &str) -> Client {
    let credential = Credential::new("AKIDexample", "example-secret-key");
    let config = Config::new(credential).region("ap-guangzhou").endpoint(url);
    Client::new(&config)
}

impl Ours {
    pub(crate) fn new(size: Size, url: &str) -> Self {
        let client = client(url);
        Self { size, client }
    }
}

impl Calls for Ours {
    fn make(&self, count: u32) -> Pin<Box<dyn Future<Output = Result<(), Failed>> + '_>> {
        Box::pin(async move {
            for _ in 0..count {
                let total = match self.size {
                    Size::Small => self.client.call(describe_zones()).await?.total_count,
                    Size::Large => self.client.call(describe_instances()).await?.total_count,
                };
                assert!(total > 0);
            }
            Ok(())
        })
    }
}
