//! What is approved is one request, byte for byte.

use http::{HeaderMap, HeaderName, HeaderValue};
use proptest::collection::vec;
use proptest::prelude::*;
use tencentcloud_broker::Request;

/// Names of headers that count.
const NAMES: [&str; 4] = ["content-type", "x-tc-action", "x-tc-region", "x-tc-version"];

/// Requests of few letters, so that parts that move from one field to the next would meet.
fn requests() -> impl Strategy<Value = Request> {
    let text = || "[ab]{0,3}";
    let header = (0..NAMES.len(), "[ab:]{0,3}");
    let parts = (
        text(),
        text(),
        text(),
        vec(header, 0..4),
        vec(97_u8..99, 0..4),
    );
    parts.prop_map(|(account, service, url, headers, body)| {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            let value = HeaderValue::from_str(&value).unwrap();
            map.append(HeaderName::from_static(NAMES[name]), value);
        }
        Request::new(account, service, url, &map, body)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4_000, ..ProptestConfig::default() })]

    #[test]
    fn two_requests_have_one_digest_only_if_they_are_the_same(one in requests(), other in requests()) {
        prop_assert_eq!(one.digest() == other.digest(), one == other);
    }

    #[test]
    fn what_moves_from_one_part_to_the_next_changes_the_digest(
        text in "[a-z]{4,12}",
        cuts in vec(0_usize..12, 3),
        others in vec(0_usize..12, 3),
    ) {
        let parted = |cuts: &[usize]| {
            let mut cuts: Vec<_> = cuts.iter().map(|cut| (*cut).min(text.len())).collect();
            cuts.sort_unstable();
            let (account, service) = (&text[..cuts[0]], &text[cuts[0]..cuts[1]]);
            let (url, body) = (&text[cuts[1]..cuts[2]], text[cuts[2]..].to_owned());
            Request::new(account, service, url, &HeaderMap::new(), body)
        };
        let (one, other) = (parted(&cuts), parted(&others));
        prop_assert_eq!(one.digest() == other.digest(), one == other);
    }

    #[test]
    fn each_bit_of_the_body_counts(body in vec(any::<u8>(), 1..40), at in any::<usize>(), bit in 0_u8..8) {
        let of = |body: Vec<u8>| Request::new("", "cvm", "", &HeaderMap::new(), body).digest();
        let mut other = body.clone();
        let at = at % other.len();
        other[at] ^= 1 << bit;
        prop_assert_ne!(of(body), of(other));
    }
}

#[test]
fn a_header_in_two_is_not_one() {
    let of = |values: &[&'static str]| {
        let mut map = HeaderMap::new();
        for value in values {
            let name = HeaderName::from_static("x-tc-region");
            map.append(name, HeaderValue::from_static(value));
        }
        Request::new("", "cvm", "", &map, "").digest()
    };
    let all = [
        of(&[]),
        of(&[""]),
        of(&["ab"]),
        of(&["a", "b"]),
        of(&["b", "a"]),
        of(&["a, b"]),
    ];
    for (at, one) in all.iter().enumerate() {
        assert!(!all[at + 1..].contains(one), "{at}");
    }
}

#[test]
fn headers_of_a_signature_and_a_connection_are_no_part_of_a_request() {
    let mut map = HeaderMap::new();
    for name in [
        "authorization",
        "x-tc-token",
        "x-tc-timestamp",
        "host",
        "cookie",
    ] {
        map.insert(HeaderName::from_static(name), HeaderValue::from_static("a"));
    }
    let request = Request::new("", "cvm", "", &map, "");
    assert!(request.headers.is_empty());
    assert_eq!(
        request.digest(),
        Request::new("", "cvm", "", &HeaderMap::new(), "").digest()
    );
}
