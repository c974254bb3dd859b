//! The numbers of JSON.

use super::cursor::{Cursor, Syntax};

/// A number of the input.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Number {
    I64(i64),
    U64(u64),
    /// Has a fraction or an exponent, or is too large for a whole number: perhaps infinite.
    F64(f64),
}

impl Cursor<'_> {
    /// A number. The next byte is a digit or a minus.
    #[inline]
    pub(crate) fn number(&mut self) -> Result<Number, Syntax> {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let (number, length) = Number::read(rest);
        let Some(number) = number else {
            return self.failed("expected a number");
        };
        let digits = self.text.get(self.at..self.at + length);
        self.at += length;
        Ok(number.or_parse(digits.unwrap_or_default()))
    }
}

impl Number {
    /// The number that the bytes begin with and its length; a float is still to be parsed.
    #[inline]
    fn read(bytes: &[u8]) -> (Option<Self>, usize) {
        let negative = bytes.first() == Some(&b'-');
        let start = usize::from(negative);
        let mut at = start;
        let mut value = 0_u64;
        let mut fits = true;
        while let Some(digit) = bytes
            .get(at)
            .map(|byte| byte.wrapping_sub(b'0'))
            .filter(|digit| *digit < 10)
        {
            let next = value
                .checked_mul(10)
                .and_then(|value| value.checked_add(u64::from(digit)));
            fits &= next.is_some();
            value = next.unwrap_or(value);
            at += 1;
        }
        let digits = at - start;
        if digits == 0 || (digits > 1 && bytes.get(start) == Some(&b'0')) {
            return (None, 0);
        }
        if matches!(bytes.get(at), Some(b'.' | b'e' | b'E')) {
            return match tail(bytes, at) {
                Some(end) => (Some(Self::F64(f64::NAN)), end),
                None => (None, 0),
            };
        }
        let whole = match (fits, negative) {
            (true, false) => i64::try_from(value).map_or(Self::U64(value), Self::I64),
            // The magnitude of the least number is one more than that of the largest.
            (true, true) if value > 0 => match 0_i64.checked_sub_unsigned(value) {
                Some(value) => Self::I64(value),
                None => Self::F64(f64::NAN),
            },
            _ => Self::F64(f64::NAN),
        };
        (Some(whole), at)
    }

    /// The number itself, or the float that the text is.
    #[inline]
    fn or_parse(self, text: &str) -> Self {
        match self {
            Self::F64(_) => Self::F64(text.parse().unwrap_or(f64::NAN)),
            whole => whole,
        }
    }
}

/// Where a number ends whose fraction or exponent begins at `at`.
fn tail(bytes: &[u8], mut at: usize) -> Option<usize> {
    let digits = |from: usize| {
        let count = bytes
            .get(from..)?
            .iter()
            .take_while(|byte| byte.is_ascii_digit())
            .count();
        (count > 0).then_some(from + count)
    };
    if bytes.get(at) == Some(&b'.') {
        at = digits(at + 1)?;
    }
    if let Some(b'e' | b'E') = bytes.get(at) {
        let sign = matches!(bytes.get(at + 1), Some(b'+' | b'-'));
        at = digits(at + 1 + usize::from(sign))?;
    }
    Some(at)
}
