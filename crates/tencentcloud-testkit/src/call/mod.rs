//! Signed requests as bytes, connections that send them, and the local endpoint as a process: all of it
//! independent of the runtime's client.

mod connection;
mod running;

use std::fmt::Write;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use time::OffsetDateTime;

pub use connection::{Connection, Response};
pub use running::{Running, build_emulator};

/// A secret id and its key.
#[derive(Clone, Copy, Debug)]
pub struct Key<'a> {
    /// The secret id.
    pub id: &'a str,
    /// The secret key.
    pub secret: &'a str,
}

impl Key<'static> {
    /// The pair that the local endpoint accepts by default.
    pub const LOCAL: Self = Self {
        id: "AKIDemulatoremulatoremulatoremulator",
        secret: "TestSecretKeyOfTheLocalEmulator0",
    };
}

/// The parameters of a request.
#[derive(Clone, Copy, Debug)]
pub enum Parameters<'a> {
    /// A POST with this body of JSON.
    Json(&'a str),
    /// A GET with this query, encoded.
    Query(&'a str),
}

/// A call, to be signed.
#[derive(Clone, Copy, Debug)]
pub struct Call<'a> {
    /// The service's name, which is the first label of the host as well.
    pub service: &'a str,
    /// The version of the API.
    pub version: &'a str,
    /// The action's name.
    pub action: &'a str,
    /// The action's parameters.
    pub parameters: Parameters<'a>,
}

impl Call<'_> {
    /// Returns the request, signed with TC3-HMAC-SHA256 by `key` at the present time.
    pub fn signed(&self, key: Key<'_>) -> Vec<u8> {
        let Self {
            service,
            version,
            action,
            parameters,
        } = self;
        let (method, query, media, body) = match parameters {
            Parameters::Json(body) => ("POST", "", "application/json", *body),
            Parameters::Query(query) => ("GET", *query, "application/x-www-form-urlencoded", ""),
        };
        let host = format!("{service}.tencentcloudapi.com");
        let timestamp = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .map_or(0, |past| past.as_secs());
        let date = OffsetDateTime::UNIX_EPOCH + Duration::from_secs(timestamp);
        let date = date.date();
        let canonical = format!(
            "{method}\n/\n{query}\ncontent-type:{media}\nhost:{host}\n\ncontent-type;host\n{}",
            hash(body)
        );
        let scope = format!("{date}/{service}/tc3_request");
        let text = format!(
            "TC3-HMAC-SHA256\n{timestamp}\n{scope}\n{}",
            hash(&canonical)
        );
        let secret = mac(format!("TC3{}", key.secret).as_bytes(), &date.to_string());
        let secret = mac(&mac(&secret, service), "tc3_request");
        let signature = hex(&mac(&secret, &text));
        let mark = if query.is_empty() { "" } else { "?" };
        format!(
            "{method} /{mark}{query} HTTP/1.1\r\nHost: {host}\r\nContent-Type: {media}\r\nContent-Length: {}\r\nX-TC-Action: {action}\r\nX-TC-Version: {version}\r\nX-TC-Timestamp: {timestamp}\r\nX-TC-Region: ap-guangzhou\r\nAuthorization: TC3-HMAC-SHA256 Credential={}/{scope}, SignedHeaders=content-type;host, Signature={signature}\r\n\r\n{body}",
            body.len(),
            key.id
        )
        .into_bytes()
    }
}

fn hash(text: &str) -> String {
    hex(&Sha256::digest(text))
}

fn mac(key: &[u8], text: &str) -> Vec<u8> {
    let mac = <Hmac<Sha256> as KeyInit>::new_from_slice(key).expect("HMAC takes any key");
    mac.chain_update(text).finalize().into_bytes().to_vec()
}

fn hex(bytes: &[u8]) -> String {
    let mut text = String::new();
    for byte in bytes {
        let _ = write!(text, "{byte:02x}");
    }
    text
}
