//! The day of a timestamp, as the credential scope names it.

use std::ops::RangeInclusive;

/// 0001-01-01 to 9999-12-31, in seconds since 1970.
const FOUR_DIGITS: RangeInclusive<i64> = -62_135_596_800..=253_402_300_799;

const DAY: i64 = 86_400;

/// Days from 0000-03-01 to 1970-01-01.
const EPOCH: i64 = 719_468;

/// The calendar repeats itself after 400 years, which have this many days.
const CYCLE: i64 = 146_097;

/// `YYYY-MM-DD` in UTC; that of 1970 for a timestamp outside the years 1 to 9999.
pub(crate) fn day(timestamp: i64) -> String {
    let (year, month, day) = civil(number(timestamp));
    format!("{year:04}-{month:02}-{day:02}")
}

/// The number of that day, from 0 for that of 1970.
pub(super) fn number(timestamp: i64) -> i64 {
    let known = FOUR_DIGITS.contains(&timestamp);
    if known { timestamp.div_euclid(DAY) } else { 0 }
}

/// Year, month and day of the day that is so many days after 1970-01-01. Counted in years that
/// begin in March: the leap day is the last of its year, and months follow one pattern.
fn civil(days: i64) -> (i64, i64, i64) {
    let days = days + EPOCH;
    let (cycle, rest) = (days.div_euclid(CYCLE), days.rem_euclid(CYCLE));
    let year = (rest - rest / 1_460 + rest / 36_524 - rest / 146_096) / 365;
    let of_year = rest - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let turned = month >= 10;
    let month = if turned { month - 9 } else { month + 3 };
    (cycle * 400 + year + i64::from(turned), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn length(year: i64, month: i64) -> i64 {
        match month {
            2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        }
    }

    #[test]
    fn every_day_of_ten_thousand_years_follows_the_one_before() {
        let mut days = FOUR_DIGITS.start() / DAY;
        for year in 1..=9999 {
            for month in 1..=12 {
                for day in 1..=length(year, month) {
                    assert_eq!(civil(days), (year, month, day));
                    days += 1;
                }
            }
        }
        assert_eq!(days * DAY, FOUR_DIGITS.end() + 1);
    }

    #[test]
    fn a_day_begins_and_ends_at_midnight_in_utc() {
        assert_eq!(day(0), "1970-01-01");
        assert_eq!(day(-1), "1969-12-31");
        assert_eq!(day(1_551_113_065), "2019-02-25");
        assert_eq!(day(1_582_934_399), "2020-02-28");
        assert_eq!(day(1_582_934_400), "2020-02-29");
        assert_eq!(day(*FOUR_DIGITS.start()), "0001-01-01");
        assert_eq!(day(*FOUR_DIGITS.end()), "9999-12-31");
    }

    #[test]
    fn a_timestamp_that_has_no_such_day_is_taken_as_1970() {
        for timestamp in [
            i64::MIN,
            FOUR_DIGITS.start() - 1,
            FOUR_DIGITS.end() + 1,
            i64::MAX,
        ] {
            assert_eq!(day(timestamp), "1970-01-01");
        }
    }
}
