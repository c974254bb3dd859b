//! The page as something that runs.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;

use tencentcloud_emulator::Emulator;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::app::{App, Shared};
use crate::approvals;
use crate::find;
use crate::history::{self, History};
use crate::inspected;
use crate::response::Responses;
use crate::saved::Folder;
use crate::serve::{self, Door};
use crate::timeline::{self, From, Timeline, Watch};
use tencentcloud_broker::{Accounts, Broker, NoAccounts};

/// How many calls, and how many bytes of them, an emulator of the page keeps until they are read.
const CALLS: usize = 20_000;
/// See [`CALLS`].
const BYTES: usize = 64 << 20;

/// Configures an [`Explorer`].
#[derive(Debug)]
pub struct Builder {
    port: u16,
    accounts: Box<dyn Accounts>,
    broker: Option<Broker>,
    folder: Option<PathBuf>,
    emulator: Option<Arc<Emulator>>,
    proxy: Option<Arc<Emulator>>,
    history: u64,
    saved: Option<PathBuf>,
    watches: Vec<(PathBuf, From)>,
}

impl Default for Builder {
    fn default() -> Self {
        Self {
            port: 0,
            accounts: Box::new(NoAccounts),
            broker: None,
            folder: None,
            emulator: None,
            proxy: None,
            history: history::MOST,
            saved: None,
            watches: Vec::new(),
        }
    }
}

impl Builder {
    /// Sets the `port` on this machine. Defaults to one that is free.
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// Sets the real `accounts` that calls may be sent to. Defaults to none.
    pub fn accounts(mut self, accounts: impl Accounts + 'static) -> Self {
        self.accounts = Box::new(accounts);
        self
    }

    /// Lets people approve in this page what programs ask the `broker` for. Who opens the page has to give the
    /// broker's [code](Broker::code) as well, once: show it on a terminal alone. Defaults to none.
    pub fn broker(mut self, broker: Broker) -> Self {
        self.broker = Some(broker);
        self
    }

    /// Sets the `folder` for history and saved requests, which is made if it does not exist. What is
    /// appended to `calls.jsonl` in it is shown, as by [`watch_new`](Self::watch_new). Without a folder,
    /// nothing is kept beyond the end of the process.
    pub fn folder(mut self, folder: impl Into<PathBuf>) -> Self {
        self.folder = Some(folder.into());
        self
    }

    /// Saves requests in `folder`, e.g. one of a repository. Defaults to `requests` in the
    /// [folder](Self::folder) of the page.
    pub fn saved(mut self, folder: impl Into<PathBuf>) -> Self {
        self.saved = Some(folder.into());
        self
    }

    /// Keeps up to `bytes` bytes of the calls that this page sends, with their responses; the oldest go.
    /// Defaults to 64 MiB, and is 64 KiB at least.
    pub fn keep_history(mut self, bytes: u64) -> Self {
        self.history = bytes;
        self
    }

    /// Sets the local endpoint. Defaults to one of its own.
    pub fn emulator(mut self, emulator: Arc<Emulator>) -> Self {
        self.emulator = Some(emulator);
        self
    }

    /// Sets the recording `proxy`, whose calls are shown and can be held: an emulator that
    /// [forwards](tencentcloud_emulator::Builder::forward_all) to the cloud. Defaults to none.
    pub fn proxy(mut self, proxy: Arc<Emulator>) -> Self {
        self.proxy = Some(proxy);
        self
    }

    /// Shows the calls of the recording at `path`, and those that are appended while the page is served:
    /// what this SDK writes with `TENCENTCLOUD_INSPECT=FILE`, and the emulator with `--record FILE`. Of a
    /// folder, each file whose name ends in `.jsonl`. It need not exist yet. By default none is shown.
    pub fn watch(mut self, path: impl Into<PathBuf>) -> Self {
        self.watches.push((path.into(), From::Start));
        self
    }

