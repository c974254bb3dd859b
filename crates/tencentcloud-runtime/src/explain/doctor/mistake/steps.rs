//! The steps to a signature, each open to a mistake.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac_sha256::{HMAC, Hash};

use crate::signer::Hex;

/// How the signature is written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in super::super) enum Encoding {
    Hex,
    UpperHex,
    Base64,
}

/// Everything that goes into a signature.
#[derive(Clone, Debug, PartialEq)]
pub(in super::super) struct Steps {
    pub(in super::super) method: String,
    pub(in super::super) path: String,
    pub(in super::super) query: String,
    /// The lines of headers with their line ends.
    pub(in super::super) headers: Vec<(String, String)>,
    pub(in super::super) signed_headers: String,
    /// The hash of the payload.
    pub(in super::super) payload: String,
    /// What is between a header's name and its value.
    pub(super) colon: &'static str,
    /// What is between the headers and their names.
    pub(super) gap: &'static str,
    /// What follows the canonical request.
    pub(super) tail: &'static str,
    pub(super) newline: &'static str,
    pub(in super::super) timestamp: String,
    pub(in super::super) scope: String,
    /// The canonical request enters the string to sign as its hash.
    pub(super) hashed: bool,
    pub(super) prefix: &'static str,
    pub(in super::super) secret: String,
    /// What the key is derived by, one after the other.
    pub(in super::super) chain: Vec<String>,
    /// True if the steps of the key go on with hexadecimal text instead of bytes.
    pub(super) hex_key: bool,
    /// True if key and message of each step change places.
    pub(super) swapped: bool,
    pub(super) encoding: Encoding,
}

impl Steps {
    /// Steps without a mistake, which still lack the request.
    pub(in super::super) fn new(date: &str, service: &str, timestamp: &str, secret: &str) -> Self {
        Self {
            method: String::new(),
            path: "/".to_owned(),
            query: String::new(),
            headers: Vec::new(),
            signed_headers: String::new(),
            payload: String::new(),
            colon: ":",
            gap: "\n",
            tail: "",
            newline: "\n",
            timestamp: timestamp.to_owned(),
            scope: format!("{date}/{service}/tc3_request"),
            hashed: true,
            prefix: "TC3",
            secret: secret.to_owned(),
            chain: [date, service, "tc3_request"].map(str::to_owned).into(),
            hex_key: false,
            swapped: false,
            encoding: Encoding::Hex,
        }
    }

    pub(in super::super) fn canonical_request(&self) -> String {
        let headers = self.headers.iter();
        let headers: String = headers
            .map(|(name, value)| format!("{name}{}{value}\n", self.colon))
            .collect();
        let Self {
            method,
            path,
            query,
            gap,
            signed_headers,
            payload,
            tail,
            ..
        } = self;
        let text =
            format!("{method}\n{path}\n{query}\n{headers}{gap}{signed_headers}\n{payload}{tail}");
        match self.newline {
            "\n" => text,
            other => text.replace('\n', other),
        }
    }

    pub(in super::super) fn string_to_sign(&self) -> String {
        let canonical = self.canonical_request();
        let canonical = match self.hashed {
            true => sha256(canonical.as_bytes()),
            false => canonical,
        };
        let (timestamp, scope) = (&self.timestamp, &self.scope);
        format!("TC3-HMAC-SHA256\n{timestamp}\n{scope}\n{canonical}")
    }

    pub(in super::super) fn signature(&self) -> String {
        let mut key = format!("{}{}", self.prefix, self.secret).into_bytes();
        for part in &self.chain {
            let next = self.hmac(&key, part.as_bytes());
            key = match self.hex_key {
                true => Hex(&next).to_string().into_bytes(),
                false => next.to_vec(),
            };
        }
        let code = self.hmac(&key, self.string_to_sign().as_bytes());
        match self.encoding {
            Encoding::Hex => Hex(&code).to_string(),
            Encoding::UpperHex => Hex(&code).to_string().to_uppercase(),
            Encoding::Base64 => STANDARD.encode(code),
        }
    }

    fn hmac(&self, key: &[u8], message: &[u8]) -> [u8; 32] {
        match self.swapped {
            true => HMAC::mac(key, message),
            false => HMAC::mac(message, key),
        }
    }
}

pub(in super::super) fn sha256(bytes: &[u8]) -> String {
    Hex(&Hash::hash(bytes)).to_string()
}
