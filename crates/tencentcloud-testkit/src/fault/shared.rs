//! What the server's thread and the test both look at.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use tokio::sync::Semaphore;

use super::{Request, Script, Step};

/// What the server's thread and the test both look at.
#[derive(Debug)]
pub(super) struct Shared {
    script: Mutex<Script>,
    keeps: bool,
    connections: AtomicUsize,
    count: Mutex<usize>,
    counted: Condvar,
    requests: Mutex<Vec<Request>>,
    gate: Semaphore,
}

impl Shared {
    pub(super) fn new(script: Script) -> Self {
        Self {
            keeps: script.keeps(),
            script: Mutex::new(script),
            connections: AtomicUsize::new(0),
            count: Mutex::default(),
            counted: Condvar::new(),
            requests: Mutex::default(),
            gate: Semaphore::new(0),
        }
    }

    /// Counts a connection, and returns its number.
    pub(super) fn connected(&self) -> usize {
        self.connections.fetch_add(1, Ordering::SeqCst) + 1
    }

    pub(super) fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }

    pub(super) fn count(&self) -> usize {
        *lock(&self.count)
    }

    pub(super) fn requests(&self) -> Vec<Request> {
        lock(&self.requests).clone()
    }

    /// Blocks until so many requests have come.
    pub(super) fn wait(&self, requests: usize) {
        let counted = &self.counted;
        let waited = counted.wait_while(lock(&self.count), |count| *count < requests);
        drop(waited.unwrap_or_else(PoisonError::into_inner));
    }

    pub(super) fn open(&self) {
        self.gate.add_permits(1);
    }

    pub(super) fn first(&self) -> Option<Step> {
        lock(&self.script).first()
    }

    pub(super) fn step(&self, request: Request) -> Step {
        let step = lock(&self.script).step(&request);
        if self.keeps {
            lock(&self.requests).push(request);
        }
        *lock(&self.count) += 1;
        self.counted.notify_all();
        step
    }

    pub(super) async fn gate(&self) {
        if let Ok(permit) = self.gate.acquire().await {
            permit.forget();
        }
    }
}

pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
