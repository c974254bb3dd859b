//! The calls that were made.

use crate::endpoint::Endpoint;
use crate::glob::Glob;
use crate::journal::Record;
use crate::seen::Seen;

/// The calls that an [`Emulator`](crate::Emulator) has seen, without their secrets: the last
/// 1,000, or as many as [`Builder::keep_calls`](crate::Builder::keep_calls) says.
///
/// ```
/// # use tencentcloud_emulator::Emulator;
/// # async fn doc() -> std::io::Result<()> {
/// let emulator = Emulator::start().await?;
/// // … calls …
/// assert_eq!(emulator.calls().of("cvm:RunInstances").len(), 1);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Calls<'a>(&'a Endpoint);

/// Which calls are read.
#[derive(Clone, Debug, Default)]
pub(crate) struct Wanted {
    pub(crate) action: Option<Glob>,
    pub(crate) account: Option<String>,
}

impl Wanted {
    pub(crate) fn takes(&self, seen: &Seen) -> bool {
        let service = seen.service.as_deref().unwrap_or_default();
        let action = seen.action.as_deref().unwrap_or_default();
        let glob = self.action.as_ref();
        glob.is_none_or(|glob| glob.takes(service, action))
            && (self.account.is_none() || self.account == seen.account)
    }
}

impl<'a> Calls<'a> {
    pub(crate) fn new(endpoint: &'a Endpoint) -> Self {
        Self(endpoint)
    }

    /// Returns all calls that are kept, oldest first.
    pub fn all(&self) -> Vec<Record> {
        self.read(0, usize::MAX, &Wanted::default()).0
    }

    /// Returns the calls of `action`: `cvm:RunInstances`, `cvm:*`, or `Describe*` of any service.
    pub fn of(&self, action: &str) -> Vec<Record> {
        let wanted = Wanted {
            action: Some(Glob::new(action)),
            account: None,
        };
        self.read(0, usize::MAX, &wanted).0
    }

    /// Returns the calls after the one whose [`Record::seq`] is `seq`.
    pub fn after(&self, seq: u64) -> Vec<Record> {
        self.read(seq, usize::MAX, &Wanted::default()).0
    }

    /// Returns how many calls were made since the emulator started.
    pub fn count(&self) -> u64 {
        self.0.journal.last()
    }

    /// Returns how many calls could not be [recorded](crate::Builder::record), e.g. because the disk is
    /// full. The first of them is logged.
    pub fn unrecorded(&self) -> u64 {
        let recorder = self.0.recorder.as_ref();
        recorder.map_or(0, |recorder| recorder.lost())
    }

    /// Forgets all calls. Their numbers go on.
    pub fn clear(&self) {
        self.0.journal.clear(None);
    }

    /// Waits until there is a call after the one whose [`Record::seq`] is `seq`; from 0, until there
    /// is any.
    pub async fn wait(&self, seq: u64) {
        self.0.journal.wait(seq).await;
    }

    pub(crate) fn read(&self, after: u64, limit: usize, wanted: &Wanted) -> (Vec<Record>, u64) {
        let takes = |seen: &Seen| wanted.takes(seen);
        self.0.journal.read(&self.0.services, after, limit, takes)
    }
}
