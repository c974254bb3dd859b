//! A request signed by TC3: common parameters and signature as headers.

use http::header::{AUTHORIZATION, HeaderName};

use super::common::common;
use super::draft::{Draft, Signed};
use super::message::{Message, insert};
use crate::signer::{KeyCache, tc3};
use crate::{Credential, Result};

/// The largest body, in bytes, by the vendor's page "Request structure".
const LIMIT: usize = 10 * 1024 * 1024;

const CONTENT_SHA256: HeaderName = HeaderName::from_static("x-tc-content-sha256");

/// The value of Authorization in a request that is not signed.
const UNSIGNED: &str = "SKIP";

pub(super) fn sign(
    draft: &Draft,
    message: Message,
    credential: &Credential,
    timestamp: i64,
    keys: &KeyCache,
) -> Result<Signed> {
    message.check_size(LIMIT, "")?;
    let unsigned_payload = draft.options.unsigned_payload.unwrap_or(false);
    let signature = (!draft.action.unsigned).then(|| {
        let input = tc3::Input {
            method: message.method.as_str(),
            query: &message.query,
            content_type: &message.content_type,
            host: draft.endpoint.host(),
            action: Some(&draft.action.name),
            payload: match unsigned_payload {
                true => tc3::UNSIGNED_PAYLOAD.as_bytes(),
                false => &message.body,
            },
            service: &draft.action.api.service,
            timestamp,
        };
        keys.sign(&input, credential)
    });
    let mut request = message.into_request(&draft.endpoint)?;
    let headers = request.headers_mut();
    for common in common(draft, credential, timestamp) {
        insert(headers, common.header, &common.value, common.sensitive)?;
    }
    if unsigned_payload {
        insert(headers, CONTENT_SHA256, tc3::UNSIGNED_PAYLOAD, false)?;
    }
    let authorization = signature.as_ref().map_or(UNSIGNED, |s| &s.authorization);
    insert(headers, AUTHORIZATION, authorization, true)?;
    Ok(Signed {
        request,
        tc3: signature,
        v1: None,
    })
}
