//! TC3-HMAC-SHA256.

use super::Hex;
use super::date::day;
use super::hash::hmac;
use crate::Credential;

/// The payload hash of a request whose payload is not signed is the hash of this text.
pub const UNSIGNED_PAYLOAD: &str = "UNSIGNED-PAYLOAD";

/// The name of the algorithm, which opens the header and the string to sign.
const ALGORITHM: &str = "TC3-HMAC-SHA256";

/// What TC3 signs.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// `POST` or `GET`.
    pub method: &'a str,
    /// The query exactly as sent, without `?`; empty for POST.
    pub query: &'a str,
    /// The value of Content-Type exactly as sent.
    pub content_type: &'a str,
    /// The value of Host exactly as sent.
    pub host: &'a str,
    /// The action's name, if `X-TC-Action` is signed too.
    pub action: Option<&'a str>,
    /// The body, or [`UNSIGNED_PAYLOAD`].
    pub payload: &'a [u8],
    /// The service in the credential scope.
    pub service: &'a str,
    /// Seconds since 1970 in UTC, as sent in `X-TC-Timestamp`.
    pub timestamp: i64,
}

/// A signature with every step that leads to it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Signature {
    /// The hash of the payload.
    pub payload_hash: String,
    /// The canonical request.
    pub canonical_request: String,
    /// The hash of the canonical request.
    pub canonical_hash: String,
    /// The text that the key signs.
    pub string_to_sign: String,
    /// The signature.
    pub signature: String,
    /// The value of the header Authorization.
    pub authorization: String,
}

/// Signs `input` with `credential`. A timestamp after the year 9999 or before the year 1 counts as
/// 1970.
pub fn sign(input: &Input<'_>, credential: &Credential) -> Signature {
    let date = day(input.timestamp);
    let key = derive(credential.secret_key(), &date, input.service);
    sign_with(input, credential, &scope(&date, input.service), &key)
}

/// The scope of a credential.
pub(super) fn scope(date: &str, service: &str) -> String {
    [date, "/", service, "/tc3_request"].concat()
}

/// Signs with the key that was derived for that scope.
pub(super) fn sign_with(
    input: &Input<'_>,
    credential: &Credential,
    scope: &str,
    key: &[u8; 32],
) -> Signature {
    let payload_hash = sha256(input.payload);
    let signed = match input.action {
        Some(_) => "content-type;host;x-tc-action",
        None => "content-type;host",
    };
    let canonical_request = canonical_request(input, signed, &payload_hash);
    let canonical_hash = sha256(canonical_request.as_bytes());
    let timestamp = input.timestamp.to_string();
    let string_to_sign = [
        ALGORITHM,
        "\n",
        &timestamp,
        "\n",
        scope,
        "\n",
        &canonical_hash,
    ]
    .concat();
    let signature = Hex(&hmac(key, string_to_sign.as_bytes())).to_string();
    let authorization = [
        ALGORITHM,
        " Credential=",
        credential.secret_id(),
        "/",
        scope,
        ", SignedHeaders=",
        signed,
        ", Signature=",
        &signature,
    ]
    .concat();
    Signature {
        payload_hash,
        canonical_request,
        canonical_hash,
        string_to_sign,
        signature,
        authorization,
    }
}

fn canonical_request(input: &Input<'_>, signed: &str, payload_hash: &str) -> String {
    let action = input.action.map(|action| action.trim().to_lowercase());
    let (name, action, end) = match &action {
        Some(action) => ("x-tc-action:", action.as_str(), "\n\n"),
        None => ("", "", "\n"),
    };
    [
        input.method,
        "\n/\n",
        input.query,
        "\ncontent-type:",
        input.content_type.trim(),
        "\nhost:",
        input.host.trim(),
        "\n",
        name,
        action,
        end,
        signed,
        "\n",
        payload_hash,
    ]
    .concat()
}

/// Derives the signing key for a day, `date` as `2026-01-31`, and a service.
pub fn derive(secret_key: &str, date: &str, service: &str) -> [u8; 32] {
    let day = hmac(format!("TC3{secret_key}").as_bytes(), date.as_bytes());
    let scope = hmac(&day, service.as_bytes());
    hmac(&scope, b"tc3_request")
}

fn sha256(bytes: &[u8]) -> String {
    Hex(&super::hash::sha256(bytes)).to_string()
}
