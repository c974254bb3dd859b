//! A call before it is made: what would be sent, how it is signed, what the service thinks of it, and
//! what it would cost.

mod forms;
mod options;

use std::fmt::Write;

use tencentcloud_calls::Prepared;
use tencentcloud_runtime::Explanation;

use crate::error::{self, Failure};
use crate::output;
pub(crate) use options::{DryRun, Options};

/// Prints what `options` ask for of a call that is not sent, its secrets masked.
///
/// # Errors
/// An output that cannot be written to.
pub(crate) fn print(
    prepared: &Prepared,
    explanation: &Explanation,
    region: Option<&str>,
    options: &Options,
) -> Result<(), Failure> {
    let mut text = match options.explain {
        true => steps(explanation),
        false => request(explanation),
    };
    if options.dry_run.is_some() {
        text.push_str(&forms::all(prepared, explanation, region));
    }
    output::text(&text)?;
    error::remark("nothing was sent");
    Ok(())
}

/// The request as it would be sent.
fn request(explanation: &Explanation) -> String {
    let mut text = format!("{} {}\n", explanation.method, explanation.url);
    for (name, value) in &explanation.headers {
        line(&mut text, &format!("{name}: {value}"));
    }
    line(&mut text, "");
    line(&mut text, &explanation.parameters);
    text
}

/// Every step from the parameters to the header that signs them.
fn steps(explanation: &Explanation) -> String {
    let mut text = request(explanation);
    let mut number = 0;
    let mut step = |text: &mut String, title: &str, value: &str| {
        number += 1;
        line(text, "");
        line(text, &format!("{number}. {title}"));
        line(text, value);
    };
    if let Some(tc3) = &explanation.tc3 {
        let mut signed = tc3.string_to_sign.split('\n');
        let scope = signed.nth(2).unwrap_or_default();
        let mut scope = scope.split('/');
        let (date, service) = (
            scope.next().unwrap_or_default(),
            scope.next().unwrap_or_default(),
        );
        step(
            &mut text,
            "Hash of the payload: hex(SHA-256(payload))",
            &tc3.payload_hash,
        );
        step(
            &mut text,
            "Canonical request: method, path, query, headers, their names, hash of the payload",
            &tc3.canonical_request,
        );
        step(
            &mut text,
            "Hash of the canonical request",
            &tc3.canonical_hash,
        );
        step(
            &mut text,
            "String to sign: algorithm, timestamp, scope, hash of the canonical request",
            &tc3.string_to_sign,
        );
        step(
            &mut text,
            "Key: derived from the secret key, and not shown",
            &format!(
                "HMAC(HMAC(HMAC(\"TC3\" + SecretKey, \"{date}\"), \"{service}\"), \"tc3_request\")"
            ),
        );
        step(
            &mut text,
            "Signature: hex(HMAC(key, string to sign))",
            &tc3.signature,
        );
        step(&mut text, "Header Authorization", &tc3.authorization);
    } else if let Some(signed) = &explanation.v1 {
        step(&mut text, "String to sign", signed);
    } else {
        line(&mut text, "");
        line(&mut text, "This action is not signed.");
    }
    text
}

fn line(text: &mut String, line: &str) {
    // A string takes everything.
    let _ = writeln!(text, "{line}");
}
