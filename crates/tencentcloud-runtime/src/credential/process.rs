//! A credential that an external command prints.

use std::fmt;
use std::io::Read;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, SystemTime};

use zeroize::Zeroizing;

use super::cache::Cache;
use super::json;
use super::{Credential, ProvideCredential, Providing};
use crate::{Error, Result};

/// The time that a command may take: it may ask its user for a code.
const DEADLINE: Duration = Duration::from_secs(60);

/// The longest output that is read, in bytes.
const LIMIT: u64 = 64 * 1024;

/// How often the end of the command is looked for once it has closed its output.
const LOOK: Duration = Duration::from_millis(5);

/// The credential that an external command prints on its standard output, as JSON:
///
/// ```json
/// {
///   "Version": 1,
///   "SecretId": "AKIDexample",
///   "SecretKey": "example-secret-key",
///   "Token": "example-token",
///   "ExpiredTime": 1893456000
/// }
/// ```
///
/// `Token` and `ExpiredTime` (Unix time in seconds) are optional. With `ExpiredTime`, the command runs
/// again shortly before; without it, once. It is run without a shell, its standard input is empty,
/// and its standard error is that of this process.
pub struct Process {
    program: String,
    arguments: Vec<String>,
    cache: Cache,
}

impl Process {
    /// Creates a source that runs `program`: a path, or a name that is looked up in `PATH`.
    pub fn new(program: impl Into<String>) -> Self {
        let program = program.into();
        let mut cache = Cache::once(format!("command {program}"));
        cache.set_deadline(DEADLINE);
        Self {
            cache,
            arguments: Vec::new(),
            program,
        }
    }

    /// Adds `arguments` to the command.
    #[must_use]
    pub fn args<S: Into<String>>(mut self, arguments: impl IntoIterator<Item = S>) -> Self {
        self.arguments.extend(arguments.into_iter().map(Into::into));
        self
    }

    /// Sets the time after which the command is killed. Defaults to 60 seconds.
    #[must_use]
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.cache.set_deadline(deadline);
        self
    }

    /// Compares expiry with the time that `clock` returns. Defaults to [`SystemTime::now`].
    #[must_use]
    pub fn clock(mut self, clock: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        self.cache.set_clock(Arc::new(clock));
        self
    }

    async fn run(&self) -> Result<Credential> {
        let mut child = Command::new(&self.program)
            .args(&self.arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| Error::credential(format!("it cannot be started: {error}")))?;
        let output = child
            .stdout
            .take()
            .ok_or_else(|| Error::credential("it has no output"))?;
        let running = Running(Arc::new(Mutex::new(child)));
        let child = Arc::clone(&running.0);
        let (done, ended) = tokio::sync::oneshot::channel();
        thread::spawn(move || {
            let _ = done.send(outcome(&child, output));
        });
        let (status, text) = ended
            .await
            .map_err(|_| Error::credential("it was lost"))?
            .map_err(|error| Error::credential(format!("its output cannot be read: {error}")))?;
        // A command that prints more than is read is told so by its system, and may fail for it.
        if !status.success() && text.len() as u64 <= LIMIT {
            return Err(Error::credential(format!(
                "it failed ({status}): see its standard error"
            )));
        }
        json::read(&text, LIMIT).map_err(|what| Error::credential(format!("it printed {what}")))
    }
}

/// The command while it is waited for: it is killed when nobody waits any more.
struct Running(Arc<Mutex<Child>>);

impl Drop for Running {
    fn drop(&mut self) {
        let mut child = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // Nothing is to be done about a command that has ended already.
        let _ = child.kill().and_then(|()| child.wait());
    }
}

/// Reads the output to its end, and waits for the command's.
fn outcome(
    child: &Mutex<Child>,
    output: impl Read,
) -> std::io::Result<(std::process::ExitStatus, Zeroizing<Vec<u8>>)> {
    let mut text = Zeroizing::new(Vec::with_capacity(LIMIT as usize + 1));
    output.take(LIMIT + 1).read_to_end(&mut text)?;
    loop {
        let mut child = child.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(status) = child.try_wait()? {
            return Ok((status, text));
        }
        drop(child);
        thread::sleep(LOOK);
    }
}

impl ProvideCredential for Process {
    fn credential(&self) -> Providing<'_> {
        Box::pin(self.cache.get(|| self.run()))
    }

    fn refused(&self, credential: &Credential) -> bool {
        self.cache.refused(credential)
    }
}

/// Leaves the arguments out: they may be secrets.
impl fmt::Debug for Process {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Process")
            .field("program", &self.program)
            .finish_non_exhaustive()
    }
}
