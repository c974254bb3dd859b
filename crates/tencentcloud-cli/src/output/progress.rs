//! What takes long says how far it is, on a terminal.

use std::io::{self, IsTerminal};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::agent;

/// A line on standard error that changes while something is done, and goes when it is.
#[derive(Debug)]
pub(crate) struct Progress(ProgressBar);

/// What is done sooner says nothing: a line that flashes up tells nobody anything.
const SOON: Duration = Duration::from_millis(400);

impl Progress {
    /// Shows `text` once it has taken a while. Nothing is shown if standard error is no terminal, or
    /// if standard output is one that gets lines meanwhile: `printing` is true.
    pub(crate) fn start(text: impl Into<String>, printing: bool) -> Self {
        let (seen, shared) = (io::stderr().is_terminal(), io::stdout().is_terminal());
        let bar = spinner(text.into());
        if seen && !(printing && shared) && !agent::runs() {
            let later = bar.clone();
            std::thread::spawn(move || {
                std::thread::sleep(SOON);
                if !later.is_finished() {
                    later.set_draw_target(ProgressDrawTarget::stderr());
                }
            });
        }
        Self(bar)
    }

    /// Shows `text` at once, for what takes long in any case.
    pub(crate) fn waiting(text: impl Into<String>) -> Self {
        let bar = spinner(text.into());
        if io::stderr().is_terminal() && !agent::runs() {
            bar.set_draw_target(ProgressDrawTarget::stderr());
            bar.tick();
        }
        Self(bar)
    }

    /// Changes the text.
    pub(crate) fn say(&self, text: impl Into<String>) {
        self.0.set_message(text.into());
    }
}

fn spinner(text: String) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
    let style = ProgressStyle::with_template("{spinner} {msg} ({elapsed})");
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()));
    bar.set_message(text);
    bar.enable_steady_tick(Duration::from_millis(120));
    bar
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
