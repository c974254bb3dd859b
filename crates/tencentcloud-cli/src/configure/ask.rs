//! Values that a person types, or that standard input has.

use std::io::{self, IsTerminal, Read, Write};
use std::path::Path;

use zeroize::Zeroizing;

use super::keys::{Key, MASK, partly};
use crate::agent;
use crate::error::{Failure, Kind};

/// The longest line that is read, in bytes.
const LIMIT: u64 = 1 << 20;

/// Asks on the terminal, or reads the lines of standard input if it is none.
pub(super) struct Answers {
    terminal: bool,
}

impl Answers {
    pub(super) fn new() -> Self {
        Self {
            terminal: io::stdin().is_terminal(),
        }
    }

    /// Returns the value of `key`, which the prompt calls `title`; `None` if nothing was typed, which
    /// keeps what is `present`.
    ///
    /// # Errors
    /// There is nothing to read from.
    pub(super) fn ask(
        &mut self,
        key: Key,
        title: &str,
        present: Option<&str>,
    ) -> Result<Option<Zeroizing<String>>, Failure> {
        let read = match self.terminal {
            false => line(),
            true if agent::runs() => return Err(asks()),
            true => {
                let present = present.map(|value| match (key.secret, key == Key::SECRET_ID) {
                    (true, _) => format!(" [{MASK}]"),
                    (_, true) => format!(" [{}]", partly(value)),
                    _ => format!(" [{value}]"),
                });
                eprint!("{title}{}: ", present.unwrap_or_default());
                let shown = io::stderr().flush();
                shown.and_then(|()| match key.secret {
                    true => rpassword::read_password().map(Zeroizing::new),
                    false => line(),
                })
            }
        };
        let text = read.map_err(|error| Failure::new(Kind::Other, format!("{title}: {error}")))?;
        let text = Zeroizing::new(text.trim().to_owned());
        Ok((!text.is_empty()).then_some(text))
    }
}

/// The error of a question that an agent would get.
fn asks() -> Failure {
    let told = "`tcloud configure` asks for a key on the terminal, and an agent runs it";
    Failure::new(Kind::Refused, told)
        .with_next("a person runs `tcloud configure` in a terminal of their own")
}

/// Reads a line byte by byte, so that what follows stays unread.
fn line() -> io::Result<Zeroizing<String>> {
    let mut line = Zeroizing::new(Vec::new());
    let mut input = io::stdin().lock().take(LIMIT);
    let mut byte = [0];
    while input.read(&mut byte)? == 1 && byte[0] != b'\n' {
        line.push(byte[0]);
    }
    text(&line)
}

fn text(bytes: &[u8]) -> io::Result<Zeroizing<String>> {
    let text = std::str::from_utf8(bytes).map_err(|_| io::Error::other("not UTF-8"))?;
    Ok(Zeroizing::new(text.to_owned()))
}

/// Reads a value from a file; `-` is standard input.
///
/// # Errors
/// It cannot be read.
pub(super) fn file(path: &Path) -> Result<Zeroizing<String>, Failure> {
    let mut bytes = Zeroizing::new(Vec::new());
    let read = match path.to_str() {
        Some("-") => io::stdin().lock().take(LIMIT).read_to_end(&mut bytes),
        _ => std::fs::File::open(path).and_then(|file| file.take(LIMIT).read_to_end(&mut bytes)),
    };
    let failed =
        |error: io::Error| Failure::new(Kind::Other, format!("{}: {error}", path.display()));
    read.map_err(failed)?;
    text(&bytes).map_err(failed)
}
