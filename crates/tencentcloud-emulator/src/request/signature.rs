//! The signature of a request, as read; whether it is right is verified elsewhere.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::raw::Raw;
use crate::fault::Fault;

const ALGORITHM: &str = "TC3-HMAC-SHA256";

/// Who signed, and how.
#[derive(Clone, Debug)]
pub(crate) enum Authorization {
    Tc3(Tc3),
    V1(V1),
    Skip,
}

/// What the header `Authorization` says.
#[derive(Clone, Debug)]
pub(crate) struct Tc3 {
    pub(crate) secret_id: String,
    pub(crate) timestamp: i64,
    /// The service in the credential scope.
    pub(crate) service: String,
    pub(crate) date: String,
    pub(crate) signed_headers: Vec<String>,
    pub(crate) code: Vec<u8>,
}

impl Tc3 {
    /// Reads the header and its timestamp.
    ///
    /// # Errors
    /// The header has another form, or there is no timestamp.
    pub(super) fn read(raw: &Raw) -> Result<Self, Fault> {
        let text = raw.header("authorization").unwrap_or_default();
        let invalid = |what: &str| {
            Fault::new(
                "AuthFailure.InvalidAuthorization",
                format!(
                    "The header `Authorization` {what}; expected `{ALGORITHM} Credential=<SecretId>/<date>/<service>/tc3_request, SignedHeaders=content-type;host, Signature=<64 hexadecimal digits>`."
                ),
            )
        };
        let fields = text
            .strip_prefix(ALGORITHM)
            .filter(|rest| rest.starts_with(' '))
            .ok_or_else(|| invalid(&format!("does not start with `{ALGORITHM}`")))?;
        let field = |name: &str| {
            fields
                .split(',')
                .find_map(|field| field.trim().strip_prefix(name)?.strip_prefix('='))
                .ok_or_else(|| invalid(&format!("lacks `{name}`")))
        };
        let credential = field("Credential")?;
        let scope: Vec<&str> = credential.rsplitn(4, '/').collect();
        let ["tc3_request", service, date, secret_id] = scope[..] else {
            return Err(invalid(
                "has a `Credential` of another form than `<SecretId>/<date>/<service>/tc3_request`",
            ));
        };
        let signed_headers: Vec<String> = field("SignedHeaders")?
            .split(';')
            .map(str::to_owned)
            .collect();
        for needed in ["content-type", "host"] {
            if !signed_headers.iter().any(|name| name == needed) {
                return Err(invalid(&format!("does not sign the header `{needed}`")));
            }
        }
        let code = hexadecimal(field("Signature")?)
            .ok_or_else(|| invalid("has a `Signature` that is not hexadecimal"))?;
        let time = raw
            .header("x-tc-timestamp")
            .ok_or_else(|| Fault::missing("Timestamp"))?;
        Ok(Self {
            secret_id: secret_id.to_owned(),
            timestamp: timestamp(time)?,
            service: service.to_owned(),
            date: date.to_owned(),
            signed_headers,
            code,
        })
    }
}

/// What the parameters of signature v1 say.
#[derive(Clone, Debug)]
pub(crate) struct V1 {
    pub(crate) secret_id: String,
    pub(crate) timestamp: i64,
    pub(crate) sha256: bool,
    pub(crate) code: Vec<u8>,
    /// Every parameter but the signature, sorted by name, as it is signed.
    pub(crate) signed: String,
}

impl V1 {
    /// Reads the parameters that sign.
    ///
    /// # Errors
    /// A parameter is missing or has another form.
    pub(super) fn read(pairs: &[(String, String)]) -> Result<Self, Fault> {
        let needed = |name: &str| {
            let found = pairs.iter().find(|(n, _)| n == name);
            found
                .map(|(_, value)| value.as_str())
                .ok_or_else(|| Fault::missing(name))
        };
        let nonce = needed("Nonce")?;
        if !nonce.parse::<i64>().is_ok_and(|nonce| nonce >= 0) {
            return Err(Fault::new(
                "InvalidParameterValue",
                format!("`Nonce` must be a whole number from 0 to 2^63-1; got {nonce:?}."),
            ));
        }
        let code = STANDARD.decode(needed("Signature")?).map_err(|_| {
            Fault::signature(
                "The parameter `Signature` is not Base64; a `+` in it must be sent as `%2B`.",
            )
        })?;
        let mut sorted: Vec<_> = pairs.iter().filter(|(n, _)| n != "Signature").collect();
        sorted.sort_by(|a, b| a.0.as_bytes().cmp(b.0.as_bytes()));
        let signed: Vec<_> = sorted.iter().map(|(n, v)| format!("{n}={v}")).collect();
        Ok(Self {
            secret_id: needed("SecretId")?.to_owned(),
            timestamp: timestamp(needed("Timestamp")?)?,
            sha256: needed("SignatureMethod").is_ok_and(|method| method == "HmacSHA256"),
            code,
            signed: signed.join("&"),
        })
    }
}

fn timestamp(text: &str) -> Result<i64, Fault> {
    text.parse().map_err(|_| {
        Fault::new(
            "InvalidParameterValue",
            format!("`Timestamp` must be Unix seconds; got {text:?}."),
        )
    })
}

fn hexadecimal(text: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u8>> = text
        .chars()
        .map(|c| c.to_digit(16).and_then(|digit| u8::try_from(digit).ok()))
        .collect();
    let digits = digits?;
    (digits.len() % 2 == 0).then(|| {
        digits
            .chunks(2)
            .map(|pair| pair[0] << 4 | pair[1])
            .collect()
    })
}
