//! What takes long says how far it is, on a terminal.

use std::io::{self, IsTerminal};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

/// A line on standard error that changes while something is done, and goes when it is.
#[derive(Debug)]
pub(crate) struct Progress(ProgressBar);

impl Progress {
    /// Shows `text`. Nothing is shown if standard error is no terminal, or if standard output is one
    /// that gets lines meanwhile: `printing` is true.
    pub(crate) fn start(text: impl Into<String>, printing: bool) -> Self {
        let (seen, shared) = (io::stderr().is_terminal(), io::stdout().is_terminal());
        if !seen || (printing && shared) {
            return Self(ProgressBar::hidden());
        }
        let bar = ProgressBar::new_spinner();
        let style = ProgressStyle::with_template("{spinner} {msg} ({elapsed})");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()));
        bar.set_message(text.into());
        bar.enable_steady_tick(Duration::from_millis(120));
        Self(bar)
    }

    /// Changes the text.
    pub(crate) fn say(&self, text: impl Into<String>) {
        self.0.set_message(text.into());
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
