//! A request that another program made, signed and sent as it is.

use bytes::Bytes;
use http::header::{AUTHORIZATION, CONTENT_TYPE, HOST, HeaderName, HeaderValue};
use http::{HeaderMap, Method, Request, Response};

use super::Client;
use crate::signer::tc3;
use crate::transport::Body;
use crate::{Error, Result};

const ACTION: HeaderName = HeaderName::from_static("x-tc-action");
const TIMESTAMP: HeaderName = HeaderName::from_static("x-tc-timestamp");
const TOKEN: HeaderName = HeaderName::from_static("x-tc-token");

impl Client {
    /// Signs `request`, a POST of `service` that another program made, by TC3-HMAC-SHA256, and sends it
    /// once: its URL, its body and its other headers go as they are. Returns the response as soon as its
    /// head is there, whatever its status. For a program that signs for others; what is made here is a
    /// [`Call`](crate::Call).
    ///
    /// The endpoint, region, timeout and retries of the configuration do not apply; its credential, clock and
    /// transport do.
    ///
    /// # Errors
    /// Fails without a credential, if the request is no POST to a host or has no content type, and if no
    /// response comes.
    pub async fn relay(
        &self,
        service: &str,
        mut request: Request<Bytes>,
    ) -> Result<Response<Body>> {
        let config = self.config();
        let credential = config.provider().credential().await?;
        credential.check()?;
        if request.method() != Method::POST {
            return Err(Error::request(format!(
                "a request to be relayed must be a POST, not a {}",
                request.method()
            )));
        }
        let authority = request.uri().authority();
        let host = authority.map(|authority| authority.as_str().to_ascii_lowercase());
        let host = host.ok_or_else(|| {
            Error::request("a request to be relayed must name its host: https://HOST/")
        })?;
        let timestamp = match config
            .now()
            .duration_since(std::time::SystemTime::UNIX_EPOCH)
        {
            Ok(since) => i64::try_from(since.as_secs()).unwrap_or(i64::MAX),
            Err(_) => 0,
        };
        let text = |headers: &HeaderMap, name: &HeaderName| {
            let value = headers.get(name).and_then(|value| value.to_str().ok());
            value.map(str::to_owned)
        };
        let content_type = text(request.headers(), &CONTENT_TYPE).ok_or_else(|| {
            Error::request("a request to be relayed must have the header Content-Type")
        })?;
        let action = text(request.headers(), &ACTION);
        let input = tc3::Input {
            method: "POST",
            query: request.uri().query().unwrap_or_default(),
            content_type: &content_type,
            host: &host,
            action: action.as_deref(),
            payload: request.body(),
            service,
            timestamp,
        };
        let signature = config.keys().sign(&input, &credential);
        let mut set = |name: HeaderName, value: &str, sensitive: bool| {
            let mut value = HeaderValue::from_str(value).map_err(|_| {
                Error::request(format!(
                    "{name} would hold characters that a header cannot carry"
                ))
            })?;
            value.set_sensitive(sensitive);
            request.headers_mut().insert(name, value);
            Ok::<_, Error>(())
        };
        set(HOST, &host, false)?;
        set(TIMESTAMP, &timestamp.to_string(), false)?;
        if let Some(token) = credential.token() {
            set(TOKEN, token, true)?;
        }
        set(AUTHORIZATION, &signature.authorization, true)?;
        config.sender().send(request).await
    }
}
