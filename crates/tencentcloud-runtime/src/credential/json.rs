//! A credential as JSON: what a command prints, what a keyring keeps.

use serde_json::Value;

use super::Credential;

/// The credential in `text`, which `limit` bounds.
///
/// # Errors
/// Says what is wrong with the text, and shows nothing of it.
pub(super) fn read(text: &[u8], limit: u64) -> Result<Credential, String> {
    if text.len() as u64 > limit {
        return Err("more than 64 KiB".to_owned());
    }
    let output: Value = serde_json::from_slice(text).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        format!("no JSON: line {line}, column {column}")
    })?;
    match output.get("Version") {
        None => {}
        Some(version) if version.as_u64() == Some(1) => {}
        Some(_) => return Err("a Version other than 1".to_owned()),
    }
    let text = |name: &str| match output.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.clone())),
        Some(_) => Err(format!("a {name} that is no string")),
    };
    let need = |name: &str| text(name)?.ok_or_else(|| format!("no {name}"));
    let credential = Credential::new(need("SecretId")?, need("SecretKey")?)
        .with_token(text("Token")?.unwrap_or_default());
    match output.get("ExpiredTime") {
        None | Some(Value::Null) => Ok(credential),
        Some(time) => {
            let seconds = time
                .as_u64()
                .ok_or("an ExpiredTime that is no Unix time in seconds")?;
            Ok(credential.expiring(seconds))
        }
    }
}

/// The credential as text that [`read`] reads.
#[cfg(feature = "keyring")]
pub(super) fn write(credential: &Credential) -> zeroize::Zeroizing<String> {
    let since = |time: std::time::SystemTime| time.duration_since(std::time::UNIX_EPOCH).ok();
    let expiry = credential.expires_at().and_then(since);
    let text = serde_json::json!({
        "Version": 1,
        "SecretId": credential.secret_id(),
        "SecretKey": credential.secret_key(),
        "Token": credential.token(),
        "ExpiredTime": expiry.map(|since| since.as_secs()),
    });
    zeroize::Zeroizing::new(text.to_string())
}
