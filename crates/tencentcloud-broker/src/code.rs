//! The code that a person types to be let approve.

use std::fmt;
use std::io;
use std::sync::atomic::{AtomicU32, Ordering};

use crate::answer::Refusal;
use crate::random::{self, same};

/// The letters of a code: 60 bits.
const LETTERS: usize = 12;
/// How many wrong codes are accepted before no code is.
const TRIES: u32 = 10;

/// The code of one start of a broker.
pub(crate) struct Code {
    text: String,
    wrong: AtomicU32,
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
            wrong: AtomicU32::new(0),
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
        // Counted before it is looked at, so that many at once are no more tries than one after another.
        let before = self.wrong.fetch_add(1, Ordering::SeqCst);
        if before >= TRIES {
            self.wrong.store(TRIES, Ordering::SeqCst);
            return Err(Refusal::new(
                "locked",
                format!(
                    "{TRIES} wrong codes were typed: no code is accepted until the broker is started again"
                ),
            ));
        }
        if same(&plain(typed), &plain(&self.text)) {
            self.wrong.store(0, Ordering::SeqCst);
            return Ok(());
        }
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

fn plain(text: &str) -> String {
    let letters = text.chars().filter(char::is_ascii_alphanumeric);
    letters.collect::<String>().to_ascii_lowercase()
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
}
