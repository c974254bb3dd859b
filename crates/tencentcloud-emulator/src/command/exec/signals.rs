//! Signals, which go on to the command.

#[cfg(unix)]
mod unix {
    use std::io::{self, IsTerminal};

    use rustix::process::{Pid, Signal, kill_process};
    use tokio::signal::unix::{Signal as Stream, SignalKind, signal};

    /// What is passed on. The terminal sends the first two to the command itself.
    const PASSED: [(Signal, bool); 6] = [
        (Signal::INT, true),
        (Signal::QUIT, true),
        (Signal::TERM, false),
        (Signal::HUP, false),
        (Signal::USR1, false),
        (Signal::USR2, false),
    ];

    /// The signals that came.
    #[derive(Debug)]
    pub(in super::super) struct Signals(Vec<(Signal, bool, Stream)>);

    impl Signals {
        /// Takes signals from now on, so that they do not end this process before the command.
        pub(in super::super) fn new() -> io::Result<Self> {
            let stream = |(number, terminal): (Signal, bool)| {
                let kind = SignalKind::from_raw(number.as_raw());
                Ok((number, terminal, signal(kind)?))
            };
            PASSED
                .into_iter()
                .map(stream)
                .collect::<io::Result<_>>()
                .map(Self)
        }

        /// Waits for a signal, and passes it on to the process `id`.
        pub(in super::super) async fn pass(&mut self, id: Option<u32>) {
            let next = std::future::poll_fn(|context| {
                for (number, terminal, stream) in &mut self.0 {
                    if stream.poll_recv(context).is_ready() {
                        return std::task::Poll::Ready((*number, *terminal));
                    }
                }
                std::task::Poll::Pending
            });
            let (number, terminal) = next.await;
            let had = terminal && io::stdin().is_terminal();
            let id = id
                .and_then(|id| i32::try_from(id).ok())
                .and_then(Pid::from_raw);
            if let (Some(id), false) = (id, had) {
                // It may have ended by now.
                let _ = kill_process(id, number);
            }
        }
    }
}

#[cfg(not(unix))]
mod other {
    use std::io;

    /// The console sends Ctrl-C to the command itself; this process waits for it.
    #[derive(Debug)]
    pub(in super::super) struct Signals(tokio::signal::windows::CtrlC);

    impl Signals {
        /// Takes signals from now on, so that they do not end this process before the command.
        pub(in super::super) fn new() -> io::Result<Self> {
            tokio::signal::windows::ctrl_c().map(Self)
        }

        /// Waits for a signal.
        pub(in super::super) async fn pass(&mut self, _: Option<u32>) {
            let _ = self.0.recv().await;
        }
    }
}

#[cfg(not(unix))]
pub(super) use other::Signals;
#[cfg(unix)]
pub(super) use unix::Signals;
