//! Proofs that both ends of a connection know the approval code, which never travels.
//!
//! Who stands between a person's command and the broker, e.g. at a socket that another program of the user put in
//! the place of the broker's, learns no code from them, and can change neither what is shown nor what is decided.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// The code as both ends take it: in any case, with or without hyphens.
pub(crate) fn plain(code: &str) -> String {
    let letters = code.chars().filter(char::is_ascii_alphanumeric);
    letters.collect::<String>().to_ascii_lowercase()
}

/// What the proof of a request covers.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Covered<'a> {
    pub(crate) nonce: &'a str,
    /// Where the person is, for the log.
    pub(crate) place: &'a str,
    pub(crate) method: &'a str,
    /// The path and the query.
    pub(crate) target: &'a str,
    pub(crate) body: &'a [u8],
}

/// Returns the proof of a request by who knows `code`.
pub(crate) fn of_request(code: &str, covered: &Covered<'_>) -> String {
    let texts = [covered.nonce, covered.place, covered.method, covered.target];
    let [nonce, place, method, target] = texts.map(str::as_bytes);
    of(
        code,
        b"request",
        &[nonce, place, method, target, covered.body],
    )
}

/// Returns the proof of the response with `status` and `body` to the request with that `nonce`.
pub(crate) fn of_response(code: &str, nonce: &str, status: u16, body: &[u8]) -> String {
    let status = status.to_string();
    of(
        code,
        b"response",
        &[nonce.as_bytes(), status.as_bytes(), body],
    )
}

fn of(code: &str, what: &[u8], parts: &[&[u8]]) -> String {
    let code = plain(code);
    let mut mac =
        Hmac::<Sha256>::new_from_slice(code.as_bytes()).expect("a key of any length is one");
    for part in std::iter::once(&what).chain(parts) {
        mac.update(&(part.len() as u64).to_be_bytes());
        mac.update(part);
    }
    let bytes = mac.finalize().into_bytes();
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proof_is_of_one_code_and_of_each_byte_that_it_covers() {
        const CODE: &str = "abcd-efgh-jkmn";
        let own = Covered {
            nonce: "n",
            place: "here",
            method: "POST",
            target: "/v1/approvals/x",
            body: b"{}",
        };
        let proof = of_request(CODE, &own);
        assert_eq!(proof, of_request("ABCDEFGHJKMN", &own));
        assert_ne!(proof, of_request("abcd-efgh-jkmp", &own));
        for other in [
            Covered { nonce: "m", ..own },
            Covered {
                place: "there",
                ..own
            },
            Covered {
                method: "GET",
                ..own
            },
            Covered {
                target: "/v1/approvals/y",
                ..own
            },
            Covered {
                body: b"{ }",
                ..own
            },
            // What belongs to one part is no part of the next one.
            Covered {
                nonce: "nh",
                place: "ere",
                ..own
            },
        ] {
            assert_ne!(proof, of_request(CODE, &other), "{other:?}");
        }
        assert_ne!(proof, of_response(CODE, "n", 200, b"{}"));
    }
}
