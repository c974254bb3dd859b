//! Values within values: base64, JSON in a string, what is encoded for a URL.

use base64::Engine;
use base64::engine::GeneralPurpose;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD};
use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use serde_json::Value;

/// A text shorter than this is no base64: every word would be one.
const SHORTEST: usize = 12;

/// How a text is within another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// JSON as a string.
    Json,
    /// Base64, with padding or without.
    Base64 { is_url_safe: bool, is_padded: bool },
    /// Percent-encoded.
    Percent,
}

impl Form {
    /// Returns the word for it, which [`named`](Self::named) reads.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Percent => "percent",
            Self::Base64 {
                is_url_safe,
                is_padded,
            } => match (is_url_safe, is_padded) {
                (false, true) => "base64",
                (false, false) => "base64-unpadded",
                (true, true) => "base64url",
                (true, false) => "base64url-unpadded",
            },
        }
    }

    /// Returns the form of that name.
    pub(super) fn named(name: &str) -> Option<Self> {
        let base64 = [(false, true), (false, false), (true, true), (true, false)];
        let base64 = base64.map(|(is_url_safe, is_padded)| Self::Base64 {
            is_url_safe,
            is_padded,
        });
        let mut all = [Self::Json, Self::Percent].into_iter().chain(base64);
        all.find(|form| form.name() == name)
    }

    fn engine(is_url_safe: bool, is_padded: bool) -> &'static GeneralPurpose {
        match (is_url_safe, is_padded) {
            (false, true) => &STANDARD,
            (false, false) => &STANDARD_NO_PAD,
            (true, true) => &URL_SAFE,
            (true, false) => &URL_SAFE_NO_PAD,
        }
    }

    /// Returns `inner` in this form.
    ///
    /// # Errors
    /// `inner` is no JSON where it must be.
    pub(super) fn encode(self, inner: &str) -> Result<String, String> {
        match self {
            Self::Json => {
                let value: Value =
                    serde_json::from_str(inner).map_err(|error| error.to_string())?;
                Ok(value.to_string())
            }
            Self::Base64 {
                is_url_safe,
                is_padded,
            } => Ok(Self::engine(is_url_safe, is_padded).encode(inner)),
            Self::Percent => Ok(utf8_percent_encode(inner, NON_ALPHANUMERIC).to_string()),
        }
    }

    fn decode(self, text: &str) -> Option<String> {
        let inner = match self {
            Self::Json => {
                let text = text.trim();
                let value: Value = serde_json::from_str(text).ok()?;
                let is_structure = value.is_object() || value.is_array();
                return is_structure.then(|| serde_json::to_string_pretty(&value).ok())?;
            }
            Self::Base64 {
                is_url_safe,
                is_padded,
            } => {
                let bytes = Self::engine(is_url_safe, is_padded)
                    .decode(text.trim())
                    .ok()?;
                String::from_utf8(bytes).ok()?
            }
            Self::Percent => percent_decode_str(text).decode_utf8().ok()?.into_owned(),
        };
        let is_text = |c: char| !c.is_control() || c.is_ascii_whitespace();
        inner.chars().all(is_text).then_some(inner)
    }
}

/// Returns what is within `text`, and in which form; `None` if it is a text as it is.
pub(super) fn decode(text: &str) -> Option<(Form, String)> {
    let begins = |c| text.trim_start().starts_with(c);
    if begins('{') || begins('[') {
        return Some((Form::Json, Form::Json.decode(text)?));
    }
    let has_percent = text
        .as_bytes()
        .windows(3)
        .any(|three| three[0] == b'%' && three[1..].iter().all(u8::is_ascii_hexdigit));
    if has_percent {
        let inner = Form::Percent.decode(text)?;
        return (inner != text).then_some((Form::Percent, inner));
    }
    if text.trim().len() < SHORTEST {
        return None;
    }
    let forms = [
        "base64",
        "base64url",
        "base64-unpadded",
        "base64url-unpadded",
    ];
    let mut forms = forms.into_iter().filter_map(Form::named);
    forms.find_map(|form| {
        let inner = form.decode(text)?;
        // A word or an id is base64 of what nobody wrote.
        let is_written = inner
            .chars()
            .filter(|c| c.is_ascii_graphic() || *c == ' ' || *c == '\n');
        let is_likely = is_written.count() * 10 >= inner.chars().count() * 9;
        (is_likely || !inner.is_ascii() && inner.chars().any(|c| c as u32 >= 0x2E80))
            .then_some((form, inner))
    })
}

/// A text of a call that holds another one.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Nested {
    /// Its path.
    pub(super) path: String,
    pub(super) form: Form,
    pub(super) inner: String,
}

/// Returns the texts in `value` that hold another one, up to `most`.
pub(super) fn nested(value: &Value, most: usize) -> Vec<Nested> {
    let mut found = Vec::new();
    collect(String::new(), value, most, &mut found);
    found
}

fn collect(path: String, value: &Value, most: usize, found: &mut Vec<Nested>) {
    let below = |name: &str| match &*path {
        "" => name.to_owned(),
        path => format!("{path}.{name}"),
    };
    if found.len() == most {
        return;
    }
    match value {
        Value::String(text) => {
            let decoded = decode(text);
            found.extend(decoded.map(|(form, inner)| Nested { path, form, inner }));
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                collect(below(&index.to_string()), item, most, found);
            }
        }
        Value::Object(members) => {
            for (name, member) in members {
                collect(below(name), member, most, found);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_within_a_text_is_found_and_encodes_to_the_same_text() {
        let script = "#!/bin/sh\necho 你好 > /tmp/x\n";
        for text in [
            STANDARD.encode(script),
            URL_SAFE_NO_PAD.encode("a?>~ longer text here"),
            r#"{"version":"2.0","statement":[1,2.5]}"#.to_owned(),
            "%7B%22a%22%3A1%7D".to_owned(),
        ] {
            let (form, inner) = decode(&text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!(form.encode(&inner).unwrap(), text, "{inner}");
            assert_eq!(Form::named(form.name()), Some(form));
        }
    }

    #[test]
    fn ids_words_and_numbers_hold_nothing() {
        for text in [
            "vpc-12345678",
            "ap-guangzhou",
            "POSTPAID_BY_HOUR",
            "RunInstances",
            "2017-03-12",
            "100123456789",
            "img-8toqc6s3img8toqc",
            "DescribeInstancesStatus",
            "10.0.0.0/16",
            "100%",
            "a 50% off%",
            "{not json",
            "",
        ] {
            assert_eq!(decode(text), None, "{text}");
        }
    }

    #[test]
    fn each_text_is_found_at_its_path() {
        let value = json!({"a": [{"Policy": "{\"x\": 1}"}], "b": "plain"});
        let found = nested(&value, 10);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].path, "a.0.Policy");
        assert_eq!(nested(&value, 0), []);
    }
}
