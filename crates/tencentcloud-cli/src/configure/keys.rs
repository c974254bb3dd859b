//! The keys of a profile.

use crate::error::Failure;

/// What is shown in the place of a secret.
pub(super) const MASK: &str = "***";

/// A key of a profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Key {
    pub(super) name: &'static str,
    /// True if its value is never shown and never on a command line.
    pub(super) secret: bool,
    form: Form,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Text,
    Seconds,
    Flag,
    Language,
}

impl Key {
    pub(super) const SECRET_ID: Self = Self::new("secret_id", false, Form::Text);
    pub(super) const SECRET_KEY: Self = Self::new("secret_key", true, Form::Text);
    pub(super) const TOKEN: Self = Self::new("token", true, Form::Text);
    pub(super) const REGION: Self = Self::new("region", false, Form::Text);
    pub(super) const ROLE_ARN: Self = Self::new("role_arn", false, Form::Text);
    pub(super) const ROLE_SESSION_NAME: Self = Self::new("role_session_name", false, Form::Text);
    pub(super) const OUTPUT: Self = Self::new("output", false, Form::Text);
    pub(super) const LANGUAGE: Self = Self::new("language", false, Form::Language);
    pub(super) const ALLOWED: Self = Self::new("allowed_account_ids", false, Form::Text);
    pub(super) const FORBIDDEN: Self = Self::new("forbidden_account_ids", false, Form::Text);

    const fn new(name: &'static str, secret: bool, form: Form) -> Self {
        Self { name, secret, form }
    }

    /// Checks that `value` is one that the key takes.
    ///
    /// # Errors
    /// It is not; a secret value is not repeated.
    pub(super) fn check(self, value: &str) -> Result<(), Failure> {
        let right = match self.form {
            Form::Text => true,
            Form::Seconds => value.parse::<u64>().is_ok(),
            Form::Flag => matches!(value, "true" | "false"),
            Form::Language => matches!(value, "zh-CN" | "en-US"),
        };
        if right {
            return Ok(());
        }
        let expected = match self.form {
            Form::Flag => "true or false",
            Form::Language => "zh-CN or en-US",
            _ => "a number of seconds",
        };
        Err(Failure::usage(format!(
            "{} takes {expected}, not {value}",
            self.name
        )))
    }
}

/// Every key that a profile may have, in the order in which they are listed.
pub(super) const ALL: &[Key] = &[
    Key::SECRET_ID,
    Key::SECRET_KEY,
    Key::TOKEN,
    Key::REGION,
    Key::OUTPUT,
    Key::LANGUAGE,
    Key::ROLE_ARN,
    Key::ROLE_SESSION_NAME,
    Key::new("external_id", false, Form::Text),
    Key::new("duration_seconds", false, Form::Seconds),
    Key::new("source_profile", false, Form::Text),
    Key::new("credential_process", false, Form::Text),
    Key::new("sts_endpoint", false, Form::Text),
    Key::new("root_domain", false, Form::Text),
    Key::ALLOWED,
    Key::FORBIDDEN,
    Key::new("read_only", false, Form::Flag),
    Key::new("policy", false, Form::Text),
];

/// The keys that a profile may have for one service, e.g. `cvm.endpoint`.
pub(super) const OF_SERVICE: &[Key] = &[
    Key::new("endpoint", false, Form::Text),
    Key::new("version", false, Form::Text),
];

/// The secret ID as it is shown: enough to know it, not all of it.
pub(crate) fn partly(id: &str) -> String {
    let end = id.char_indices().rev().nth(3).map_or(0, |(at, _)| at);
    match id.get(..4) {
        Some(start) if end > 8 => format!("{start}{MASK}{}", &id[end..]),
        _ => MASK.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::partly;

    #[test]
    fn an_id_is_shown_in_part() {
        assert_eq!(
            partly("AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE"),
            "AKID***MPLE"
        );
        for short in ["", "AKID", "AKIDabcd", "密钥密钥密钥"] {
            assert_eq!(partly(short), "***", "{short}");
        }
    }
}
