//! The threads that serve: one for each core, each started when the others have work.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Runtime;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::server::{self, Shared};

/// How long nothing is accepted after an error, which is of one connection that was reset, or
/// passes, as too many open files do.
const PAUSE: Duration = Duration::from_millis(10);

/// Creates the runtime of one thread.
pub(super) fn runtime() -> io::Result<Runtime> {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
}

/// Serves connections until the future is dropped: on this thread, and on others once several
/// connections are open. Each thread has a runtime of its own, so that nothing moves between cores.
pub(super) async fn run(listener: TcpListener, shared: Arc<Shared>, threads: usize) {
    let bound = shared.limits.connections.clamp(1, Semaphore::MAX_PERMITS);
    let connections = Arc::new(Semaphore::new(bound));
    let mut workers = Workers {
        shared,
        threads,
        here: Arc::default(),
        others: Vec::new(),
    };
    loop {
        let permit = Arc::clone(&connections).acquire_owned().await;
        let permit = permit.expect("nothing closes the semaphore");
        match listener.accept().await {
            Ok((connection, _)) => workers.serve(connection, permit),
            Err(_) => tokio::time::sleep(PAUSE).await,
        }
    }
}

/// What a connection holds while it is open.
struct Held {
    count: Arc<AtomicUsize>,
    _permit: OwnedSemaphorePermit,
}

impl Held {
    fn new(count: &Arc<AtomicUsize>, permit: OwnedSemaphorePermit) -> Self {
        count.fetch_add(1, Ordering::Relaxed);
        Self {
            count: Arc::clone(count),
            _permit: permit,
        }
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.count.fetch_sub(1, Ordering::Relaxed);
    }
}

struct Workers {
    shared: Arc<Shared>,
    threads: usize,
    /// How many connections this thread serves.
    here: Arc<AtomicUsize>,
    others: Vec<Worker>,
}

impl Workers {
    /// Serves a connection on the thread that has the fewest.
    fn serve(&mut self, connection: TcpStream, permit: OwnedSemaphorePermit) {
        let count = |count: &Arc<AtomicUsize>| count.load(Ordering::Relaxed);
        let here = count(&self.here);
        let (mut least, mut chosen) = (here, None);
        for (index, worker) in self.others.iter().enumerate() {
            if count(&worker.open) < least {
                (least, chosen) = (count(&worker.open), Some(index));
            }
        }
        if least > 0
            && self.others.len() + 1 < self.threads
            && let Ok(worker) = Worker::start(&self.shared, self.others.len() + 1)
        {
            chosen = Some(self.others.len());
            self.others.push(worker);
        }
        match chosen {
            Some(index) => self.others[index].serve(connection, permit),
            None => {
                let held = Held::new(&self.here, permit);
                tokio::spawn(serve(connection, Arc::clone(&self.shared), held));
            }
        }
    }
}

/// Another thread that serves, until this is dropped.
struct Worker {
    open: Arc<AtomicUsize>,
    sender: Option<UnboundedSender<(std::net::TcpStream, Held)>>,
    thread: Option<JoinHandle<()>>,
}

impl Worker {
    fn start(shared: &Arc<Shared>, number: usize) -> io::Result<Self> {
        let runtime = runtime()?;
        let (sender, receiver) = unbounded_channel();
        let shared = Arc::clone(shared);
        let thread = std::thread::Builder::new()
            .name(format!("tencentcloud-emulator-{number}"))
            .spawn(move || runtime.block_on(receive(receiver, shared)))?;
        Ok(Self {
            open: Arc::default(),
            sender: Some(sender),
            thread: Some(thread),
        })
    }

    fn serve(&self, connection: TcpStream, permit: OwnedSemaphorePermit) {
        let held = Held::new(&self.open, permit);
        // A connection that cannot be handed over is closed, as is one whose thread has panicked.
        if let (Some(sender), Ok(connection)) = (&self.sender, connection.into_std()) {
            let _ = sender.send((connection, held));
        }
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.sender = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

async fn receive(
    mut receiver: UnboundedReceiver<(std::net::TcpStream, Held)>,
    shared: Arc<Shared>,
) {
    while let Some((connection, held)) = receiver.recv().await {
        if let Ok(connection) = TcpStream::from_std(connection) {
            tokio::spawn(serve(connection, Arc::clone(&shared), held));
        }
    }
}

async fn serve(connection: TcpStream, shared: Arc<Shared>, held: Held) {
    server::serve(connection, shared).await;
    drop(held);
}
