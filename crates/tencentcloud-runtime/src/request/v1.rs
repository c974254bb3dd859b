//! A request signed by signature v1: the signature is one of the parameters.

use super::common::common;
use super::content::encode;
use super::draft::{Draft, Signed};
use super::message::{FORM, Message};
use crate::config::Method;
use crate::signer::v1;
use crate::{Credential, Error, Result, random};

/// The largest form, in bytes, by the vendor's page "Request structure".
const LIMIT: usize = 1024 * 1024;

pub(super) fn sign(
    draft: &Draft,
    parameters: &[(String, String)],
    credential: &Credential,
    timestamp: i64,
) -> Result<Signed> {
    let verb = draft.options.method.unwrap_or_default();
    let method = draft.options.signature_method.unwrap_or_default();
    let mut all = parameters.to_vec();
    all.extend(
        common(draft, credential, timestamp)
            .map(|common| (common.parameter.to_owned(), common.value.into_owned())),
    );
    let mut add = |name: &str, value: String| all.push((name.to_owned(), value));
    add("Nonce", (random::number()? >> 1).to_string());
    if !draft.action.unsigned {
        add("SecretId", credential.secret_id().to_owned());
        add("SignatureMethod", method.as_str().to_owned());
    }
    distinct(draft, parameters, &all)?;
    let mut signed = None;
    if !draft.action.unsigned {
        let verb = match verb {
            Method::Get => "GET",
            Method::Post => "POST",
        };
        let text = v1::string_to_sign(verb, draft.endpoint.host(), &all);
        let signature = v1::sign(&text, credential.secret_key(), method);
        signed = Some(all.clone());
        all.push(("Signature".to_owned(), signature));
    }
    let message = match verb {
        Method::Get => Message::get(encode(&all)),
        Method::Post => Message::post(FORM, encode(&all)),
    };
    message.check_size(LIMIT, " with signature v1; use TC3-HMAC-SHA256")?;
    Ok(Signed {
        request: message.into_request(&draft.endpoint)?,
        tc3: None,
        v1: signed,
    })
}

/// Refuses parameters of the action that have the name of a common one: a form tells the two apart
/// by nothing.
fn distinct(draft: &Draft, own: &[(String, String)], all: &[(String, String)]) -> Result<()> {
    let common = all[own.len()..].iter().map(|(name, _)| name.as_str());
    let mut common = common.chain(["Signature"]);
    let doubled = common.find(|common| own.iter().any(|(name, _)| name == common));
    match doubled {
        None => Ok(()),
        Some(name) => Err(Error::request(format!(
            "{} has a parameter {name} of its own, which signature v1 would send twice: use TC3-HMAC-SHA256",
            draft.action.name
        ))),
    }
}
