//! A scalar of the input, and what it converts to without loss.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// A whole number that a 64-bit float holds exactly is at most this far from zero.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// A scalar of the input. Its methods give `None` if the conversion would lose something.
#[derive(Clone, Copy)]
pub(super) enum Scalar<'a> {
    Bool(bool),
    I64(i64),
    U64(u64),
    F64(f64),
    Str(&'a str),
}

impl Scalar<'_> {
    pub(super) fn kind(self) -> &'static str {
        match self {
            Self::Bool(_) => "a boolean",
            Self::I64(_) | Self::U64(_) => "a whole number that does not fit",
            Self::F64(_) => "a number that does not fit",
            Self::Str(_) => "a string that does not convert",
        }
    }

    pub(super) fn text(self) -> Option<String> {
        match self {
            Self::Bool(value) => Some(value.to_string()),
            Self::I64(value) => Some(value.to_string()),
            Self::U64(value) => Some(value.to_string()),
            // A whole number this large lost digits before it came here.
            Self::F64(value) => (value.abs() < EXACT).then(|| value.to_string()),
            Self::Str(value) => Some(value.to_owned()),
        }
    }

    pub(super) fn i64(self) -> Option<i64> {
        match self {
            Self::I64(value) => Some(value),
            Self::U64(value) => i64::try_from(value).ok(),
            Self::F64(value) => whole(value),
            Self::Str(value) => {
                let value = value.trim();
                value.parse().ok().or_else(|| whole(value.parse().ok()?))
            }
            Self::Bool(_) => None,
        }
    }

    pub(super) fn u64(self) -> Option<u64> {
        match self {
            Self::U64(value) => Some(value),
            Self::Str(value) => value
                .trim()
                .parse()
                .ok()
                .or_else(|| self.i64()?.try_into().ok()),
            _ => self.i64()?.try_into().ok(),
        }
    }

    pub(super) fn f64(self) -> Option<f64> {
        match self {
            Self::F64(value) => Some(value).filter(|value| value.is_finite()),
            Self::I64(value) => exact(value.unsigned_abs()).then_some(value as f64),
            Self::U64(value) => exact(value).then_some(value as f64),
            Self::Str(value) => {
                let value = value.trim();
                // Digits alone are a whole number here too, and those are exact.
                if let Ok(whole) = value.parse() {
                    return Self::I64(whole).f64();
                }
                if let Ok(whole) = value.parse() {
                    return Self::U64(whole).f64();
                }
                value.parse().ok().filter(|value: &f64| value.is_finite())
            }
            Self::Bool(_) => None,
        }
    }

    pub(super) fn bool(self) -> Option<bool> {
        match self {
            Self::Bool(value) => Some(value),
            Self::I64(0) | Self::U64(0) => Some(false),
            Self::I64(1) | Self::U64(1) => Some(true),
            Self::Str(value) if value.eq_ignore_ascii_case("true") => Some(true),
            Self::Str(value) if value.eq_ignore_ascii_case("false") => Some(false),
            _ => None,
        }
    }

    pub(super) fn bytes(self) -> Option<Vec<u8>> {
        match self {
            Self::Str(value) => STANDARD.decode(value).ok(),
            _ => None,
        }
    }
}

fn whole(value: f64) -> Option<i64> {
    (value.fract() == 0.0 && value.abs() < EXACT).then_some(value as i64)
}

/// True for a whole number that a float holds as it is. Asked before the conversion, which rounds.
fn exact(magnitude: u64) -> bool {
    magnitude <= EXACT as u64
}
