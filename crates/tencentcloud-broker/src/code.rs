//! The code that a person types to be let approve.

use std::fmt;
use std::io;
use std::sync::{Mutex, PoisonError};

use crate::answer::Refusal;
use crate::proof;
use crate::random::{self, same};

/// The letters of a code: 60 bits.
const LETTERS: usize = 12;
/// How many wrong codes are accepted before no code is.
const TRIES: u32 = 10;

/// The code of one start of a broker.
pub(crate) struct Code {
    text: String,
    /// How many wrong ones came. Locked while one is compared, so that many at once are no fewer tries than one
    /// after another.
    wrong: Mutex<u32>,
}

impl Code {
    /// Makes a code.
    ///
    /// # Errors
    /// A machine without random numbers.
    pub(crate) fn new() -> io::Result<Self> {
        let letters = random::letters(LETTERS)?;
        let groups = [0, 4, 8].map(|at| &letters[at..at + 4]);
        Ok(Self {
            text: groups.join("-"),
            wrong: Mutex::new(0),
        })
    }

    /// Returns the code, in groups of four.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// Checks what was `typed`: in any case, with or without hyphens.
    ///
    /// # Errors
    /// It is another code, or too many others came before.
    pub(crate) fn check(&self, typed: &str) -> Result<(), Refusal> {
        self.count(
            || same(&proof::plain(typed), &proof::plain(&self.text)),
            true,
        )
    }

    /// Checks a proof of the code, which `expected` makes from it.
    ///
    /// # Errors
    /// As [`check`](Self::check). A right one does not forgive wrong ones, since it may be sent a second time.
    pub(crate) fn check_proof(
        &self,
        given: &str,
        expected: impl FnOnce(&str) -> String,
    ) -> Result<(), Refusal> {
        self.count(|| same(given, &expected(&self.text)), false)
    }

    fn count(&self, is_right: impl FnOnce() -> bool, forgives: bool) -> Result<(), Refusal> {
        let mut wrong = self.wrong.lock().unwrap_or_else(PoisonError::into_inner);
        if *wrong >= TRIES {
            return Err(Refusal::new(
                "locked",
                format!(
                    "{TRIES} wrong codes were typed: no code is accepted until the broker is started again"
                ),
            ));
        }
        if is_right() {
            if forgives {
                *wrong = 0;
            }
            return Ok(());
        }
        *wrong += 1;
        Err(Refusal::new(
            "code",
            "this is not the approval code: the terminal of the broker shows it",
        ))
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Code(***)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_accepted_in_any_case_and_without_hyphens() {
        let code = Code::new().unwrap();
        let typed = code.text().replace('-', "").to_uppercase();
        code.check(&typed).unwrap();
        code.check(&format!(" {} ", code.text())).unwrap();
        assert_eq!(code.check("").unwrap_err().code, "code");
        assert!(!format!("{code:?}").contains(code.text()));
    }

    #[test]
    fn after_ten_wrong_codes_the_right_one_is_refused() {
        let code = Code::new().unwrap();
        for _ in 0..TRIES {
            assert_eq!(code.check("aaaa").unwrap_err().code, "code");
        }
        assert_eq!(code.check(code.text()).unwrap_err().code, "locked");
        assert_eq!(code.check(code.text()).unwrap_err().code, "locked");
    }

    #[test]
    fn a_right_code_forgives_the_wrong_ones_before_it() {
        let code = Code::new().unwrap();
        for _ in 0..3 {
            for _ in 1..TRIES {
                assert!(code.check("aaaa").is_err());
            }
            code.check(code.text()).unwrap();
        }
    }

    #[test]
    fn a_right_proof_forgives_nothing() {
        let code = Code::new().unwrap();
        let own = |code: &str| proof::of_response(code, "n", 200, b"");
        let right = own(code.text());
        for _ in 0..TRIES {
            code.check_proof(&right, own).unwrap();
            assert_eq!(code.check_proof("00", own).unwrap_err().code, "code");
        }
        assert_eq!(code.check_proof(&right, own).unwrap_err().code, "locked");
        assert_eq!(code.check(code.text()).unwrap_err().code, "locked");
    }
}