    /// Shows the calls that are appended to the recording at `path` from now on, as
    /// [`watch`](Self::watch) does, without those that it has.
    pub fn watch_new(mut self, path: impl Into<PathBuf>) -> Self {
        self.watches.push((path.into(), From::End));
        self
    }

    /// Starts to serve the page.
    ///
    /// # Errors
    /// The port is taken, or the machine has no more connections or random numbers.
    pub async fn start(self) -> io::Result<Explorer> {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, self.port));
        let listener = TcpListener::bind(address).await?;
        let address = listener.local_addr()?;
        let door = Arc::new(Door::new(address.port())?);
        let emulator = match self.emulator {
            Some(emulator) => emulator,
            None => Arc::new(Explorer::emulator().start().await?),
        };
        let mut watches = self.watches;
        if let Some(folder) = &self.folder {
            watches.push((inspected::file(folder), From::End));
        }
        let watches = watches.into_iter();
        let watches = watches.map(|(path, from)| Watch::new(path, from)).collect();
        let timeline = Arc::new(Timeline::default());
        let inner = self.folder.as_ref().map(|folder| folder.join("requests"));
        let saved = self.saved.or(inner);
        let app = App::new(Shared {
            accounts: self.accounts,
            approvals: self
                .broker
                .map(|broker| approvals::Room::new(broker, address.port())),
            emulator: Arc::clone(&emulator),
            proxy: self.proxy.clone(),
            timeline: Arc::clone(&timeline),
            saved: saved.map(|folder| Arc::new(Folder::new(folder))),
            history: History::new(self.folder.as_deref(), self.history),
            folder: self.folder,
            responses: Responses::default(),
            sending: Arc::default(),
        });
        tokio::task::spawn_blocking(find::warm);
        let watch = tokio::spawn(timeline::watch(watches, Arc::clone(&timeline)));
        let server = tokio::spawn(serve::serve(listener, app, Arc::clone(&door)));
        let mut tasks = vec![watch];
        if let Some(proxy) = self.proxy {
            let timeline = Arc::clone(&timeline);
            let follow = timeline::follow(proxy, |_| timeline::Source::Proxy, timeline);
            tasks.push(tokio::spawn(follow));
        }
        let follow = timeline::follow(emulator, timeline::Source::of, timeline);
        tasks.push(tokio::spawn(follow));
        Ok(Explorer {
            address,
            door,
            server,
            tasks,
        })
    }
}

/// The page, served on this machine until this is dropped.
#[derive(Debug)]
pub struct Explorer {
    address: SocketAddr,
    door: Arc<Door>,
    server: JoinHandle<()>,
    tasks: Vec<JoinHandle<()>>,
}

impl Explorer {
    /// Returns a builder with the defaults.
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// Returns a builder of an emulator that keeps as many calls as a page reads of it, for
    /// [`Builder::emulator`] and [`Builder::proxy`].
    pub fn emulator() -> tencentcloud_emulator::Builder {
        Emulator::builder().keep_calls(CALLS, BYTES)
    }

    /// Returns where the page is, e.g. `http://127.0.0.1:43210`. There is no secret in it.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Returns the code that a browser is asked for once, e.g. `k7qd-m2xp-9fta`. It holds until the
    /// process ends.
    pub fn code(&self) -> &str {
        self.door.code()
    }

    /// Returns a page to be opened from a file that the user alone can read: it gives the browser the
    /// code, so that nobody has to type it.
    pub fn opener(&self) -> String {
        self.door.opener(&self.url())
    }

    /// Waits while the page is served, which is until the task of it fails.
    pub async fn wait(mut self) {
        // It ends by a panic alone, which has been printed by then.
        let _ = (&mut self.server).await;
    }
}

impl Drop for Explorer {
    fn drop(&mut self) {
        self.server.abort();
        self.tasks.iter().for_each(JoinHandle::abort);
    }
}
