//! The vendor's published signature vectors, every hash of each.

use std::time::{Duration, SystemTime};

use sha2::{Digest, Sha256};
use tencentcloud_runtime::signer::{tc3, v1};
use tencentcloud_runtime::{Api, Client, Config, Credential, Method, Model, SignatureMethod};

const ID: &str = "AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE";
const KEY: &str = "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE";
const BODY: &str =
    r#"{"Limit": 1, "Filters": [{"Values": ["\u672a\u547d\u540d"], "Name": "instance-name"}]}"#;
const JSON_UTF8: &str = "application/json; charset=utf-8";
const PAYLOAD: &str = "35e9c5b0e3ae67532d3c9f17ead6c90222632e5b1ff7f6e89887f1398934f064";

fn post(content_type: &'static str, action: Option<&'static str>) -> tc3::Input<'static> {
    tc3::Input {
        method: "POST",
        query: "",
        content_type,
        host: "cvm.tencentcloudapi.com",
        action,
        payload: BODY.as_bytes(),
        service: "cvm",
        timestamp: 1_551_113_065,
    }
}

fn credential() -> Credential {
    Credential::new(ID, KEY)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn a_tc3_post() {
    let signed = tc3::sign(&post(JSON_UTF8, None), &credential());
    assert_eq!(signed.payload_hash, PAYLOAD);
    assert_eq!(
        signed.canonical_hash,
        "5ffe6a04c0664d6b969fab9a13bdab201d63ee709638e2749d62a09ca18d7031"
    );
    let key = tc3::derive(KEY, "2019-02-25", "cvm");
    assert_eq!(
        hex(&key),
        "ac658d5dde49e9bfdd14e04e062f66b05d9f637d44b8a8d845327d4a77f666b1"
    );
    assert_eq!(
        signed.signature,
        "72e494ea809ad7a8c8f7a4507b9bddcbaa8e581f516e8da2f66e2c5a96525168"
    );
    assert_eq!(
        signed.authorization,
        format!(
            "TC3-HMAC-SHA256 Credential={ID}/2019-02-25/cvm/tc3_request, SignedHeaders=content-type;host, Signature={}",
            signed.signature
        )
    );
}

#[test]
fn b_tc3_get() {
    let input = tc3::Input {
        method: "GET",
        query: "Limit=10&Offset=0",
        content_type: "application/x-www-form-urlencoded",
        payload: b"",
        timestamp: 1_539_084_154,
        ..post("", None)
    };
    let signed = tc3::sign(&input, &credential());
    assert_eq!(
        signed.canonical_hash,
        "91c9c192c14460df6c1ffc69e34e6c5e90708de2a6d282cccf957dbf1aa7f3a7"
    );
    assert_eq!(
        signed.signature,
        "5da7a33f6993f0614b047e5df4582db9e9bf4672ba50567dba16c6ccf174c474"
    );
}

#[test]
fn c_tc3_post_with_the_action_signed() {
    let stars = "*".repeat(32);
    let credential = Credential::new(format!("AKID{stars}"), stars);
    let signed = tc3::sign(&post(JSON_UTF8, Some("DescribeInstances")), &credential);
    assert_eq!(signed.payload_hash, PAYLOAD);
    assert_eq!(
        signed.canonical_hash,
        "7019a55be8395899b900fb5564e4200d984910f34794a27cb3fb7d10ff6a1e84"
    );
    assert_eq!(
        signed.signature,
        "10b1a37a7301a02ca19a647ad722d5e43b4b3cff309d421d85b46093f6ab6c4f"
    );
}

#[test]
fn d_v1_hmac_sha1() {
    let pairs = [
        ("Timestamp", "1465185768"),
        ("SecretId", ID),
        ("Nonce", "11886"),
        ("Region", "ap-guangzhou"),
        ("InstanceIds.0", "ins-09dx96dg"),
        ("Limit", "20"),
        ("Offset", "0"),
        ("Action", "DescribeInstances"),
        ("Version", "2017-03-12"),
    ];
    let pairs: Vec<_> = pairs
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    let text = v1::string_to_sign("GET", "cvm.tencentcloudapi.com", &pairs);
    assert_eq!(
        text,
        format!(
            "GETcvm.tencentcloudapi.com/?Action=DescribeInstances&InstanceIds.0=ins-09dx96dg&Limit=20&Nonce=11886&Offset=0\
             &Region=ap-guangzhou&SecretId={ID}&Timestamp=1465185768&Version=2017-03-12"
        )
    );
    assert_eq!(
        v1::sign(&text, KEY, SignatureMethod::HmacSha1),
        "EliP9YW3pW28FpsEdkXt/+WcGeI="
    );
}

#[test]
fn e_tc3_post_of_plain_json() {
    let signed = tc3::sign(&post("application/json", None), &credential());
    assert_eq!(
        signed.signature,
        "683bd0b53659853c39699162253251192320a09b3937e27bf8e08a559b1465b8"
    );
}

#[test]
fn f_tc3_post_of_an_unsigned_payload() {
    let input = tc3::Input {
        payload: tc3::UNSIGNED_PAYLOAD.as_bytes(),
        ..post("application/json", None)
    };
    let signed = tc3::sign(&input, &credential());
    assert_eq!(
        signed.payload_hash,
        hex(&Sha256::digest("UNSIGNED-PAYLOAD"))
    );
    assert_eq!(
        signed.signature,
        "6ca8818cc1b871a25d6f13dad67f0a6069a1979f11eddcd2087aee26addd80e6"
    );
}

#[test]
fn v1_sorts_by_raw_ascii() {
    let pairs = [("InstanceIds.2", "b"), ("InstanceIds.12", "a")]
        .map(|(n, v)| (n.to_owned(), v.to_owned()));
    assert_eq!(
        v1::string_to_sign("GET", "h", &pairs),
        "GETh/?InstanceIds.12=a&InstanceIds.2=b"
    );
}

/// The same parameters as vector B, through a whole call.
#[derive(Model)]
#[model(request, api = Api::new("cvm", "2017-03-12"), action = "DescribeInstances", response = Nothing)]
struct DescribeInstances {
    limit: Option<i64>,
    offset: Option<i64>,
}

#[derive(Model)]
#[model(response)]
struct Nothing {
    request_id: String,
}

#[test]
fn a_call_signs_what_it_sends() {
    let client = Client::new(&Config::new(credential()).region("ap-guangzhou"));
    let time = SystemTime::UNIX_EPOCH + Duration::from_secs(1_539_084_154);
    let call = client
        .call(DescribeInstances::new().limit(10).offset(0))
        .method(Method::Get);
    let request = call.prepare_at(&credential(), time).unwrap();
    assert_eq!(
        request.uri(),
        "https://cvm.tencentcloudapi.com/?Limit=10&Offset=0"
    );
    let header = |name: &str| request.headers()[name].to_str().unwrap().to_owned();
    let input = tc3::Input {
        method: "GET",
        query: "Limit=10&Offset=0",
        content_type: &header("content-type"),
        host: &header("host"),
        action: Some("DescribeInstances"),
        payload: b"",
        service: "cvm",
        timestamp: 1_539_084_154,
    };
    assert_eq!(
        header("authorization"),
        tc3::sign(&input, &credential()).authorization
    );
    assert_eq!(header("x-tc-region"), "ap-guangzhou");
    assert_eq!(header("x-tc-version"), "2017-03-12");
    assert_eq!(header("x-tc-timestamp"), "1539084154");
}

#[test]
fn keys_and_messages_of_every_length_are_signed_as_another_library_signs_them() {
    use base64::Engine;
    use base64::engine::general_purpose::STANDARD;
    use hmac::{Hmac, KeyInit, Mac};

    // Blocks have 64 bytes: a longer key is hashed first, a message is padded to the next block.
    let text = "k".repeat(200);
    for length in 0..text.len() {
        let (key, message) = (&text[..length], &text[length..]);
        let mut sha1 = Hmac::<sha1::Sha1>::new_from_slice(key.as_bytes()).unwrap();
        sha1.update(message.as_bytes());
        let mut sha256 = Hmac::<Sha256>::new_from_slice(key.as_bytes()).unwrap();
        sha256.update(message.as_bytes());
        assert_eq!(
            v1::sign(message, key, SignatureMethod::HmacSha1),
            STANDARD.encode(sha1.finalize().into_bytes())
        );
        assert_eq!(
            v1::sign(message, key, SignatureMethod::HmacSha256),
            STANDARD.encode(sha256.finalize().into_bytes())
        );
    }
}
