//! What a person types on a terminal.

use std::io;

use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

/// The lines that are typed on standard input, which is a terminal.
#[derive(Debug)]
pub(crate) struct Lines(UnboundedReceiver<String>);

impl Lines {
    /// Reads lines from now on, on a thread of its own, which ends with the process.
    pub(crate) fn new() -> Self {
        let (sender, receiver) = unbounded_channel();
        std::thread::spawn(move || {
            let mut line = String::new();
            while matches!(io::stdin().read_line(&mut line), Ok(1..)) {
                if sender.send(std::mem::take(&mut line)).is_err() {
                    return;
                }
            }
        });
        Self(receiver)
    }

    /// Returns the next line, trimmed; `None` if nothing more is typed.
    pub(crate) async fn next(&mut self) -> Option<String> {
        let line = self.0.recv().await?;
        Some(line.trim().to_owned())
    }

    /// Forgets what was typed until now: it was no answer to a question that was not there yet.
    pub(crate) fn forget(&mut self) {
        #[cfg(unix)]
        let _ = rustix::termios::tcflush(io::stdin(), rustix::termios::QueueSelector::IFlush);
        while self.0.try_recv().is_ok() {}
    }
}
