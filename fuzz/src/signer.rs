//! Signatures.

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use tencentcloud_runtime::Credential;
use tencentcloud_runtime::signer::tc3;

/// A signature is the one that its own steps lead to by other code, and its texts are of one form.
/// The bytes are lines: query, content type, host, action, service, key, timestamp; the rest is the
/// payload.
pub fn signer(data: &[u8]) {
    let mut lines = data.splitn(8, |byte| *byte == b'\n');
    let mut line = || String::from_utf8_lossy(lines.next().unwrap_or_default()).into_owned();
    let [query, content_type, host, action, service, key] = std::array::from_fn(|_| line());
    let timestamp = line().trim().parse().unwrap_or_default();
    let input = tc3::Input {
        method: if query.is_empty() { "POST" } else { "GET" },
        query: &query,
        content_type: &content_type,
        host: &host,
        action: Some(action.as_str()).filter(|action| !action.is_empty()),
        payload: lines.next().unwrap_or_default(),
        service: &service,
        timestamp,
    };
    let credential = Credential::new("AKIDfuzz", key);
    let signed = tc3::sign(&input, &credential);
    assert_eq!(signed.payload_hash, hex(&Sha256::digest(input.payload)));
    assert_eq!(
        signed.canonical_hash,
        hex(&Sha256::digest(&signed.canonical_request))
    );
    assert!(signed.canonical_request.ends_with(&signed.payload_hash));
    assert!(signed.string_to_sign.ends_with(&signed.canonical_hash));
    let scope = signed.string_to_sign.split('\n').nth(2).unwrap_or_default();
    let date = scope.get(..10).unwrap_or_default();
    assert_eq!(date.len(), 10, "{scope}");
    let mut derived = format!("TC3{}", credential.secret_key()).into_bytes();
    for part in [date, service.as_str(), "tc3_request"] {
        derived = mac(&derived, part.as_bytes());
    }
    // A service of several lines would move what is signed to other lines.
    if !service.contains('\n') {
        let expected = hex(&mac(&derived, signed.string_to_sign.as_bytes()));
        assert_eq!(signed.signature, expected);
    }
    assert!(
        signed
            .authorization
            .ends_with(&format!("Signature={}", signed.signature))
    );
}

fn mac(key: &[u8], text: &[u8]) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("a key of any length");
    mac.update(text);
    mac.finalize().into_bytes().to_vec()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
