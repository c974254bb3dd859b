//! Requests as bytes, signed once and sent often.

use std::fmt::Write;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use time::OffsetDateTime;

/// The pair that the endpoint accepts by default.
const ID: &str = "AKIDemulatoremulatoremulatoremulator";
const KEY: &str = "TestSecretKeyOfTheLocalEmulator0";

/// Returns a POST of `body`, signed with TC3-HMAC-SHA256.
pub(super) fn request(service: &str, version: &str, action: &str, body: &str) -> Vec<u8> {
    const MEDIA: &str = "application/json";
    let host = format!("{service}.tencentcloudapi.com");
    let timestamp = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |past| past.as_secs());
    let date = OffsetDateTime::UNIX_EPOCH + Duration::from_secs(timestamp);
    let date = date.date();
    let canonical = format!(
        "POST\n/\n\ncontent-type:{MEDIA}\nhost:{host}\n\ncontent-type;host\n{}",
        hash(body)
    );
    let scope = format!("{date}/{service}/tc3_request");
    let text = format!(
        "TC3-HMAC-SHA256\n{timestamp}\n{scope}\n{}",
        hash(&canonical)
    );
    let key = mac(format!("TC3{KEY}").as_bytes(), &date.to_string());
    let key = mac(&mac(&key, service), "tc3_request");
    let signature = hex(&mac(&key, &text));
    let length = body.len();
    format!(
        "POST / HTTP/1.1\r\nHost: {host}\r\nContent-Type: {MEDIA}\r\nContent-Length: {length}\r\nX-TC-Action: {action}\r\nX-TC-Version: {version}\r\nX-TC-Timestamp: {timestamp}\r\nX-TC-Region: ap-guangzhou\r\nAuthorization: TC3-HMAC-SHA256 Credential={ID}/{scope}, SignedHeaders=content-type;host, Signature={signature}\r\n\r\n{body}"
    )
    .into_bytes()
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
