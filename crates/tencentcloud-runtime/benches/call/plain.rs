//! The same bytes without the SDK: by reqwest, unsigned, read by serde's derive.

use std::pin::Pin;

use http::HeaderMap;
use serde::de::DeserializeOwned;
use tencentcloud_runtime::Bytes;

use crate::calls::{Calls, Failed, Size, describe_instances, describe_zones, zones};
use crate::ours;
use crate::twice::{self, Envelope};

pub(crate) struct Plain {
    size: Size,
    client: reqwest::Client,
    url: String,
    headers: HeaderMap,
    body: Bytes,
}

impl Plain {
    pub(crate) async fn new(size: Size, url: &str) -> Result<Self, Failed> {
        let client = ours::client(url);
        let request = match size {
            Size::Small => client.call(describe_zones()).prepare().await?,
            Size::Large => client.call(describe_instances()).prepare().await?,
        };
        // Fails if there is one already.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let (mut head, body) = request.into_parts();
        for own in [http::header::AUTHORIZATION, http::header::HOST] {
            head.headers.remove(own);
        }
        Ok(Self {
            size,
            client: reqwest::Client::builder().no_proxy().build()?,
            url: format!("{url}/"),
            headers: head.headers,
            body,
        })
    }

    async fn call<T: DeserializeOwned>(&self) -> Result<T, Failed> {
        let response = self
            .client
            .post(&self.url)
            .headers(self.headers.clone())
            .body(self.body.clone())
            .send()
            .await?;
        let bytes = response.error_for_status()?.bytes().await?;
        let envelope: Envelope<T> = serde_json::from_slice(&bytes)?;
        Ok(envelope.response)
    }
}

impl Calls for Plain {
    fn make(&self, count: u32) -> Pin<Box<dyn Future<Output = Result<(), Failed>> + '_>> {
        Box::pin(async move {
            for _ in 0..count {
                let total = match self.size {
                    Size::Small => self.call::<zones::serdes::Zones>().await?.total_count,
                    Size::Large => self.call::<twice::serdes::Answer>().await?.total_count,
                };
                assert!(total > 0);
            }
            Ok(())
        })
    }
}
