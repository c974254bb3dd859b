//! When a program that serves is to end.

/// Returns what waits until the user or the system stops the program. From the call on, that does not end
/// the process by itself, so that its files are removed.
#[cfg(unix)]
pub(crate) fn stopped() -> impl Future<Output = ()> {
    use std::task::Poll;
    use tokio::signal::unix::{SignalKind, signal};

    let kinds = [
        SignalKind::interrupt(),
        SignalKind::terminate(),
        SignalKind::hangup(),
    ];
    let mut signals = kinds.map(|kind| signal(kind).ok());
    std::future::poll_fn(move |context| {
        let mut signals = signals.iter_mut().flatten();
        match signals.any(|signal| signal.poll_recv(context).is_ready()) {
            true => Poll::Ready(()),
            false => Poll::Pending,
        }
    })
}

/// Waits until the user stops the program.
#[cfg(not(unix))]
pub(crate) async fn stopped() {
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending().await
    }
}
