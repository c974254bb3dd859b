//! What all rooms share.

use std::ops::Deref;
use std::path::PathBuf;
use std::sync::Arc;

use tencentcloud_emulator::Emulator;

use crate::approvals::Room;
use crate::history::History;
use crate::response::Responses;
use crate::saved::Folder;
use crate::send::Sending;
use crate::timeline::Timeline;
use tencentcloud_broker::Accounts;

/// What all rooms share. Clones share it.
#[derive(Clone, Debug)]
pub(crate) struct App(Arc<Shared>);

/// See [`App`].
#[derive(Debug)]
pub(crate) struct Shared {
    /// The real accounts.
    pub(crate) accounts: Box<dyn Accounts>,
    /// The local endpoint.
    pub(crate) emulator: Arc<Emulator>,
    /// The proxy before the cloud, which records; `None` if there is none.
    pub(crate) proxy: Option<Arc<Emulator>>,
    /// The calls of all sources.
    pub(crate) timeline: Arc<Timeline>,
    /// What this page sent.
    pub(crate) history: History,
    /// The responses of what was sent lately.
    pub(crate) responses: Responses,
    /// What is being sent, and what was asked of the person before.
    pub(crate) sending: Arc<Sending>,
    /// The broker of this page, and who may decide; `None` if it has none.
    pub(crate) approvals: Option<Room>,
    /// Where requests are saved; `None` if nothing is to stay on the disk.
    pub(crate) saved: Option<Arc<Folder>>,
    /// Where things are kept; `None` if nothing is to stay on the disk.
    pub(crate) folder: Option<PathBuf>,
}

impl App {
    pub(crate) fn new(shared: Shared) -> Self {
        Self(Arc::new(shared))
    }
}

impl Deref for App {
    type Target = Shared;

    fn deref(&self) -> &Shared {
        &self.0
    }
}
