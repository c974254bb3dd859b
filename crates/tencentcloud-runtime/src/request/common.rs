//! The common parameters: headers with TC3, parameters with signature v1.

use std::borrow::Cow;

use http::HeaderName;

use super::draft::Draft;
use crate::Credential;
use crate::action::RegionRule;
use crate::config::Options;

/// The longest name of a user's program in X-TC-RequestClient.
const CLIENT_LIMIT: usize = 128;

/// A common parameter.
pub(super) struct Common<'a> {
    /// Its name as a header.
    pub(super) header: HeaderName,
    /// Its name as a parameter.
    pub(super) parameter: &'static str,
    pub(super) value: Cow<'a, str>,
    pub(super) sensitive: bool,
}

/// The names of a common parameter, as a header and as a parameter.
type Names = (HeaderName, &'static str);

const ACTION: Names = (HeaderName::from_static("x-tc-action"), "Action");
const VERSION: Names = (HeaderName::from_static("x-tc-version"), "Version");
const TIMESTAMP: Names = (HeaderName::from_static("x-tc-timestamp"), "Timestamp");
const REGION: Names = (HeaderName::from_static("x-tc-region"), "Region");
const TOKEN: Names = (HeaderName::from_static("x-tc-token"), "Token");
const LANGUAGE: Names = (HeaderName::from_static("x-tc-language"), "Language");
const CLIENT: Names = (
    HeaderName::from_static("x-tc-requestclient"),
    "RequestClient",
);

/// The common parameters of a draft. A session token is one of a signed request alone.
pub(super) fn common<'a>(
    draft: &'a Draft,
    credential: &'a Credential,
    timestamp: i64,
) -> impl Iterator<Item = Common<'a>> {
    let options = &draft.options;
    let action = &draft.action;
    let region = options.region.as_deref();
    let region = region.filter(|_| action.region != RegionRule::None);
    let token = credential.token().filter(|_| !action.unsigned);
    let all: [(Names, Option<Cow<'a, str>>); 7] = [
        (ACTION, Some(action.name.as_str().into())),
        (VERSION, Some(action.api.version.as_str().into())),
        (TIMESTAMP, Some(timestamp.to_string().into())),
        (REGION, region.map(Cow::from)),
        (TOKEN, token.map(Cow::from)),
        (LANGUAGE, options.language.as_deref().map(Cow::from)),
        (CLIENT, Some(request_client(options))),
    ];
    all.into_iter().filter_map(|((header, parameter), value)| {
        Some(Common {
            header,
            parameter,
            value: value?,
            sensitive: parameter == TOKEN.1,
        })
    })
}

/// The SDK's name, then the user's own part as far as it is allowed.
pub(crate) fn request_client(options: &Options) -> Cow<'static, str> {
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
        own.into()
    } else {
        format!("{own}; {part}").into()
    }
}
