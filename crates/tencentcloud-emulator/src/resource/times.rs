//! Times in the form that a member has.

use serde_json::Value;
use tencentcloud_schema::{Kind, Member};
use time::format_description::BorrowedFormatItem;
use time::macros::{format_description, offset};
use time::{OffsetDateTime, PrimitiveDateTime, UtcOffset};

use crate::clock;

const PLAIN: &[BorrowedFormatItem<'_>] =
    format_description!("[year]-[month]-[day] [hour]:[minute]:[second]");
const DATE: &[BorrowedFormatItem<'_>] = format_description!("[year]-[month]-[day]");
const ZULU: &[BorrowedFormatItem<'_>] =
    format_description!("[year]-[month]-[day]T[hour]:[minute]:[second]Z");
const CHINA: &[BorrowedFormatItem<'_>] =
    format_description!("[year]-[month]-[day]T[hour]:[minute]:[second]+08:00");

/// The zone of times that name none.
const HOME: UtcOffset = offset!(+8);

/// Returns `moment` as `member` has it: by its kind, and where that says too little by its example.
pub(super) fn stamp(member: Option<&Member>, moment: OffsetDateTime) -> Value {
    let seconds = moment.unix_timestamp();
    let Some(member) = member else {
        return clock::iso(moment).into();
    };
    let example = member.example.as_ref();
    let text = example.and_then(Value::as_str).unwrap_or_default();
    let home = moment.to_offset(HOME);
    match &member.kind {
        kind if kind.is_integer() || *kind == Kind::Float => {
            let long = example.and_then(Value::as_f64).is_some_and(|n| n > 1e11);
            if long {
                (seconds * 1000).into()
            } else {
                seconds.into()
            }
        }
        Kind::Date => form(home, DATE),
        Kind::DateTime => form(home, PLAIN),
        Kind::DateTimeIso | Kind::String if text.ends_with('Z') => form(moment, ZULU),
        Kind::DateTimeIso | Kind::String if text.ends_with("+08:00") => form(home, CHINA),
        Kind::DateTimeIso => clock::iso(moment).into(),
        _ if text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit()) => {
            seconds.to_string().into()
        }
        _ if text.len() == 13 && text.bytes().all(|byte| byte.is_ascii_digit()) => {
            (seconds * 1000).to_string().into()
        }
        _ if text.len() == 10 && text.matches('-').count() == 2 => form(home, DATE),
        _ => form(home, PLAIN),
    }
}

/// Returns the moment of a time in the form of [`plain`]; `None` if it has another.
pub(super) fn read(text: &str) -> Option<OffsetDateTime> {
    let moment = PrimitiveDateTime::parse(text, PLAIN).ok()?;
    Some(moment.assume_offset(HOME))
}

/// Returns `moment` in the form that most services give times.
pub(super) fn plain(moment: OffsetDateTime) -> Value {
    form(moment.to_offset(HOME), PLAIN)
}

fn form(moment: OffsetDateTime, form: &[BorrowedFormatItem<'_>]) -> Value {
    moment.format(form).unwrap_or_default().into()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_time_has_the_form_of_its_member() {
        let moment = OffsetDateTime::from_unix_timestamp(1_700_000_000).unwrap();
        for (kind, example, expected) in [
            ("int64", json!(null), json!(1_700_000_000)),
            (
                "uint64",
                json!(1_600_000_000_000_u64),
                json!(1_700_000_000_000_u64),
            ),
            ("datetime", json!(null), json!("2023-11-15 06:13:20")),
            ("date", json!(null), json!("2023-11-15")),
            (
                "datetime_iso",
                json!("2020-03-10T02:43:51Z"),
                json!("2023-11-14T22:13:20Z"),
            ),
            (
                "datetime_iso",
                json!(null),
                json!("2023-11-14T22:13:20+00:00"),
            ),
            (
                "string",
                json!("2023-03-21 18:00:00"),
                json!("2023-11-15 06:13:20"),
            ),
            ("string", json!("1600000000"), json!("1700000000")),
            ("string", json!(null), json!("2023-11-15 06:13:20")),
        ] {
            let mut member = Member::new("CreatedTime", Kind::from_name(kind));
            member.example = Some(example).filter(|example| !example.is_null());
            assert_eq!(stamp(Some(&member), moment), expected, "{kind}");
        }
    }
}
