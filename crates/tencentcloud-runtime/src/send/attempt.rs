//! One attempt: signed, sent, and its response on the way.

use http::{HeaderMap, StatusCode};

use super::Limit;
use crate::answer::Raw;
use crate::config::Config;
use crate::request::Draft;
use crate::transport::Body;
use crate::{Error, Result};

/// Sends, and waits for the whole response.
pub(crate) async fn whole(config: &Config, draft: Result<Draft>) -> Result<Raw> {
    let draft = draft?;
    let action = draft.action.name.clone();
    let limit = Limit::of(&draft.options);
    let opened = open(config, draft, limit).await?;
    limit
        .hold(opened.collect())
        .await
        .map_err(|error| error.during(action, 1))
}

/// A response whose head is there and whose body is on its way.
pub(crate) struct Opened {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Body,
    /// The largest whole body that is read, in bytes.
    pub(crate) limit: usize,
}

impl Opened {
    /// Waits for the whole response.
    pub(crate) async fn collect(self) -> Result<Raw> {
        Ok(Raw {
            status: self.status,
            headers: self.headers,
            body: self.body.bytes(self.limit).await?,
            attempts: 1,
        })
    }
}

/// Signs and sends, up to the response's head. An error names the action, and whether the request
/// was sent.
pub(crate) async fn open(config: &Config, draft: Draft, limit: Limit) -> Result<Opened> {
    let action = draft.action.name.clone();
    let unsent = |error: Error| error.during(&action, 0);
    let credential = limit
        .hold(config.provider().credential())
        .await
        .map_err(unsent)?;
    let signed = draft
        .sign(&credential, config.now(), config.keys())
        .map_err(unsent)?;
    tracing::debug!(
        action = action.as_str(),
        service = draft.action.api.service.as_str(),
        region = draft.options.region,
        "sending"
    );
    let most = draft.options.network.response_limit();
    let mut request = signed.request;
    request.extensions_mut().insert(draft.redaction);
    let (head, body) = limit
        .hold(config.sender().send(request))
        .await
        .map_err(|error| error.during(action, 1))?
        .into_parts();
    Ok(Opened {
        status: head.status,
        headers: head.headers,
        body,
        limit: most,
    })
}
