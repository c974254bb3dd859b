//! Times of calls: microseconds since 1970 and their text.

use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;
use time::macros::format_description;

/// Reads an RFC 3339 time.
pub(super) fn read(text: &str) -> Option<i64> {
    let moment = OffsetDateTime::parse(text, &Rfc3339).ok()?;
    i64::try_from(moment.unix_timestamp_nanos().div_euclid(1000)).ok()
}

/// Returns a time as records have it: in UTC, to the millisecond.
pub(super) fn show(micros: i64) -> String {
    let form =
        format_description!("[year]-[month]-[day]T[hour]:[minute]:[second].[subsecond digits:3]Z");
    let moment = OffsetDateTime::from_unix_timestamp_nanos(i128::from(micros) * 1000);
    let shown = moment.ok().and_then(|moment| moment.format(form).ok());
    shown.unwrap_or_default()
}

/// Returns the present.
pub(super) fn now() -> i64 {
    let nanos = OffsetDateTime::now_utc().unix_timestamp_nanos();
    i64::try_from(nanos.div_euclid(1000)).unwrap_or(i64::MAX)
}
