//! The common parameters: headers with TC3, parameters with signature v1.

use super::draft::Draft;
use crate::Credential;
use crate::action::RegionRule;
use crate::config::Options;

/// The longest name of a user's program in X-TC-RequestClient.
const CLIENT_LIMIT: usize = 128;

/// A common parameter.
pub(super) struct Common {
    /// Its name as a header.
    pub(super) header: &'static str,
    /// Its name as a parameter.
    pub(super) parameter: &'static str,
    pub(super) value: String,
    pub(super) sensitive: bool,
}

/// The common parameters of a draft. A session token is one of a signed request alone.
pub(super) fn common(draft: &Draft, credential: &Credential, timestamp: i64) -> Vec<Common> {
    let options = &draft.options;
    let action = &draft.action;
    let region = options.region.as_deref();
    let region = region.filter(|_| action.region != RegionRule::None);
    let token = credential.token().filter(|_| !action.unsigned);
    let all = [
        ("x-tc-action", "Action", Some(action.name.to_string())),
        (
            "x-tc-version",
            "Version",
            Some(action.api.version.to_string()),
        ),
        ("x-tc-timestamp", "Timestamp", Some(timestamp.to_string())),
        ("x-tc-region", "Region", region.map(str::to_owned)),
        ("x-tc-token", "Token", token.map(str::to_owned)),
        ("x-tc-language", "Language", options.language.clone()),
        (
            "x-tc-requestclient",
            "RequestClient",
            Some(request_client(options)),
        ),
    ];
    let set = |(header, parameter, value): (_, _, Option<String>)| {
        value.map(|value| Common {
            header,
            parameter,
            value,
            sensitive: parameter == "Token",
        })
    };
    all.into_iter().filter_map(set).collect()
}

/// The SDK's name, then the user's own part as far as it is allowed.
fn request_client(options: &Options) -> String {
    let own = concat!("SDK_RUST_", env!("CARGO_PKG_VERSION"));
    let allowed = |c: &char| c.is_ascii_alphanumeric() || "-_,;.".contains(*c);
    let part: String = options
        .request_client
        .iter()
        .flat_map(|name| name.chars())
        .filter(allowed)
        .take(CLIENT_LIMIT)
        .collect();
    if part.is_empty() {
        own.to_owned()
    } else {
        format!("{own}; {part}")
    }
}
