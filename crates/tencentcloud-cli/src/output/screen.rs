//! Where the output goes: standard output, or a pager before it.

use std::io::{self, BufWriter, IsTerminal, Stdout, Write};
use std::process::{Child, ChildStdin, Command, Stdio};

use clap::ColorChoice;

use crate::paint::{self, Paint};

/// The width of a terminal that does not say its own.
pub(super) const WIDTH: usize = 80;

/// An open output.
pub(super) struct Screen {
    to: To,
    pub(super) paint: Paint,
    /// The columns of the terminal; `None` if the output goes elsewhere, where lines may be long.
    pub(super) width: Option<usize>,
    /// True if somebody looks at it as it comes.
    live: bool,
}

enum To {
    Stdout(BufWriter<Stdout>),
    Memory(Vec<u8>),
    Pager(Child, ChildStdin),
}

impl Screen {
    /// Opens standard output; a pager before it if that is asked for and somebody looks.
    pub(super) fn open(color: Option<ColorChoice>, pager: bool) -> Self {
        let live = io::stdout().is_terminal();
        let paged = (pager && live).then(start_pager).flatten();
        Self {
            to: paged.unwrap_or_else(|| To::Stdout(BufWriter::new(io::stdout()))),
            paint: paint::output(color),
            width: width(),
            live,
        }
    }

    /// Opens one that keeps what is written, coloured as standard output is.
    pub(super) fn in_memory(color: Option<ColorChoice>) -> Self {
        Self {
            to: To::Memory(Vec::new()),
            paint: paint::output(color),
            width: width(),
            live: false,
        }
    }

    /// Returns what one in memory was given; nothing of another.
    pub(super) fn into_bytes(self) -> Vec<u8> {
        match self.to {
            To::Memory(bytes) => bytes,
            To::Stdout(_) | To::Pager(..) => Vec::new(),
        }
    }

    /// Shows what was written so far, if somebody looks or `now` is true.
    pub(super) fn show(&mut self, now: bool) -> io::Result<()> {
        match self.live || now {
            true => self.flush(),
            false => Ok(()),
        }
    }

    /// Writes everything out, and waits for the end of the pager.
    ///
    /// # Errors
    /// An output that cannot be written to.
    pub(super) fn close(mut self) -> io::Result<()> {
        self.flush()?;
        if let To::Pager(mut child, input) = self.to {
            drop(input);
            child.wait()?;
        }
        Ok(())
    }
}

impl Write for Screen {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.to {
            To::Stdout(out) => out.write(bytes),
            To::Memory(kept) => kept.write(bytes),
            To::Pager(_, input) => input.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.to {
            To::Stdout(out) => out.flush(),
            To::Memory(_) => Ok(()),
            To::Pager(_, input) => input.flush(),
        }
    }
}

/// Starts `$PAGER` with its own arguments, or else less; `None` if there is no such program.
fn start_pager() -> Option<To> {
    let named = std::env::var("PAGER").ok();
    let named = named.as_deref().map(str::trim).filter(|it| !it.is_empty());
    // Colours as they are, one screen without waiting, and the text stays.
    let mut words = named.unwrap_or("less -FRX").split_whitespace();
    let mut child = Command::new(words.next()?)
        .args(words)
        .stdin(Stdio::piped())
        .spawn()
        .ok()?;
    let input = child.stdin.take()?;
    Some(To::Pager(child, input))
}

/// The width that COLUMNS gives, or else the terminal; `None` if standard output is none.
pub(super) fn width() -> Option<usize> {
    let given = std::env::var("COLUMNS").ok();
    let given = given.and_then(|columns| columns.parse().ok());
    let given = given.filter(|columns| *columns > 0);
    given.or_else(|| {
        let size = || terminal_size::terminal_size_of(io::stdout());
        let terminal = io::stdout().is_terminal();
        // One that is not shown yet says 0.
        terminal.then(|| size().map_or(WIDTH, |(width, _)| usize::from(width.0).max(20)))
    })
}
