//! How much memory compilers take while a stage runs.

use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use sysinfo::{ProcessRefreshKind, ProcessesToUpdate, System};

/// How often they are looked at.
const PACE: Duration = Duration::from_millis(100);

/// The programs that are compilers.
const COMPILERS: [&str; 3] = ["rustc", "clippy-driver", "rustdoc"];

/// The peaks of resident memory in bytes, as far as looking now and then shows them.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Peak {
    /// Of one compiler process.
    pub(super) one: u64,
    /// Of all that ran at a time.
    pub(super) all: u64,
}

/// A thread that looks at all compilers of this machine until it is asked for the peaks.
pub(super) struct Watch {
    stop: Sender<()>,
    thread: JoinHandle<Peak>,
}

impl Watch {
    pub(super) fn start() -> Self {
        let (stop, stopped) = mpsc::channel();
        let thread = thread::spawn(move || {
            let mut peak = Peak::default();
            let mut system = System::new();
            let memory = ProcessRefreshKind::nothing().with_memory().without_tasks();
            while stopped.recv_timeout(PACE) == Err(RecvTimeoutError::Timeout) {
                system.refresh_processes_specifics(ProcessesToUpdate::All, true, memory);
                let sizes = system.processes().values().filter_map(|process| {
                    let name = process.name().to_str()?;
                    COMPILERS.contains(&name).then(|| process.memory())
                });
                let sizes: Vec<_> = sizes.collect();
                peak.one = peak
                    .one
                    .max(sizes.iter().copied().max().unwrap_or_default());
                peak.all = peak.all.max(sizes.iter().sum());
            }
            peak
        });
        Self { stop, thread }
    }

    /// The peaks since the start.
    pub(super) fn peak(self) -> Peak {
        // A thread that is gone needs no stopping, and has seen nothing.
        let _ = self.stop.send(());
        self.thread.join().unwrap_or_default()
    }
}
