//! The clock of the endpoint, and the forms of a date.

use std::fmt;
use std::sync::{Arc, PoisonError, RwLock, RwLockWriteGuard};
use std::time::{Duration, SystemTime};

use time::OffsetDateTime;
use time::format_description::BorrowedFormatItem;
use time::macros::{datetime, format_description};

const HTTP: &[BorrowedFormatItem<'_>] = format_description!(
    "[weekday repr:short], [day] [month repr:short] [year] [hour]:[minute]:[second] GMT"
);
const DATE: &[BorrowedFormatItem<'_>] = format_description!("[year]-[month]-[day]");
const ISO: &[BorrowedFormatItem<'_>] =
    format_description!("[year]-[month]-[day]T[hour]:[minute]:[second]+00:00");
const PRECISE: &[BorrowedFormatItem<'_>] =
    format_description!("[year]-[month]-[day]T[hour]:[minute]:[second].[subsecond digits:3]Z");
const ZULU: &[BorrowedFormatItem<'_>] =
    format_description!("[year]-[month]-[day]T[hour]:[minute]:[second]Z");

/// The years that a date in the vendor's forms can have.
const YEARS: std::ops::RangeInclusive<i32> = 1970..=9999;

/// The clock of an [`Emulator`](crate::Emulator), which signatures, temporary credentials and
/// resources go by. It can be set, moved and stopped while the emulator runs. A clone is the same
/// clock.
///
/// ```
/// # use std::time::Duration;
/// # use tencentcloud_emulator::Emulator;
/// # async fn doc() -> std::io::Result<()> {
/// let emulator = Emulator::start().await?;
/// emulator.clock().advance(Duration::from_secs(7200));
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Clock(Arc<Inner>);

struct Inner {
    source: Box<dyn Fn() -> SystemTime + Send + Sync>,
    hands: RwLock<Hands>,
}

/// Where the hands are beside the source of the time.
#[derive(Clone, Copy, Default)]
struct Hands {
    ahead: time::Duration,
    frozen: Option<OffsetDateTime>,
}

impl Clock {
    pub(crate) fn new(now: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        Self(Arc::new(Inner {
            source: Box::new(now),
            hands: RwLock::default(),
        }))
    }

    /// Returns the time on this clock.
    pub fn now(&self) -> SystemTime {
        self.moment().into()
    }

    /// Sets the clock to `time`, from which it runs on unless it is frozen. A time outside the years
    /// 1970 to 9999 becomes the nearest one within.
    pub fn set(&self, time: SystemTime) {
        let time = bounded(time);
        let mut hands = self.write();
        match &mut hands.frozen {
            Some(frozen) => *frozen = time,
            None => hands.ahead = time - self.source(),
        }
    }

    /// Moves the clock forward by `duration`, frozen or not.
    pub fn advance(&self, duration: Duration) {
        let now = SystemTime::from(self.moment());
        self.set(now.checked_add(duration).unwrap_or_else(|| LAST.into()));
    }

    /// Stops the clock at its present time.
    pub fn freeze(&self) {
        let mut hands = self.write();
        let now = self.read(*hands);
        hands.frozen = Some(now);
    }

    /// Lets a frozen clock run on from the time at which it stands.
    pub fn resume(&self) {
        let mut hands = self.write();
        if let Some(frozen) = hands.frozen.take() {
            hands.ahead = frozen - self.source();
        }
    }

    /// Returns to the source of the time: neither set nor frozen.
    pub fn reset(&self) {
        *self.write() = Hands::default();
    }

    /// Returns true if the clock is [frozen](Self::freeze).
    pub fn is_frozen(&self) -> bool {
        self.hands().frozen.is_some()
    }

    /// Returns the time as a date and time in UTC.
    pub(crate) fn moment(&self) -> OffsetDateTime {
        self.read(self.hands())
    }

    fn read(&self, hands: Hands) -> OffsetDateTime {
        let running = || self.source().saturating_add(hands.ahead);
        hands.frozen.unwrap_or_else(running)
    }

    fn source(&self) -> OffsetDateTime {
        bounded((self.0.source)())
    }

    fn hands(&self) -> Hands {
        *self.0.hands.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Hands> {
        self.0.hands.write().unwrap_or_else(PoisonError::into_inner)
    }
}

const LAST: OffsetDateTime = datetime!(9999-12-31 23:59:59 UTC);

/// Returns a time within the years that dates can have.
fn bounded(time: SystemTime) -> OffsetDateTime {
    let since = match time.duration_since(SystemTime::UNIX_EPOCH) {
        Ok(since) => time::Duration::try_from(since).unwrap_or(time::Duration::MAX),
        Err(_) => time::Duration::ZERO,
    };
    let moment = OffsetDateTime::UNIX_EPOCH.saturating_add(since);
    match YEARS.contains(&moment.year()) {
        true => moment,
        false => LAST,
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Clock({})", self.moment())
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

/// Formats a time as ISO 8601 with `Z`, to the millisecond.
pub(crate) fn precise(moment: OffsetDateTime) -> String {
    moment.format(PRECISE).unwrap_or_default()
}

/// Formats a time as ISO 8601 with `Z`, to the second.
pub(crate) fn zulu(moment: OffsetDateTime) -> String {
    moment.format(ZULU).unwrap_or_default()
}

/// Formats a time as ISO 8601 in UTC, to the second.
pub(crate) fn iso(moment: OffsetDateTime) -> String {
    moment.format(ISO).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clock() -> Clock {
        Clock::new(|| SystemTime::UNIX_EPOCH + Duration::from_secs(1_000))
    }

    fn seconds(clock: &Clock) -> i64 {
        clock.moment().unix_timestamp()
    }

    #[test]
    fn it_is_set_and_advanced_and_returns_to_its_source() {
        let clock = clock();
        assert_eq!(seconds(&clock), 1_000);
        clock.advance(Duration::from_secs(5));
        clock.advance(Duration::from_secs(5));
        assert_eq!(seconds(&clock), 1_010);
        clock.set(SystemTime::UNIX_EPOCH + Duration::from_secs(500));
        assert_eq!(seconds(&clock), 500);
        clock.reset();
        assert_eq!(seconds(&clock), 1_000);
    }

    #[test]
    fn a_frozen_clock_stands_until_it_is_moved_or_runs_on() {
        let clock = Clock::new(SystemTime::now);
        clock.freeze();
        let stood = clock.now();
        std::thread::sleep(Duration::from_millis(2));
        assert_eq!(clock.now(), stood);
        clock.advance(Duration::from_secs(60));
        assert_eq!(clock.now(), stood + Duration::from_secs(60));
        assert!(clock.is_frozen());
        clock.resume();
        assert!(clock.now() >= stood + Duration::from_secs(60));
        assert!(!clock.is_frozen());
    }

    #[test]
    fn times_that_no_date_has_become_the_nearest_that_one_has() {
        let clock = clock();
        clock.advance(Duration::MAX);
        assert_eq!(clock.moment(), LAST);
        clock.advance(Duration::MAX);
        assert_eq!(clock.moment(), LAST);
        clock.set(SystemTime::UNIX_EPOCH - Duration::from_secs(9));
        assert_eq!(seconds(&clock), 0);
    }
}
