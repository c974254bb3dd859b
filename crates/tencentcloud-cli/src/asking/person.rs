//! Whoever may decide, in the process of the broker or over a connection to it.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use tencentcloud_broker::{
    ApprovalId, ApprovalState, Approver, Brief, Pending, Refusal, Remote, RemoteApprover,
};
use tokio::sync::watch;

use crate::error::{Failure, Kind};
use crate::untrusted::shown;

/// How often a broker in another process is asked for what waits there.
const LOOK: Duration = Duration::from_secs(1);

/// Whoever may decide.
#[derive(Debug)]
pub(crate) enum Person {
    /// At the terminal of the broker itself.
    Here(Approver),
    /// At another one, with the broker's code.
    There(Remote, RemoteApprover),
}

/// What is heard of changes of the list.
pub(super) enum Changes {
    Here(watch::Receiver<u64>),
    There,
}

impl Changes {
    /// Waits for the next change, or until it is worth a look.
    pub(super) async fn changed(&mut self) {
        match self {
            Self::Here(changes) => {
                if changes.changed().await.is_err() {
                    // The broker lives as long as its terminal.
                    std::future::pending().await
                }
            }
            Self::There => tokio::time::sleep(LOOK).await,
        }
    }
}

impl Person {
    /// Returns what is heard of changes from now on.
    pub(super) fn changes(&self) -> Changes {
        match self {
            Self::Here(approver) => Changes::Here(approver.changes()),
            Self::There(..) => Changes::There,
        }
    }

    /// Returns the requests that wait.
    ///
    /// # Errors
    /// The broker is there no more, or takes the code no more.
    pub(crate) async fn pending(&self) -> Result<Vec<Pending>, Failure> {
        match self {
            Self::Here(approver) => Ok(approver.pending()),
            Self::There(_, approver) => {
                let mut list = approver.list().await.map_err(|refusal| failure(&refusal))?;
                list.retain(|one| one.state == ApprovalState::Waiting);
                Ok(list)
            }
        }
    }

    /// Returns what is known of the request `id`.
    ///
    /// # Errors
    /// As [`pending`](Self::pending).
    pub(super) async fn brief(&self, id: &ApprovalId) -> Result<Option<Arc<Brief>>, Failure> {
        match self {
            Self::Here(approver) => Ok(approver.brief(id).await),
            Self::There(_, approver) => match approver.brief(id).await {
                Ok(brief) => Ok(Some(Arc::new(brief))),
                Err(refusal) if refusal.code == "unknown" => Ok(None),
                Err(refusal) => Err(failure(&refusal)),
            },
        }
    }

    /// Approves `pending` as it was shown, with what was `typed`.
    ///
    /// # Errors
    /// Why it is not approved.
    pub(super) async fn approve(
        &self,
        pending: &Pending,
        typed: Option<&str>,
    ) -> Result<(), Refusal> {
        let (id, digest) = (&pending.id, &pending.digest);
        match self {
            Self::Here(approver) => approver.approve(id, digest, typed),
            Self::There(_, approver) => approver.approve(id, digest, typed).await,
        }
    }

    /// Refuses `pending`, and says `why`.
    ///
    /// # Errors
    /// Why it cannot be refused.
    pub(crate) async fn refuse(&self, pending: &Pending, why: &str) -> Result<(), Refusal> {
        match self {
            Self::Here(approver) => approver.refuse(&pending.id, why),
            Self::There(_, approver) => approver.refuse(&pending.id, why).await,
        }
    }

    /// Waits until `pending` waits no more.
    ///
    /// # Errors
    /// As [`pending`](Self::pending).
    pub(super) async fn gone(&self, pending: &Pending) -> Result<(), Failure> {
        loop {
            // From before the look on, so that nothing is missed.
            let mut changes = self.changes();
            let left = pending.expires.duration_since(SystemTime::now());
            // A little more, so that it is over then.
            let left = left.unwrap_or_default() + Duration::from_millis(50);
            match self {
                Self::Here(_) => {
                    if self.pending().await?.iter().all(|one| one.id != pending.id) {
                        return Ok(());
                    }
                    // Nothing is to be told of both.
                    let _ = tokio::time::timeout(left, changes.changed()).await;
                }
                Self::There(remote, _) => {
                    let state = remote.state(&pending.id, left).await;
                    match state.map_err(|refusal| failure(&refusal))? {
                        ApprovalState::Waiting => changes.changed().await,
                        _ => return Ok(()),
                    }
                }
            }
        }
    }
}

/// A refusal of the broker as the failure of a command.
pub(crate) fn failure(refusal: &Refusal) -> Failure {
    let kind = match &*refusal.code {
        "unreachable" => Kind::Network,
        _ => Kind::Refused,
    };
    Failure::new(kind, shown(&refusal.message))
}
