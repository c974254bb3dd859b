//! The clock of the endpoint, and the forms of a date.

use std::fmt;
use std::sync::Arc;
use std::time::SystemTime;

use time::OffsetDateTime;
use time::format_description::BorrowedFormatItem;
use time::macros::format_description;

const HTTP: &[BorrowedFormatItem<'_>] = format_description!(
    "[weekday repr:short], [day] [month repr:short] [year] [hour]:[minute]:[second] GMT"
);
const DATE: &[BorrowedFormatItem<'_>] = format_description!("[year]-[month]-[day]");
const ISO: &[BorrowedFormatItem<'_>] =
    format_description!("[year]-[month]-[day]T[hour]:[minute]:[second]+00:00");

/// The source of the current time.
#[derive(Clone)]
pub(crate) struct Clock(Arc<dyn Fn() -> SystemTime + Send + Sync>);

impl Clock {
    pub(crate) fn new(now: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        Self(Arc::new(now))
    }

    pub(crate) fn now(&self) -> OffsetDateTime {
        (self.0)().into()
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Clock({})", self.now())
    }
}

/// Formats a time as the `Date` header has it.
pub(crate) fn http(moment: OffsetDateTime) -> String {
    moment.format(HTTP).unwrap_or_default()
}

/// Formats the UTC date of a Unix timestamp as a credential scope has it; `None` past the year 9999.
pub(crate) fn date(timestamp: i64) -> Option<String> {
    OffsetDateTime::from_unix_timestamp(timestamp)
        .ok()?
        .format(DATE)
        .ok()
}

/// Formats a time as ISO 8601 in UTC, to the second.
pub(crate) fn iso(moment: OffsetDateTime) -> String {
    moment.format(ISO).unwrap_or_default()
}
