//! The form of errors before API 3.0, which gateways and a few services still use:
//! `{"code": 4104, "message": "…", "codeDesc": "…"}`.

use super::refusal::Refusal;
use crate::model::json::Json;

/// What stood in the place of a `Response`.
#[derive(Debug, Default)]
pub(super) struct Old {
    code: Option<String>,
    description: Option<String>,
    message: Option<String>,
}

impl Old {
    pub(super) fn take(&mut self, name: &str, value: Json<'_>) {
        let is = |known: &str| name.eq_ignore_ascii_case(known);
        let place = if is("code") {
            &mut self.code
        } else if is("codeDesc") {
            &mut self.description
        } else if is("message") || is("msg") {
            &mut self.message
        } else {
            return;
        };
        *place = value.text().map(std::borrow::Cow::into_owned);
    }

    /// The error that it was. Its number says less than what describes it.
    pub(super) fn into_refusal(self) -> Option<Refusal> {
        let code = self.code.filter(|code| !is_success(code))?;
        let number = code
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'-');
        let description = self.description.filter(|text| number && !is_success(text));
        Some(Refusal {
            code: description.unwrap_or(code),
            message: self.message.unwrap_or_default(),
        })
    }
}

/// True for what these services put in the place of a code if all went well.
fn is_success(code: &str) -> bool {
    matches!(code.trim(), "" | "0") || code.trim().eq_ignore_ascii_case("success")
}
